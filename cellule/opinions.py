"""Opinions of the seats and quorum: what an instance asks for, what was said, when a decision must explain itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from cellule.choices import ADMITTING, AgendaState, DecisionCode, SessionState
from cellule.instance_rules import rules_of
from cellule.live_choices import OpinionValue
from cellule.models import AgendaItem, Attendance, Opinion, Session
from cellule.seats import seats_of
from households.models import Exclusion
from partners.configuration import InstanceRules, Opinions
from veille.core.formats import counted

# The answers that say yes or no to what is proposed; the others (defer, diagnosis…) leave it open.
_YES = frozenset(ADMITTING)
_NO = frozenset({DecisionCode.REFUSE, DecisionCode.REDIRECT})


@dataclass(frozen=True)
class Presence:
    """Who is there, by organisation; `seated` of them have a seat, which is what a quorum counts."""

    organisations: tuple[str, ...]
    seated: int
    quorum: int

    @property
    def is_reached(self) -> bool:
        return self.seated >= self.quorum

    @property
    def sentence(self) -> str:
        if not self.quorum:
            return ""
        there = counted(self.seated, "organisme siégeant présent", "organismes siégeant présents")
        word = "atteint" if self.is_reached else "non atteint"
        return f"Quorum {word} : {there}, {counted(self.quorum, 'demandé')}"


def presence_at(session: Session, rules: InstanceRules, item: AgendaItem | None = None) -> Presence:
    """Who is there; on an item, an organisation whose seats have all left for it is not counted in the quorum."""
    there = Attendance.objects.filter(session=session, is_present=True).select_related("organisation")
    there = list(there.order_by("organisation__sort_name", "id"))
    seated = _organisations_sitting(session, item) if rules.quorum else set()
    names = tuple(row.organisation.short_name or row.organisation.name for row in there)
    return Presence(names, sum(row.organisation_id in seated for row in there), rules.quorum)


def _organisations_sitting(session: Session, item: AgendaItem | None) -> set[UUID]:
    seats = seats_of(session.instance)
    if item is not None and item.case_id:
        seats = seats.exclude(user__in=Exclusion.objects.filter(case=item.case_id).values("user"))
    return set(seats.values_list("organisation", flat=True))


@dataclass(frozen=True)
class Tally:
    """One opinion: how many organisations gave it, which ones, and their lines."""

    label: str
    value: str
    given: tuple[Opinion, ...]


def tally(opinions: Iterable[Opinion]) -> list[Tally]:
    """The opinions in the order of the page, those nobody gave included."""
    opinions = list(opinions)
    return [
        Tally(label, value, tuple(given for given in opinions if given.value == value))
        for value, label in OpinionValue.choices
    ]


def takes_opinions(session: Session, item: AgendaItem, rules: InstanceRules) -> bool:
    """Whether the seats may say what they think of this item now."""
    open_item = session.state == SessionState.OPEN and item.state == AgendaState.LISTED
    return bool(item.case_id) and open_item and rules.opinions != Opinions.NONE


def why_to_explain(item: AgendaItem, code: str) -> str:
    """What a decision of an instance with binding opinions must explain; empty when it follows them.

    The majority is among « favorable » and « défavorable »: « réservé » and « ne participe pas » weigh on no side.
    """
    rules = rules_of(item.session.instance)
    if rules.opinions != Opinions.BINDING or code not in _YES | _NO:
        return ""
    if not presence_at(item.session, rules, item).is_reached:
        return "Le quorum n’est pas atteint : dites ici pourquoi la décision est prise."
    sides = list(Opinion.objects.counted().filter(item=item).order_by("pk").values_list("value", flat=True))
    lead = sides.count(OpinionValue.FAVOURABLE) - sides.count(OpinionValue.UNFAVOURABLE)
    if (lead > 0 and code in _NO) or (lead < 0 and code in _YES):
        return "La décision s’écarte de l’avis de la majorité : dites ici pourquoi."
    return ""
