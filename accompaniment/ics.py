"""The visits of a person as her own agenda reads them: an hour, a neutral title, the address of a page that tells more.

Neither the household nor its number leaves the application: the page asks who she is.
"""

from collections.abc import Iterable, Iterator

from django.urls import reverse
from icalendar import Event

from accompaniment.choices import VisitState
from accompaniment.collective.days import events_for as collective_for
from accompaniment.coordination.agenda import events_for as meetings_for
from accompaniment.models import PlannedVisit
from accompaniment.preparation.days import events_for as preparation_for
from households.standing_in import visits_carried_by
from partners.actors import actor_of
from partners.models import Membership, User
from partners.object_rights import roles_with
from partners.roles import SECTION_RIGHTS, Right, Section
from veille.core import clock
from veille.core.actor import Actor
from veille.core.agenda import SINCE, event_of

_VISITING = {role for role, rights in SECTION_RIGHTS.items() if rights[Section.INTERVENTIONS] >= Right.WRITE}
_GOING_OUT = sorted(_VISITING | roles_with("collective_action", "W"))


def events_of(user: User) -> list[Event] | None:
    """Her visits, for each of her organisations; None for somebody whose roles make none."""
    held = Membership.objects.current().filter(user=user, role__in=_GOING_OUT).order_by("organisation_id")
    organisations = list(held.values_list("organisation_id", flat=True).distinct())
    actors = [actor for actor in (actor_of(user, organisation) for organisation in organisations) if actor]
    if not actors:
        return None
    return [event for actor in actors for events in _TOLD for event in events(actor)]


def events_for(actor: Actor) -> Iterator[Event]:
    """Hers in the organisation she acts for, as long as she opens the file."""
    visits = PlannedVisit.objects.visible_to(actor).filter(
        visits_carried_by(actor.user_id, actor.organisation_id),
        organisation=actor.organisation_id,
        state=VisitState.PLANNED,
        due_on__gte=clock.today() - SINCE,
    )
    return map(_event, _ordered(visits))


def _ordered(visits) -> Iterable[PlannedVisit]:
    return visits.select_related("case__rules__dispositif").order_by("due_on", "starts_at", "pk")


def _event(visit: PlannedVisit) -> Event:
    title = f"Rendez-vous – {visit.case.rules.dispositif.public_name}"
    page = reverse("accompaniment:visit_change", args=[visit.pk])
    return event_of(visit.pk, title, visit.due_on, visit.starts_at, visit.minutes, page=page)


# Her visits, the meetings she was called to, the sessions she animates.
_TOLD = (events_for, meetings_for, collective_for, preparation_for)
