"""How long an orientation takes, from its sending to the first meeting: medians in days, n of N, from the rows.

Each stage is counted over the orientations that reached it, out of those that could have: a household that is
still waiting is in N and not in n. The first meeting is the first effective intervention, people of the household
met, since the decision to accompany.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from django.db.models import OuterRef, QuerySet, Subquery

from accompaniment.choices import InterventionOutcome
from accompaniment.models import Intervention
from cellule.choices import ADMITTING, AgendaState, ReferralState
from cellule.models import AgendaItem, Decision, Referral
from cellule.querysets import instances_kept_by
from households.models import Case
from partners.models import Dispositif
from veille.core import clock
from veille.core.actor import Actor
from veille.core.formats import NO_BREAK, number
from veille.core.masking import is_small

# What is measured is recent: what happened before says little of today.
WINDOW = timedelta(days=2 * 365)
_UNTOLD = frozenset({ReferralState.WITHDRAWN})


@dataclass(frozen=True)
class Delay:
    """One stage: its words, who reached it (n) of those who could (N), the median and the longest, in days."""

    code: str
    label: str
    n: int
    total: int
    median: float | None
    longest: int | None
    is_masked: bool = False

    @property
    def in_words(self) -> str:
        """The median as a page tells it: « 1,5 jour », « 12 jours »."""
        if self.median is None:
            return ""
        digits = 0 if self.median == int(self.median) else 1
        return f"{number(self.median, digits)}{NO_BREAK}{'jour' if self.median < 2 else 'jours'}"


STAGES = (
    ("seen", "Vue par le secrétariat", "seen_on"),
    ("complete", "Dossier complet", "completed_on"),
    ("session", "Examinée en séance", "session_on"),
    ("decision", "Décision", "decided_on"),
    ("contact", "Premier contact, une fois décidé", "contact_on"),
)


def referrals_counted_by(actor: Actor) -> QuerySet[Referral]:
    """Those of the instances she keeps, or of what she follows in numbers; recent ones."""
    counted = Referral.objects.filter(case__in=Case.objects.countable_by(actor).values("pk"))
    return _recent(counted)


def kept_by(actor: Actor) -> QuerySet[Referral]:
    return _recent(Referral.objects.filter(instance__in=instances_kept_by(actor)))


def rows_kept_by(actor: Actor) -> QuerySet[Referral]:
    """Those of the instances she keeps, as long as she reads them, with the day of each stage."""
    rows = Referral.objects.visible_to(actor).filter(instance__in=instances_kept_by(actor))
    return with_stages(rows).with_list_data()


def published(dispositif: Dispositif) -> list[Delay]:
    """What the dispositif says of itself to anybody: masked, and still for a whole quarter.

    Figures that moved each day would tell, from one day to the next, what became of one household.
    """
    until = counted_until()
    theirs = Referral.objects.filter(instance__dispositif=dispositif, submitted_on__lt=until)
    recent = theirs.filter(submitted_on__gt=until - WINDOW).exclude(state__in=_UNTOLD, closed_on__lt=until)
    return masked(measured(with_stages(recent), until=until))


def counted_until() -> date:
    """The first day of the quarter: what happened since is not published yet."""
    today = clock.today()
    return date(today.year, today.month - (today.month - 1) % 3, 1)


def _recent(referrals: QuerySet[Referral]) -> QuerySet[Referral]:
    recent = referrals.filter(submitted_on__gt=clock.today() - WINDOW).exclude(state__in=_UNTOLD)
    return with_stages(recent)


def with_stages(referrals: QuerySet[Referral]) -> QuerySet[Referral]:
    """The day of each stage on each row."""
    decided = Decision.objects.filter(referral=OuterRef("pk")).order_by("decided_on", "recorded_at")
    items = AgendaItem.objects.filter(referral=OuterRef("pk"), state__in=[AgendaState.DECIDED, AgendaState.POSTPONED])
    annotated = referrals.annotate(
        session_on=Subquery(items.order_by("session__held_on").values("session__held_on")[:1]),
        decided_on=Subquery(decided.values("decided_on")[:1]),
        admitted_on=Subquery(decided.filter(code__in=ADMITTING, corrected_by=None).values("decided_on")[:1]),
    )
    met = Intervention.objects.filter(
        case=OuterRef("case"),
        outcome=InterventionOutcome.EFFECTIVE,
        people_met__gt=0,
        happened_on__gte=OuterRef("admitted_on"),
    )
    return annotated.annotate(contact_on=Subquery(met.order_by("happened_on").values("happened_on")[:1]))


def measured(referrals: QuerySet[Referral], *, until: date = date.max) -> list[Delay]:
    """The five stages, in one query; a stage reached since `until` is not reached yet."""
    columns = ("submitted_on", "admitted_on", *(column for _, _, column in STAGES))
    found = referrals.order_by().values(*columns)
    rows = [{column: day if day and day < until else None for column, day in row.items()} for row in found]
    return [_delay(code, label, column, rows) for code, label, column in STAGES]


def _delay(code: str, label: str, column: str, rows: list[dict]) -> Delay:
    begun = "admitted_on" if code == "contact" else "submitted_on"
    able = [row for row in rows if row[begun]]
    days = [(row[column] - row[begun]).days for row in able if row[column] and row[column] >= row[begun]]
    return Delay(code, label, len(days), len(able), median(days) if days else None, max(days, default=None))


def masked(delays: Iterable[Delay]) -> list[Delay]:
    """For who is outside: a stage that speaks of less than five households, or loses less than five, says nothing."""
    shown: list[Delay] = []
    before: Delay | None = None
    for delay in delays:
        hidden = is_small(delay.n, delay.total) or is_small(delay.total) or _tells_a_few(delay, before)
        shown.append(_masked(delay) if hidden else _without_extreme(delay))
        before = before if hidden else delay
    return shown


def _tells_a_few(delay: Delay, before: Delay | None) -> bool:
    """The difference between two figures shown is a figure too."""
    return before is not None and (is_small(abs(before.n - delay.n)) or is_small(abs(before.total - delay.total)))


def _masked(delay: Delay) -> Delay:
    return Delay(delay.code, delay.label, 0, 0, None, None, is_masked=True)


def _without_extreme(delay: Delay) -> Delay:
    """The longest wait is one household's."""
    return Delay(delay.code, delay.label, delay.n, delay.total, delay.median, None)
