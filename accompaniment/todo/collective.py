"""Collective actions she animates or wrote: a session to hold, heads to count, an action to end and to assess."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, Max, OuterRef, Q
from django.urls import reverse

from accompaniment.collective.choices import CollectiveSessionState, CollectiveState
from accompaniment.collective.rights import sees_actions
from accompaniment.models import CollectiveAction, CollectiveAnimator, CollectiveSession, CooperativeLoan
from accompaniment.todo.lines import NOTICE
from veille.core import clock
from veille.core.actor import Actor
from veille.core.formats import of_name
from veille.core.todo import FOLLOW, Kind, Topic, WorkItem, group_for

_TO_HOLD = Kind("collective_to_hold", "Séance collective à animer", Topic.PARTNERS)
_TO_NOTE = Kind("collective_to_note", "Présences d’une séance collective à noter", Topic.PARTNERS)
_TO_END = Kind("collective_to_end", "Action collective à terminer", Topic.PARTNERS)
_TO_ASSESS = Kind("collective_to_assess", "Bilan d’une action collective", Topic.PARTNERS)
_LOAN_ENDS = Kind("cooperative_loan_ends", "Terrain ou salle d’une coopérative", Topic.DEADLINES)
# After its last session, an action that nobody has prolonged is over.
_QUIET = timedelta(days=14)
_BEFORE_A_LOAN_ENDS = timedelta(days=60)


def collective_lines(actor: Actor) -> Iterator[WorkItem]:
    """Every line names an action, never who comes to it."""
    if not sees_actions(actor):
        return
    yield from _sessions(actor)
    yield from _actions(actor)
    yield from _loans(actor)


def _sessions(actor: Actor) -> Iterator[WorkItem]:
    """Those of this week; those whose day has passed and nobody has counted."""
    today = clock.today()
    hers = CollectiveAnimator.objects.visible_to(actor).filter(
        session=OuterRef("pk"), user=actor.user_id, organisation=actor.organisation_id
    )
    nobody = CollectiveAnimator.objects.visible_to(actor).filter(
        session=OuterRef("pk"), organisation=actor.organisation_id
    )
    carried = Exists(hers) | (Q(action__author=actor.user_id) & ~Exists(nobody))
    planned = CollectiveSession.objects.kept_by(actor).filter(
        carried,
        state=CollectiveSessionState.PLANNED,
        action__state=CollectiveState.PLANNED,
        held_on__lte=today + NOTICE,
    )
    for session in planned.select_related("action").order_by("held_on", "starts_at", "pk"):
        coming = session.held_on > today
        yield WorkItem(
            kind=_TO_HOLD if coming else _TO_NOTE,
            about=str(session.pk),
            group=group_for(session.held_on),
            title=f"{'Séance à animer' if coming else 'Présences à noter'} : {session.action.title}",
            since=session.held_on,
            due=session.held_on,
            url=reverse("accompaniment:collective_session", args=[session.pk]),
            action_label="Ouvrir" if coming else "Noter qui était là",
        )


def _actions(actor: Actor) -> Iterator[WorkItem]:
    """Those she wrote: over for two weeks and not ended, or ended and not assessed."""
    planned = CollectiveSession.objects.kept_by(actor).filter(
        action=OuterRef("pk"), state=CollectiveSessionState.PLANNED
    )
    held = Q(sessions__state=CollectiveSessionState.HELD)
    rows = CollectiveAction.objects.kept_by(actor).filter(author=actor.user_id)
    rows = rows.annotate(last=Max("sessions__held_on", filter=held))
    over = Q(state=CollectiveState.PLANNED, last__lt=clock.today() - _QUIET) & ~Exists(planned)
    for action in rows.filter(over | Q(state=CollectiveState.HELD)).order_by("last", "pk"):
        ended = action.state == CollectiveState.HELD
        page = "collective_assess" if ended else "collective_detail"
        yield WorkItem(
            kind=_TO_ASSESS if ended else _TO_END,
            about=str(action.pk),
            group=FOLLOW,
            title=f"{'Dire ce qu’a donné' if ended else 'Terminer'} : {action.title}",
            since=action.ended_on if ended else action.last,
            url=reverse(f"accompaniment:{page}", args=[action.pk]),
            action_label="Écrire le bilan" if ended else "Terminer l’action",
        )


def _loans(actor: Actor) -> Iterator[WorkItem]:
    """Land or a room lent until a day that comes near."""
    loans = CooperativeLoan.objects.kept_by(actor).filter(
        cooperative__author=actor.user_id,
        ends_on__range=(clock.today(), clock.today() + _BEFORE_A_LOAN_ENDS),
    )
    for loan in loans.select_related("cooperative").order_by("ends_on", "pk"):
        yield WorkItem(
            kind=_LOAN_ENDS,
            about=str(loan.pk),
            group=group_for(loan.ends_on),
            title=f"{loan.get_kind_display()} {of_name(loan.cooperative.name)} : prêt à renouveler",
            since=loan.starts_on,
            due=loan.ends_on,
            url=reverse("accompaniment:cooperative_loan_edit", args=[loan.pk]),
            action_label="Voir le prêt",
        )
