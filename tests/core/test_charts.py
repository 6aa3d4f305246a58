"""Charts: the same drawing for the page and the PDF, named, without style nor script, with its table."""

import re
import xml.etree.ElementTree as ET
from datetime import date

import pytest

from veille.core.charts import Chart, bars, beside, columns, curve, scales, warm


def all_kinds() -> list[Chart]:
    return [
        bars(title="Étapes", description="Trois étapes.", heads=("Étape", "Ménages"), values=[("Présentés", 100)]),
        beside(
            title="Objectifs", description="Deux.", heads=("Porte", "Objectif", "Résultat"), values=[("Accès", 50, 67)]
        ),
        columns(
            title="Entrées", description="Par semestre.", heads=("S", "Accès", "Maintien"), values=[("2015 S1", 3, 1)]
        ),
        scales(
            title="Budget",
            description="En baisse.",
            heads=("Date", "Difficulté", "Intensité"),
            values=[
                ("Impayés", date(2018, 3, 12), 3),
                ("Impayés", date(2018, 11, 5), 1),
                ("Dettes", date(2018, 5, 1), 2),
            ],
            rows=[("12 mars 2018", "Impayés", "forte")],
            levels=("aucune", "vigilance", "modérée", "forte", "bloquante"),
            until=date(2018, 12, 14),
        ),
    ]


@pytest.mark.parametrize("chart", all_kinds(), ids=lambda chart: chart.title)
def test_a_drawing_is_named_and_safe_in_a_page(chart):
    root = ET.fromstring(chart.svg)
    names = {child.tag.split("}")[1]: child.text for child in root if child.tag.endswith(("title", "desc"))}
    assert root.get("role") == "img"
    assert names == {"title": chart.title, "desc": chart.description}
    assert not re.search(r"\sstyle=|<script|<style|href=|\son\w+=", chart.svg)
    assert "sans-serif" in chart.svg


@pytest.mark.parametrize("chart", all_kinds(), ids=lambda chart: chart.title)
def test_a_drawing_keeps_its_width_and_has_a_table(chart):
    root = ET.fromstring(chart.svg)
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"
    assert abs(float(root.get("width")) - 640) <= 12
    assert all(len(row) == len(chart.columns) for row in chart.rows)


def test_a_label_is_text_whatever_it_holds():
    chart = bars(title="<b>", description="a & b", heads=("a", "b"), values=[("<script>x</script>", 1)])
    assert "<script>" not in chart.svg
    ET.fromstring(chart.svg)


def test_the_engine_warms_up():
    warm()


def test_thousands_on_an_axis_are_apart_as_in_french():
    drawn = curve(title="Solde", description="Il monte.", heads=(), values=[("janv.", 900), ("fév.", 12_400)], rows=())
    told = [
        text.replace("\u202f", " ").replace("\u00a0", " ") for text in re.findall(r"<text[^>]*>([^<]*)<", drawn.svg)
    ]
    assert "10 000" in told
    assert not any(re.search(r"\d{4}", text) for text in told)
