"""Members consulted between two sessions: asked with a deadline, answering on the frozen sheet, then a decision."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from cellule.choices import AgendaState, DecidingBody
from cellule.instance_rules import rules_for
from cellule.models import AgendaItem, Consultation, ConsultedMember, OutsideDecision
from cellule.outside_choices import CONSULTATION_MOVES, ConsultationState, ConsultedOpinion
from cellule.services.capitalising import refuse_identifying
from cellule.services.decisions import decide_outside_session
from cellule.services.outside import put_on_agenda
from cellule.services.outside_notices import tell_consulted
from cellule.services.sheets import BEFORE_SESSION
from partners.models import Membership
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.formats import far_date
from veille.core.transitions import move


@transaction.atomic
def consult(
    *,
    item: AgendaItem,
    reason: str,
    answer_before: date,
    members: Iterable[Membership],
    by: Actor,
    confirmed: bool = False,
) -> Consultation:
    """Ask named members about a situation of the next session that cannot wait for it.

    Raises IdentifyingTextFound when the reason tells who it is and nobody has `confirmed`.
    """
    item = AgendaItem.objects.select_for_update(of=("self",)).select_related("session__instance").get(pk=item.pk)
    members = list(members)
    _refuse_unless_askable(item, members, answer_before)
    instance = item.session.instance
    texts = {"reason": reason}
    refuse_identifying(Consultation, texts, dispositif=instance.dispositif, case=item.case, confirmed=confirmed)
    consultation = _opened(item, reason, answer_before, by)
    for member in members:
        ConsultedMember.objects.create(
            consultation=consultation, case=item.case, user=member.user, organisation=member.organisation
        )
    audit.record("consultation.opened", consultation, by=by, changes={"members": [str(m.user_id) for m in members]})
    tell_consulted(consultation)
    return consultation


def _opened(item: AgendaItem, reason: str, answer_before: date, by: Actor) -> Consultation:
    consultation = Consultation(
        case=item.case,
        instance=item.session.instance,
        referral=item.referral,
        sheet=item.sheet,
        reason=reason,
        answer_before=answer_before,
        opened_at=clock.now(),
        opened_by=by.user,
    )
    consultation.full_clean()
    consultation.save()
    return consultation


def _refuse_unless_askable(item: AgendaItem, members: list[Membership], answer_before: date) -> None:
    if item.case is None or item.state != AgendaState.LISTED or item.session.state not in BEFORE_SESSION:
        raise ValidationError("On consulte sur une situation inscrite à une séance qui n’a pas commencé.")
    if item.sheet is None:
        raise ValidationError("Figez d’abord la fiche de présentation : c’est elle que les membres lisent.")
    if not members:
        raise ValidationError({"members": "Choisissez au moins un membre à consulter."})
    if answer_before < clock.today():
        raise ValidationError({"answer_before": "Indiquez un délai à venir."})


@transaction.atomic
def answer_consultation(
    *, consultation: Consultation, opinion: str, by: Actor, line: str = "", confirmed: bool = False
) -> ConsultedMember:
    """Her opinion in one word and one line; she may change it until the deadline or the decision."""
    stored = Consultation.objects.select_for_update(of=("self",)).get(pk=consultation.pk)
    if stored.state != ConsultationState.OPEN:
        raise ValidationError("La consultation est terminée.")
    if stored.answer_before < clock.today():
        raise ValidationError(f"Le délai s’est terminé le {far_date(stored.answer_before)}.")
    dispositif = stored.instance.dispositif
    # Without the words of the file: a member does not know whose it is, and a warning must not teach her.
    refuse_identifying(ConsultedMember, {"line": line}, dispositif=dispositif, case=None, confirmed=confirmed)
    member = ConsultedMember.objects.get(consultation=stored, user=by.user_id, organisation=by.organisation_id)
    member.opinion, member.line, member.answered_at = ConsultedOpinion(opinion), line, clock.now()
    member.full_clean()
    member.save()
    audit.record("consultation.answered", stored, by=by, changes={"opinion": str(member.opinion)})
    return member


def may_be_decided(consultation: Consultation) -> bool:
    """Once everybody who still may has answered, or the deadline has passed; silence is said beside the answers."""
    return Consultation.objects.filter(pk=consultation.pk).to_decide().exists()


@transaction.atomic
def decide_consultation(*, consultation: Consultation, by: Actor, code: str, **fields: Any) -> OutsideDecision:
    """Decide between two sessions: it takes effect at once, and the next session is told of it.

    Of two people deciding at once the first is recorded, the other gets ForbiddenMove.
    """
    stored = Consultation.objects.select_for_update(of=("self",)).get(pk=consultation.pk)
    if stored.state == ConsultationState.OPEN and not may_be_decided(stored):
        raise ValidationError("Des membres n’ont pas encore répondu : attendez leurs réponses ou la fin du délai.")
    move(consultation, ConsultationState.DECIDED, allowed=CONSULTATION_MOVES, closed_on=clock.today())
    # An instance that advises in session advises between two sessions as well.
    fields["role"] = rules_for(stored.case, stored.instance).role
    decision = decide_outside_session(case=stored.case, body=DecidingBody.ENTITLED, by=by, code=code, **fields)
    outside = OutsideDecision.objects.create(
        case=stored.case, decision=decision, consultation=consultation, instance=stored.instance, reason=stored.reason
    )
    put_on_agenda(outside, by=by)
    return outside


@transaction.atomic
def abandon_consultation(*, consultation: Consultation, by: Actor) -> Consultation:
    """Give the situation back to the session: it is still on its agenda."""
    move(consultation, ConsultationState.ABANDONED, allowed=CONSULTATION_MOVES, closed_on=clock.today())
    audit.record("consultation.abandoned", consultation, by=by)
    return consultation
