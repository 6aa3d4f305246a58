"""The orientation of a case, its way through sessions, and what was decided."""

from dataclasses import dataclass
from datetime import date, timedelta

from accompaniment.models import Measure
from cellule.choices import (
    REFERRAL_AFTER,
    REFERRAL_ENDS,
    AgendaKind,
    AgendaState,
    DecidingBody,
    ReferralState,
    SheetState,
    TaskState,
    Urgency,
)
from cellule.models import AgendaItem, Assignment, Decision, PresentationSheet, Referral, Session
from households.composition import age_bands, composition_sentence
from households.grants import GrantLevel
from partners.configuration import Door
from partners.models import Organisation, User
from partners.roles import Role
from veille.core import clock, reference
from veille.demonstration.dice import STORY_DAY, data
from veille.demonstration.files import File

_SHEETS_KEPT_FROM = date(2016, 12, 14)  # a sheet is erased two years after its session
_TRIED = {
    Door.RETENTION: ("letter", "phone_call", "home_visit", "repayment_plan", "fsl_claim", "social_service"),
    Door.ACCESS: ("office_meeting", "rights_opening", "housing_benefit", "social_service", "association_relay"),
}
_UNREAD_FROM = date(2018, 12, 5)


@dataclass(frozen=True)
class Choice:
    """A decision in the making."""

    code: str
    reason: str = ""
    level: str = ""
    operator: Organisation | None = None
    lead_person: User | None = None
    measure: Measure | None = None
    next_review_on: date | None = None


def refer(file: File, source: str, *, urgency: str = Urgency.NORMAL) -> Referral:
    """The orientation as it was sent."""
    dice, texts = file.dice, data("texts.json")
    file.referral = file.add(
        Referral,
        instance=file.instance,
        referrer_organisation=file.referrer,
        presenter=file.referrer,
        source=source,
        urgency=urgency,
        situation=_situation(file),
        already_tried=dice.some(_TRIED[file.door], dice.between(1, 3)),
        tried_text=dice.pick(texts["tried"][file.door]),
        expectation=dice.pick(texts["expectations"][file.door]),
        submitted_on=file.opened_on,
        submitted_at=clock.at(file.opened_on, dice.between(8, 17), dice.between(0, 59)),
        submitted_by=file.author,
    )
    return file.referral


def _situation(file: File) -> str:
    dice, texts = file.dice, data("texts.json")
    told = dice.pick(texts["situations"].get(file.case.main_reason, texts["situations"]["other"]))
    return " ".join([told, *dice.some(texts["contexts"][file.door], 2)])


def secretary(file: File) -> User:
    return file.dice.pick(file.world.workers(file.instance.organiser, Role.INSTANCE_SECRETARY))


def see(file: File) -> None:
    file.referral.seen_on = min(file.dice.after(file.opened_on, 0, 3), STORY_DAY)
    file.referral.seen_by = secretary(file)


def complete(file: File) -> None:
    """The secretary declares the file complete."""
    see(file)
    file.referral.completed_on = min(file.dice.after(file.referral.seen_on, 0, 5), STORY_DAY)
    file.referral.state = ReferralState.COMPLETE


def ask_complement(file: File) -> None:
    see(file)
    file.referral.state = ReferralState.INCOMPLETE
    file.referral.complement_asked = file.dice.pick(data("texts.json")["complements"])
    file.referral.complement_asked_on = file.referral.seen_on


def list_item(file: File, session: Session, *, kind: str = AgendaKind.ENTRY) -> AgendaItem:
    """Put the case on the agenda."""
    world = file.world
    world.listed.add((session.pk, file.case.pk))
    position = world.positions[session.pk] = world.positions.get(session.pk, 0) + 1
    if kind == AgendaKind.ENTRY:
        file.referral.state = ReferralState.SCHEDULED
    item = file.add(
        AgendaItem,
        session=session,
        referral=file.referral if kind == AgendaKind.ENTRY else None,
        owner=None if kind == AgendaKind.ENTRY else file.measure.operator,
        kind=kind,
        position=position,
        minutes=10 if kind == AgendaKind.ENTRY else 5,
    )
    if _SHEETS_KEPT_FROM <= session.held_on < STORY_DAY:
        make_sheet(file, session, item)
    return item


def make_sheet(
    file: File, session: Session, item: AgendaItem | None, state: str = SheetState.FROZEN
) -> PresentationSheet:
    """The anonymised sheet: bands and facts, nothing that names."""
    dice, texts, day = file.dice, data("texts.json"), file.opened_on
    profile, private = file.case.target_profile, reference.sensitive_codes("target_profile")
    made = file.world.rows.add(
        PresentationSheet,
        session=session,
        case=file.case,
        **_presented(file, item),
        state=state,
        pseudonym=file.world.pseudonym(file.case, file.instance),
        door=file.door,
        territory=file.case.territory.name,
        composition=composition_sentence(file.people, day),
        age_bands=", ".join(age_bands(file.people, day)),
        profile=reference.label("target_profile", profile) if profile and profile not in private else "",
        findings=_sheet_findings(file),
        facts=file.referral.situation,
        tried=file.referral.tried_text,
        question=dice.pick(texts["questions"]),
        proposal=dice.pick(texts["proposals"]),
        frozen_at=clock.at(min(session.held_on, STORY_DAY) - timedelta(days=3), 11) if state != "draft" else None,
    )
    if item is not None and state == SheetState.FROZEN:
        item.sheet = made
    return made


def _presented(file: File, item: AgendaItem | None) -> dict:
    """An entry is presented by its orientation, a running case by its operator."""
    if item is None or item.kind == AgendaKind.ENTRY:
        return {"referral": file.referral}
    return {"presenter": file.measure.operator, "since_on": file.measure.decided_on}


def _sheet_findings(file: File) -> list[dict]:
    """What was found at first, copied as the sheet keeps it; no sensitive code."""
    shown = [found for found in file.findings if found.difficulty not in reference.sensitive_codes("difficulty")]
    return [
        {"code": found.difficulty, "label": reference.label("difficulty", found.difficulty), "severity": found.severity}
        for found in shown
    ]


def examine(file: File, session: Session, choice: Choice, *, kind: str = AgendaKind.ENTRY) -> Decision:
    """The case comes before the session, which decides."""
    item = list_item(file, session, kind=kind)
    return decide(file, item, choice)


def decide(file: File, item: AgendaItem, choice: Choice) -> Decision:
    """Record a decision of a session, and what it does to the orientation."""
    item.state = AgendaState.DECIDED
    session, is_admission = item.session, choice.code == "admit"
    decision = file.add(
        Decision,
        agenda_item=item,
        referral=item.referral,
        measure=choice.measure,
        body=DecidingBody.INSTANCE,
        code=choice.code,
        level=choice.level,
        operator=choice.operator,
        lead_person=choice.lead_person,
        contact_by=choice.operator if is_admission else None,
        contact_before=session.held_on + timedelta(days=15) if is_admission else None,
        next_review_on=choice.next_review_on,
        decided_on=session.held_on,
        recorded_by=secretary(file),
        **_reasons(file, choice),
    )
    if item.kind == AgendaKind.ENTRY:
        _answer(file, decision)
    return decision


def _reasons(file: File, choice: Choice) -> dict:
    texts = data("texts.json")
    if not choice.reason:
        return {}
    return {
        "shareable_reason_code": choice.reason,
        "shareable_reason": texts["shareable_reasons"][choice.reason],
        "reserved_reason": file.dice.pick(texts["reserved_reasons"]) if file.dice.chance(0.4) else "",
        "proposed_instead": file.dice.pick(texts["instead"]),
    }


def _answer(file: File, decision: Decision) -> None:
    """What the decision does to the orientation; final, it ends what presenting had opened."""
    referral, on = file.referral, decision.decided_on
    referral.state = REFERRAL_AFTER[decision.code]
    referral.answer_read_on = file.dice.after(on, 1, 4) if on < _UNREAD_FROM else None
    if not decision.is_final:
        return
    for level in (GrantLevel.PRESENTING, GrantLevel.ADMISSION):
        file.end_grant(level, on)
    if decision.code == "admit":
        file.case.admitted_on = on
    elif referral.state in REFERRAL_ENDS:
        referral.closed_on = on
        file.close(on, "Orientation sans admission")


def assign_contact(file: File, decision: Decision, done_on: date | None) -> Assignment:
    """The task an admission gives: meet the household."""
    return file.add(
        Assignment,
        decision=decision,
        organisation=decision.contact_by,
        owner=decision.lead_person,
        label="Contacter le ménage",
        due_on=decision.contact_before,
        state=TaskState.DONE if done_on else TaskState.TODO,
        done_on=done_on,
    )


def take_up(file: File, on: date) -> None:
    """The accompaniment has begun: the orientation has come to its end."""
    file.referral.state, file.referral.closed_on = ReferralState.TAKEN_UP, on
