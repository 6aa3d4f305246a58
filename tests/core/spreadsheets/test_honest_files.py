"""What teams really have: Excel's oddities, LibreOffice's files, accents in four encodings. All are read."""

from datetime import datetime

import pytest

from tests.core.spreadsheets.made import changed, ods, ods_cell, ods_rows, parts_of, sheet_xml, with_sheet, xlsx, zipped
from veille.core import spreadsheets

TITLES = ["Résidence", "Locataire", "Solde", "Dernier contact"]
LINE = ["Les Œillets", "Mme Éloïse Lefèvre", 1240.5, datetime(2016, 3, 12)]
CSV = "Résidence;Locataire;Solde;Dernier contact\r\nLes Œillets;Mme Éloïse Lefèvre;1 240,50 €;12/03/2016\r\n"


def says(content, **asked):
    """The lines of a file as texts."""
    table = spreadsheets.read(content, **asked)
    return [[spreadsheets.as_text(value) for value in row.values] for row in table.rows]


EXPECTED = [["Les Œillets", "Mme Éloïse Lefèvre", "1240,5", "12/03/2016"]]
WRITTEN = [["Les Œillets", "Mme Éloïse Lefèvre", "1 240,50 €", "12/03/2016"]]


class TestTexts:
    @pytest.mark.parametrize(
        "content",
        [
            CSV.encode("utf-8"),
            CSV.encode("utf-8-sig"),
            CSV.encode("cp1252"),
            CSV.encode("utf-16"),
            CSV.encode("utf-16-le"),
            CSV.encode("utf-16-be"),
            CSV.replace(";", "\t").encode("utf-16"),
            CSV.replace("1 240,50 €", '"1 240,50 €"').replace(";", ",").encode("utf-8"),
            CSV.replace("\r\n", "\n").encode("utf-8"),
            CSV.replace("\r\n", "\r").encode("cp1252"),
            CSV.rstrip().encode("utf-8"),
            ("sep=;\r\n" + CSV).encode("cp1252"),
            ("\r\n;;;\r\n" + CSV + ";;;\r\n\r\n").encode("utf-8"),
            CSV.replace("Les Œillets;", "  Les Œillets ;").encode("utf-8"),
        ],
        ids=[
            "utf8", "utf8-mark", "windows", "utf16", "utf16-le-silent", "utf16-be-silent", "excel-unicode-text",
            "commas", "unix", "mac", "no-last-line", "sep-line", "blank-lines", "spaces",
        ],
    )  # fmt: skip
    def test_whatever_the_tableur_wrote(self, content):
        assert says(content) == WRITTEN

    def test_a_text_over_two_lines_stays_in_its_cell(self):
        assert says(b'a;b\n"une\nadresse";"dit ""oui"""\n') == [["une\nadresse", 'dit "oui"']]

    def test_a_comma_inside_a_text_does_not_cut_a_file_of_semicolons(self):
        assert says(b"a;b\nun, deux, trois;x\nun, deux;y\n") == [["un, deux, trois", "x"], ["un, deux", "y"]]

    def test_lines_keep_their_number_in_the_file(self):
        assert [row.number for row in spreadsheets.read(b"a;b\n\n1;2\n;\n3;4\n").rows] == [3, 5]

    def test_short_lines_are_completed(self):
        assert spreadsheets.read(b"a;b;c\n1\n1;2\n").rows[0].values == ("1", None, None)

    def test_a_column_without_title_or_value_is_left_out(self):
        assert spreadsheets.read(b"a;;c;\n1;;3;\n").headers == ("a", "c")

    def test_a_column_without_title_that_holds_something_is_named(self):
        assert spreadsheets.read(b"a;b;c;\n1;2;3;x\n").headers == ("a", "b", "c", "Colonne D")

    def test_twin_titles_are_told_apart(self):
        assert spreadsheets.read(b"Date;Date; Date \n1;2;3\n").headers == ("Date", "Date (2)", "Date (3)")

    def test_totals_are_set_apart_and_told(self):
        table = spreadsheets.read("Résidence;Solde\nLes Lilas;12\nTotal général;12\n".encode())
        assert len(table.rows) == 1
        assert table.totals == (3,)

    def test_a_household_named_total_is_no_total(self):
        assert len(spreadsheets.read(b"Nom;Ville\nTotal;Harnes\n").rows) == 1


class TestExcel:
    def test_a_plain_workbook(self):
        assert says(xlsx([TITLES, LINE])) == EXPECTED

    def test_a_title_over_the_table_and_blank_lines(self):
        table = spreadsheets.read(xlsx([["Suivi 2016"], [], TITLES, LINE, [], LINE]))
        assert (table.header_row, [row.number for row in table.rows]) == (3, [4, 6])

    def test_dates_of_the_calendar_of_the_mac(self):
        content = xlsx([TITLES, LINE], options={"date_1904": True})
        assert says(content) == EXPECTED
        assert spreadsheets.read(content).is_1904

    def test_a_formula_gives_the_value_it_showed(self):
        made = xlsx([["a", "b"], ["x"]], after=lambda book, sheet: sheet.write_formula(1, 1, "=1+1", None, 2))
        assert says(made) == [["x", "2"]]

    def test_a_failed_formula_is_no_empty_cell(self):
        made = xlsx([["a", "b"], ["x"]], after=lambda book, sheet: sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!"))
        with pytest.raises(spreadsheets.Unreadable, match="erreur de calcul"):
            spreadsheets.as_decimal(spreadsheets.read(made).rows[0].values[1])

    def test_cells_coloured_down_to_the_last_row_count_for_nothing(self):
        def colour(book, sheet):
            sheet.write_blank(1_048_575, 16_383, None, book.add_format({"bg_color": "red"}))

        assert says(xlsx([TITLES, LINE], after=colour)) == EXPECTED

    def test_links_to_mails_are_texts(self):
        made = xlsx([["a", "b"], ["x"]], after=lambda book, sheet: sheet.write_url(1, 1, "mailto:a@exemple.fr"))
        assert says(made) == [["x", "a@exemple.fr"]]

    def test_several_formats_in_one_cell_are_one_text(self):
        def bold(book, sheet):
            sheet.write_rich_string(1, 1, "dit ", book.add_format({"bold": True}), "oui")

        assert says(xlsx([["a", "b"], ["x"]], after=bold)) == [["x", "dit oui"]]

    def test_titles_merged_over_two_lines(self):
        def merge(book, sheet):
            sheet.merge_range("B1:C1", "Dette")

        table = spreadsheets.read(xlsx([["Nom"], [None, "montant", "depuis"], ["x", 12, "mars"]], after=merge))
        assert table.headers == ("Nom", "Dette montant", "Dette depuis")
        assert len(table.rows) == 1

    def test_the_first_visible_sheet_that_holds_something(self):
        def more(book, sheet):
            other = book.add_worksheet("Données")
            other.write_row(0, 0, ["a", "b"])
            other.write_row(1, 0, ["1", "2"])
            sheet.hide()
            other.activate()
            other.set_first_sheet()

        table = spreadsheets.read(xlsx([TITLES, LINE], after=more))
        assert (table.sheet, table.sheets) == ("Données", ("Données",))

    def test_the_sheet_asked_for(self):
        def more(book, sheet):
            other = book.add_worksheet("Autre")
            other.write_row(0, 0, ["a", "b"])
            other.write_row(1, 0, ["1", "2"])

        assert says(xlsx([TITLES, LINE], after=more), sheet="Autre") == [["1", "2"]]

    def test_texts_written_in_the_cells_themselves(self):
        cell = '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>'.format
        data = f'<row r="1">{cell("A1", "a")}{cell("B1", "b")}</row><row r="2">{cell("A2", "c")}{cell("B2", "é")}</row>'
        assert says(with_sheet(sheet_xml(data))) == [["c", "é"]]

    def test_cells_without_reference_follow_each_other(self):
        cell = '<c t="inlineStr"><is><t>{}</t></is></c>'.format
        data = f"<row>{cell('a')}{cell('b')}</row><row>{cell('c')}{cell('d')}</row>"
        assert says(with_sheet(sheet_xml(data))) == [["c", "d"]]

    def test_a_file_that_names_its_parts_absolutely(self):
        made = xlsx([TITLES, LINE])
        relations = parts_of(made)["xl/_rels/workbook.xml.rels"].replace(b'Target="', b'Target="/xl/')
        assert says(changed(made, xl___rels__workbook_dot_xml_dot_rels=relations)) == EXPECTED

    def test_an_archive_without_compression(self):
        assert says(zipped(parts_of(xlsx([TITLES, LINE])), compression=0)) == EXPECTED

    def test_a_table_that_starts_lower_and_further_right(self):
        table = spreadsheets.read(xlsx([[], [], [None, None, "a", "b"], [None, None, "c", "d"]]))
        assert (table.headers, table.rows[0].number) == (("a", "b"), 4)

    def test_ten_thousand_lines(self):
        assert len(spreadsheets.read(xlsx([TITLES, *[LINE] * 10_000])).rows) == 10_000


class TestLibreOffice:
    def test_a_plain_workbook(self):
        assert says(ods(ods_rows([TITLES, LINE]))) == EXPECTED

    def test_rows_and_columns_repeated_to_the_end_of_the_sheet(self):
        empty = ods_cell(None, 'table:number-columns-repeated="1024"')
        tail = f'<table:table-row table:number-rows-repeated="1048574">{empty}</table:table-row>'
        assert says(ods(ods_rows([TITLES, LINE]) + tail)) == EXPECTED

    def test_the_same_value_repeated_is_read_each_time(self):
        twice = 'table:number-columns-repeated="2"'
        row = f"<table:table-row>{ods_cell('x', twice)}</table:table-row>"
        assert says(ods(ods_rows([["a", "b"]]) + row)) == [["x", "x"]]

    def test_a_line_repeated(self):
        row = f'<table:table-row table:number-rows-repeated="3">{ods_cell("x")}{ods_cell(2)}</table:table-row>'
        assert says(ods(ods_rows([["a", "b"]]) + row)) == [["x", "2"]] * 3

    def test_a_hidden_sheet_is_not_the_first(self):
        hides = '<style:table-properties table:display="false"/>'
        style = f'<style:style style:name="t1" style:family="table">{hides}</style:style>'
        second = ods_rows([["a", "b"], ["1", "2"]])
        others = f'<table:table table:name="Autre" table:style-name="t2">{second}</table:table>'
        hidden = 'table:name="Caché" table:style-name="t1"'
        table = spreadsheets.read(ods(ods_rows([TITLES, LINE]), others=others, styles=style, table=hidden))
        assert (table.sheet, table.sheets) == ("Autre", ("Autre",))

    def test_oui_and_numbers_and_several_paragraphs(self):
        lines = "<text:p>une</text:p><text:p>deux</text:p>"
        cell = f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'
        row = f"<table:table-row>{cell}{ods_cell(True)}{ods_cell(12.5)}</table:table-row>"
        assert says(ods(ods_rows([["a", "b", "c"]]) + row)) == [["une\ndeux", "oui", "12,5"]]

    def test_empty_libraries_of_programs_are_no_programs(self):
        made = ods(ods_rows([TITLES, LINE]), **{"Basic/script-lc_dot_xml": "<x/>"})
        assert says(made) == EXPECTED

    def test_merged_titles(self):
        merged = 'table:number-columns-spanned="2"'
        titles = f"{ods_cell('Nom')}{ods_cell('Dette', merged)}<table:covered-table-cell/>"
        first = f"<table:table-row>{titles}</table:table-row>"
        table = spreadsheets.read(ods(first + ods_rows([[None, "montant", "depuis"], ["x", 12, "mars"]])))
        assert table.headers == ("Nom", "Dette montant", "Dette depuis")
