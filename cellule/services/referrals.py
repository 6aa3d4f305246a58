"""What happens to an orientation between its arrival and the session."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from accompaniment.services import order_diagnosis
from cellule.choices import (
    AGENDA_MOVES,
    REFERRAL_MOVES,
    AgendaKind,
    AgendaState,
    ReferralState,
    SessionState,
)
from cellule.models import AgendaItem, Referral, Session
from cellule.services.notices import notify_answer_waits
from households.grants import GrantLevel
from households.models import CaseAccess, NamedPerson
from households.services import close_case, end_access, grant_access
from partners.configuration import DiagnosisWhen
from partners.models import Membership, Organisation
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.transitions import move

UPCOMING_SESSIONS = (SessionState.PLANNED, SessionState.CONVENED)


@transaction.atomic
def claim_referral(*, referral: Referral, by: Actor) -> Referral:
    """« Je m'en occupe »: the orientation is seen, and somebody of the secretariat follows it."""
    locked = Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
    locked.seen_on = locked.seen_on or clock.today()
    locked.seen_by = by.user
    locked.save(update_fields=["seen_on", "seen_by"])
    audit.record("referral.claimed", locked, by=by)
    return locked


def _seen(referral: Referral, by: Actor) -> dict:
    """The first act of the secretariat is also the moment the orientation was seen."""
    if referral.seen_on is not None:
        return {}
    return {"seen_on": clock.today(), "seen_by": by.user}


@transaction.atomic
def request_complement(*, referral: Referral, text: str, by: Actor) -> Referral:
    """Ask the referrer what is missing; she is told that an answer waits."""
    before = move(
        referral,
        ReferralState.INCOMPLETE,
        allowed=REFERRAL_MOVES,
        complement_asked=text,
        complement_asked_on=clock.today(),
        **_seen(referral, by),
    )
    audit.record("referral.complement_asked", referral, by=by, changes={"state": [before, referral.state]})
    notify_answer_waits(referral)
    return referral


@transaction.atomic
def answer_complement(*, referral: Referral, text: str, by: Actor) -> Referral:
    """Give what was missing; earlier answers stay above the new one."""
    answer = "\n\n".join(part for part in (referral.complement_answer, text) if part)
    longest = Referral._meta.get_field("complement_answer").max_length
    if len(answer) > longest:
        raise ValidationError(f"Les réponses ne peuvent pas dépasser {longest} caractères en tout.")
    before = move(referral, ReferralState.SUBMITTED, allowed=REFERRAL_MOVES, complement_answer=answer)
    audit.record("referral.complement_answered", referral, by=by, changes={"state": [before, referral.state]})
    return referral


@transaction.atomic
def complete_referral(*, referral: Referral, by: Actor, presenter: Organisation | None = None) -> Referral:
    """Declare the file complete. Somebody must be able to present it: the referrer, or who the secretary names."""
    if presenter is not None:
        name_presenter(referral=referral, presenter=presenter, by=by)
    if not _presents(referral):
        raise ValidationError("Nommez l’organisme qui présentera : l’orienteur ne peut pas le faire.")
    before = move(
        referral,
        ReferralState.COMPLETE,
        allowed=REFERRAL_MOVES,
        completed_on=clock.today(),
        **_seen(referral, by),
    )
    audit.record("referral.completed", referral, by=by, changes={"state": [before, referral.state]})
    return referral


def _presents(referral: Referral) -> bool:
    grants = CaseAccess.objects.current().filter(case=referral.case_id, level=GrantLevel.PRESENTING)
    return grants.filter(organisation=referral.presenter_id).exists()


@transaction.atomic
def name_presenter(*, referral: Referral, presenter: Organisation, by: Actor) -> Referral:
    """Let another organisation prepare and present; the former one keeps only its other grants."""
    if referral.case.is_restricted and not _has_named_people(referral, presenter):
        raise ValidationError(
            "Ce dossier est à accès restreint : nommez d’abord la personne de cet organisme qui le présentera."
        )
    end_access(case=referral.case, level=GrantLevel.PRESENTING, by=by)
    grant_access(
        case=referral.case,
        organisation=presenter,
        level=GrantLevel.PRESENTING,
        ground="nommé par le secrétariat pour présenter",
        by=by,
    )
    Referral.objects.filter(pk=referral.pk).update(presenter=presenter)
    referral.presenter = presenter
    audit.record("referral.presenter_named", referral, by=by, changes={"organisation": str(presenter.pk)})
    return referral


def _has_named_people(referral: Referral, presenter: Organisation) -> bool:
    people = Membership.objects.current().filter(organisation=presenter).values("user")
    return NamedPerson.objects.current().filter(case=referral.case_id, user__in=people).exists()


def next_session(referral: Referral) -> Session | None:
    """The next session of its instance that is not closed yet."""
    upcoming = Session.objects.filter(instance=referral.instance_id, state__in=UPCOMING_SESSIONS)
    return upcoming.filter(held_on__gte=clock.today()).order_by("held_on", "id").first()


@transaction.atomic
def schedule_referral(*, referral: Referral, by: Actor, session: Session | None = None) -> AgendaItem:
    """Put the case at the end of the entries of a session of its instance: the next one unless another is named."""
    session = session or next_session(referral)
    if session is None:
        raise ValidationError("Aucune séance n’est prévue : ajoutez d’abord la prochaine séance de cette instance.")
    # The row is locked so that two people cannot take the same place.
    session = Session.objects.select_for_update().get(pk=session.pk)
    if session.instance_id != referral.instance_id or session.state not in UPCOMING_SESSIONS:
        raise ValidationError("Cette séance n’est pas à venir, ou n’est pas celle de l’instance qui décide.")
    before = move(referral, ReferralState.SCHEDULED, allowed=REFERRAL_MOVES, **_seen(referral, by))
    last = AgendaItem.objects.filter(session=session).aggregate(last=Max("position"))["last"] or 0
    item = AgendaItem(session=session, case=referral.case, referral=referral, kind=AgendaKind.ENTRY, position=last + 1)
    item.full_clean()
    item.save()
    audit.record(
        "referral.scheduled",
        referral,
        by=by,
        changes={"state": [before, referral.state], "session": str(session.pk)},
    )
    return item


def diagnosis_comes_first(referral: Referral) -> bool:
    """Whether the dispositif wants a diagnosis before its instance decides."""
    return referral.case.configuration.diagnosis.when == DiagnosisWhen.BEFORE_DECISION


@transaction.atomic
def order_entry_diagnosis(*, referral: Referral, operator: Organisation, by: Actor) -> Referral:
    """Ask for the diagnosis that this dispositif wants before the session."""
    if not diagnosis_comes_first(referral):
        raise ValidationError("Ce dispositif ne demande pas de diagnostic avant la décision.")
    before = move(referral, ReferralState.DIAGNOSIS_ORDERED, allowed=REFERRAL_MOVES, **_seen(referral, by))
    order_diagnosis(case=referral.case, operator=operator, ordered_by=referral.instance.label, by=by)
    audit.record("referral.diagnosis_ordered", referral, by=by, changes={"state": [before, referral.state]})
    return referral


@transaction.atomic
def withdraw_referral(*, referral: Referral, reason: str, by: Actor) -> Referral:
    """Take an orientation back. The case that was never admitted closes with it; nothing is deleted."""
    before = move(
        referral,
        ReferralState.WITHDRAWN,
        allowed=REFERRAL_MOVES,
        withdrawal_reason=reason,
        closed_on=clock.today(),
        answer_read_on=clock.today(),
    )
    _take_off_agendas(referral)
    for level in (GrantLevel.ADMISSION, GrantLevel.PRESENTING):
        end_access(case=referral.case, level=level, by=by)
    if referral.case.admitted_on is None:
        close_case(case=referral.case, by=by, reason="orientation retirée")
    audit.record("referral.withdrawn", referral, by=by, changes={"state": [before, referral.state]})
    return referral


def _take_off_agendas(referral: Referral) -> None:
    items = AgendaItem.objects.filter(
        referral=referral, state=AgendaState.LISTED, session__state__in=(*UPCOMING_SESSIONS, SessionState.OPEN)
    )
    for item in items:
        move(item, AgendaState.HIDDEN, allowed=AGENDA_MOVES)


@transaction.atomic
def read_answer(*, referral: Referral, by: Actor) -> Referral:
    """The referrer says that she has read the answer; it leaves what awaits her."""
    if referral.answer_read_on is None:
        referral.answer_read_on = clock.today()
        referral.save(update_fields=["answer_read_on"])
        audit.record("referral.answer_read", referral, by=by)
    return referral
