"""Steps that several documents share: each computes a part and gives it under its names."""

from django.conf import settings

from partners.models import PartnershipPart
from reports import facts
from reports.answers import answer, answers
from reports.drawings import entries_chart, funnel_chart, mix_chart, targets_chart
from reports.indicators import INDICATORS, Figure, Scope
from reports.indicators.activity import entries_by_half_year, funnel, not_diagnosed
from reports.permissions import Audience
from reports.texts import texts
from veille.core import clock

# A document shows uncrossed totals as they are (the pilot answers for it) and masks every crossing.
READER = Audience(follows=True, masks_activity=False, masks_profile=True, reads_profile=True)


def frame(scope: Scope) -> dict:
    """Cover and foot: what, for whom, on which data."""
    configuration = scope.configuration
    return {
        "configuration": configuration,
        "version": scope.dispositif.rules,
        "carrier": scope.dispositif.carrier,
        "territories": list(scope.dispositif.territories.order_by("name")),
        "partners": partners(scope),
        "period": scope.period,
        "start": scope.start,
        "end": scope.end,
        "data_on": clock.today(),
        "demo": settings.IS_DEMO,
    }


def partners(scope: Scope) -> list[tuple[str, list[str]]]:
    """Organisations by the part they take."""
    rows = scope.dispositif.partnerships.current().select_related("organisation").order_by("organisation__sort_name")
    parts = {part: [row.organisation.name for row in rows if row.part == part] for part in PartnershipPart}
    return [(part.label, names) for part, names in parts.items() if names]


def objectives(scope: Scope) -> dict:
    """Targets beside results, and what was declared."""
    rows = facts.target_rows(scope)
    return {"targets": rows, "targets_chart": targets_chart(rows), "declared": facts.declared(scope)}


def narrative(scope: Scope) -> dict:
    """The texts of the pilot."""
    return {"texts": texts(scope)}


def declared_results(scope: Scope) -> dict:
    """Of the declared figures, those that speak of activity and results."""
    return {"declared_results": [item for item in facts.declared(scope) if item.indicator[:2] in {"A-", "R-"}]}


def activity(scope: Scope) -> dict:
    """The funnel, the entries along time, the milestones."""
    steps = funnel(scope)
    return {
        "funnel": steps,
        "funnel_chart": funnel_chart(steps),
        "not_diagnosed": not_diagnosed(scope),
        "entries_chart": entries_chart(entries_by_half_year(scope)),
        "milestones": facts.milestones(scope.dispositif),
    }


def indicators(scope: Scope) -> dict:
    """Every indicator that says something, by theme."""
    return {"themes": answers(scope, READER), "definitions": list(INDICATORS.values())}


def some_indicators(*codes: str):
    """A step that computes a few indicators, under `answers`."""

    def step(scope: Scope) -> dict:
        return {"answers": {code: answer(code, scope, READER) for code in codes}}

    return step


def profile(scope: Scope) -> dict:
    """The distributions, drawn."""
    found = [answer(code, scope, READER) for code in ("A-10b", "A-10c", "A-10d", "R-06", "A-07")]
    return {"mixes": [(one, mix_chart(one.indicator.label, one.figure)) for one in found if one.figure.total]}


def places(scope: Scope) -> dict:
    return {"sites": facts.sites(scope.dispositif, facts.declared(scope, facts.SITES_CODE))}


def funding(scope: Scope) -> dict:
    return {"money": facts.money(scope)}


def kept_figure(figure: Figure) -> dict:
    """What the row of a document keeps of a figure."""
    return {"n": figure.n, "total": figure.total, "value": figure.value, "text": figure.text}
