"""Veille sociale: 150 households presented, 120 admitted (67 to enter housing, 53 to stay in it)."""

from datetime import date, timedelta

from accompaniment.choices import MeasureState
from cellule.choices import ReferralState
from households.grants import GrantLevel
from households.models import AdhesionState
from partners.configuration import Door
from veille.demonstration import meetings, support
from veille.demonstration.dice import STORY_DAY, data
from veille.demonstration.files import File, Plan, agree, end_procedure, lead, open_file, tenancy
from veille.demonstration.frames import World
from veille.demonstration.meetings import Choice
from veille.demonstration.notes import write_notes
from veille.demonstration.support import End

ADMITTED = {
    ("hauts-de-france", Door.ACCESS): 26,
    ("ile-de-france", Door.ACCESS): 26,
    ("centre", Door.ACCESS): 15,
    ("hauts-de-france", Door.RETENTION): 25,
    ("ile-de-france", Door.RETENTION): 22,
    ("centre", Door.RETENTION): 6,
}
NOT_ADMITTED = {"refuse": 11, "redirect": 9, "withdraw": 5, "defer": 5}
_YEARS = {2015: 30, 2016: 38, 2017: 28, 2018: 24}
_LAST_START = date(2018, 10, 25)
_REFUSALS = ("common_law_sufficient", "no_need", "already_supported", "capacity_full", "procedure_too_advanced")
_REDIRECTIONS = ("needs_other_setting", "out_of_territory", "housing_unavailable", "common_law_sufficient")
_REASONS = {
    Door.ACCESS: {
        "hosting_end": 6,
        "exile_asylum": 4,
        "violence_victim": 4,
        "homelessness_history": 3,
        "separation_family_break": 2,
    },
    Door.RETENTION: {
        "rent_arrears": 6,
        "neighbour_trouble_author": 4,
        "isolation": 3,
        "hoarding_hygiene": 3,
        "psychic_distress": 2,
        "no_contact": 2,
        "eviction_risk": 2,
        "dwelling_damage": 1,
    },
}
_PROFILES = {
    "hosting_end": "dalo",
    "exile_asylum": "refugee",
    "violence_victim": "violence_victim",
    "homelessness_history": "pdalhpd_priority",
    "separation_family_break": "pdalhpd_priority",
    "rent_arrears": "tenant_arrears",
    "eviction_risk": "tenant_arrears",
    "neighbour_trouble_author": "tenant_behaviour",
    "dwelling_damage": "tenant_behaviour",
    "isolation": "tenant_isolated",
    "no_contact": "tenant_isolated",
    "psychic_distress": "tenant_psychic",
    "hoarding_hygiene": "blocked_situation",
}
_FAMILIES = {
    Door.ACCESS: {"single_mother": 6, "single_man": 4, "single_woman": 4, "couple_children": 4, "couple_no_child": 1},
    Door.RETENTION: {
        "single_man": 6,
        "single_woman": 6,
        "single_mother": 4,
        "couple_children": 3,
        "couple_no_child": 2,
        "adults_group": 1,
        "single_father": 1,
    },
}
_REFERRERS = {
    "hauts-de-france": ["lva", "lva", "pose", "ads", "tilleuls"],
    "ile-de-france": ["ftda", "aurore", "couleurs"],
    "centre": ["ahu"],
}
_ENDS = {
    Door.ACCESS: {
        ("objectives_met", "new_direct_lease"): 9,
        ("autonomous", "new_direct_lease"): 8,
        ("relay_common_law", "new_direct_lease"): 6,
        ("end_of_measure", "slid_lease"): 3,
        ("relay_specialised", "adapted"): 1,
        ("household_request", "private_lease"): 1,
    },
    Door.RETENTION: {
        ("objectives_met", "retained_same"): 8,
        ("autonomous", "retained_same"): 6,
        ("relay_common_law", "retained_same"): 5,
        ("moved_transfer", "retained_other_social"): 3,
        ("non_adhesion", "retained_same"): 2,
        ("break_conflict", "unknown"): 1,
        ("eviction", "evicted"): 1,
        ("institution", "neutral_institution"): 1,
        ("deceased", "neutral_death"): 1,
    },
}
_ENDS_WITHOUT_LEASE = {
    ("not_housed", "shelter_return"): 3,
    ("lost_contact", "unknown"): 2,
    ("non_adhesion", "third_party"): 2,
    ("moved_chosen", "private_lease"): 1,
}


def make(world: World) -> list[File]:
    """All the households ever presented to the three cells."""
    dice = world.dice
    years = dice.spread(_YEARS)
    cells = dice.spread(ADMITTED)
    files = [_admitted(world, cell, year) for cell, year in zip(cells, years, strict=True)]
    places = dice.spread({"hauts-de-france": 12, "ile-de-france": 12, "centre": 6})
    for code, territory in zip(dice.spread(NOT_ADMITTED), places, strict=True):
        files.append(_not_admitted(world, code, territory))
    return files


def plan_for(world: World, territory: str, door: str, opened_on: date) -> Plan:
    dice = world.dice
    reason = dice.weighted(_REASONS[door])
    referrer = dice.pick(_REFERRERS[territory]) if door == Door.ACCESS else ""
    return Plan(
        frame=world.frames["vs"],
        door=door,
        territory=territory,
        opened_on=opened_on,
        family=dice.weighted(_FAMILIES[door]),
        main_reason=reason,
        profile=_PROFILES[reason],
        referrer=referrer,
        instance=f"cell-{territory}",
    )


def send(world: World, plan: Plan) -> File:
    """Open the file and send its orientation."""
    file = open_file(world, plan)
    source = "landlord_social_worker" if plan.door == Door.RETENTION else "association_partner"
    meetings.refer(file, "hebergement_structure" if plan.referrer == "tilleuls" else source)
    return file


def _admitted(world: World, cell: tuple[str, str], year: int) -> File:
    territory, door = cell
    file = send(world, plan_for(world, territory, door, _some_day(world, year)))
    session = _first_session(world, file)
    admit(file, session)
    return file


def _some_day(world: World, year: int) -> date:
    """A day whose next session stays in the same year."""
    last = date(year, 11, 5) if year < 2018 else date(2018, 11, 1)
    return world.dice.after(date(year, 1, 2), 0, (last - date(year, 1, 2)).days)


def _first_session(world: World, file: File):
    """The session that decides; one case in eight is deferred once."""
    meetings.complete(file)
    session = meetings.held(world, file.instance, file.referral.completed_on + timedelta(days=5))
    later = meetings.held(world, file.instance, session.held_on + timedelta(days=1))
    if later and later.held_on.year == session.held_on.year and world.dice.chance(0.12):
        defer(file, session)
        return later
    return session


def defer(file: File, session) -> None:
    item = meetings.list_item(file, session)
    if meetings.keeps_sheet(session):
        meetings.sheet(file, session, item)
    meetings.decide(file, session, Choice("defer", "incomplete_file"), item)


def admit(file: File, session, *, operator: str = "", worker=None) -> None:
    """Admission, measure, and all that follows until today."""
    world, dice = file.world, file.dice
    organisation = world.organisations[operator or dice.pick(data("operators.json")[file.territory])]
    user = worker or dice.pick(world.workers(organisation, "association_worker", "landlord_case_worker"))
    item = meetings.list_item(file, session)
    if meetings.keeps_sheet(session):
        meetings.sheet(file, session, item)
    lead(file, organisation, user, session.held_on)
    support.open_measure(file, "custom", session.held_on, decided_by=str(file.instance))
    contact_before = session.held_on + timedelta(days=15)
    decision = meetings.decide(
        file,
        session,
        Choice("admit", level="custom"),
        item,
        measure=file.measure,
        operator=organisation,
        lead_person=user,
        contact_by=organisation,
        contact_before=contact_before,
        next_review_on=session.held_on + timedelta(days=90),
    )
    file.case.admitted_on = session.held_on
    close_admission(file, session.held_on)
    started_on = dice.after(session.held_on, 3, 20)
    is_started = started_on <= STORY_DAY and session.held_on < date(2018, 11, 1)
    done_on = started_on if is_started else None
    meetings.assign(file, decision, "Contacter le ménage", organisation, due_on=contact_before, done_on=done_on)
    if is_started:
        _accompany(file, started_on)


def close_admission(file: File, on: date) -> None:
    for level in (GrantLevel.PRESENTING, GrantLevel.ADMISSION):
        file.end_grant(level, on)


def _accompany(file: File, started_on: date) -> None:
    dice = file.dice
    file.referral.state, file.referral.closed_on = ReferralState.TAKEN_UP, started_on
    agree(file, started_on, dice.pick([AdhesionState.AGREED_ORAL, AdhesionState.AGREED_SIGNED]), file.lead)
    support.start(file, started_on)
    ends_on = started_on + timedelta(days=dice.between(210, 680))
    is_over = ends_on < STORY_DAY - timedelta(days=20)
    leased_on = _lease(file, started_on, ends_on if is_over else STORY_DAY)
    if is_over:
        _end(file, ends_on, has_lease=leased_on is not None)
    _pauses(file)
    diagnosis = support.diagnose(
        file, file.operator, file.lead, ordered_on=started_on, ordered_by="Convention (à l’entrée)"
    )
    support.hand_in(file, diagnosis, min(dice.after(started_on, 5, 30), STORY_DAY), level="custom")
    file.measure.diagnosis = diagnosis
    support.visit(file, (7, 20))
    agreed_on = dice.after(started_on, 20, 50)
    if agreed_on < (file.measure.ended_on or STORY_DAY):
        support.plan(file, agreed_on)
    support.measure_progress(file)
    write_notes(file)


def _lease(file: File, started_on: date, before: date) -> date | None:
    """To enter housing: a lease some months later, most of the time."""
    dice = file.dice
    if file.door == Door.RETENTION:
        return None
    signed_on = dice.after(started_on, 40, 200)
    if signed_on >= before or dice.chance(0.1):
        return None
    file.housing[-1].ends_on = signed_on - timedelta(days=1)
    tenancy(file, signed_on, modality=dice.weighted({"direct_lease": 4, "sliding_lease": 1}))
    file.measure.lease_signed_on = signed_on
    file.grant(file.landlord, GrantLevel.LANDLORD_OF_DWELLING, "Bail signé", signed_on)
    return signed_on


def _end(file: File, on: date, *, has_lease: bool) -> None:
    dice = file.dice
    without = file.door == Door.ACCESS and not has_lease
    reason, outcome = dice.weighted(_ENDS_WITHOUT_LEASE if without else _ENDS[file.door])
    is_recent = on > STORY_DAY - timedelta(days=150)
    is_watched = is_recent and outcome in {"retained_same", "new_direct_lease"}
    support.finish(file, End(on, reason, outcome), is_watched=is_watched)
    settle(file, on, outcome)


_AFTER = {
    "evicted": "hosted_third",
    "retained_other_social": "social_tenant",
    "adapted": "adapted_housing",
    "private_lease": "private_tenant",
    "shelter_return": "emergency_shelter",
    "third_party": "hosted_third",
    "neutral_institution": "care_facility",
}


def settle(file: File, on: date, outcome: str) -> None:
    """The housing that goes with an outcome; the landlord's grant ends with the lease."""
    end_procedure(file, on)
    situation = _AFTER.get(outcome)
    if situation == "social_tenant":
        file.housing[-1].ends_on = on - timedelta(days=1)
        tenancy(file, on)
    elif situation or outcome == "neutral_death":
        file.housing[-1].ends_on = max(on - timedelta(days=1), file.housing[-1].starts_on)
        file.end_grant(GrantLevel.LANDLORD_OF_DWELLING, on)
        if situation:
            after = {"situation": situation, "starts_on": on}
            file.housing.append(file.add(type(file.housing[-1]), **after))


def _pauses(file: File) -> None:
    """A quarter of the measures were suspended once; a few are today."""
    dice, measure = file.dice, file.measure
    first = dice.after(measure.started_on, 60, 150)
    last = measure.ended_on or STORY_DAY
    if dice.chance(0.25) and first + timedelta(days=60) < last:
        reason = dice.pick(["household_away", "household_wish", "hospital", "waiting_housing"])
        support.pause(file, first, first + timedelta(days=dice.between(15, 50)), reason)
    elif measure.ended_on is None and measure.started_on < _LAST_START and dice.chance(0.15):
        measure.state = MeasureState.SUSPENDED
        support.pause(file, STORY_DAY - timedelta(days=dice.between(5, 40)), None, "household_wish")


def _not_admitted(world: World, code: str, territory: str) -> File:
    """Presented, and answered otherwise: with a reason, and what is proposed instead."""
    dice = world.dice
    door = dice.pick(Door.values)
    first = date(2018, 8, 30) if code == "defer" else date(dice.pick([2015, 2016, 2017, 2018]), 1, 10)
    file = send(world, plan_for(world, territory, door, dice.after(first, 0, 45 if code == "defer" else 270)))
    meetings.complete(file)
    session = meetings.held(world, file.instance, file.referral.completed_on + timedelta(days=5))
    item = meetings.list_item(file, session)
    if meetings.keeps_sheet(session):
        meetings.sheet(file, session, item)
    reasons = {"refuse": _REFUSALS, "redirect": _REDIRECTIONS, "withdraw": ("household_declined",)}
    reason = dice.pick(reasons.get(code, ("incomplete_file",)))
    meetings.decide(file, session, Choice(code, reason), item)
    if code != "defer":
        close_admission(file, session.held_on)
        file.close(session.held_on, "Orientation non suivie d’une admission")
    return file
