"""What coordination tells of the life of a file, and of what comes next; a meeting held is told as an intervention."""

from collections.abc import Iterator

from django.urls import reverse

from accompaniment.coordination.choices import FirstAppointment, MeetingState, RelayState
from accompaniment.models import CaseMeeting, CaseRelay
from households.models import Case
from partners.roles import Section
from veille.core import clock
from veille.core.actor import Actor
from veille.core.coming import Step
from veille.core.timeline import Event, Track


def relays_told(actor: Actor, case: Case) -> Iterator[Event]:
    """A relay on the day of its first appointment, once the day has come."""
    relays = CaseRelay.objects.visible_to(actor).filter(case=case, first_on__lte=clock.today())
    for relay in relays.select_related("organisation", "author"):
        yield Event(
            day=relay.first_on,
            track=Track.SUPPORT,
            section=Section.MEASURE,
            title=f"Relais : premier rendez-vous {relay.get_first_display().lower()}",
            detail=relay.service,
            author=str(relay.author),
            url=reverse("accompaniment:relay_detail", args=[relay.pk]),
        )


def coordination_steps(actor: Actor, case: Case) -> Iterator[Step]:
    """The next meeting, the next first appointment."""
    meetings = CaseMeeting.objects.visible_to(actor).filter(case=case, state=MeetingState.PLANNED)
    for meeting in meetings.order_by("held_on", "pk")[:1]:
        yield Step(meeting.held_on, meeting.get_kind_display().lower(), Section.SUMMARY)
    relays = CaseRelay.objects.visible_to(actor).filter(
        case=case, state=RelayState.UNDER_WAY, first=FirstAppointment.EXPECTED
    )
    for relay in relays.order_by("first_on", "pk")[:1]:
        yield Step(relay.first_on, "premier rendez-vous d’un relais", Section.MEASURE)
