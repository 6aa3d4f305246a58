"""The list of sessions: those to come and those whose attendance is not noted yet, first."""

from django.db.models import Count, Q, QuerySet

from accompaniment.choices import PreparationState
from accompaniment.models import PreparationInvitation, PreparationSession
from veille.core import clock
from veille.core.actor import Actor


def listed(actor: Actor, state: str) -> QuerySet[PreparationSession]:
    """With the places taken, as far as she may know; the nearest first when they are to come."""
    known = PreparationInvitation.objects.visible_to(actor).values("pk")
    counted = Q(invitations__case__is_restricted=False) | Q(invitations__in=known)
    rows = PreparationSession.objects.visible_to(actor).annotate(taken=Count("invitations", filter=counted))
    rows = rows.select_related("dispositif", "site__landlord", "animator").prefetch_related("site__communes")
    if not state:
        return rows.filter(state=PreparationState.PLANNED).order_by("planned_on", "starts_at", "pk")
    wanted = rows if state == "all" else rows.filter(state=state)
    return wanted.order_by("-planned_on", "-starts_at", "pk")


def waits_for_attendance(session: PreparationSession) -> bool:
    """Its day has come; attendance already noted may be corrected."""
    return session.state != PreparationState.CANCELLED and session.planned_on <= clock.today()
