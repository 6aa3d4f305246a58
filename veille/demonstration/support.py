"""The accompaniment of a case: diagnosis, measure, visits, notes, plan, end."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from accompaniment.choices import (
    ActionState,
    DiagnosisResult,
    DiagnosisState,
    InterventionKind,
    InterventionOutcome,
    MeasureState,
    PlanState,
)
from accompaniment.models import (
    Action,
    Diagnosis,
    Intervention,
    Measure,
    MeasureLevel,
    Objective,
    Plan,
    Suspension,
)
from accompaniment.plan_choices import ObjectiveOutcome
from households.grants import GrantLevel
from partners.models import Organisation, User
from veille.demonstration.dice import STORY_DAY, data, working_day
from veille.demonstration.files import File, find

K = InterventionKind
_KINDS = {
    K.HOME_VISIT: 45,
    K.PHONE_CALL: 18,
    K.ACCOMPANIED_STEP: 11,
    K.PARTNER_CONTACT: 9,
    K.INTERVIEW: 7,
    K.NO_SHOW: 5,
    K.TRIPARTITE_MEETING: 3,
    K.MESSAGE: 2,
}
_MINUTES = {
    K.HOME_VISIT: (40, 80),
    K.PHONE_CALL: (5, 20),
    K.ACCOMPANIED_STEP: (60, 150),
    K.PARTNER_CONTACT: (10, 30),
    K.INTERVIEW: (30, 60),
    K.NO_SHOW: (10, 20),
    K.TRIPARTITE_MEETING: (45, 75),
    K.MESSAGE: (5, 5),
}
_THEMES = ("budget", "housing_upkeep", "housing_access", "health_capital", "integration", "employment", "social_life")

# What an action of the plan is about, by the life area of its objective.
_KIND_OF = {
    "budget": "daily_management",
    "administrative": "daily_management",
    "rights": "rights_duties",
    "neighbourhood": "living_ways",
    "housing_upkeep": "dwelling_appropriation",
    "autonomy": "household_skills",
}
_THEME_OF = {
    "budget": "budget",
    "housing_upkeep": "housing_upkeep",
    "employment_training": "employment",
    "social_ties": "social_life",
}
_ACHIEVED = {"objectives_met", "autonomous", "relay_common_law"}


@dataclass(frozen=True)
class End:
    """How an accompaniment ended."""

    on: date
    reason: str
    outcome: str


def diagnose(file: File, operator: Organisation, author: User, *, ordered_on: date, ordered_by: str) -> Diagnosis:
    """Order a diagnosis and open the file to who makes it."""
    file.grant(operator, GrantLevel.DIAGNOSIS_OPERATOR, "Diagnostic demandé", ordered_on)
    return file.add(Diagnosis, operator=operator, ordered_on=ordered_on, ordered_by=ordered_by, author=author)


def hand_in(file: File, diagnosis: Diagnosis, on: date, *, level: str, is_recommended: bool = True) -> None:
    """The diagnosis is made, in its two parts."""
    dice, texts = file.dice, data("texts.json")
    diagnosis.state, diagnosis.done_on = DiagnosisState.DONE, on
    diagnosis.result = (
        DiagnosisResult.SUPPORT_RECOMMENDED if is_recommended else DiagnosisResult.SUPPORT_NOT_RECOMMENDED
    )
    if is_recommended:
        diagnosis.recommended_level, diagnosis.recommended_rhythm = level, dice.pick(["weekly", "fortnightly"])
        diagnosis.recommended_months = dice.pick([6, 9, 12])
    diagnosis.recommendation = dice.pick(
        texts["recommendations"][:3] if is_recommended else texts["recommendations"][3:]
    )
    diagnosis.detail = dice.pick(texts["details"])
    diagnosis.autonomy = dice.pick(texts["autonomy"])
    diagnosis.wish = dice.pick(texts["wishes"])
    diagnosis.landlord_part = dice.pick(texts["landlord_parts"])
    file.end_grant(GrantLevel.DIAGNOSIS_OPERATOR, on)


def give_up_diagnosis(file: File, diagnosis: Diagnosis, on: date, result: str) -> None:
    diagnosis.state, diagnosis.result = DiagnosisState.NOT_DONE, result
    file.end_grant(GrantLevel.DIAGNOSIS_OPERATOR, on)


def open_measure(file: File, level: str, decided_on: date, *, decided_by: str, diagnosis: Diagnosis | None = None):
    """What the admission opens: a measure not yet started, at its first level."""
    file.measure = file.add(
        Measure, operator=file.operator, diagnosis=diagnosis, decided_on=decided_on, state=MeasureState.NOT_STARTED
    )
    add_level(file, level, decided_on, decided_by)
    return file.measure


def add_level(file: File, level: str, starts_on: date, decided_by: str, ends_on: date | None = None) -> MeasureLevel:
    rules = file.frame.configuration.level(level)
    return file.world.rows.add(
        MeasureLevel,
        measure=file.measure,
        level=level,
        rhythm=rules.rhythm,
        weight=rules.weight,
        decided_by=decided_by,
        starts_on=starts_on,
        ends_on=ends_on,
    )


def start(file: File, on: date, *, state: str = MeasureState.ACTIVE, review_days: int = 90) -> None:
    file.measure.state, file.measure.started_on = state, on
    file.measure.activated_on = None if state == MeasureState.PREPARATION else on
    file.measure.next_review_on = _next(on, review_days)


def _next(day: date, every: int) -> date:
    """The coming review; a few are late by a week."""
    while (day := day + timedelta(days=every)) < STORY_DAY - timedelta(days=7):
        pass
    return day


def finish(file: File, end: End, *, is_watched: bool = False) -> None:
    """The end of the measure; a watch keeps the case open some months more."""
    measure = file.measure
    measure.state = MeasureState.WATCH if is_watched else MeasureState.ENDED
    measure.ended_on, measure.exit_reason, measure.exit_outcome = end.on, end.reason, end.outcome
    measure.next_review_on = None
    for level in file.world.rows.of(MeasureLevel)[-6:]:
        if level.measure is measure and level.ends_on is None:
            level.ends_on = max(end.on, level.starts_on)
    if not is_watched:
        file.close(end.on, "Fin de l’accompagnement")


def pause(file: File, starts_on: date, ends_on: date | None, reason: str) -> None:
    file.world.rows.add(
        Suspension,
        measure=file.measure,
        reason=reason,
        decided_by=file.lead,
        starts_on=starts_on,
        ends_on=ends_on,
    )


def visit(
    file: File,
    every: tuple[int, int],
    *,
    first: date | None = None,
    last: date | None = None,
    share_of_visits: int = 45,
) -> None:
    """Interventions from the start to the end, at a rhythm (days between two), none during a pause."""
    dice, measure = file.dice, file.measure
    day = first or measure.started_on
    last = last or measure.ended_on or STORY_DAY - timedelta(days=dice.between(1, 12))
    paused = [s for s in file.world.rows.of(Suspension)[-3:] if s.measure is measure]
    weights = _KINDS | {K.HOME_VISIT: share_of_visits}
    is_first = True
    while day <= last:
        if not any(s.starts_on <= day <= (s.ends_on or STORY_DAY) for s in paused):
            intervene(file, day, K.HOME_VISIT if is_first else dice.weighted(weights))
            is_first = False
        day = working_day(day + timedelta(days=dice.between(*every)))


def intervene(file: File, day: date, kind: str) -> Intervention:
    dice = file.dice
    is_missed = kind == K.NO_SHOW or (kind == K.HOME_VISIT and dice.chance(0.07))
    is_announced = kind != K.HOME_VISIT or dice.chance(0.96)
    return file.add(
        Intervention,
        measure=file.measure,
        organisation=file.operator,
        author=file.lead,
        kind=kind,
        outcome=InterventionOutcome.NO_SHOW if is_missed else InterventionOutcome.EFFECTIVE,
        happened_on=day,
        started_at=time(dice.between(9, 17), dice.pick([0, 15, 30, 45])),
        minutes=dice.between(*_MINUTES[kind]),
        was_announced=is_announced,
        unannounced_reason="" if is_announced else dice.pick(data("texts.json")["unannounced"]),
        people_met=0 if is_missed or kind in {K.PARTNER_CONTACT, K.MESSAGE} else dice.between(1, len(file.people)),
        themes=dice.some(_THEMES, dice.between(1, 2)),
        is_shared=dice.chance(0.35),
    )


def plan(file: File, agreed_on: date) -> Plan:
    """An agreed plan with its objectives and actions; closed with the measure."""
    dice, texts, measure = file.dice, data("texts.json"), file.measure
    made = file.add(
        Plan,
        measure=measure,
        state=PlanState.CLOSED if measure.ended_on else PlanState.AGREED,
        priorities=dice.pick(texts["priorities"]),
        agreed_on=agreed_on,
        review_on=_next(agreed_on, 120),
        author=file.lead,
    )
    has_children = any(person.role.startswith("child") for person in file.people)
    offered = [theme for theme in texts["objectives"] if has_children or theme != "parenting"]
    themes = dice.some(offered, dice.between(2, 3))
    for position, theme in enumerate(themes):
        _objective(file, made, theme, position)
    return made


def _objective(file: File, plan: Plan, theme: str, position: int) -> None:
    dice, texts = file.dice, data("texts.json")
    objective = file.add(
        Objective,
        plan=plan,
        label=dice.pick(texts["objectives"][theme]),
        theme=theme,
        is_shared=dice.chance(0.3),
        result=dice.pick(texts["results"]) if file.measure.ended_on else "",
        outcome=_outcome(file),
        position=position,
    )
    for rank in range(dice.between(1, 2)):
        _action(file, objective, plan.agreed_on, rank)


def _outcome(file: File) -> str:
    """Where the objectives of an ended accompaniment were left."""
    if not file.measure.ended_on:
        return ""
    return ObjectiveOutcome.MET if file.measure.exit_reason in _ACHIEVED else ObjectiveOutcome.PARTLY


def _action(file: File, objective: Objective, agreed_on: date, position: int) -> None:
    dice = file.dice
    due_on = dice.after(agreed_on, 15, 60)
    last = file.measure.ended_on or STORY_DAY
    is_done = due_on < last and dice.chance(0.8)
    state = ActionState.DONE if is_done else ActionState.CANCELLED if file.measure.ended_on else ActionState.TODO
    file.add(
        Action,
        objective=objective,
        label=dice.pick(data("texts.json")["actions"]),
        who=dice.pick(["Le ménage", "La travailleuse sociale", "Le bailleur", "Ensemble"]),
        kind=_KIND_OF.get(objective.theme, "partner_linking"),
        theme=_THEME_OF.get(objective.theme, "integration"),
        due_on=due_on,
        state=state,
        done_on=due_on if is_done else None,
        position=position,
    )


def measure_progress(file: File) -> None:
    """Later findings: what was found at entry, seen again, most of it lighter; and what was confided."""
    dice, measure = file.dice, file.measure
    confided_on = dice.after(measure.started_on, 5, 40)
    last = measure.ended_on or STORY_DAY
    if confided_on < last and dice.chance(0.5):
        kept = dice.pick(["psychic_distress", "physical_health", "separation_family_break", "bereavement"])
        find(file, kept, dice.between(1, 3), confided_on, by=file.lead, organisation=file.operator, kept=True)
    for day in (measure.started_on + timedelta(days=182), measure.ended_on):
        if day and day <= last:
            severity = dice.weighted({"0": 2, "1": 4, "2": 3, "3": 1})
            find(file, file.case.main_reason, int(severity), day, by=file.lead, organisation=file.operator)


def interrupt_level(file: File, ended_on: date, back_on: date) -> None:
    """The level stops with an end and takes up again with the return."""
    level = next(row for row in reversed(file.world.rows.of(MeasureLevel)) if row.measure is file.measure)
    level.ends_on = ended_on
    add_level(file, level.level, back_on, level.decided_by)
