"""What was said around the table in the north: opinions of the seats since June 2018, advice of the expert."""

from datetime import date, timedelta

from django.db.models import DateTimeField, F, OuterRef, Subquery
from django.db.models.functions import Cast

from cellule.choices import ADMITTING, AgendaState, SessionState
from cellule.live_choices import OpinionValue
from cellule.models import AgendaItem, Attendance, Decision, Opinion, SessionAdvice
from partners.models import Membership
from partners.roles import Role
from veille.demonstration.dice import Dice, data
from veille.demonstration.frames import World

_SEED = 5020
_SINCE = date(2018, 6, 1)
_SEATS = (Role.EXPERT, Role.INSTANCE_MEMBER)
_FOR = {OpinionValue.FAVOURABLE: 6, OpinionValue.RESERVED: 2, OpinionValue.ABSTAINS: 1}
_AGAINST = {OpinionValue.UNFAVOURABLE: 4, OpinionValue.RESERVED: 4, OpinionValue.ABSTAINS: 1}


def make(world: World) -> None:
    """After everything else: keys drawn here change nothing before."""
    dice, told = Dice(_SEED), data("live.json")
    instance = world.frames["vs"].instances["cell-hauts-de-france"]
    seats = [row for row in world.rows.of(Membership) if row.instance is instance and row.role in _SEATS]
    present = {(a.session.pk, a.organisation.pk) for a in world.rows.of(Attendance) if a.is_present}
    codes = {d.agenda_item.pk: d.code for d in world.rows.of(Decision) if d.agenda_item}
    items = [i for i in world.rows.of(AgendaItem) if i.case and i.session.instance is instance]
    for item in items:
        if item.state == AgendaState.DECIDED and item.session.held_on >= _SINCE and item.pk in codes:
            _opinions(world, dice, told, item, [s for s in seats if _came(s, item, present)], codes[item.pk])
    expert = next(seat for seat in seats if seat.role == Role.EXPERT)
    for item in _advised(items):
        _advice(world, item, expert, told["advice"][item.position % len(told["advice"])])


def _came(seat: Membership, item: AgendaItem, present: set) -> bool:
    """An expert's organisation is counted among those who attend only where it also accompanies."""
    return seat.role == Role.EXPERT or (item.session.pk, seat.organisation.pk) in present


def _opinions(world: World, dice: Dice, told: dict, item: AgendaItem, seats: list[Membership], code: str) -> None:
    for seat in seats:
        value = dice.weighted(_FOR if code in ADMITTING else _AGAINST)
        world.rows.add(
            Opinion,
            case=item.case,
            item=item,
            organisation=seat.organisation,
            given_by=seat.user,
            value=value,
            line=dice.pick(told["lines"][value]) if dice.chance(0.5) else "",
        )


def _advised(items: list[AgendaItem]) -> list[AgendaItem]:
    """One situation in six since June, and the first of the session to come."""
    past = [i for i in items if i.state == AgendaState.DECIDED and i.session.held_on >= _SINCE]
    coming = [i for i in items if i.session.state == SessionState.CONVENED]
    return [*past[::6], *coming[:1]]


def _advice(world: World, item: AgendaItem, expert: Membership, told: dict) -> None:
    world.rows.add(
        SessionAdvice,
        case=item.case,
        item=item,
        competence=told["competence"],
        organisation=expert.organisation,
        given_by=expert.user,
        text=told["text"],
    )


def date_as_told() -> None:
    """Said in session: their stamps tell the real day otherwise."""
    held = AgendaItem._base_manager.filter(pk=OuterRef("item")).values(at=Cast(F("session__held_on"), DateTimeField()))
    for model in (Opinion, SessionAdvice):
        model._base_manager.update(given_at=Subquery(held[:1]) + timedelta(hours=14))
