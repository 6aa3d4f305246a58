"""Files whose accompaniment ended and that nobody watches nor closes: for who leads them."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, Max, OuterRef
from django.urls import reverse

from accompaniment.choices import MeasureState
from accompaniment.models import Measure
from households.models import Case
from partners.roles import Right, Section
from veille.core import clock, reads
from veille.core.actor import Actor
from veille.core.models import AccessKind
from veille.core.todo import Kind, Topic, WorkItem, group_for

_TO_CLOSE = Kind("file_to_close", "Accompagnement terminé, dossier resté ouvert", Topic.ACCOMPANIMENT)
# Who comes back within the month finds the file as it was.
_LEFT_OPEN = timedelta(days=30)


def ending_items(actor: Actor) -> Iterator[WorkItem]:
    """A watch keeps it open for as long as it is needed; closed, it is taken up again without limit."""
    leads = Case.objects.visible_to(actor, Section.MEASURE, Right.WRITE).values("pk")
    mine = Case.objects.visible_to(actor, Section.STATE, Right.WRITE).filter(pk__in=leads, closed_on=None)
    of_case = Measure.objects.visible_to(actor).filter(case=OuterRef("pk"))
    over = mine.filter(Exists(of_case), ~Exists(of_case.exclude(state=MeasureState.ENDED)))
    left = over.annotate(over_on=Max("measures__ended_on")).filter(over_on__lte=clock.today() - _LEFT_OPEN)
    cases = list(left.order_by("over_on", "pk"))
    if cases:
        reads.record([case.pk for case in cases], section=Section.MEASURE, kind=AccessKind.LIST)
    for case in cases:
        yield WorkItem(
            kind=_TO_CLOSE,
            about=str(case.pk),
            case=case.pk,
            group=group_for(None),
            door=case.door,
            number=case.number,
            title="Accompagnement terminé : clore le dossier, ou garder une veille",
            since=case.over_on,
            url=reverse("cellule:case_close", args=[case.pk]),
            action_label="Clore le dossier",
        )
