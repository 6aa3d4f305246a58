"""What awaits a person in expertise: questions to answer, answers to read, texts to reread."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse

from cellule.expertise import holding_today, works_with_experts
from cellule.expertise_choices import EXPERT_ENDS, Awaits, CapitalisedState, ExpertState, TrainingState
from cellule.models import Capitalised, ExpertRequest, Training
from partners.object_rights import may
from veille.core import clock, reads
from veille.core.actor import Actor
from veille.core.formats import counted
from veille.core.models import AccessKind
from veille.core.todo import FOLLOW, Kind, Topic, WorkItem, group_for

_REQUEST = Kind("expert_request", "Demande d’expertise", Topic.REFERRALS)
_REREAD = Kind("to_reread", "Textes à relire", Topic.PAPERS)
_HELD = Kind("training_held", "Présences à noter", Topic.PAPERS)


def expert_items(actor: Actor) -> list[WorkItem]:
    return [*_requests(actor), *_to_reread(actor), *_held(actor)]


def _requests(actor: Actor) -> Iterator[WorkItem]:
    """Of both sides, those whose turn it is."""
    if not works_with_experts(actor):
        return
    running = ExpertRequest.objects.visible_to(actor).exclude(state__in=EXPERT_ENDS)
    own = running.filter(asked_by=actor.user_id, awaits=Awaits.ASKER)
    addressed = running.addressed_to(actor).filter(awaits=Awaits.EXPERT).exclude(asked_by=actor.user_id)
    found = [*own.with_list_data(), *_for_her(addressed, actor)]
    _record(found)
    for request in found:
        yield _item(request, is_own=request.asked_by_id == actor.user_id)


def _for_her(addressed, actor: Actor) -> list[ExpertRequest]:
    """Those nobody follows yet, those she does, and those of somebody who no longer answers for their competence."""
    rows = list(addressed.with_list_data())
    others = {row.taken_by_id for row in rows} - {None, actor.user_id}
    answering = holding_today(others) if others else set()
    return [row for row in rows if (row.taken_by_id, row.competence) not in answering]


def _item(request: ExpertRequest, *, is_own: bool) -> WorkItem:
    if is_own:
        due, title, label = None, "L’expertise vous a écrit", "Lire"
    elif request.state == ExpertState.ASKED:
        due, title, label = request.due_on, "Demande d’expertise à prendre", "Lire la demande"
    else:
        due, title, label = request.due_on, "Demande d’expertise à laquelle répondre", "Répondre"
    return WorkItem(
        kind=_REQUEST,
        about=str(request.pk),
        case=request.case_id,
        group=group_for(due),
        title=f"{title} : {request.subject}" if request.subject else title,
        since=request.advised_on or request.asked_on,
        due=due,
        url=reverse("cellule:expert_detail", args=[request.pk]),
        action_label=label,
    )


def _record(found: list[ExpertRequest]) -> None:
    cases = [request.case_id for request in found if request.case_id]
    if cases:
        reads.record(cases, section="todo", kind=AccessKind.LIST)


def _to_reread(actor: Actor) -> Iterator[WorkItem]:
    """One line for all the texts that somebody else proposed."""
    if not may(actor, "capitalised_answers", "W"):
        return
    waiting = Capitalised.objects.kept_by(actor).filter(state=CapitalisedState.TO_REREAD)
    dates = list(waiting.exclude(proposed_by=actor.user_id).order_by("proposed_on", "id").values_list("proposed_on"))
    if dates:
        yield WorkItem(
            kind=_REREAD,
            about="all",
            group=FOLLOW,
            title=counted(len(dates), "texte à relire avant capitalisation", "textes à relire avant capitalisation"),
            since=dates[0][0],
            url=reverse("cellule:capitalised_list") + f"?state={CapitalisedState.TO_REREAD}",
            action_label="Relire",
        )


def _held(actor: Actor) -> Iterator[WorkItem]:
    """Trainings whose day has passed and whose attendance nobody wrote: hers, or those without a trainer here."""
    if not may(actor, "training_session", "W"):
        return
    past = Training.objects.kept_by(actor).filter(state=TrainingState.PLANNED, held_on__lt=clock.today())
    for training in past.filter(Q(trainer=None) | Q(trainer=actor.user_id)).with_list_data():
        yield WorkItem(
            kind=_HELD,
            about=str(training.pk),
            group=FOLLOW,
            title=f"Présences à noter : {training.title}",
            since=training.held_on,
            url=reverse("cellule:training_hold", args=[training.pk]),
            action_label="Noter les présences",
        )
