"""Difficulties and strengths by life area, and how they moved."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from households.models import Finding, Strength
from households.pages import CasePage
from partners.roles import Section
from veille.core import clock, formats, reference
from veille.core.charts import Chart, scales

_LEVELS = tuple(label for value, label in Finding._meta.get_field("severity").choices if value is not None)
# Where a difficulty that nobody weighed stands among the others: after those that weigh, before those that are over.
_UNWEIGHED = 0.5
_ELSEWHERE = "other"


@dataclass(frozen=True)
class Followed:
    """A difficulty as last noted, and what was noted before (the latest first)."""

    latest: Finding
    former: tuple[Finding, ...]

    @property
    def label(self) -> str:
        return reference.label("difficulty", self.latest.difficulty)

    @property
    def weighed(self) -> list[Finding]:
        """The findings that say how strong it is, the latest first."""
        return [one for one in (self.latest, *self.former) if one.severity is not None]

    @property
    def has_moved(self) -> bool:
        return len({one.severity for one in self.weighed}) > 1

    @property
    def trend(self) -> str:
        """« 3 → 1 depuis mars 2018 », « stable depuis mars 2018 »; nothing after a single finding."""
        if len(self.weighed) < 2:
            return ""
        last, first = self.weighed[0], self.weighed[-1]
        since = formats.month(first.found_on)
        if not self.has_moved:
            return f"stable depuis {since}"
        return f"{first.severity} → {last.severity} depuis {since}"

    @property
    def tone(self) -> str:
        """Lighter, heavier, or as before."""
        if not self.has_moved:
            return "neutral"
        return "success" if self.weighed[0].severity < self.weighed[-1].severity else "warning"

    @property
    def is_over(self) -> bool:
        return self.latest.severity == 0


@dataclass(frozen=True)
class Area:
    """A life area: what weighs, what is over, what one can lean on."""

    code: str
    difficulties: tuple[Followed, ...]
    strengths: tuple[Strength, ...]

    @property
    def label(self) -> str:
        return reference.label("life_area", self.code)

    @cached_property
    def chart(self) -> Chart | None:
        """Drawn when something has moved; « stable » says it all otherwise."""
        moved = [followed for followed in self.difficulties if followed.has_moved]
        return _drawn(self.label, moved) if moved else None


def followed(findings: Iterable[Finding]) -> list[Followed]:
    """Findings gathered by difficulty, hardest first; `findings` come the latest first."""
    by_code: dict[str, list[Finding]] = {}
    for finding in findings:
        by_code.setdefault(finding.difficulty, []).append(finding)
    current = [Followed(rows[0], tuple(rows[1:])) for rows in by_code.values()]
    return sorted(current, key=lambda one: (-weight(one.latest), one.label))


def weight(finding: Finding) -> float:
    """What difficulties are sorted by."""
    return _UNWEIGHED if finding.severity is None else finding.severity


def difficulties(page: CasePage) -> list[Followed]:
    """Every difficulty the reader may see; those closed to her do not exist."""
    findings = Finding.objects.visible_to(page.actor).filter(case=page.case).select_related("author", "organisation")
    return followed(findings.order_by("-found_on", "-created_at"))


def to_reassess(page: CasePage) -> list[Finding]:
    """The last word on each difficulty that she may write about again."""
    sections = {True: Section.FINDINGS_SUPPORT, False: Section.FINDINGS_LANDLORD}
    latest = [one.latest for one in difficulties(page)]
    return [finding for finding in latest if page.writes(sections[finding.is_confided])]


def strengths(page: CasePage) -> list[Strength]:
    """Those that still hold, by the last word on each."""
    rows = Strength.objects.visible_to(page.actor).filter(case=page.case).select_related("author", "organisation")
    latest: dict[str, Strength] = {}
    for row in rows.order_by("-found_on", "-created_at"):
        latest.setdefault(row.strength, row)
    return sorted((row for row in latest.values() if row.holds), key=lambda row: row.strength)


def areas(page: CasePage) -> list[Area]:
    """The life areas of which something is known, in the order of the list."""
    known, held = difficulties(page), strengths(page)
    found = []
    for code, _ in reference.choices("life_area"):
        mine = tuple(one for one in known if _area("difficulty", one.latest.difficulty) == code)
        lean = tuple(row for row in held if _area("strength", row.strength) == code)
        if mine or lean:
            found.append(Area(code, mine, lean))
    return found


def _area(list_code: str, code: str) -> str:
    return reference.mapped(list_code, code, "life_area") or _ELSEWHERE


def _drawn(area: str, moved: list[Followed]) -> Chart:
    told = [(one.label, row) for one in moved for row in reversed(one.weighed)]
    table = sorted(told, key=lambda pair: pair[1].found_on)
    return scales(
        title=f"{area} : comment les difficultés ont évolué",
        description=" ; ".join(f"{one.label} : {one.trend}" for one in moved) + ".",
        heads=("Date", "Difficulté", "Intensité"),
        values=[(label, row.found_on, row.severity) for label, row in told],
        rows=[(formats.far_date(row.found_on), label, _LEVELS[row.severity]) for label, row in table],
        levels=_LEVELS,
        until=clock.today(),
    )
