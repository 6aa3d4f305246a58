"""Comptes rendus of the autumn of 2018, persons entitled, a consultation under way, two decisions without a session."""

from datetime import date, timedelta
from itertools import count

from accompaniment.choices import RUNNING_STATES
from accompaniment.models import Measure
from cellule.choices import AgendaKind, AgendaState, DecidingBody, DecisionCode, SessionState
from cellule.documents import record_line
from cellule.models import (
    AgendaItem,
    Consultation,
    ConsultedMember,
    Decision,
    Entitlement,
    Minutes,
    MinutesEntry,
    OutsideDecision,
    Session,
)
from cellule.outside_choices import MinutesState, NotingOutcome
from cellule.services.closing import standing_decisions
from cellule.services.minutes import decided_lines, readers_of
from partners.models import Instance, Membership
from partners.object_rights import roles_with
from partners.roles import Role
from veille.core import clock
from veille.demonstration.dice import STORY_DAY, Dice, data
from veille.demonstration.frames import World

_SEED = 5030
_SINCE = STORY_DAY - timedelta(days=125)
_LATER = timedelta(days=9)
_NORTH, _PARIS = "cell-hauts-de-france", "cell-ile-de-france"


def tell(world: World) -> None:
    """After the files: nobody enters nor leaves, no figure moves."""
    told, dice = data("between_sessions.json"), Dice(_SEED)
    instances = world.frames["vs"].instances
    # One is still to be written: the last meeting of the capital.
    owed = _last_closed(instances[_PARIS])
    turn = count()
    for session in Session.objects.filter(state=SessionState.CLOSED, held_on__gte=_SINCE).order_by("held_on", "pk"):
        if session.pk != owed.pk:
            _minutes(session, told, next(turn), dice)
    _entitle(instances[_NORTH], dice)
    _consult(instances[_NORTH], told, dice)
    _extend(instances[_PARIS], told, noted=False, dice=dice)
    _extend(instances[_NORTH], told, noted=True, dice=dice)


def _last_closed(instance: Instance) -> Session:
    return Session.objects.filter(instance=instance.pk, state=SessionState.CLOSED).order_by("-held_on").first()


def _secretary_of(instance: Instance) -> Membership:
    seats = Membership.objects.current().filter(role=Role.INSTANCE_SECRETARY, organisation=instance.organiser.pk)
    named = seats.filter(instance=instance.pk).order_by("pk").first()
    return named or seats.filter(instance=None).order_by("pk").first() or seats.order_by("pk").first()


def _minutes(session: Session, told: dict, turn: int, dice: Dice) -> None:
    """Written nine days after the session, with what was decided then."""
    given_on = clock.at(min(session.held_on + _LATER, STORY_DAY - timedelta(days=1)), 17)
    minutes = Minutes.objects.create(
        id=dice.key(),
        session=session,
        state=MinutesState.FROZEN,
        general=told["general"][turn % len(told["general"])],
        edition=2,
        written_at=given_on,
        written_by=_secretary_of(session.instance).user,
        frozen_at=given_on,
    )
    decisions = {decision.agenda_item_id: decision for decision in standing_decisions(session)}
    items = AgendaItem.objects.filter(session=session).exclude(state=AgendaState.HIDDEN).in_meeting_order()
    for position, item in enumerate(items.select_related("sheet", "case", "referral"), start=1):
        said = told["cases"][(turn + position) % len(told["cases"])] if item.case_id else told["practice"]
        entry = MinutesEntry(id=dice.key(), minutes=minutes, session=session, position=position, text=said)
        _keep(entry, item, decisions.get(item.pk))


def _keep(entry: MinutesEntry, item: AgendaItem, decision: Decision | None) -> None:
    """What was decided, and whose entry it is, as when it is given out."""
    entry.case, entry.agenda_item, entry.kind, entry.title = item.case, item, item.kind, item.name
    entry.decided = decided_lines(record_line(item, decision)) if item.case_id else []
    entry.save(force_insert=True)
    if item.case_id:
        entry.readers.set(readers_of(item, decision))


def _entitle(instance: Instance, dice: Dice) -> None:
    """A manager of the association and one of a landlord decide between two meetings of the north."""
    for role in (Role.ASSOCIATION_MANAGER, Role.LANDLORD_MANAGER):
        held = Membership.objects.current().filter(
            role=role, organisation__partnerships__dispositif=instance.dispositif.pk
        )
        manager = held.order_by("organisation__sort_name", "pk").first()
        Entitlement.objects.create(
            id=dice.key(),
            instance_id=instance.pk,
            user=manager.user,
            organisation=manager.organisation,
            starts_on=date(2018, 1, 15),
        )


def _consult(instance: Instance, told: dict, dice: Dice) -> None:
    """Members of the north are asked about a situation of the next agenda; not all have answered."""
    item = _listed(instance)
    if item is None:
        return
    opened = STORY_DAY - timedelta(days=2)
    consultation = Consultation.objects.create(
        id=dice.key(),
        case=item.case,
        instance_id=instance.pk,
        referral=item.referral,
        sheet=item.sheet,
        reason=told["consultation"],
        answer_before=STORY_DAY + timedelta(days=1),
        opened_at=clock.at(opened, 15),
        opened_by=_secretary_of(instance).user,
    )
    _ask(instance, consultation, told, dice)


def _listed(instance: Instance) -> AgendaItem | None:
    """A situation of an agenda to come whose sheet is frozen."""
    items = AgendaItem.objects.filter(
        session__instance=instance.pk,
        session__state__in=[SessionState.CONVENED, SessionState.PLANNED],
        state=AgendaState.LISTED,
        kind=AgendaKind.ENTRY,
        sheet__isnull=False,
        case__is_restricted=False,
    )
    return items.order_by("-session__held_on", "position", "pk").first()


def _ask(instance: Instance, consultation: Consultation, told: dict, dice: Dice) -> None:
    seats = Membership.objects.current().filter(instance=instance.pk, role__in=roles_with("opinion", "W"))
    for number, seat in enumerate(seats.order_by("organisation__sort_name", "pk")[:3]):
        opinion, line = (told["answers"] + [["", ""]])[min(number, 2)]
        ConsultedMember.objects.create(
            id=dice.key(),
            consultation=consultation,
            case=consultation.case,
            user=seat.user,
            organisation=seat.organisation,
            opinion=opinion,
            line=line,
            answered_at=clock.at(STORY_DAY - timedelta(days=1), 10) if opinion else None,
        )


def _extend(instance: Instance, told: dict, *, noted: bool, dice: Dice) -> None:
    """An accompaniment was prolonged in urgency: ratified by the last meeting, or waiting for the next one."""
    measure = _running(instance)
    if measure is None:
        return
    secretary = _secretary_of(instance).user
    last = _last_closed(instance)
    on = last.held_on - timedelta(days=8) if noted else STORY_DAY - timedelta(days=9)
    decision = Decision.objects.create(
        id=dice.key(),
        case=measure.case,
        measure=measure,
        body=DecidingBody.ENTITLED,
        code=DecisionCode.EXTEND,
        decided_on=on,
        recorded_by=secretary,
    )
    Decision.objects.filter(pk=decision.pk).update(recorded_at=clock.at(on, 15))
    item = _item(last if noted else _next(instance), measure, dice, noted=noted)
    OutsideDecision.objects.create(
        id=dice.key(),
        case=measure.case,
        decision=decision,
        instance_id=instance.pk,
        reason=told["ratified" if noted else "outside"],
        agenda_item=item,
        outcome=NotingOutcome.RATIFIED if noted else "",
        noted_on=last.held_on if noted else None,
        noted_by=secretary if noted else None,
    )


def _item(session: Session, measure: Measure, dice: Dice, *, noted: bool) -> AgendaItem:
    return AgendaItem.objects.create(
        id=dice.key(),
        session=session,
        case=measure.case,
        kind=AgendaKind.RATIFICATION,
        sheet=measure.case.presentation_sheets.filter(frozen_at__isnull=False).order_by("-frozen_at").first(),
        position=80,
        minutes=5,
        state=AgendaState.DECIDED if noted else AgendaState.LISTED,
    )


def _next(instance: Instance) -> Session:
    coming = Session.objects.filter(instance=instance.pk, state__in=[SessionState.CONVENED, SessionState.PLANNED])
    return coming.order_by("held_on").first()


def _running(instance: Instance) -> Measure | None:
    """One that no agenda to come holds, and that the instance knows by a sheet."""
    measures = Measure.objects.filter(
        state__in=RUNNING_STATES,
        case__is_restricted=False,
        case__closed_on=None,
        case__presentation_sheets__session__instance=instance.pk,
        case__presentation_sheets__frozen_at__isnull=False,
        started_on__lte=STORY_DAY - timedelta(days=200),
    )
    busy = AgendaItem.objects.filter(session__held_on__gte=_SINCE, case__isnull=False).values("case")
    return measures.exclude(case__in=busy).select_related("case").order_by("decided_on", "pk").first()
