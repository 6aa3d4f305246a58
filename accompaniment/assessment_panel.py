"""The grids of an accompaniment side by side, and two of them drawn as a before and an after."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch

from accompaniment.models import Assessment, AssessmentMark, Measure
from accompaniment.waves import Wave, coming, next_due, waves_of
from households.models import Case, Finding
from veille.core import formats, reference
from veille.core.actor import Actor
from veille.core.charts import Chart, pairs

LEVELS = tuple(label for value, label in Finding._meta.get_field("severity").choices if value is not None)
_NOT_ASSESSED = "non évalué"


@dataclass(frozen=True)
class Compared:
    """One area in two grids; a move is told only where both gave a level."""

    area: str
    before: AssessmentMark | None
    after: AssessmentMark | None

    @property
    def label(self) -> str:
        return reference.label("life_area", self.area)

    @property
    def levels(self) -> tuple[int, int] | None:
        before, after = (mark.level if mark else None for mark in (self.before, self.after))
        return None if before is None or after is None else (before, after)

    @property
    def said_before(self) -> str:
        return said(self.before)

    @property
    def said_after(self) -> str:
        return said(self.after)

    @property
    def trend(self) -> str:
        """« plus léger de 2 », « stable », « plus lourd de 1 »; nothing where one side is missing."""
        if self.levels is None:
            return ""
        before, after = self.levels
        if before == after:
            return "stable"
        return f"plus léger de {before - after}" if after < before else f"plus lourd de {after - before}"

    @property
    def tone(self) -> str:
        if self.levels is None or self.levels[0] == self.levels[1]:
            return "neutral"
        return "success" if self.levels[1] < self.levels[0] else "warning"


@dataclass(frozen=True)
class BeforeAfter:
    """Two grids of the same accompaniment, area by area."""

    before: Assessment
    after: Assessment
    rows: tuple[Compared, ...]

    @property
    def sentence(self) -> str:
        """« 8 domaines comparés : 5 plus légers, 2 stables, 1 plus lourd » – with its base, never a rate."""
        moves = [row.levels for row in self.rows if row.levels]
        lighter = sum(after < before for before, after in moves)
        heavier = sum(after > before for before, after in moves)
        parts = [
            formats.counted(lighter, "plus léger", "plus légers"),
            formats.counted(len(moves) - lighter - heavier, "stable", "stables"),
            formats.counted(heavier, "plus lourd", "plus lourds"),
        ]
        return f"{formats.counted(len(moves), 'domaine comparé', 'domaines comparés')} : {', '.join(parts)}."

    @cached_property
    def chart(self) -> Chart | None:
        """Nothing to draw when no area was assessed twice."""
        moved = [(row.label, *row.levels) for row in self.rows if row.levels]
        if not moved:
            return None
        return pairs(
            title="Avant et après, par domaine de vie",
            description=self.sentence,
            heads=("Domaine", moment(self.before), moment(self.after)),
            values=moved,
            rows=[(row.label, row.said_before, row.said_after) for row in self.rows],
            levels=[label.split(" – ")[-1] for label in LEVELS],
        )


@dataclass(frozen=True)
class GridPanel:
    """A measure with its moments; `compared` as soon as two grids are there."""

    measure: Measure
    waves: tuple[Wave, ...]
    grids: tuple[Assessment, ...]
    compared: BeforeAfter | None

    @property
    def due(self) -> Wave | None:
        return next_due(self.waves)

    @property
    def ahead(self) -> Wave | None:
        return coming(self.waves)

    @property
    def is_complete(self) -> bool:
        return all(wave.assessment for wave in self.waves)


def said(mark: AssessmentMark | None) -> str:
    """A mark in words."""
    if mark is None:
        return _NOT_ASSESSED
    if mark.level is not None:
        return LEVELS[mark.level]
    return "un lien avec le soin" if mark.has_link else "pas de lien avec le soin"


def moment(grid: Assessment) -> str:
    """« À 6 mois (3 mars 2018) »."""
    return f"{reference.label('assessment_wave', grid.wave)} ({formats.far_date(grid.assessed_on)})"


def grids_of(actor: Actor, measures: Iterable[Measure]) -> list[Assessment]:
    """The grids she reads, oldest first, with their marks; two queries whatever their number."""
    marks = Prefetch("marks", AssessmentMark.objects.visible_to(actor).order_by("area", "pk"), to_attr="shown_marks")
    rows = Assessment.objects.visible_to(actor).filter(measure__in=list(measures))
    return list(rows.select_related("author", "organisation").prefetch_related(marks).order_by("assessed_on", "pk"))


def grid_panel(measure: Measure, grids: Iterable[Assessment], *, chosen: tuple[str, str] = ("", "")) -> GridPanel:
    """`chosen`: the keys of the two grids to compare; the first and the last when they are not both there."""
    mine = tuple(grid for grid in grids if grid.measure_id == measure.pk)
    return GridPanel(measure, tuple(waves_of(measure, mine)), mine, _compared(measure, mine, chosen))


def panels(actor: Actor, case: Case) -> list[GridPanel]:
    """One a measure of the case, the latest first."""
    seen = Measure.objects.visible_to(actor).filter(case=case).prefetch_related("former_exits")
    measures = list(seen.order_by("-decided_on", "pk"))
    grids = grids_of(actor, measures)
    for measure in measures:
        measure.case = case
    return [grid_panel(measure, grids) for measure in measures]


def _compared(measure: Measure, grids: tuple[Assessment, ...], chosen: tuple[str, str]) -> BeforeAfter | None:
    if len(grids) < 2:
        return None
    by_key = {str(grid.pk): grid for grid in grids}
    pair = [by_key[key] for key in chosen if key in by_key]
    two = pair if len(set(chosen)) == len(pair) == 2 else [grids[0], grids[-1]]
    before, after = sorted(two, key=grids.index)
    return BeforeAfter(before, after, tuple(_rows(measure, before, after)))


def _rows(measure: Measure, before: Assessment, after: Assessment) -> Iterable[Compared]:
    """The areas of the rules, in their order; those that neither grid assessed are left out."""
    first, last = ({mark.area: mark for mark in grid.shown_marks} for grid in (before, after))
    for area in measure.case.configuration.assessment.areas:
        if area in first or area in last:
            yield Compared(area, first.get(area), last.get(area))
