"""The charter of a shared dwelling, given to each household that lives there: its own copy, signed in its own file."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accompaniment.agreed_texts import charter_text, digest_of
from accompaniment.models import CharterAgreement
from accompaniment.plan_choices import AGREEMENT_MOVES, AgreementState
from households.models import DwellingCharter, HousingPeriod
from households.versions import hold_case
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.transitions import move


@transaction.atomic
def give_charter(*, period: HousingPeriod, by: Actor) -> CharterAgreement:
    """Put the version in force into the file, where it is read and signed; it takes the place of a former one."""
    hold_case(period.case_id)
    stay = HousingPeriod.objects.select_related("case").get(pk=period.pk)
    if stay.place_held_id is None or not stay.is_current:
        raise ValidationError("Ce ménage ne vit pas dans une place aujourd’hui.")
    charter = DwellingCharter.objects.filter(dwelling=stay.dwelling_id).in_force().first()
    if charter is None:
        raise ValidationError("Ce logement n’a pas encore de charte.")
    _replace_current(stay, charter, by)
    title, content = f"Charte de vie, version {charter.version}", charter_text(charter)
    given = CharterAgreement(
        case=stay.case,
        period=stay,
        charter=charter,
        title=title,
        content=content,
        digest=digest_of(content | {"title": title}),
        made_on=clock.today(),
        author=by.user,
    )
    given.full_clean()
    given.save()
    audit.record("charter_agreement.given", given, by=by, changes={"version": charter.version})
    return given


def _replace_current(stay: HousingPeriod, charter: DwellingCharter, by: Actor) -> None:
    """A former version stays readable; the one in force is given once."""
    current = CharterAgreement.objects.filter(period=stay, state=AgreementState.CURRENT)
    for former in current.exclude(charter=charter).order_by("pk"):
        move(former, AgreementState.REPLACED, allowed=AGREEMENT_MOVES)
        audit.record("charter_agreement.replaced", former, by=by)
