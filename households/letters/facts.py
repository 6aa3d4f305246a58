"""The few facts a note to a commission or a court may carry: each from what its author reads, each can be left out."""

from collections.abc import Callable

from households import summary
from households.banner import household_name, housing_sentence
from households.composition import composition_sentence
from households.models import ArrearsMonth, Person, ProcedureStep, Source
from households.pages import CasePage
from partners.roles import Right, Section
from veille.core import clock, formats, reference


def _known(page: CasePage) -> list[Person]:
    """Landlords sit in commissions and read what courts are sent: who was confided is in no note."""
    return [person for person in summary.people(page) if person.source == Source.LANDLORD_KNOWN]


def _tenant(page: CasePage) -> str:
    return household_name(_known(page))


def _composition(page: CasePage) -> str:
    people = _known(page)
    return composition_sentence(people, clock.today()) if people else ""


def _dwelling(page: CasePage) -> str:
    """A restricted household's place is told to nobody, secret or not."""
    period = page.housing
    return housing_sentence(period) if period and not page.case.is_restricted else ""


def _arrears(page: CasePage) -> str:
    months = ArrearsMonth.objects.visible_to(page.actor).filter(case=page.case, replaced_on=None)
    latest = months.order_by("-month", "-created_at").first()
    return f"{formats.euros(latest.balance)} ({formats.month(latest.month)})" if latest else ""


def _procedure(page: CasePage) -> str:
    steps = ProcedureStep.objects.visible_to(page.actor).filter(case=page.case).current(clock.today())
    step = steps.order_by("-starts_on", "pk").first()
    if step is None:
        return ""
    return f"{reference.label('procedure_step', step.step)}, le {formats.far_date(step.starts_on)}"


def _support(page: CasePage) -> str:
    """That somebody accompanies, and since when; never why."""
    case = page.case
    if page.rights[Section.MEASURE] < Right.STATE or case.admitted_on is None:
        return ""
    ended = f", arrêté le {formats.far_date(case.closed_on)}" if case.closed_on else ", en cours"
    return f"Décidé le {formats.far_date(case.admitted_on)}{ended}"


FACTS: dict[str, tuple[str, Callable[[CasePage], str]]] = {
    "tenant": ("Locataire", _tenant),
    "composition": ("Composition", _composition),
    "dwelling": ("Logement", _dwelling),
    "arrears": ("Dette de loyer", _arrears),
    "procedure": ("Procédure", _procedure),
    "support": ("Accompagnement", _support),
}


def facts_of(page: CasePage) -> dict[str, tuple[str, str]]:
    """Code → its word and what the author reads of it; what is unknown or closed to her is left out."""
    found = {code: (word, read(page)) for code, (word, read) in FACTS.items()}
    return {code: pair for code, pair in found.items() if pair[1]}
