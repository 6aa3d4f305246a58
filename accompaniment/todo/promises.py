"""Of the promises of this package that somebody put off, those that are still to be kept."""

from collections.abc import Iterable
from uuid import UUID

from accompaniment.choices import MeasureState
from accompaniment.models import Measure, Solicitation
from accompaniment.todo.solicitations import ASKED
from accompaniment.todo.starting import TO_START
from households.models import PutOff
from partners.roles import Right
from veille.core.actor import Actor


def put_off_promises(actor: Actor, rows: Iterable[PutOff]) -> set[UUID]:
    """The keys of these rows whose matter is not settled, as far as she knows of it."""
    rows = list(rows)
    asked = [row.about for row in rows if row.kind == ASKED.key]
    begun = [row.about for row in rows if row.kind == TO_START.key]
    open_ones = _keys(Solicitation.objects.visible_to(actor).waiting().filter(pk__in=asked)) if asked else set()
    if begun:
        waiting = Measure.objects.visible_to(actor, Right.STATE).filter(state=MeasureState.NOT_STARTED)
        open_ones |= _keys(waiting.filter(pk__in=begun))
    return {row.pk for row in rows if row.about in open_ones}


def _keys(rows) -> set[str]:
    return {str(key) for key in rows.order_by().values_list("pk", flat=True)}
