"""Collective actions of 2018 and two residents' cooperatives: one kept by an association, one by a landlord alone."""

from datetime import date, time

from accompaniment.collective.choices import CollectiveSessionState, CollectiveState
from accompaniment.models import (
    CollectiveAction,
    CollectiveAnimator,
    CollectiveAttendance,
    CollectiveCoOrganiser,
    CollectiveParticipant,
    CollectiveSession,
    CooperativeCharter,
    CooperativeLoan,
    CooperativeMember,
    ResidentCooperative,
)
from partners.models import Organisation, Site
from veille.demonstration.dice import Dice, data
from veille.demonstration.frames import World
from veille.demonstration.rows import Rows

_SEED = 3405
_AGREED_ON = date(2018, 11, 21)


def tell(world: World) -> None:
    told = data("collective.json")
    rows = Rows(Dice(_SEED))
    sites = _sites(world)
    cooperatives = {entry["key"]: _cooperative(rows, world, sites, entry) for entry in told["cooperatives"]}
    for entry in told["actions"]:
        action = _action(rows, world, sites, cooperatives, entry)
        _list(rows, action, told["participants"].get(entry["key"], ()))
        _tick_members(rows, action)
    rows.write()


def _sites(world: World) -> dict[Organisation, Site]:
    """One site of each landlord, always the same."""
    dispositif = world.frames["vs"].dispositif
    found = Site.objects.filter(dispositif=dispositif).select_related("landlord").order_by("-dwellings", "pk")
    return {site.landlord: site for site in reversed(found)}


def _where(world: World, sites: dict, entry: dict) -> Site | None:
    return sites[world.organisations[entry["site"]]] if "site" in entry else None


def _cooperative(rows: Rows, world: World, sites: dict, entry: dict) -> ResidentCooperative:
    cooperative = rows.add(
        ResidentCooperative,
        dispositif=world.frames["vs"].dispositif,
        organisation=world.organisations[entry["keeper"]],
        author=world.person(entry["author"]),
        name=entry["name"],
        purpose=entry["purpose"],
        site=_where(world, sites, entry),
        aimed=entry["aimed"],
        starts_on=date.fromisoformat(entry["starts"]),
    )
    for kind, label, lender, area, in_return, first, last in entry["loans"]:
        rows.add(
            CooperativeLoan,
            cooperative=cooperative,
            kind=kind,
            label=label,
            lender=world.organisations[lender],
            area=area,
            in_return=in_return,
            starts_on=date.fromisoformat(first),
            ends_on=date.fromisoformat(last) if last else None,
        )
    _members(rows, cooperative, entry, _charters(rows, cooperative, entry))
    return cooperative


def _charters(rows: Rows, cooperative: ResidentCooperative, entry: dict) -> list[CooperativeCharter]:
    return [
        rows.add(
            CooperativeCharter,
            cooperative=cooperative,
            number=number,
            text=text,
            adopted_on=date.fromisoformat(day),
            adopted_by=people,
        )
        for number, (day, people, text) in enumerate(entry["charters"], 1)
    ]


def _members(rows: Rows, cooperative: ResidentCooperative, entry: dict, charters: list[CooperativeCharter]) -> None:
    """Each signed the charter in force the day she came, or the next one."""
    for first_name, part, joined, left in entry["members"]:
        joined_on = date.fromisoformat(joined)
        signed = [charter for charter in charters if charter.adopted_on <= joined_on] or charters[:1]
        rows.add(
            CooperativeMember,
            cooperative=cooperative,
            first_name=first_name,
            part=part,
            charter=signed[-1],
            joined_on=joined_on,
            left_on=date.fromisoformat(left) if left else None,
        )


def _action(rows: Rows, world: World, sites: dict, cooperatives: dict, entry: dict) -> CollectiveAction:
    action = rows.add(
        CollectiveAction,
        dispositif=world.frames["vs"].dispositif,
        organisation=world.organisations[entry["keeper"]],
        author=world.person(entry["author"]),
        cooperative=cooperatives.get(entry.get("cooperative")),
        title=entry["title"],
        theme=entry["theme"],
        purpose=entry.get("purpose", ""),
        site=_where(world, sites, entry),
        place=entry["place"],
        state=entry["state"],
        ended_on=date.fromisoformat(entry["ended"]) if "ended" in entry else None,
        people=entry.get("people"),
        regulars=entry.get("regulars"),
        assessment=entry.get("assessment", ""),
    )
    for key in entry.get("beside", ()):
        rows.add(CollectiveCoOrganiser, action=action, organisation=world.organisations[key])
    for told in entry["sessions"]:
        _session(rows, action, *told)
    return action


def _session(rows: Rows, action: CollectiveAction, day: str, expected: int | None, *came: int | None) -> None:
    held = dict(zip(("adults", "children", "not_accompanied"), came, strict=True)) if came else {}
    session = rows.add(
        CollectiveSession,
        action=action,
        held_on=date.fromisoformat(day),
        starts_at=time(14),
        minutes=120,
        expected=expected,
        state=CollectiveSessionState.HELD if came else CollectiveSessionState.PLANNED,
        **held,
    )
    rows.add(CollectiveAnimator, session=session, user=action.author, organisation=action.organisation)


def _held(rows: Rows, action: CollectiveAction) -> list[CollectiveSession]:
    sessions = rows.of(CollectiveSession)
    return [one for one in sessions if one.action is action and one.state == CollectiveSessionState.HELD]


def _list(rows: Rows, action: CollectiveAction, people: list) -> None:
    """Most came to most sessions."""
    for number, (first_name, is_child, contact) in enumerate(people):
        participant = rows.add(
            CollectiveParticipant,
            action=action,
            organisation=action.organisation,
            first_name=first_name,
            is_child=is_child,
            contact=contact,
            agreed_on=_AGREED_ON if contact else None,
        )
        for index, session in enumerate(_held(rows, action)):
            if (number + index) % 3:
                rows.add(CollectiveAttendance, session=session, participant=participant)


def _tick_members(rows: Rows, action: CollectiveAction) -> None:
    """Members who had joined, at the activities of their cooperative that are still to end."""
    if action.cooperative is None or action.state != CollectiveState.PLANNED:
        return
    members = [one for one in rows.of(CooperativeMember) if one.cooperative is action.cooperative]
    for session in _held(rows, action):
        for member in members[::2]:
            if member.joined_on <= session.held_on and member.left_on is None:
                rows.add(CollectiveAttendance, session=session, member=member)
