"""What diagnoses found and answered, and the grids filled along the accompaniments; no figure is drawn from them."""

from collections.abc import Iterator
from datetime import date, timedelta

from accompaniment.choices import CriterionAnswer, DiagnosisState
from accompaniment.diagnosis_panel import criteria_kept, found_kept
from accompaniment.models import (
    Assessment,
    AssessmentMark,
    Diagnosis,
    DiagnosisCriterion,
    DiagnosisFinding,
    Measure,
)
from accompaniment.services.assessments import asks_link
from accompaniment.services.corrections import correct_diagnosis
from accompaniment.services.diagnoses import Answer, Found
from accompaniment.waves import waves_of
from households.grants import GrantLevel
from households.models import Case, CaseAccess, CaseTeamMember, Finding, Strength, TeamPart
from partners.actors import actor_of
from veille.core.versions import version_of
from veille.demonstration.dice import STORY_DAY, Dice, data, working_day

_SEED = 3503
# Many grids are kept; some moments are left to be filled.
_FOLLOWED, _FILLED = 0.7, 0.85
_ANSWERS = {
    CriterionAnswer.MET: 60,
    CriterionAnswer.UNDER_WAY: 25,
    CriterionAnswer.TO_WORK_ON: 12,
    CriterionAnswer.NOT_CONCERNED: 3,
}
_AUTONOMY = {"autonomous": 1, "occasional_support": 4, "regular_support": 4, "constant_support": 1}
_INVOLVEMENT = {"wishes": 5, "some_points": 3, "hesitates": 2}


def tell() -> None:
    """After the files, from a chance of its own: nothing else moves."""
    dice = Dice(_SEED)
    _complete(dice, list(Diagnosis.objects.select_related("case__rules").order_by("ordered_on", "pk")))
    _correct()
    _assess(dice, list(Measure.objects.filter(started_on__isnull=False).order_by("started_on", "pk")))


def _complete(dice: Dice, diagnoses: list[Diagnosis]) -> None:
    """The second part of those that were rendered, and why the others were not."""
    ends = _ends_of_orders()
    for diagnosis in diagnoses:
        if diagnosis.state == DiagnosisState.DONE:
            diagnosis.autonomy_level, diagnosis.involvement = dice.weighted(_AUTONOMY), dice.weighted(_INVOLVEMENT)
        elif diagnosis.state == DiagnosisState.NOT_DONE:
            diagnosis.not_done_on = ends.get((diagnosis.case_id, diagnosis.operator_id), diagnosis.ordered_on)
            diagnosis.attempts, diagnosis.not_done_note = dice.between(2, 5), dice.pick(data("grids.json")["not_done"])
    columns = ["autonomy_level", "involvement", "not_done_on", "attempts", "not_done_note"]
    Diagnosis.objects.bulk_update(diagnoses, columns)
    done = [diagnosis for diagnosis in diagnoses if diagnosis.state == DiagnosisState.DONE]
    DiagnosisFinding.objects.bulk_create(_found(dice, done))
    DiagnosisCriterion.objects.bulk_create([row for diagnosis in done for row in _answered(dice, diagnosis)])


def _correct() -> None:
    """The last two that somebody put right: how long the accompaniment should last had been misread."""
    rendered = Diagnosis.objects.filter(recommended_months__isnull=False, author__isnull=False, case__closed_on=None)
    rendered = rendered.filter(case__is_restricted=False).select_related("case__rules", "author")
    authors = ((one, actor_of(one.author, one.operator_id)) for one in rendered.order_by("-done_on", "pk"))
    still_there = ((one, by) for one, by in authors if by is not None)
    for (diagnosis, by), reason in zip(still_there, data("grids.json")["corrections"], strict=False):
        found = found_kept(diagnosis)
        correct_diagnosis(
            diagnosis=diagnosis,
            version=version_of(diagnosis),
            reason=reason,
            result=diagnosis.result,
            recommended_months=diagnosis.recommended_months + 3,
            recommendation=diagnosis.recommendation,
            found=Found(dict(found["difficulties"]), found["strengths"]),
            answers=[Answer(**kept) for kept in criteria_kept(diagnosis)],
            by=by,
        )


def _ends_of_orders() -> dict[tuple, date]:
    rows = CaseAccess.objects.filter(level=GrantLevel.DIAGNOSIS_OPERATOR, ends_on__isnull=False)
    return {(row.case_id, row.organisation_id): row.ends_on for row in rows.order_by("pk")}


def _found(dice: Dice, diagnoses: list[Diagnosis]) -> Iterator[DiagnosisFinding]:
    """What the file already said on that day, found again."""
    for model, name in ((Finding, "finding"), (Strength, "strength")):
        rows: dict = {}
        for row in model.objects.order_by("case", "found_on", "pk"):
            rows.setdefault(row.case_id, []).append(row)
        for diagnosis in diagnoses:
            for row in rows.get(diagnosis.case_id, []):
                if row.found_on <= diagnosis.done_on:
                    yield DiagnosisFinding(id=dice.key(), case=diagnosis.case, diagnosis=diagnosis, **{name: row})


def _answered(dice: Dice, diagnosis: Diagnosis) -> Iterator[DiagnosisCriterion]:
    remarks = data("grids.json")["remarks"]
    for position, criterion in enumerate(diagnosis.case.configuration.grid(diagnosis.case.door)):
        said = remarks.get(criterion.code, [])
        yield DiagnosisCriterion(
            id=dice.key(),
            case=diagnosis.case,
            diagnosis=diagnosis,
            criterion=criterion.code,
            answer=dice.weighted(_ANSWERS),
            remark=dice.pick(said) if said and dice.chance(0.5) else "",
            position=position,
        )


def _assess(dice: Dice, measures: list[Measure]) -> None:
    cases = Case.objects.select_related("rules").in_bulk([measure.case_id for measure in measures])
    authors = _authors()
    grids, marks = [], []
    for measure in measures:
        measure.case = cases[measure.case_id]
        if measure.case_id in authors and dice.chance(_FOLLOWED):
            for grid, levels in _of_measure(dice, measure, authors[measure.case_id]):
                grids.append(grid)
                marks += _marks(dice, grid, levels)
    Assessment.objects.bulk_create(grids)
    AssessmentMark.objects.bulk_create(marks)


def _authors() -> dict:
    """Case → who leads it, the present one or the last."""
    leads = CaseTeamMember.objects.filter(part=TeamPart.LEAD).order_by("case", "starts_on", "pk")
    return {lead.case_id: lead.user_id for lead in leads}


def _of_measure(dice: Dice, measure: Measure, author) -> Iterator[tuple[Assessment, dict[str, int]]]:
    """Its moments that have come, each a little lighter than the one before."""
    areas = measure.case.configuration.assessment.areas
    levels = {area: dice.between(1, 4) for area in dice.some(areas, dice.between(7, len(areas)))}
    last = measure.ended_on or STORY_DAY
    for wave in sorted(waves_of(measure, ()), key=lambda one: one.due_on or STORY_DAY):
        if wave.due_on is None or wave.due_on > last or not dice.chance(_FILLED):
            continue
        day = min(working_day(wave.due_on + timedelta(days=dice.between(0, 12))), last)
        yield _grid(dice, measure, wave.code, day, author), dict(levels)
        levels = {area: max(0, min(4, level - dice.pick([0, 0, 1, 1, 2, -1]))) for area, level in levels.items()}


def _grid(dice: Dice, measure: Measure, wave: str, day: date, author) -> Assessment:
    told = data("grids.json")
    return Assessment(
        id=dice.key(),
        case=measure.case,
        measure=measure,
        wave=wave,
        assessed_on=day,
        organisation_id=measure.operator_id,
        author_id=author,
        with_household=dice.chance(0.9),
        household_word=dice.pick(told["household_words"]) if dice.chance(0.6) else "",
        observation=dice.pick(told["observations"]),
        shared_line=dice.pick(told["shared_lines"]) if dice.chance(0.3) else "",
    )


def _marks(dice: Dice, grid: Assessment, levels: dict[str, int]) -> Iterator[AssessmentMark]:
    for area, level in levels.items():
        told = {"has_link": level < 3} if asks_link(area) else {"level": level}
        yield AssessmentMark(id=dice.key(), case=grid.case, assessment=grid, area=area, **told)
