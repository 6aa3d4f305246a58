"""What the actor may do with the meetings and relays of a file she sees (`rights`: see accompaniment.permissions)."""

from accompaniment.models import CaseMeeting, MeetingGuest
from accompaniment.permissions import can_lead
from households.permissions import Rights
from partners.roles import Right, Section
from veille.core.actor import Actor


def can_coordinate(rights: Rights) -> bool:
    """Bring people together about a household: whoever accompanies it."""
    return rights[Section.INTERVENTIONS] >= Right.WRITE


def can_change_meeting(actor: Actor, meeting: CaseMeeting, rights: Rights) -> bool:
    """Who called it, or who leads: a partner changes nothing in what another organisation called."""
    return can_coordinate(rights) and (meeting.organisation_id == actor.organisation_id or can_lead(rights))


def can_answer(actor: Actor, guest: MeetingGuest, rights: Rights) -> bool:
    """For herself, for her organisation; who called notes what was said on the telephone."""
    hers = guest.user_id == actor.user_id if guest.user_id else guest.organisation_id == actor.organisation_id
    return hers or can_change_meeting(actor, guest.meeting, rights)


def can_relay(rights: Rights) -> bool:
    """Pass on, confirm, take back: whoever leads the accompaniment."""
    return can_lead(rights)
