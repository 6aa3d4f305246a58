"""Lines of the register and conventions, as their services write them."""

from datetime import date

from partners import services
from partners.models import Convention, ConventionPaper, ConventionSignatory, Organisation, RegisteredWorker
from veille.core import uploads
from veille.core.actor import Actor

DAY = date(2018, 12, 14)


def register(by: Actor, **fields) -> RegisteredWorker:
    """Somebody without an account, full time at the organisation of who writes."""
    line = {
        "user": None,
        "first_name": "Solène",
        "last_name": "Inventée",
        "function": "case_worker",
        "profile": "extended_cesf",
        "is_social_worker": False,
        "competences": ["budget_debt"],
        "territories": [],
        "shares": {by.organisation: 100},
    }
    return services.register_worker(by=by, **line | fields)


def convention_of(dispositif, *signatories: Organisation, signed: bool = True, **fields) -> Convention:
    """A partnership of two years between these, signed unless said otherwise."""
    values = {
        "kind": "partnership",
        "title": "Convention de partenariat",
        "purpose": "Accompagner cent ménages ensemble.",
        "starts_on": date(2017, 1, 1),
        "ends_on": date(2018, 12, 31),
    }
    convention = Convention.objects.create(dispositif=dispositif, **values | fields)
    for organisation in signatories:
        ConventionSignatory.objects.create(
            convention=convention,
            organisation=organisation,
            part="partner",
            signed_on=convention.starts_on if signed else None,
        )
    return convention


def paper_of(convention: Convention, by: Actor, **fields) -> ConventionPaper:
    """What was signed, as a text."""
    received = uploads.check("convention.txt", b"Entre les soussignes.\n")
    return services.add_convention_paper(
        convention=convention, by=by, **{"title": "Convention signée", "received": received} | fields
    )
