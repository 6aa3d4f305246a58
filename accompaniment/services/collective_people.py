"""The short list that an association keeps of who comes: written, ticked, forgotten six months later."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from accompaniment.collective.choices import CollectiveSessionState
from accompaniment.collective.querysets import keeps_lists
from accompaniment.models import (
    CollectiveAction,
    CollectiveAttendance,
    CollectiveParticipant,
    CollectiveSession,
    CooperativeMember,
)
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.formats import plus_months

KEPT_MONTHS = 6
Somebody = CollectiveParticipant | CooperativeMember


def refuse_landlord(by: Actor) -> None:
    """A landlord counts heads: no page, no import, no service gives it a list."""
    if not keeps_lists(by):
        raise ValidationError("Un bailleur ne tient pas de liste : il note combien de personnes sont venues.")


@transaction.atomic
def add_participant(
    *, action: CollectiveAction, first_name: str, is_child: bool, contact: str, agreed_on: date | None, by: Actor
) -> CollectiveParticipant:
    """A first name, and how to call her back if she agrees."""
    refuse_landlord(by)
    participant = CollectiveParticipant(
        action=action,
        organisation=by.organisation,
        first_name=first_name,
        is_child=is_child,
        contact=contact,
        agreed_on=agreed_on,
    )
    participant.full_clean()
    participant.save()
    audit.record("collective_list.added", action, by=by)
    return participant


@transaction.atomic
def remove_participant(*, participant: CollectiveParticipant, by: Actor) -> None:
    """She asks to be forgotten, or was written by mistake: the row goes, with her attendances."""
    audit.record("collective_list.removed", participant.action, by=by)
    participant.delete()


@transaction.atomic
def mark_present(*, session: CollectiveSession, somebody: Somebody, is_present: bool, by: Actor) -> None:
    """One tap: she is there, or is not after all; said twice, it is said once."""
    refuse_landlord(by)
    whom = {"member" if isinstance(somebody, CooperativeMember) else "participant": somebody}
    stored = CollectiveSession.objects.select_for_update().get(pk=session.pk)
    if stored.state == CollectiveSessionState.CANCELLED or stored.held_on > clock.today():
        raise ValidationError("Les présences se notent à partir du jour de la séance.")
    if is_present:
        CollectiveAttendance.objects.get_or_create(session=session, **whom)
    else:
        CollectiveAttendance.objects.filter(session=session, **whom).delete()
    audit.record("collective_session.ticked", session, by=by)


def forget_lists() -> int:
    """Participants six months after the last session of their action, members six months after they left."""
    limit = plus_months(clock.today(), -KEPT_MONTHS)
    ended = CollectiveAction.objects.annotate(last=Max("sessions__held_on")).filter(last__lt=limit)
    people, _ = CollectiveParticipant.objects.filter(action__in=ended.values("pk")).delete()
    members, _ = CooperativeMember.objects.filter(left_on__lt=limit).delete()
    closed, _ = CooperativeMember.objects.filter(cooperative__ends_on__lt=limit).delete()
    return people + members + closed
