"""A line of the list, as it is written: escaped, whole, and silent on what its reader may not know."""

from dataclasses import replace
from datetime import date

from households.listing import CaseColumns, CaseRow
from households.states import CaseState
from households.templatetags.case_lines import case_lines

CASE = CaseColumns(
    pk="00000000-0000-0000-0000-000000000001",
    household_id=None,
    number="VS-2018-000001",
    door="access",
    opened_on=date(2018, 3, 1),
    admitted_on=None,
    closed_on=None,
    is_restricted=False,
    territory_name="Nord",
)
ROW = CaseRow(
    case=CASE,
    reference=CASE.number,
    name="Zélie <b>Nordine</b>",
    door="access",
    territory="Nord & Aisne",
    state=CaseState("Admis", "success"),
    lead="Lina Serra (LVA)",
)


def test_what_people_typed_is_escaped():
    line = case_lines([ROW], True)
    assert "Zélie &lt;b&gt;Nordine&lt;/b&gt;" in line
    assert "Nord &amp; Aisne" in line
    assert "<b>" not in line


def test_a_line_holds_what_its_columns_say():
    line = case_lines([ROW], True)
    for word in (f"/dossiers/{CASE.pk}/", CASE.number, "Accès", "Admis", "Lina Serra (LVA)", "1er\u00a0mars 2018"):
        assert word in line
    assert line.count("<td") == 6
    assert "visually-hidden" not in line


def test_what_is_unknown_is_a_dash():
    line = case_lines([replace(ROW, name="", lead="", door="")], True)
    assert line.count("—") == 2
    assert "Accès" not in line


def test_litigation_reads_neither_place_nor_lead_and_hears_the_name():
    line = case_lines([ROW], False)
    assert line.count("<td") == 3
    assert "Nord &amp; Aisne" not in line
    assert "Lina Serra" not in line
    assert '<span class="visually-hidden">&nbsp;: Zélie' in line


def test_a_restricted_case_says_so():
    assert "Accès restreint" not in case_lines([ROW], True)
    assert "Accès restreint" in case_lines([replace(ROW, case=CASE._replace(is_restricted=True))], True)


def test_no_case_is_no_line():
    assert case_lines([], True) == ""
