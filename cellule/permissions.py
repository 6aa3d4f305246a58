"""What the actor may do with an orientation, a sheet or a session she sees; seeing it is `visible_to`."""

from cellule.choices import REFERRAL_MOVES, ReferralState, SessionState
from cellule.models import AgendaItem, PresentationSheet, Referral, Session
from cellule.querysets import instances_kept_by
from households.permissions import section_rights
from partners.models import OrganisationKind
from partners.object_rights import may, roles_with
from partners.roles import Right, Section
from veille.core.actor import Actor


def can_refer(actor: Actor) -> bool:
    """Whether one of her roles sends households."""
    return may(actor, "orientation_make", "W")


def sent_by_own(actor: Actor, referral: Referral) -> bool:
    return referral.referrer_organisation_id == actor.organisation_id and can_refer(actor)


def keeps(actor: Actor, referral: Referral) -> bool:
    """Whether she keeps the instance that will decide."""
    return instances_kept_by(actor).filter(pk=referral.instance_id).exists()


def can_answer_complement(actor: Actor, referral: Referral) -> bool:
    return sent_by_own(actor, referral) and referral.state == ReferralState.INCOMPLETE


def can_withdraw(actor: Actor, referral: Referral) -> bool:
    return sent_by_own(actor, referral) and is_withdrawable(referral)


def is_withdrawable(referral: Referral) -> bool:
    """Until it is decided; during its session it is out of its sender's hands, and nothing tells what was decided."""
    leads_there = ReferralState.WITHDRAWN in REFERRAL_MOVES[ReferralState(referral.state)]
    if not leads_there or referral.state == ReferralState.ADMITTED:
        return False
    return not referral.agenda_items.filter(session__state=SessionState.OPEN).exists()


def can_read_texts(actor: Actor, referral: Referral) -> bool:
    """Who reads what the referrer wrote.

    A landlord's words are the landlord's findings. Anybody else's were told in confidence: a landlord
    does not read them through the dwelling, the secretary does through her instance.
    """
    rights = section_rights(actor, referral.case)
    if referral.referrer_organisation.kind == OrganisationKind.LANDLORD:
        return rights[Section.FINDINGS_LANDLORD] >= Right.READ
    if rights[Section.FINDINGS_SUPPORT] >= Right.READ:
        return True
    return rights[Section.FINDINGS_LANDLORD] >= Right.READ and keeps(actor, referral)


def keeps_or_sits(actor: Actor) -> bool:
    """Whether sessions are part of her work: a secretary's role, or a seat at an instance (no query)."""
    seats = actor.memberships_as(*roles_with("sheet_frozen", "R"))
    return may(actor, "session_agenda", "W") or any(membership.instance_id for membership in seats)


def dates_sessions(actor: Actor) -> bool:
    """Whether days of sessions are shown to her: she keeps, sits, or counts them as a pilot (no query)."""
    return keeps_or_sits(actor) or bool(actor.roles & roles_with("session_agenda", "N", scope=None))


def keeps_session(actor: Actor, session: Session) -> bool:
    """Whether she prepares, holds and closes this session."""
    return may(actor, "session_agenda", "W") and instances_kept_by(actor).filter(pk=session.instance_id).exists()


def can_write_sheet(actor: Actor, sheet: PresentationSheet) -> bool:
    """Correct, freeze or renew a sheet she sees: the secretary, or a writing role of who presents."""
    if keeps_session(actor, sheet.session):
        return True
    presents = sheet.presented_by.pk == actor.organisation_id
    return presents and bool(actor.roles & roles_with("sheet_before_freezing", "W", scope="own"))


def can_record_decision(actor: Actor, item: AgendaItem) -> bool:
    return may(actor, "decision_record", "W") and keeps_session(actor, item.session)


def holds_seat(actor: Actor, session: Session, roles: frozenset[str]) -> bool:
    """By a seat of this very instance: what she is in another one opens nothing here."""
    return any(m.instance_id == session.instance_id and m.role in roles for m in actor.memberships)


def can_read_record(actor: Actor, session: Session) -> bool:
    """The relevé of a closed session: the secretary and the seats that `session_record` names."""
    if session.state != SessionState.CLOSED:
        return False
    return holds_seat(actor, session, roles_with("session_record", "R")) or keeps_session(actor, session)


def reads_whole_record(actor: Actor, session: Session) -> bool:
    """A member reads the entries of her organisation only."""
    if keeps_session(actor, session):
        return True
    return holds_seat(actor, session, roles_with("session_record", "R", scope="seat"))
