"""The first screen of the results: figures against targets, funnel, sessions, milestones, sites."""

from dataclasses import replace
from itertools import dropwhile

from reports import facts
from reports.answers import Answer, answer
from reports.drawings import entries_chart, funnel_chart
from reports.indicators import INDICATORS, Kind, Part, Scope
from reports.indicators.activity import entries_by_half_year, funnel, not_diagnosed
from reports.masking import is_small, masked_steps
from reports.permissions import Audience
from veille.core.formats import NOTHING, number

MASKED = "masqué"
COLUMN = 440  # two drawings side by side


def dashboard(scope: Scope, reader: Audience) -> dict:
    """All that the page shows, as its reader may see it."""
    targets = target_rows(scope, reader)
    steps = shown_funnel(scope, reader)
    sessions = answer("P-04", scope, reader)
    return {
        "targets": targets,
        "declared": facts.declared(scope),
        "key_figures": key_figures(scope, reader, targets, sessions),
        "funnel": steps,
        "funnel_chart": funnel_chart(steps, COLUMN),
        "not_diagnosed": [] if reader.masks_activity else not_diagnosed(scope),
        "entries_chart": None if reader.masks_activity else entries_chart(entries_by_half_year(scope), COLUMN),
        "sessions": sessions,
        "milestones": facts.milestones(scope.dispositif),
        "sites": facts.sites(scope.dispositif, facts.declared(scope, facts.SITES_CODE)),
    }


def target_rows(scope: Scope, reader: Audience) -> list[facts.TargetRow]:
    """Targets beside results; when one door is too small, both are hidden."""
    rows = facts.target_rows(scope)
    if not reader.masks_activity:
        return rows
    hide_all = any(is_small(row.n) for row in rows)
    hide_same = any(is_small(row.n_same) for row in rows)
    return [replace(row, n=None if hide_all else row.n, n_same=None if hide_same else row.n_same) for row in rows]


def shown_funnel(scope: Scope, reader: Audience) -> list[tuple[str, int | None, str]]:
    steps = funnel(scope)
    return masked_steps(steps) if reader.masks_activity else list(steps)


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
    return {"period": f"{now.admitted.count()} admis en {year}, {before.admitted.count()} en {year - 1}"}


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
        figure = answer(code, scope.between(max(start, scope.start), min(end, scope.end)), reader).figure
        parts.append(Part(str(year), figure.value if figure.value is not None else figure.n, figure.total))
    return list(dropwhile(lambda part: not part.n and not part.total, parts))
