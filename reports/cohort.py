"""What evaluation remembers of households whose files are erased: distributions only, small groups hidden.

The rows of the cohort lead back to nobody; crossed, small ones could. Each column is told alone.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from households.models import CohortMember
from partners.configuration import Door
from partners.models import Dispositif
from partners.object_rights import roles_with
from reports.indicators.figures import Part
from reports.masking import SMALL, masked_parts
from veille.core import reference
from veille.core.actor import Actor

# others.csv, panel: who follows its numbers, and who evaluates it.
_READERS = roles_with("panel", "N", scope=None) | roles_with("panel", "W", scope="P")
_YEAR = 12


@dataclass(frozen=True)
class Column:
    """One question asked of the cohort, and its answers."""

    title: str
    parts: tuple[Part, ...]


def can_read_cohort(actor: Actor, dispositif: Dispositif) -> bool:
    return any(m.role in _READERS and m.dispositif_id == dispositif.pk for m in actor.memberships)


def size(dispositif: Dispositif) -> int | None:
    """How many households; None when so few that the number tells of them."""
    count = CohortMember.objects.filter(dispositif=dispositif).count()
    return None if 0 < count < SMALL else count


def columns(dispositif: Dispositif) -> list[Column]:
    """Each column of the cohort as a distribution; nothing at all of a cohort of less than five."""
    members = list(CohortMember.objects.filter(dispositif=dispositif).order_by("pk"))
    if len(members) < SMALL:
        return []
    total = len(members)
    return [
        _column("Porte d’entrée", (Door(m.door).label for m in members), total),
        _column("Année d’ouverture", (str(m.opened_year) for m in members), total),
        _column("Territoire", (m.territory for m in members), total),
        _column("Composition", (reference.label("household_type", m.household_type) for m in members), total),
        _column("Durée d’accompagnement", (_length(m.months) for m in members), total),
        _column("Situation à la sortie", (_outcome(m.outcome) for m in members), total),
        _column("Difficultés", _difficulties(members), total, exclusive=False),
    ]


def _column(title: str, values: Iterable[str], total: int, *, exclusive: bool = True) -> Column:
    """In the order of the words: an order by size would tell of what is hidden."""
    counts = Counter(values)
    parts = [Part(label, count, total) for label, count in sorted(counts.items())]
    return Column(title, masked_parts(parts, exclusive=exclusive))


def _difficulties(members: Iterable[CohortMember]) -> Iterable[str]:
    return (reference.label("difficulty", code) for member in members for code in member.difficulties)


def _outcome(code: str) -> str:
    return reference.label("exit_outcome", code) if code else "Jamais accompagné"


def _length(months: int | None) -> str:
    if months is None:
        return "Jamais accompagné"
    return "Moins d’un an" if months < _YEAR else "Un an ou plus"
