"""Between two sessions: an opinion to give, a decision to take, what has waited too long."""

from collections.abc import Iterator

from django.urls import reverse

from cellule.models import Consultation
from cellule.outside_choices import ConsultationState
from cellule.outside_permissions import takes_part_outside
from cellule.too_long import kinds
from veille.core import clock, reads
from veille.core.actor import Actor
from veille.core.formats import as_day
from veille.core.models import AccessKind
from veille.core.todo import LATE, Kind, Topic, WorkItem, group_for

_OPINION = Kind("opinion_asked", "Avis attendu entre deux séances", Topic.SESSIONS)
_DECIDE = Kind("outside_decision", "Décision à prendre entre deux séances", Topic.SESSIONS)
_TOO_LONG = Kind("waits_too_long", "Situations qui attendent trop longtemps", Topic.SESSIONS)


def outside_items(actor: Actor) -> list[WorkItem]:
    return [*_asked(actor), *_to_decide(actor), *_too_long(actor)]


def _asked(actor: Actor) -> Iterator[WorkItem]:
    """Her opinion is awaited."""
    if not takes_part_outside(actor):
        return
    open_ones = Consultation.objects.asked_of(actor).filter(
        state=ConsultationState.OPEN, answer_before__gte=clock.today()
    )
    waiting = open_ones.filter(consulted__user=actor.user_id, consulted__opinion="")
    yield from _items(_OPINION, waiting, "Votre avis est attendu", "Donner mon avis")


def _to_decide(actor: Actor) -> Iterator[WorkItem]:
    """Everybody has answered, or the delay has passed."""
    if not takes_part_outside(actor):
        return
    ready = Consultation.objects.decidable_by(actor).to_decide()
    yield from _items(_DECIDE, ready, "Décision à prendre entre deux séances", "Décider")


def _items(kind: Kind, rows, title: str, label: str) -> Iterator[WorkItem]:
    found = list(rows.select_related("sheet", "instance").order_by("answer_before", "pk"))
    if found:
        reads.record([row.case_id for row in found], section="todo", kind=AccessKind.LIST)
    for row in found:
        yield WorkItem(
            kind=kind,
            about=str(row.pk),
            case=row.case_id,
            group=group_for(row.answer_before),
            title=f"{row.name} : {title[0].lower()}{title[1:]}",
            since=as_day(row.opened_at),
            due=row.answer_before,
            url=reverse("cellule:consultation_detail", args=[row.pk]),
            action_label=label,
        )


def _too_long(actor: Actor) -> Iterator[WorkItem]:
    """One line a kind: the list behind it names the situations as she may know them."""
    for kind in kinds(actor):
        yield WorkItem(
            kind=_TOO_LONG,
            about=kind.key,
            group=LATE,
            title=kind.words,
            since=kind.oldest,
            url=f"{reverse('cellule:too_long')}#{kind.key}",
            action_label="Voir la liste",
        )
