"""Questions to the experts from 2015 to 2018, the time they gave, what was kept of it, and the trainings."""

from datetime import date, timedelta

from django.contrib.auth.hashers import make_password

from cellule.expertise_choices import (
    Awaits,
    CapitalisedSource,
    CapitalisedState,
    ExpertActivity,
    ExpertState,
    MessageKind,
)
from cellule.models import Capitalised, ExpertMessage, ExpertRequest, ExpertTime
from partners.models import Membership, Partnership, PartnershipPart, User
from partners.roles import Role
from veille.demonstration.dice import Dice, data, working_day
from veille.demonstration.frames import World, email_of
from veille.demonstration.trainings import make_trainings

_SEED = 5016
_START = date(2015, 1, 1)
_YEARS = (2015, 2016, 2017, 2018)
_LAST_MONTH = {2018: 11}
_APART = (ExpertActivity.SESSION, ExpertActivity.SESSION, ExpertActivity.NETWORK, ExpertActivity.TRAINING)
_DELAY = timedelta(days=15)
_TEXTS = ("subject", "question", "expected", "answer", "recommendation")


def make(world: World) -> None:
    """After everything else: keys drawn here change nothing before."""
    dice, told = Dice(_SEED), data("expertise.json")
    people = _experts(world, told)
    for entry in told["requests"]:
        _request(world, told, people, entry)
    _other_time(world, told, people, dice)
    for entry in told["practice"]:
        _published(world, people, entry, CapitalisedSource.PRACTICE_EXCHANGE)
    _waiting(world, people, told["waiting"])
    make_trainings(world, told)


def _experts(world: World, told: dict) -> dict[str, User]:
    """Everybody by last name, with the experts who have no account."""
    closed = make_password(None)
    dispositif = world.frames["vs"].dispositif
    for entry in told["experts"]:
        organisation = world.organisations[entry["organisation"]]
        user = world.rows.add(
            User, email=email_of(entry), first_name=entry["first"], last_name=entry["last"], password=closed
        )
        world.by_email[user.email] = user
        world.rows.add(
            Membership,
            user=user,
            organisation=organisation,
            role=Role.EXPERT,
            dispositif=dispositif,
            competences=[code for code, names in told["holders"].items() if entry["last"] in names],
            starts_on=_START,
        )
        world.rows.add(
            Partnership,
            dispositif=dispositif,
            organisation=organisation,
            part=PartnershipPart.EXPERT,
            starts_on=_START,
        )
        world.people.append((user, str(organisation.pk), Role.EXPERT))
    return {user.last_name: user for user in world.by_email.values()}


def _home(world: World, user: User):
    """The organisation a person works for."""
    key = next(owner for one, owner, _ in world.people if one == user)
    return next(one for one in world.organisations.values() if str(one.pk) == key)


def _request(world: World, told: dict, people: dict[str, User], entry: dict) -> None:
    asked_on = date.fromisoformat(entry["asked"])
    asker, expert = people[entry["asker"]], people[told["holders"][entry["competence"]][0]]
    request = world.rows.add(
        ExpertRequest,
        dispositif=world.frames["vs"].dispositif,
        competence=entry["competence"],
        organisation=_home(world, asker),
        asked_by=asker,
        asked_on=asked_on,
        due_on=asked_on + _DELAY,
        case=_own_case(world, asker, asked_on) if entry.get("about") else None,
        **{name: entry.get(name, "") for name in _TEXTS},
        **_steps(world, entry, asked_on, expert),
    )
    _words(world, request, entry, expert)
    _time(world, request, entry, expert)
    if "capitalised" in entry:
        texts = {name: entry[name] for name in ("answer", "recommendation")}
        own = {**texts, **entry["capitalised"], "by": expert.last_name, "second": "Vasseur"}
        _published(world, people, own, CapitalisedSource.EXPERT_REQUEST, request=request)


def _steps(world: World, entry: dict, asked_on: date, expert: User) -> dict:
    """How far it went, on which days, and who follows it."""
    taken, advised, supported, closed = [_after(asked_on, days) for days in entry["days"]]
    withdrawn = _after(asked_on, entry.get("withdrawn"))
    return {
        "state": _state(taken, advised, supported, closed, withdrawn),
        "awaits": _awaits(entry, advised, closed or withdrawn),
        "taken_by": expert if taken else None,
        "taken_organisation": _home(world, expert) if taken else None,
        "analysed_on": taken,
        "advised_on": advised,
        "supported_on": supported,
        "ended_on": closed or withdrawn,
    }


def _after(day: date, days: int | None) -> date | None:
    return None if days is None else working_day(day + timedelta(days=days))


def _own_case(world: World, asker: User, day: date):
    """A file that she already led when she asked."""
    own = (file for file in world.files if file.lead == asker and file.opened_on < day)
    return next((file.case for file in own if not file.case.is_restricted), None)


def _state(taken, advised, supported, closed, withdrawn) -> str:
    steps = (
        (closed, ExpertState.CLOSED),
        (withdrawn, ExpertState.WITHDRAWN),
        (supported, ExpertState.FIELD_SUPPORT),
        (advised, ExpertState.ADVISED),
        (taken, ExpertState.ANALYSIS),
    )
    return next((state for day, state in steps if day), ExpertState.ASKED)


def _awaits(entry: dict, advised: date | None, ended: date | None) -> str:
    if entry.get("unread") or entry.get("precision"):
        return Awaits.ASKER
    return Awaits.NOBODY if advised or ended else Awaits.EXPERT


def _words(world: World, request: ExpertRequest, entry: dict, expert: User) -> None:
    """What was done on the ground, or the precision an expert asks for."""
    shared = {"request": request, "case": request.case, "organisation": _home(world, expert), "author": expert}
    if "support" in entry:
        on_the_ground = {"kind": MessageKind.FIELD_SUPPORT, "said_on": request.supported_on}
        world.rows.add(ExpertMessage, **shared, is_from_expert=True, text=entry["support"], **on_the_ground)
    if entry.get("precision"):
        asks = "Depuis quand les deux demandes s’opposent-elles, et que disent-ils l’un de l’autre aux enfants ?"
        world.rows.add(ExpertMessage, **shared, is_from_expert=True, said_on=request.analysed_on, text=asks)


def _time(world: World, request: ExpertRequest, entry: dict, expert: User) -> None:
    on = ((ExpertActivity.ANALYSIS, request.advised_on), (ExpertActivity.FIELD_SUPPORT, request.supported_on))
    for (activity, day), half_days in zip(on, entry["half_days"], strict=True):
        if day and half_days:
            _spend(world, expert, request.competence, activity, day, half_days, request)


def _spend(world: World, expert: User, competence: str, activity: str, day: date, half_days: int, request=None) -> None:
    world.rows.add(
        ExpertTime,
        dispositif=world.frames["vs"].dispositif,
        competence=competence,
        request=request,
        organisation=_home(world, expert),
        expert=expert,
        activity=activity,
        spent_on=day,
        half_days=half_days,
    )


def _other_time(world: World, told: dict, people: dict[str, User], dice: Dice) -> None:
    """The rest of each year went to sessions, local networks and trainings, in entries of one to five half-days."""
    for competence, totals in told["half_days"].items():
        holders = [people[name] for name in told["holders"][competence]]
        for year, total in zip(_YEARS, totals, strict=True):
            left = total - _noted(world, competence, year)
            while left > 0:
                half_days = min(left, dice.between(1, 5))
                day = working_day(date(year, dice.between(1, _LAST_MONTH.get(year, 12)), dice.between(1, 26)))
                _spend(world, dice.pick(holders), competence, dice.pick(_APART), day, half_days)
                left -= half_days


def _noted(world: World, competence: str, year: int) -> int:
    rows = world.rows.of(ExpertTime)
    return sum(row.half_days for row in rows if row.competence == competence and row.spent_on.year == year)


def _published(world: World, people: dict[str, User], entry: dict, source: str, request=None) -> None:
    day = date.fromisoformat(entry["on"])
    row = _text(world, people, entry, source, request, day - timedelta(days=7))
    row.state, row.published_on = CapitalisedState.PUBLISHED, day
    row.reread_by = people[entry["second"]]


def _text(world: World, people: dict[str, User], entry: dict, source: str, request, proposed_on: date) -> Capitalised:
    row = world.rows.add(
        Capitalised,
        dispositif=world.frames["vs"].dispositif,
        source=source,
        request=request,
        competence=request.competence if request else entry["competence"],
        title=entry["title"],
        question=entry["question"],
        answer=entry["answer"],
        recommendation=entry["recommendation"],
        proposed_by=people[entry["by"]],
        proposed_on=proposed_on,
    )
    row.search_text = row.searched()
    return row


def _waiting(world: World, people: dict[str, User], entry: dict) -> None:
    """One text waits for its second reading."""
    _text(world, people, entry, CapitalisedSource.PRACTICE_EXCHANGE, None, date.fromisoformat(entry["on"]))
