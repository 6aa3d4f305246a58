"""Where a household lives is read through `households.places` alone: a secret dwelling is told nowhere."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.architecture.test_imports import FILES

ROOT = Path(settings.BASE_DIR)
_COLUMNS = "commune|residence|reference|landlord|dwelling_type"
_READ = re.compile(
    rf"\bdwelling\.(?:{_COLUMNS})\b|\b(?:period|housing)\.commune\b(?!\s*=[^=])|dwelling__(?:residence|reference)\b"
)
# What writes dwellings, or looks among a landlord's own ones (secret ones left out); the rule itself; what a sheet
# must not hold; the orientation as its author types it.
_ALLOWED = {
    "households/places.py",
    "households/services/housing.py",
    "households/forms/housing.py",
    "households/importing/follow_up/changes.py",
    "cellule/identifying_words.py",
    "cellule/services/submission.py",
    "cellule/summary.py",
}
_DATA_MAKERS = ("veille/demonstration", "veille/benchmark")


def side_readings(source: str) -> list[str]:
    """The places read round the rule."""
    return [match.group() for match in _READ.finditer(source)]


def _shown() -> list[Path]:
    code = [path for path in FILES if not str(path.relative_to(ROOT)).startswith(_DATA_MAKERS)]
    pages = sorted((ROOT / "templates").rglob("*.html"))
    return [path for path in [*code, *pages] if str(path.relative_to(ROOT)) not in _ALLOWED]


@pytest.mark.parametrize("path", _shown(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_place_is_read_round_the_rule(path):
    assert side_readings(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line",
    [
        "return period.dwelling.commune.name",
        "{{ period.commune }}",
        "{{ facts.housing.commune }}",
        'cases.filter(periods__dwelling__residence="x")',
    ],
)
def test_a_planted_reading_is_seen(line):
    assert side_readings(line)


def test_the_rule_itself_and_a_writing_are_no_fault():
    assert side_readings("place_of(period).commune; period.commune = None; period.place.residence") == []
