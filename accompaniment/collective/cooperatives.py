"""What a page, a list and a yearly summary of a cooperative tell, as far as their reader may know it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from accompaniment.collective.lists import Line, lines, place_words
from accompaniment.collective.numbers import DEFINITIONS, held_sessions, in_band, total_of
from accompaniment.collective.querysets import keeps_lists
from accompaniment.collective.rights import can_keep, counts_whole
from accompaniment.models import (
    CollectiveAction,
    CooperativeCharter,
    CooperativeLoan,
    CooperativeMember,
    ResidentCooperative,
)
from partners.models import Convention
from veille.core import clock
from veille.core.actor import Actor
from veille.core.formats import counted
from veille.core.masking import SMALL, is_small

_LATEST_ACTIONS = 20


@dataclass(frozen=True)
class CooperativeLine:
    cooperative: ResidentCooperative
    place: str
    members: str
    loans: tuple[CooperativeLoan, ...]


def members_on(day: date) -> Q:
    return Q(members__joined_on__lte=day) & (Q(members__left_on=None) | Q(members__left_on__gte=day))


def _numbers(cooperatives: Iterable[ResidentCooperative], day: date) -> dict:
    keys = [one.pk for one in cooperatives]
    rows = ResidentCooperative.objects.filter(pk__in=keys).order_by("pk")
    return dict(rows.annotate(n=Count("members", filter=members_on(day))).values_list("pk", "n"))


def members_words(actor: Actor, cooperative: ResidentCooperative, n: int) -> str:
    """Exact for the association that keeps the list; for a landlord, about how many."""
    if not n and not keeps_lists(actor):
        return "non compté"
    return counted(n, "membre") if counts_whole(actor, cooperative) else in_band(n)


def cooperative_lines(actor: Actor, cooperatives: Iterable[ResidentCooperative]) -> list[CooperativeLine]:
    cooperatives = list(cooperatives)
    numbers, today = _numbers(cooperatives, clock.today()), clock.today()
    return [
        CooperativeLine(
            one,
            place_words(one),
            members_words(actor, one, numbers[one.pk]),
            tuple(loan for loan in one.loans.all() if loan.ends_on is None or loan.ends_on >= today),
        )
        for one in cooperatives
    ]


def adopted_words(actor: Actor, charter: CooperativeCharter) -> str:
    whole = counts_whole(actor, charter.cooperative) or not is_small(charter.adopted_by)
    return counted(charter.adopted_by, "personne") if whole else f"moins de {SMALL} personnes"


def actions_of(actor: Actor, cooperative: ResidentCooperative) -> QuerySet[CollectiveAction]:
    """Its activities: of a cooperative one sees, whether one organises each of them or not."""
    return CollectiveAction.objects.filter(
        cooperative__in=ResidentCooperative.objects.visible_to(actor).filter(pk=cooperative.pk).values("pk")
    ).with_list_data()


def page_context(actor: Actor, cooperative: ResidentCooperative) -> dict[str, Any]:
    charters = list(cooperative.charters.order_by("-number"))
    for charter in charters:
        charter.cooperative = cooperative
    members = list(_members(actor, cooperative))
    today = clock.today()
    numbers = _numbers([cooperative], today)
    hers = CollectiveAction.objects.visible_to(actor).filter(cooperative=cooperative)
    return {
        "cooperative": cooperative,
        "place": place_words(cooperative),
        "members_words": members_words(actor, cooperative, numbers[cooperative.pk]),
        "charters": [(charter, adopted_words(actor, charter)) for charter in charters],
        "members": members,
        "keeps": can_keep(actor, cooperative),
        "keeps_lists": keeps_lists(actor) and can_keep(actor, cooperative),
        "conventions": set(Convention.objects.visible_to(actor).values_list("pk", flat=True)),
        "loans": list(cooperative.loans.select_related("lender", "convention").order_by("-starts_on", "pk")),
        "activities": lines(actor, actions_of(actor, cooperative)[:_LATEST_ACTIONS]),
        "opened": set(hers.values_list("pk", flat=True)),
        "years": list(range(today.year, cooperative.starts_on.year - 1, -1)),
    }


def _members(actor: Actor, cooperative: ResidentCooperative) -> QuerySet[CooperativeMember]:
    """Those who are there first, then those who left and are not forgotten yet."""
    members = CooperativeMember.objects.visible_to(actor).filter(cooperative=cooperative)
    return members.select_related("charter").order_by("-left_on", "first_name", "pk")


def year_of(actor: Actor, cooperative: ResidentCooperative, first: date) -> dict[str, Any]:
    """The year that begins on this day: activities, members at its end, land and room, charter in force."""
    last = min(date(first.year, 12, 31), clock.today())
    told = [line for line in lines(actor, actions_of(actor, cooperative)) if _in_year(line, first.year)]
    n = _numbers([cooperative], last)[cooperative.pk]
    charter = cooperative.charters.filter(adopted_on__lte=last).order_by("-number").first()
    loans = cooperative.loans.filter(Q(ends_on=None) | Q(ends_on__gte=first), starts_on__lte=last)
    return {
        "cooperative": cooperative,
        "place": place_words(cooperative),
        "year": first.year,
        "is_whole": counts_whole(actor, cooperative) and keeps_lists(actor),
        "last": last,
        "members_words": members_words(actor, cooperative, n),
        "charter": charter,
        "adopted_words": adopted_words(actor, charter) if charter else "",
        "loans": list(loans.select_related("lender").order_by("starts_on", "pk")),
        "activities": told,
        "texts": _assessments(actor, told),
        "total": total_of([line.figures for line in told]),
        "definitions": DEFINITIONS,
    }


def _assessments(actor: Actor, told: Iterable[Line]) -> list[CollectiveAction]:
    """What organisers wrote, for organisers: whoever only lends the land reads numbers."""
    hers = set(CollectiveAction.objects.visible_to(actor).values_list("pk", flat=True))
    return [line.action for line in told if line.action.assessment and line.action.pk in hers]


def _in_year(line: Line, year: int) -> bool:
    """An activity counts in the year of its last session held, whole: cut in two, each half would tell of the other."""
    days = [session.held_on for session in held_sessions(line.action)]
    return bool(days) and max(days).year == year
