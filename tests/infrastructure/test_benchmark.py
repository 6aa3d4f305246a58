"""The benchmark on a handful of households: its figures mean nothing there, its table is whole."""

import re

import pytest

from households.models import Case, Household
from veille.benchmark import running, targets
from veille.benchmark.measures import Times
from veille.benchmark.population import LEAST_HOUSEHOLDS, LEAST_NOTES


@pytest.fixture
def small_run(real_commits, databases, monkeypatch, tmp_path, settings):
    settings.ROOT_URLCONF = settings.ROOT_URLCONF  # given back after the run
    monkeypatch.setattr(running, "_as_owner", lambda: databases.owned(real_commits))
    output = tmp_path / "bench.md"
    code = running.run(LEAST_HOUSEHOLDS, LEAST_NOTES, 1, output)
    return code, output.read_text()


def test_a_small_run_writes_its_tables_and_judges_nothing(small_run):
    code, page = small_run
    assert code == 0
    for reader in ("team", "landlord", "open"):
        for question in ("list", "filtered list", "search with a slip"):
            assert re.search(rf"\| {reader}, {question} \|( \d+\.\d, \d+\.\d \|){{4}}( \d+\.\d\d \|){{3}}", page)
    assert re.search(r"\| open, first screen: queries added by 297 notes \| 0\.00 \| 0 \| yes \|", page)
    assert Household.objects.count() == Case.objects.count() == LEAST_HOUSEHOLDS


def test_a_database_that_holds_somebody_is_refused(small_run, tmp_path):
    assert running.run(LEAST_HOUSEHOLDS, LEAST_NOTES, 1, tmp_path / "other.md") == 2
    assert not (tmp_path / "other.md").exists()


def test_too_small_a_run_and_a_real_service_are_refused(db, settings, tmp_path):
    assert running.run(2, 2, 1, tmp_path / "bench.md") == 2
    settings.VEILLE_ENV = "production"
    assert running.run(LEAST_HOUSEHOLDS, LEAST_NOTES, 1, tmp_path / "bench.md") == 2


def test_a_promise_that_is_missed_is_seen():
    slow = {"raw": Times((1.0,)), "rows": Times((2.1,)), "request": Times((5.0,)), "admin": Times((13.0,))}
    assert [one.what for one in targets.missed(targets.of_list("x", slow))] == ["x: rows / raw cursor"]
    assert targets.missed(targets.of_first_screen("x", {3: 17, 300: 18}))
    assert not targets.missed(targets.of_first_screen("x", {3: 17, 300: 17}))
