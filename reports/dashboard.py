"""The first screen of the results: figures against targets, funnel, sessions, milestones, sites."""

from dataclasses import replace
from itertools import dropwhile

from partners.configuration import Declared
from reports import facts
from reports.answers import Answer, answer, applies
from reports.drawings import entries_chart, funnel_chart
from reports.indicators import INDICATORS, Kind, Part, Scope
from reports.indicators.activity import Step, entries_by_half_year, funnel, not_diagnosed
from reports.masking import is_small, masked_steps
from reports.permissions import Audience
from veille.core.formats import NOTHING, counted, number

MASKED = "masqué"
COLUMN = 440  # two drawings side by side
ENTRIES = "A-01"
STEPS = ("A-02", "A-04", "A-05", "A-06")
RESULTS = ("R-01", "R-02", "R-04")


def dashboard(scope: Scope, reader: Audience) -> dict:
    """All that the page shows, as its reader may see it."""
    targets = target_rows(scope, reader)
    steps = shown_funnel(scope, reader)
    sessions = answer("P-04", scope, reader)
    results = household_results(scope, reader)
    shown = {*STEPS, *(one.indicator.code for one, _ in results)} | ({ENTRIES} if targets else set())
    return {
        "targets": targets,
        "declared": facts.declared(scope),
        **_declared_by_place(scope, shown),
        "results": results,
        "key_figures": key_figures(scope, reader, targets, sessions),
        "funnel": steps,
        "funnel_chart": funnel_chart(steps, COLUMN),
        "not_diagnosed": [] if reader.masks_activity else not_diagnosed(scope),
        "entries_chart": None if reader.masks_activity else entries_chart(entries_by_half_year(scope), COLUMN),
        "sessions": sessions,
        "milestones": facts.milestones(scope.dispositif),
        "sites": facts.sites(scope.dispositif, facts.declared(scope, facts.SITES_CODE)),
    }


def household_results(scope: Scope, reader: Audience) -> list[tuple[Answer, list[Declared]]]:
    """What came of the accompaniments: computed, and beside it what was printed of the same thing."""
    codes = [code for code in RESULTS if applies(INDICATORS[code], scope, reader)]
    return [(answer(code, scope, reader), facts.declared(scope, code)) for code in codes]


def _declared_by_place(scope: Scope, shown: set[str]) -> dict[str, list[Declared]]:
    """Declared figures stand beside the computed ones shown on the page; those that have none there come last."""
    return {
        "declared_entries": facts.declared(scope, ENTRIES),
        "declared_steps": facts.declared(scope, *STEPS),
        "declared_others": [item for item in facts.declared(scope) if item.indicator not in shown],
    }


def target_rows(scope: Scope, reader: Audience) -> list[facts.TargetRow]:
    """Targets beside results; when one door is too small, both are hidden."""
    rows = facts.target_rows(scope)
    if not reader.masks_activity:
        return rows
    hide_all = any(is_small(row.n) for row in rows)
    hide_same = any(is_small(row.n_same) for row in rows)
    return [replace(row, n=None if hide_all else row.n, n_same=None if hide_same else row.n_same) for row in rows]


def shown_funnel(scope: Scope, reader: Audience) -> list[Step]:
    steps = funnel(scope)
    return masked_steps(steps) if reader.masks_activity else steps


def key_figures(scope: Scope, reader: Audience, targets: list[facts.TargetRow], sessions: Answer) -> list[dict]:
    """Entries against their targets, and sessions held; entries alone where no target was set."""
    found = [_against_target(row) | _trend_of(row, scope, reader) for row in targets] or [_entries(scope, reader)]
    return [*found, _sessions(sessions)]


def _against_target(row: facts.TargetRow) -> dict:
    value = MASKED if row.n is None else number(row.n)
    label = "Ménages admis" if row.target.unit != "person" else "Personnes accompagnées"
    if row.target.door:
        label = f"{label}, {row.door_label.lower()}"
    return {
        "code": "A-01",
        "label": label,
        "value": value,
        "n": row.n,
        "unit": f"{row.unit}, {row.period}",
        "target": None if row.n is None else row.target.value,
        "target_label": f"{row.target.unit_label}, {row.target.period_label}",
        "scale": max(row.n or 0, row.target.value),
    }


def _trend_of(row: facts.TargetRow, scope: Scope, reader: Audience) -> dict:
    """The entries of this year beside those of the year before."""
    if reader.masks_activity:
        return {}
    own, year = scope.at_door(row.target.door or scope.door), scope.end.year
    now, before = (
        own.between(
            scope.end.replace(year=y, month=1, day=1), min(scope.end, scope.end.replace(year=y, month=12, day=31))
        )
        for y in (year, year - 1)
    )
    entered = counted(now.admitted.count(), "ménage admis", "ménages admis")
    return {"period": f"{entered} en {year}, {number(before.admitted.count())} en {year - 1}"}


def _entries(scope: Scope, reader: Audience) -> dict:
    entered = answer("A-01", scope, reader)
    return {
        "code": "A-01",
        "label": "Ménages admis",
        "value": entered.figure.text,
        "unit": "ménages",
        "period": scope.period,
    }


def _sessions(sessions: Answer) -> dict:
    figure = sessions.figure
    shown = {"code": "P-04", "label": "Séances tenues", "value": NOTHING, "unit": "aucune fréquence prévue"}
    if figure.total:
        shown |= {"value": number(figure.n), "unit": "séances closes", "n": figure.n, "target": figure.total}
        shown |= {"target_label": "séances prévues", "scale": max(figure.n or 0, figure.total)}
    return shown


def trend(code: str, scope: Scope, reader: Audience) -> list[Part]:
    """The indicator year by year; nothing for who reads masked numbers (years subtract from the whole)."""
    if reader.masks_activity or INDICATORS[code].kind == Kind.MIX:
        return []
    years = range(scope.start.year, scope.end.year + 1)
    parts = []
    for year in years:
        start, end = scope.start.replace(year=year, month=1, day=1), scope.end.replace(year=year, month=12, day=31)
        figure = answer(code, scope.cohort(max(start, scope.start), min(end, scope.end)), reader).figure
        parts.append(Part(str(year), figure.value if figure.value is not None else figure.n, figure.total))
    return list(dropwhile(lambda part: not part.n and not part.total, parts))
