"""What waits for an answer, with the hour at which its promise is broken."""

from collections.abc import Iterator

from django.urls import reverse

from accompaniment.solicitation_lists import waiting_words
from accompaniment.solicited import carried_by
from accompaniment.todo.lines import Line, line
from households.models import Case
from partners.object_rights import may
from veille.core import clock
from veille.core.actor import Actor
from veille.core.todo import LATE, Kind, Topic, group_for

ASKED = Kind("solicitation", "Sollicitation qui attend une réponse", Topic.SOLICITATIONS, is_promise=True)


def solicitations(actor: Actor) -> Iterator[Line]:
    """What waits for an answer of hers, with the hour at which its promise is broken."""
    now, answers = clock.now(), may(actor, "solicitation", "W")
    for row in carried_by(actor).select_related("case").order_by("received_at", "pk"):
        due = row.due_at.astimezone(clock.PARIS).date() if row.due_at else None
        late = row.due_at is not None and row.due_at < now
        words = f"{row.get_origin_display()} sollicite{' en urgence' if row.is_urgent else ''}"
        yield line(
            row.case,
            kind=ASKED,
            about=row.pk,
            group=LATE if late else group_for(due),
            is_urgent=row.is_urgent,
            title=f"{words} : {waiting_words(row, now)}",
            since=row.received_at.astimezone(clock.PARIS).date(),
            due=due,
            url=reverse("accompaniment:solicitation_answer", args=[row.pk]) if answers else _followup(row.case),
            act="Répondre" if answers else "Voir",
        )


def _followup(case: Case) -> str:
    return reverse("households:case_followup", args=[case.pk])
