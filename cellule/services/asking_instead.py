"""A landlord did not house them: the secretary asks another one, within what the session decided.

The same places and types as were asked: nothing else is decided, so that no new decision is needed.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from cellule.candidature_choices import CandidatureState
from cellule.choices import ASKING, SessionState
from cellule.models import Candidature
from cellule.services.candidatures import Asking, ask_landlords, landlords_of, standing_of
from households.versions import hold_case
from partners.models import Organisation
from veille.core import clock
from veille.core.actor import Actor

_OVER = (CandidatureState.REFUSED, CandidatureState.EXPIRED, CandidatureState.WITHDRAWN)


def can_be_replaced(candidature: Candidature) -> bool:
    """It is over without a dwelling, the decision that asked still stands and is told, the household still waits.

    A corrected decision asks by itself: nothing is added beside it.
    """
    late = candidature.state == CandidatureState.ASKED and candidature.answer_expected_on < clock.today()
    if not late and candidature.state not in _OVER:
        return False
    decision = candidature.decision
    if decision is None or decision.agenda_item is None or hasattr(decision, "corrected_by"):
        return False
    is_told = decision.code in ASKING and decision.agenda_item.session.state == SessionState.CLOSED
    housed = candidature.case.candidatures.filter(state=CandidatureState.HOUSED)
    return is_told and candidature.case.closed_on is None and not housed.exists()


def landlords_instead(candidature: Candidature, *, by: Actor) -> QuerySet[Organisation]:
    """Those of the dispositif that are not asked and have not said no; never her own: nobody grants to herself."""
    case = candidature.case
    refused = case.candidatures.filter(state=CandidatureState.REFUSED)
    others = landlords_of(case).exclude(pk__in=standing_of(case).values("landlord"))
    return others.exclude(pk__in=refused.values("landlord")).exclude(pk=by.organisation_id)


@transaction.atomic
def ask_instead(
    *, candidature: Candidature, landlords: tuple[Organisation, ...], answer_expected_on: date, by: Actor
) -> list[Candidature]:
    """Ask these landlords what the other one was asked; it leaves at once, each is journalled."""
    hold_case(candidature.case_id)  # a lease signed at the same instant comes before or after, never between
    if not can_be_replaced(candidature):
        raise ValidationError("Cette demande ne peut pas être portée à un autre bailleur : la séance en décide.")
    if set(landlords) - set(landlords_instead(candidature, by=by)):
        raise ValidationError({"landlords": "Ce bailleur ne peut pas être sollicité ici."})
    asking = Asking(
        landlords=landlords,
        answer_expected_on=answer_expected_on,
        communes=tuple(candidature.communes.all()),
        dwelling_types=tuple(candidature.dwelling_types),
    )
    return ask_landlords(case=candidature.case, asking=asking, decision=candidature.decision, by=by)
