"""What an exported file holds: texts that stay texts, real dates and amounts, the same in the three formats."""

import csv
import io
import re
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from veille.core import spreadsheets
from veille.core.exports import Column, ColumnKind, spreadsheet_csv, spreadsheet_ods, spreadsheet_xlsx

WRITERS = {"xlsx": spreadsheet_xlsx.write, "ods": spreadsheet_ods.write, "csv": spreadsheet_csv.write}
LIVE = [
    "=1+1", "+33 6 12 34 56 78", "-2", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", '=HYPERLINK("http://x","a")',
    "=cmd|' /C calc'!A0", "＝1+1", " =1+1", "'=1+1", "=WEBSERVICE(\"http://x\")", "+1;2", '"=1+1"', "{=SUM(A1)}",
]  # fmt: skip
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝")


def made(kind: str, rows, columns=None) -> bytes:
    columns = columns or [Column("a", "Nom", lambda row: row[0]), Column("b", "Texte", lambda row: row[1])]
    target = io.BytesIO()
    WRITERS[kind](target, "Liste", columns, ([column.cell(row) for column in columns] for row in rows))
    return target.getvalue()


@pytest.mark.parametrize("text", LIVE)
@pytest.mark.parametrize("kind", WRITERS)
def test_whatever_is_typed_no_formula_lives(kind, text):
    content = made(kind, [("x", text)])
    if kind == "csv":
        rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
        assert not any(cell.lstrip(" ").startswith(STARTS) for row in rows for cell in row)
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))
    assert not re.search(r"<f[ >]|formula|<hyperlink|externalLink", parts)


@pytest.mark.parametrize("text", [text for text in LIVE if text.strip() == text])
@pytest.mark.parametrize("kind", WRITERS)
def test_what_is_typed_is_read_back_as_it_was(kind, text):
    assert spreadsheets.read(made(kind, [("x", text)])).rows[0].values == ("x", text)


@pytest.mark.parametrize("kind", WRITERS)
def test_days_amounts_and_numbers_keep_their_nature(kind):
    columns = [
        Column("d", "Jour", lambda row: row[0], ColumnKind.DAY),
        Column("m", "Montant", lambda row: row[1], ColumnKind.AMOUNT),
        Column("n", "Nombre", lambda row: row[2], ColumnKind.NUMBER),
        Column("o", "Oui", lambda row: row[3], ColumnKind.YES_NO),
    ]
    rows = [(date(2016, 3, 12), Decimal("-1240.50"), 3, True), (None, None, 0, False)]
    first, second = spreadsheets.read(made(kind, rows, columns)).rows
    assert spreadsheets.as_date(first.values[0]) == date(2016, 3, 12)
    assert spreadsheets.as_decimal(first.values[1]) == Decimal("-1240.50")
    assert spreadsheets.as_integer(second.values[2]) == 0
    assert spreadsheets.as_bool(second.values[3]) is False


@pytest.mark.parametrize("kind", WRITERS)
def test_what_no_file_can_hold_is_left_out(kind):
    row = spreadsheets.read(made(kind, [("x", "a\x00b\x0bc\ud800" + "é" * 40_000)])).rows[0]
    assert row.values[1].startswith("abcé")
    assert len(row.values[1]) <= 32_000


_TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40).map(
    lambda text: text.replace("\u2028", " ").replace("\u2029", " ").strip()
)


@pytest.mark.parametrize("kind", WRITERS)
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(rows=st.lists(st.tuples(_TEXTS, _TEXTS), min_size=1, max_size=5))
def test_what_is_exported_and_read_again_is_the_same(kind, rows):
    rows = [("nom " + a, b) for a, b in rows]
    read = spreadsheets.read(made(kind, rows)).rows
    assert [tuple(value or "" for value in row.values) for row in read] == [(a.strip(), b) for a, b in rows]


@pytest.mark.parametrize("kind", WRITERS)
def test_nobody_is_named_in_what_describes_the_file(kind):
    content = made(kind, [("x", "y")])
    if kind != "csv":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [archive.read(name).decode() for name in archive.namelist()]
        assert not any(re.search(r"(creator|lastModifiedBy)>[^<]", part) for part in parts)
