"""A file before a landlord's commission: its note prepared, frozen and passed on, the legal answer recorded."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet

from cellule.candidature_choices import (
    MOTIVATED,
    OPEN_OFFERS,
    PASSAGE_MOVES,
    CalResult,
    CandidatureState,
    EndedBy,
    PassageState,
)
from cellule.commission_note import note_lines
from cellule.models import Candidature, CommissionPassage, HousingOffer
from cellule.services.candidature_notices import notify_passed, notify_result
from cellule.services.housing_offers import end_offer
from households.models import Case
from partners.models import Organisation
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.transitions import move

# What each result cannot do without; the constraints of the table judge in the end.
_NEEDS: dict[str, tuple[str, str]] = {
    CalResult.AWARDED_RANK: ("rank", "Dites à quel rang."),
    CalResult.CONDITIONAL: ("condition", "Dites sous quelle condition."),
    **{result: ("reason", "Une réponse négative dit son motif.") for result in MOTIVATED},
}


@transaction.atomic
def prepare_passage(*, case: Case, landlord: Organisation, by: Actor, **fields: Any) -> CommissionPassage:
    """Begin the passage before the commission of a landlord, with the dwelling it proposes if there is one."""
    candidature = presentable(case).filter(landlord=landlord).first()
    if candidature is None:
        raise ValidationError(
            {"landlord": "Sollicitez d’abord ce bailleur : sa commission n’examine que ce qu’il n’a pas écarté."}
        )
    passage = CommissionPassage(
        case=case,
        landlord=landlord,
        candidature=candidature,
        offer=_open_offer(candidature),
        prepared_on=clock.today(),
        prepared_by=by.user,
        **fields,
    )
    passage.full_clean()
    passage.save()
    audit.record("passage.prepared", passage, by=by, changes={"landlord": str(landlord.pk)})
    return passage


def presentable(case: Case) -> QuerySet[Candidature]:
    """The landlords whose commission may examine it: asked and still in time, or that said yes."""
    in_time = Q(state=CandidatureState.ASKED, answer_expected_on__gte=clock.today())
    return Candidature.objects.filter(in_time | Q(state=CandidatureState.ACCEPTED), case=case)


def _open_offer(candidature: Candidature) -> HousingOffer | None:
    return candidature.offers.filter(state__in=OPEN_OFFERS).first()


@transaction.atomic
def change_passage(*, passage: CommissionPassage, by: Actor, **fields: Any) -> CommissionPassage:
    """Correct what was typed, until the note leaves."""
    stored = CommissionPassage.objects.select_for_update(of=("self",)).get(pk=passage.pk)
    if stored.state != PassageState.PREPARED:
        raise ValidationError("La note est partie : elle ne change plus.")
    for name, value in fields.items():
        setattr(stored, name, value)
    stored.full_clean()
    stored.save(update_fields=list(fields))
    audit.record("passage.changed", stored, by=by)
    return stored


@transaction.atomic
def pass_on(*, passage: CommissionPassage, by: Actor) -> CommissionPassage:
    """Freeze the note as it reads now and hand it to the landlord, who reads it and nothing else of the file."""
    stored = CommissionPassage.objects.select_for_update(of=("self",)).get(pk=passage.pk)
    if not presentable(stored.case).filter(landlord=stored.landlord).exists():
        raise ValidationError("Ce bailleur n’est plus sollicité pour ce ménage : retirez le passage en commission.")
    note = [list(line) for line in note_lines(stored, by)]
    move(stored, PassageState.PASSED, allowed=PASSAGE_MOVES, note=note, passed_on=clock.today())
    audit.record("passage.passed", stored, by=by, changes={"lines": len(note)})
    notify_passed(stored)
    return stored


@transaction.atomic
def record_result(
    *,
    passage: CommissionPassage,
    result: str,
    decided_on: date,
    by: Actor,
    rank: int | None = None,
    condition: str = "",
    reason: str = "",
) -> CommissionPassage:
    """The answer of the commission, in one of the kinds of the law; a negative one ends the dwelling proposed."""
    if decided_on > clock.today():
        raise ValidationError({"decided_on": "Indiquez une date passée ou d’aujourd’hui."})
    said = {"rank": rank, "condition": condition, "reason": reason}
    needed = _NEEDS.get(result)
    if needed and not said[needed[0]]:
        raise ValidationError({needed[0]: needed[1]})
    kept = {name: value for name, value in said.items() if needed and name == needed[0]}
    changes = {"result": result, "decided_on": decided_on, "recorded_by": by.user, **kept}
    move(passage, PassageState.DECIDED, allowed=PASSAGE_MOVES, **changes)
    audit.record("passage.result_recorded", passage, by=by, changes={"result": result})
    if result in MOTIVATED and passage.offer and passage.offer.state in OPEN_OFFERS:
        end_offer(offer=passage.offer, ended_by=EndedBy.COMMISSION, reason="not_awarded", by=by)
    notify_result(passage)
    return passage


@transaction.atomic
def tell_household(*, passage: CommissionPassage, by: Actor) -> CommissionPassage:
    """The household knows the answer: its task in « À faire » is over."""
    stored = CommissionPassage.objects.select_for_update(of=("self",)).get(pk=passage.pk)
    if stored.state != PassageState.DECIDED or stored.told_on:
        raise ValidationError("Il n’y a pas de résultat à annoncer.")
    stored.told_on = clock.today()
    stored.save(update_fields=["told_on"])
    audit.record("passage.told", stored, by=by)
    return stored


@transaction.atomic
def withdraw_passage(*, passage: CommissionPassage, by: Actor) -> CommissionPassage:
    """The file no longer goes before this commission."""
    before = move(passage, PassageState.WITHDRAWN, allowed=PASSAGE_MOVES)
    audit.record("passage.withdrawn", passage, by=by, changes={"state": [before, passage.state]})
    return passage
