"""Landlords asked for a dwelling: decided in session, sent when the decision is told, answered, withdrawn, expired.

From the request to the answer, and no longer than the day it is expected, the landlord opens the file.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from cellule.candidature_choices import CANDIDATURE_MOVES, OPEN_OFFERS, STANDING, CandidatureState
from cellule.models import Candidature, Decision
from cellule.services.candidature_notices import notify_answered, notify_asked
from households.grants import GrantLevel
from households.models import Case
from households.services import end_access, grant_access
from partners.configuration import Door
from partners.models import Commune, Organisation, PartnershipPart
from partners.partnerships import partners_of
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.transitions import move

_GROUND = "Sollicité pour un logement"


@dataclass(frozen=True)
class Asking:
    """What is asked of whom: landlords, places (none: the whole territory), types, and the day of the answer."""

    landlords: tuple[Organisation, ...]
    answer_expected_on: date
    communes: tuple[Commune, ...] = ()
    dwelling_types: tuple[str, ...] = ()


def landlords_of(case: Case):
    """Those of the dispositif who may be asked."""
    return partners_of(case.rules.dispositif_id, PartnershipPart.LANDLORD)


def standing_of(case: Case):
    """The candidatures that are not over."""
    return Candidature.objects.filter(case=case, state__in=STANDING).order_by("landlord__sort_name", "pk")


@transaction.atomic
def plan_candidatures(*, decision: Decision, asking: Asking, by: Actor) -> list[Candidature]:
    """Note what landlords will be asked; nothing leaves before the decision is told (ADR 10).

    A landlord that is asked already is left where it is.
    """
    _check(decision.case, asking)
    known = set(standing_of(decision.case).values_list("landlord", flat=True))
    return [
        _plan(decision.case, decision, landlord, asking, by)
        for landlord in asking.landlords
        if landlord.pk not in known
    ]


def _check(case: Case, asking: Asking) -> None:
    if case.door != Door.ACCESS:
        raise ValidationError("Un logement se demande à un bailleur pour une entrée dans le logement (accès).")
    if asking.answer_expected_on < clock.today():
        raise ValidationError({"answer_expected_on": "Indiquez une date à venir pour la réponse des bailleurs."})
    if set(asking.landlords) - set(landlords_of(case)):
        raise ValidationError({"landlords": "Ce bailleur n’est pas partenaire du dispositif."})


def _plan(case: Case, decision: Decision | None, landlord: Organisation, asking: Asking, by: Actor) -> Candidature:
    candidature = Candidature(
        case=case,
        decision=decision,
        landlord=landlord,
        dwelling_types=list(asking.dwelling_types),
        planned_on=clock.today(),
        planned_by=by.user,
        answer_expected_on=asking.answer_expected_on,
    )
    candidature.full_clean()
    candidature.save()
    candidature.communes.set(asking.communes)
    audit.record("candidature.planned", candidature, by=by, changes={"landlord": str(landlord.pk)})
    return candidature


@transaction.atomic
def send_candidatures(*, decision: Decision, by: Actor) -> list[Candidature]:
    """The decision is told: the landlords are asked, and open the file until their answer."""
    planned = decision.candidatures.filter(state=CandidatureState.PLANNED).select_related("case", "landlord")
    return [_send(candidature, by) for candidature in planned.order_by("pk")]


@transaction.atomic
def ask_landlords(*, case: Case, asking: Asking, by: Actor, decision: Decision | None = None) -> list[Candidature]:
    """Ask other landlords after the decision: whoever leads the search does, and it leaves at once."""
    _check(case, asking)
    return [_send(_plan(case, decision, landlord, asking, by), by) for landlord in asking.landlords]


def _send(candidature: Candidature, by: Actor) -> Candidature:
    """A session closed late still leaves the landlord the days it was given."""
    given = candidature.answer_expected_on - candidature.planned_on
    expected = max(candidature.answer_expected_on, clock.today() + given)
    move(
        candidature,
        CandidatureState.ASKED,
        allowed=CANDIDATURE_MOVES,
        asked_on=clock.today(),
        answer_expected_on=expected,
    )
    grant_access(
        case=candidature.case,
        organisation=candidature.landlord,
        level=GrantLevel.CANDIDATURE,
        ground=_GROUND,
        ends_on=expected,
        by=by,
    )
    audit.record("candidature.asked", candidature, by=by, changes={"landlord": str(candidature.landlord_id)})
    notify_asked(candidature)
    return candidature


@transaction.atomic
def answer_candidature(
    *, candidature: Candidature, accepted: bool, by: Actor, reason: str = "", text: str = ""
) -> Candidature:
    """The landlord says yes or no; either way it no longer opens the file."""
    if candidature.state == CandidatureState.ASKED and candidature.answer_expected_on < clock.today():
        raise ValidationError("Le délai de réponse est passé : demandez qu’on vous sollicite à nouveau.")
    if not accepted and not reason:
        raise ValidationError({"reason": "Dites pourquoi la candidature n’est pas retenue."})
    _refuse_open_offer(candidature)
    before = move(
        candidature,
        CandidatureState.ACCEPTED if accepted else CandidatureState.REFUSED,
        allowed=CANDIDATURE_MOVES,
        answered_on=clock.today(),
        answered_by=by.user,
        refusal_reason="" if accepted else reason,
        answer_text=text,
    )
    _close_file(candidature, by)
    audit.record("candidature.answered", candidature, by=by, changes={"state": [before, candidature.state]})
    notify_answered(candidature)
    return candidature


@transaction.atomic
def withdraw_candidature(*, candidature: Candidature, by: Actor) -> Candidature:
    """Nothing is asked of this landlord any more."""
    _refuse_open_offer(candidature)
    before = move(candidature, CandidatureState.WITHDRAWN, allowed=CANDIDATURE_MOVES)
    _close_file(candidature, by)
    audit.record("candidature.withdrawn", candidature, by=by, changes={"state": [before, candidature.state]})
    return candidature


@transaction.atomic
def correct_asking(*, former: Decision, new: Decision, asking: Asking | None, by: Actor) -> None:
    """A corrected decision withdraws what it no longer asks; what was answered, and what is asked again, stays."""
    kept = [landlord.pk for landlord in asking.landlords] if asking else []
    dropped = Q(state=CandidatureState.PLANNED) | (Q(state=CandidatureState.ASKED) & ~Q(landlord__in=kept))
    for candidature in former.candidatures.filter(dropped).select_related("case", "landlord").order_by("pk"):
        withdraw_candidature(candidature=candidature, by=by)
    if asking:
        plan_candidatures(decision=new, asking=asking, by=by)


@transaction.atomic
def expire_candidatures() -> int:
    """The landlords that let the day pass: the file is closed to them already, the state says it."""
    late = list(Candidature.objects.overdue().select_related("case", "landlord").order_by("pk"))
    for candidature in late:
        move(candidature, CandidatureState.EXPIRED, allowed=CANDIDATURE_MOVES)
        audit.record("candidature.expired", candidature, by=None)
    return len(late)


def end_other_searches(candidature: Candidature, *, by: Actor) -> None:
    """A lease is signed: the other landlords are no longer asked."""
    others = standing_of(candidature.case).exclude(pk=candidature.pk).select_related("case", "landlord")
    for other in free(others):
        withdraw_candidature(candidature=other, by=by)


def free(candidatures) -> Iterable[Candidature]:
    """Those without a dwelling proposed, which one act may end."""
    return candidatures.exclude(offers__state__in=OPEN_OFFERS)


def _refuse_open_offer(candidature: Candidature) -> None:
    if candidature.offers.filter(state__in=OPEN_OFFERS).exists():
        raise ValidationError("Un logement est proposé : notez d’abord ce qu’il devient.")


def _close_file(candidature: Candidature, by: Actor) -> None:
    end_access(case=candidature.case, level=GrantLevel.CANDIDATURE, organisation=candidature.landlord, by=by)
