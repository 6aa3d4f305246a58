"""Sessions of the bodies, who attends, and what each case receives there."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from cellule.choices import (
    REFERRAL_AFTER,
    REFERRAL_ENDS,
    AgendaKind,
    AgendaState,
    DecidingBody,
    ReferralState,
    SessionState,
    SheetState,
    Urgency,
)
from cellule.models import (
    AgendaItem,
    Assignment,
    Attendance,
    Decision,
    PresentationSheet,
    Referral,
    Session,
)
from partners.models import Instance, Organisation, Partnership
from partners.roles import Role
from veille.core import clock
from veille.demonstration.calendars import days_of
from veille.demonstration.dice import STORY_DAY, data
from veille.demonstration.files import File
from veille.demonstration.frames import Frame, World

LAST_DAY = date(2019, 2, 28)
_BANDS = (
    (3, "0-2 ans"),
    (6, "3-5 ans"),
    (12, "6-11 ans"),
    (18, "12-17 ans"),
    (26, "18-25 ans"),
    (40, "26-39 ans"),
    (60, "40-59 ans"),
    (200, "60 ans et plus"),
)
_SHEETS_KEPT_FROM = date(2016, 12, 14)  # a sheet is erased two years after its session


@dataclass(frozen=True)
class Choice:
    """A decision in the making."""

    code: str
    reason: str = ""
    level: str = ""


def make_sessions(world: World, frame: Frame, moved: dict[str, dict[date, date]], cancelled: set) -> None:
    """All the sessions of a dispositif, held, cancelled in August, or still to come."""
    for key, instance in frame.instances.items():
        rules = frame.configuration.instance(instance.code)
        days = days_of(rules.day_rule, frame.dispositif.starts_on, LAST_DAY)
        started = [day for day in days if day >= date(max(2015, frame.dispositif.starts_on.year), 1, 1)]
        world.sessions[instance.pk] = [
            _session(world, instance, moved.get(key, {}).get(day, day), rules, (key, day) in cancelled)
            for day in started
        ]


def add_session(world: World, frame: Frame, instance: Instance, day: date) -> Session:
    """A session that follows no calendar."""
    session = _session(world, instance, day, frame.configuration.instance(instance.code), is_cancelled=False)
    world.sessions.setdefault(instance.pk, []).append(session)
    world.sessions[instance.pk].sort(key=lambda s: s.held_on)
    return session


def _session(world: World, instance: Instance, day: date, rules, is_cancelled: bool) -> Session:
    state = SessionState.CLOSED if day < STORY_DAY else SessionState.PLANNED
    if is_cancelled:
        state = SessionState.CANCELLED
    elif STORY_DAY <= day < date(2019, 1, 1):
        state = SessionState.CONVENED
    is_convened = state in {SessionState.CLOSED, SessionState.CONVENED}
    return world.rows.add(
        Session,
        instance=instance,
        held_on=day,
        starts_at=time(14, 0) if rules.kind != "pre_cal" else time(9, 30),
        place=f"Locaux de {instance.organiser.short_name}",
        planned_minutes=rules.planned_minutes,
        state=state,
        convened_at=clock.at(day - timedelta(days=10), 10) if is_convened else None,
        closed_at=clock.at(day, 16, 30) if state == SessionState.CLOSED else None,
    )


def held(world: World, instance: Instance, after: date) -> Session | None:
    """The first session closed after a day."""
    sessions = world.sessions[instance.pk]
    return next((s for s in sessions if s.state == SessionState.CLOSED and s.held_on >= after), None)


def coming(world: World, instance: Instance) -> Session:
    return next(s for s in world.sessions[instance.pk] if s.state in {SessionState.CONVENED, SessionState.PLANNED})


def attend(world: World) -> None:
    """Who came to each session held: organisations and how many, no names."""
    partners: dict = {}
    for row in world.rows.of(Partnership):
        if row.part in {"landlord", "operator", "expert", "state"}:
            partners.setdefault(row.dispositif.pk, {})[row.organisation.pk] = row.organisation
    for session in world.rows.of(Session):
        if session.state != SessionState.CLOSED:
            continue
        for organisation in partners[session.instance.dispositif.pk].values():
            if _is_concerned(world, session.instance, organisation) and world.dice.chance(0.8):
                world.rows.add(
                    Attendance,
                    session=session,
                    organisation=organisation,
                    people=world.dice.weighted({1: 6, 2: 3, 3: 1}),
                )


def _is_concerned(world: World, instance: Instance, organisation: Organisation) -> bool:
    """In a territory, the landlords that have dwellings there and the associations that work there."""
    if instance.territory is None:
        return True
    frame = next(frame for frame in world.frames.values() if frame.dispositif is instance.dispositif)
    here = instance.territory.code
    landlords = [landlord for landlord, _ in frame.communes[here]]
    return organisation in [*landlords, *(world.organisations[key] for key in data("operators.json")[here])]


def refer(file: File, source: str, *, urgency: str = Urgency.NORMAL) -> Referral:
    """The orientation as it was sent."""
    dice, texts = file.dice, data("texts.json")
    situation = dice.pick(texts["situations"].get(file.case.main_reason, texts["situations"]["other"]))
    file.referral = file.add(
        Referral,
        instance=file.instance,
        referrer_organisation=file.referrer,
        presenter=file.referrer,
        source=source,
        urgency=urgency,
        situation=situation,
        already_tried=dice.some(
            ["letter", "phone_call", "home_visit", "repayment_plan", "fsl_claim"], dice.between(1, 3)
        ),
        tried_text=dice.pick(texts["tried"]),
        expectation=dice.pick(texts["expectations"]),
        submitted_on=file.opened_on,
        submitted_at=clock.at(file.opened_on, dice.between(8, 17), dice.between(0, 59)),
        submitted_by=file.author,
    )
    return file.referral


def complete(file: File) -> None:
    referral = file.referral
    referral.seen_on = min(file.dice.after(file.opened_on, 0, 3), STORY_DAY)
    referral.completed_on = min(file.dice.after(referral.seen_on, 0, 5), STORY_DAY)
    referral.state = ReferralState.COMPLETE


def list_item(file: File, session: Session, *, kind: str = AgendaKind.ENTRY) -> AgendaItem:
    """Put the case on the agenda."""
    position = file.world.positions[session.pk] = file.world.positions.get(session.pk, 0) + 1
    if kind == AgendaKind.ENTRY:
        file.referral.state = ReferralState.SCHEDULED
    return file.add(
        AgendaItem,
        session=session,
        referral=file.referral if kind == AgendaKind.ENTRY else None,
        kind=kind,
        position=position,
        minutes=10,
    )


def sheet(file: File, session: Session, item: AgendaItem | None, state: str = SheetState.FROZEN) -> PresentationSheet:
    """The anonymised sheet: bands and facts, nothing that names."""
    dice, texts = file.dice, data("texts.json")
    made = file.world.rows.add(
        PresentationSheet,
        session=session,
        referral=file.referral,
        state=state,
        pseudonym=file.world.pseudonym(file.case, file.instance),
        door=file.door,
        territory=file.case.territory.name,
        composition=_composition(file),
        age_bands=_age_bands(file, session.held_on),
        findings=[{"difficulty": file.case.main_reason, "severity": dice.between(2, 4)}],
        facts=file.referral.situation,
        tried=file.referral.tried_text,
        question=dice.pick(texts["questions"]),
        proposal=dice.pick(texts["proposals"]),
        frozen_at=clock.at(session.held_on - timedelta(days=3), 11) if state == SheetState.FROZEN else None,
    )
    if item is not None and state == SheetState.FROZEN:
        item.sheet = made
    return made


def _composition(file: File) -> str:
    adults = sum(person.role != "child" for person in file.people)
    children = len(file.people) - adults
    words = "Une personne" if adults == 1 else "Deux adultes"
    return f"{words}, {children} enfant{'s' if children > 1 else ''}" if children else f"{words}, sans enfant"


def _age_bands(file: File, day: date) -> str:
    ages = sorted(day.year - person.birth_year for person in file.people)
    return ", ".join(dict.fromkeys(next(label for limit, label in _BANDS if age < limit) for age in ages))


def decide(file: File, session: Session, choice: Choice, item: AgendaItem, **fields) -> Decision:
    """Record a decision of a session, and what it does to the orientation."""
    item.state = AgendaState.DECIDED
    decision = file.add(
        Decision,
        agenda_item=item,
        referral=item.referral,
        measure=fields.pop("measure", None),
        body=DecidingBody.INSTANCE,
        code=choice.code,
        level=choice.level,
        decided_on=session.held_on,
        recorded_by=file.dice.pick(file.world.workers(file.instance.organiser, Role.INSTANCE_SECRETARY)),
        **_reasons(file, choice),
        **fields,
    )
    if item.kind == AgendaKind.ENTRY and choice.code in REFERRAL_AFTER:
        file.referral.state = REFERRAL_AFTER[choice.code]
        if file.referral.state in REFERRAL_ENDS:
            file.referral.closed_on = session.held_on
    return decision


def _reasons(file: File, choice: Choice) -> dict:
    texts = data("texts.json")
    if not choice.reason:
        return {}
    return {
        "shareable_reason_code": choice.reason,
        "shareable_reason": texts["shareable_reasons"].get(choice.reason, ""),
        "reserved_reason": file.dice.pick(texts["reserved_reasons"]) if file.dice.chance(0.4) else "",
        "proposed_instead": file.dice.pick(texts["instead"]),
    }


def assign(file: File, decision: Decision, label: str, owner: Organisation, *, due_on: date, done_on: date | None):
    """The task that a decision gives."""
    return file.add(
        Assignment,
        decision=decision,
        organisation=owner,
        owner=file.lead,
        label=label,
        due_on=due_on,
        state="done" if done_on else "todo",
        done_on=done_on,
    )


def keeps_sheet(session: Session) -> bool:
    return session.held_on >= _SHEETS_KEPT_FROM
