"""The meeting called about one situation (synthesis): which situations its secretary may call people together about."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from accompaniment.choices import MeasureState
from accompaniment.models import Measure
from cellule.instance_rules import rules_of
from cellule.models import Decision, PresentationSheet
from cellule.querysets import instances_kept_by, open_to_keeper
from households.models import Case
from partners.models import Instance
from veille.core.actor import Actor

# The only kind of meeting that code knows by its word (list instance_kind): it meets about one situation.
SYNTHESIS = "synthesis"


@dataclass(frozen=True)
class Situation:
    """A running accompaniment under the name its instance knows."""

    measure: Measure
    pseudonym: str

    @property
    def label(self) -> str:
        return f"{self.pseudonym} – accompagnée par {self.measure.operator.name}"


def syntheses_kept_by(actor: Actor) -> list[Instance]:
    """The instances of this kind that she keeps."""
    kept = instances_kept_by(actor).filter(is_active=True).select_related("dispositif").order_by("label", "id")
    return [instance for instance in kept if rules_of(instance).kind == SYNTHESIS]


def situations_for(actor: Actor, instances: Iterable[Instance]) -> QuerySet[Measure]:
    """Running accompaniments that an instance she keeps decided on, in the dispositifs of these instances."""
    decided = Decision.objects.filter(
        case=OuterRef("case"), agenda_item__session__instance__in=instances_kept_by(actor), corrected_by=None
    )
    running = Measure.objects.exclude(state=MeasureState.ENDED).exclude(case__exclusions__user=actor.user_id)
    return running.filter(
        open_to_keeper(actor, Case, "case"),
        Exists(decided),
        case__rules__dispositif__in=[instance.dispositif_id for instance in instances],
        case__closed_on=None,
    ).select_related("operator", "case__rules", "case__territory")


def named(actor: Actor, measures: QuerySet[Measure]) -> list[Situation]:
    """Each under the last name it bore in an instance she keeps; one that bore none is not offered."""
    found = list(measures.order_by("operator__sort_name", "pk"))
    sheets = PresentationSheet.objects.filter(
        case__in=[one.case_id for one in found], session__instance__in=instances_kept_by(actor)
    )
    names = dict(sheets.order_by("session__held_on", "version").values_list("case", "pseudonym"))
    offered = [Situation(one, names[one.case_id]) for one in found if one.case_id in names]
    return sorted(offered, key=lambda one: one.label)
