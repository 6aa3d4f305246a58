"""What the term of each file asks today: told, archived, erased, or held. Reads only; the acts are services."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from households.grants import GrantLevel
from households.models import Case, CaseAccess, CaseSpell, LegalHold
from households.terms import NEVER_ADMITTED_MONTHS, WARNING_DAYS, Life, Terms, terms
from partners.models import DispositifVersion
from veille.core import clock
from veille.core.formats import plus_months

# No file is warned of before ten months without a contact: what is younger is not even looked at.
_EARLIEST_MONTHS = 10
# Months are not equally long: a day or two around a window cost nothing.
_SLACK = timedelta(days=3)
_WARN, _ARCHIVE, _ERASE, _HELD, _LATER = "warn", "archive", "erase", "held", "later"
STEP_LABELS = {
    _WARN: "Archivage annoncé",
    _ARCHIVE: "À archiver",
    _ERASE: "À effacer",
    _HELD: "Conservation imposée",
    _LATER: "Plus tard",
}


@dataclass(frozen=True)
class Due:
    """A file, its days, and what they ask today."""

    case: Case
    terms: Terms
    step: str

    @property
    def label(self) -> str:
        return STEP_LABELS[self.step]

    @property
    def why(self) -> str:
        """The fact its term is counted from."""
        if self.case.closed_on and not self.case.admitted_on:
            return "Jamais admis, dossier clos"
        return "Dernier contact" if self.case.last_contact_on == self.terms.begins_on else "Dernière ouverture"


def controlled(cases: QuerySet[Case]) -> "QuerySet[Any]":
    """With the organisation that answers for each file: who led it last, else presented it, else sent it."""
    levels = (GrantLevel.LEAD, GrantLevel.PRESENTING, GrantLevel.STATUS)
    grants = CaseAccess.objects.filter(case=OuterRef("pk")).order_by("-starts_on", "pk")
    answering = [Subquery(grants.filter(level=level).values("organisation")[:1]) for level in levels]
    return cases.annotate(controller=Coalesce(*answering))


def near_their_term(cases: QuerySet[Case], today: date) -> QuerySet[Case]:
    """Files whose last act is old enough to be looked at; exact days are told by `terms`."""
    quiet_since = plus_months(today, -_EARLIEST_MONTHS)
    silent = Q(last_contact_on__lte=quiet_since) | Q(last_contact_on=None, opened_on__lte=quiet_since)
    return cases.filter(silent, anonymised_on=None).order_by("opened_on", "number")


def dues(cases: QuerySet[Case], today: date | None = None) -> Iterator[Due]:
    """What each of these files is due for today."""
    today = today or clock.today()
    found: list[Any] = list(cases.annotate(resumed_on=Max("spells__starts_on")))
    holds = _holds(found, today)
    versions = DispositifVersion.objects.in_bulk({case.rules_id for case in found})
    for case in found:
        days = terms(_life(case, versions[case.rules_id].configuration.retention_years, holds), today)
        yield Due(case, days, step_of(case, days, today))


def _holds(cases: Iterable[Case], today: date) -> dict:
    rows = LegalHold.objects.filter(case__in=[case.pk for case in cases], ends_on__gte=today - timedelta(days=1))
    held: dict = {}
    for case, start, end in rows.values_list("case", "starts_on", "ends_on"):
        held.setdefault(case, []).append((start, end))
    return held


def _life(case: Any, years: int, holds: dict) -> Life:
    return Life(
        opened_on=case.opened_on,
        years=years,
        last_contact_on=case.last_contact_on,
        resumed_on=case.resumed_on,
        closed_on=case.closed_on,
        is_admitted=case.admitted_on is not None,
        is_frozen=case.frozen_on is not None,
        holds=tuple(holds.get(case.pk, ())),
    )


def step_of(case: Case, days: Terms, today: date) -> str:
    """The step due on a day; what holds a file wins over everything."""
    if days.is_held:
        return _HELD
    if days.erased_on and days.erased_on <= today:
        return _ERASE
    if days.archived_on and days.archived_on <= today:
        return _LATER if case.archived_on else _ARCHIVE
    return _WARN if days.warned_on <= today else _LATER


def to_do(cases: QuerySet[Case], today: date | None = None, *steps: str) -> list[Due]:
    """The files of a queryset that are due for one of these steps (all but « later » by default)."""
    wanted = steps or (_WARN, _ARCHIVE, _ERASE, _HELD)
    day = today or clock.today()
    return [due for due in dues(near_their_term(cases, day), day) if due.step in wanted]


def warned(cases: QuerySet[Case], today: date) -> list[Due]:
    """Files that leave the lists within the warning: only those whose last act falls in one of the windows are read."""
    found = cases.filter(_begun_in_a_window(today), archived_on=None).order_by("opened_on", "number")
    return [due for due in dues(found, today) if due.step == _WARN]


def _begun_in_a_window(today: date) -> Q:
    """Files of which some act happened so long ago that their term, if it is counted from it, is near."""
    years = DispositifVersion.objects.order_by().values_list("data__retention_years", flat=True).distinct()
    fits = Q(pk__in=())
    for months in {NEVER_ADMITTED_MONTHS, *(12 * number for number in years)}:
        window = (
            plus_months(today, -months) - _SLACK,
            plus_months(today + timedelta(days=WARNING_DAYS), -months) + _SLACK,
        )
        resumed = CaseSpell.objects.filter(case=OuterRef("pk"), starts_on__range=window)
        fits |= Q(last_contact_on__range=window) | Q(opened_on__range=window) | Q(closed_on__range=window)
        fits |= Q(Exists(resumed))
    return fits
