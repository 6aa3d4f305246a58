"""A run from the empty database to the page of figures."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from households.models import Household
from veille.benchmark import first_screen, lists, targets
from veille.benchmark.copying import settle
from veille.benchmark.places import CASELOAD, Places, make_places
from veille.benchmark.population import LEAST_HOUSEHOLDS, LEAST_NOTES, Population
from veille.benchmark.report import Report
from veille.benchmark.visitors import Visitor, visitor
from veille.core import database

_ADDRESSES = "veille.benchmark.urls"
_CASES_A_TEAM = 5  # one case in five has a closed team


def run(households: int, notes: int, rounds: int, output: Path) -> int:
    """0 when every promise is kept, 1 when one is missed, 2 when nothing could be measured."""
    if refusal := _refusal(households, notes):
        sys.stderr.write(f"{refusal}\n")
        return 2
    settings.ROOT_URLCONF = _ADDRESSES
    _say(f"Population : {households} ménages, {notes} notes…")
    with _as_owner():
        places = make_places(max(households // (_CASES_A_TEAM * CASELOAD), 1))
        Population(places, households, notes).write()
        settle()
    report = _measured(places, Report(households, notes, rounds))
    output.write_text(report.as_markdown())
    _say(report.as_markdown())
    return _ending(report)


def _refusal(households: int, notes: int) -> str:
    if settings.VEILLE_ENV not in {"demo", "test"}:
        return "Les mesures ne se font qu’avec VEILLE_ENV=demo ou test."
    if Household.objects.exists():
        return "Cette base contient déjà des ménages : les mesures veulent une base vide."
    if households < LEAST_HOUSEHOLDS or notes < LEAST_NOTES:
        return f"Il faut au moins {LEAST_HOUSEHOLDS} ménages et {LEAST_NOTES} notes."
    return ""


@contextmanager
def _as_owner() -> Iterator[None]:
    """COPY and VACUUM as the owner; what is measured runs as the application."""
    before = dict(connection.settings_dict)
    database.become_owner()
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


def _measured(places: Places, report: Report) -> Report:
    visitors = [visitor(label, user) for label, user in places.readers.items()]
    for one in visitors:
        _say(f"Mesures : {one.label}…")
        _measure_lists(one, report)
        _measure_pages(one, report)
    _measure_screens(next(one for one in visitors if one.label == "open"), report)
    return report


def _measure_lists(one: Visitor, report: Report) -> None:
    for question in lists.questions(one):
        label = f"{one.label}, {question.label}"
        times = lists.measure(one, question, report.rounds)
        report.lists.append((label, times))
        report.verdicts += targets.of_list(label, times)


def _measure_pages(one: Visitor, report: Report) -> None:
    if times := lists.measure_pages(one, report.rounds):
        report.pages.append((one.label, times))
        report.verdicts += targets.of_pages(one.label, times)


def _measure_screens(one: Visitor, report: Report) -> None:
    found = first_screen.addresses()
    queries = {notes: first_screen.queries(one, address) for notes, address in found.items()}
    report.screens.append((one.label, queries, first_screen.measure(one, found, report.rounds)))
    report.verdicts += targets.of_first_screen(f"{one.label}, first screen", queries)


def _ending(report: Report) -> int:
    missed = targets.missed(report.verdicts)
    if report.households < targets.JUDGED_FROM:
        _say(f"Taille réduite : les cibles ne sont jugées qu’à partir de {targets.JUDGED_FROM} ménages.")
        return 0
    for verdict in missed:
        sys.stderr.write(f"Cible manquée : {verdict.what} = {verdict.value:.2f} (au plus {verdict.most:g})\n")
    return 1 if missed else 0


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()
