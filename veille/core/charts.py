"""Charts: a Vega-Lite description becomes one SVG, the same in a page and in a PDF, with its table twin.

The engine hangs a child process when it was called before the fork: nothing here runs at import, and
the worker calls `warm` in each child.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

import vl_convert
from django.utils.safestring import SafeString, mark_safe

# Texts are measured with a usual font, a little wider than ours, and shown in ours: nothing is cut.
MEASURED, SHOWN = "sans-serif", "'Source Sans', 'Source Sans 3', sans-serif"
WIDTH = 640  # of the whole drawing, labels included: the text keeps its size in the page and on paper
TEXT, QUIET, HAIRLINE = "#1f2933", "#52606d", "#ddd6cc"
PRIMARY, ACCESS, RETENTION, SUNKEN = "#1f5f5b", "#1c4e80", "#8a4b08", "#c9d6d4"

# Told apart by their place and their words too: at most as many series as colours are drawn together.
_SERIES = [PRIMARY, RETENTION, ACCESS, QUIET, "#6a3d8a", "#8f1d1d"]

_CONFIG = {
    "aria": False,  # the drawing is named as a whole, and its table says the rest
    "background": "transparent",
    "font": MEASURED,
    "view": {"stroke": None},
    "axis": {
        "labelColor": TEXT,
        "labelFontSize": 13,
        "titleColor": QUIET,
        "titleFontSize": 13,
        "titleFontWeight": "normal",
        "gridColor": HAIRLINE,
        "domain": False,
        "ticks": False,
        "labelPadding": 8,
    },
    "text": {"color": TEXT, "fontSize": 13},
    "legend": {"labelColor": TEXT, "labelFontSize": 13, "titleColor": QUIET, "symbolType": "square"},
}

# The engine gives a role to every group of shapes; one name for the whole drawing says more.
_INNER_ROLES = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')
_COUNTS = {"title": None, "tickCount": 4, "format": ",d"}
_ALONG = {"title": None, "labelAngle": 0, "labelOverlap": True}


@dataclass(frozen=True)
class Chart:
    """A drawing, what it is called, what it says in one sentence, and the same figures as a table."""

    title: str
    description: str
    spec: dict[str, Any]
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    @property
    def svg(self) -> SafeString:
        """The drawing, named for who does not see it; safe to put in a page (no style, no script, no link)."""
        return _named(_draw(self.spec), self.title, self.description)


def warm() -> None:
    """Load the engine in this process; the first drawing takes a third of a second."""
    _draw({"data": {"values": [{}]}, "mark": "point"})


def _draw(spec: dict[str, Any]) -> str:
    return vl_convert.vegalite_to_svg(
        {"$schema": "https://vega.github.io/schema/vega-lite/v5.json", "config": _CONFIG, **spec},
        format_locale="fr-FR",
        time_format_locale="fr-FR",
    )


def _named(svg: str, title: str, description: str) -> SafeString:
    opening, rest = svg.split(">", 1)
    height, width = re.search(r'height="([\d.]+)"', opening), re.search(r'width="([\d.]+)"', opening)
    if not (height and width):
        raise ValueError("Le moteur de dessin n’a pas rendu d’image.")
    size = f'width="{width[1]}" height="{height[1]}" viewBox="0 0 {width[1]} {height[1]}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" {size}>'
    texts = f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
    shapes = _INNER_ROLES.sub("", rest).replace(f'font-family="{MEASURED}"', f'font-family="{SHOWN}"')
    return mark_safe(f"{head}{texts}{shapes}")


def _frame(width: int, height: int | dict[str, int]) -> dict[str, Any]:
    """A drawing as wide as it is asked, its labels included."""
    return {"width": width, "autosize": {"type": "fit-x", "contains": "padding"}, "height": height}


def _room(numbers: Iterable[int]) -> dict[str, Any]:
    """A scale from zero, with room for the number written after the longest bar."""
    return {"domain": [0, max([*numbers, 1]) * 1.08], "nice": False}


def _labels(limit: int) -> dict[str, Any]:
    """The categories on the left, in the order they are given."""
    return {"field": "label", "type": "nominal", "sort": None, "axis": {"title": None, "labelLimit": limit}}


def _lengths(numbers: Iterable[int]) -> dict[str, Any]:
    return {"field": "n", "type": "quantitative", "axis": None, "scale": _room(numbers)}


def _numbers(**mark: Any) -> dict[str, Any]:
    """The number written at the end of a bar."""
    return {
        "mark": {"type": "text", "align": "left", "dx": 6, **mark},
        "encoding": {"text": {"field": "n", "type": "quantitative"}},
    }


def bars(
    *, title: str, description: str, heads: tuple[str, str], values: Sequence[tuple[str, int]], width: int = WIDTH
) -> Chart:
    """Horizontal bars with their number at the end: comparisons, and what is left at each step."""
    spec = {
        **_frame(width, {"step": 30}),
        "data": {"values": [{"label": label, "n": n} for label, n in values]},
        "encoding": {"y": _labels(330), "x": _lengths(n for _, n in values)},
        "layer": [
            {"mark": {"type": "bar", "color": PRIMARY, "height": {"band": 0.66}, "cornerRadiusEnd": 2}},
            _numbers(fontWeight=600),
        ],
    }
    return Chart(title, description, spec, heads, tuple(values))


def beside(
    *,
    title: str,
    description: str,
    heads: tuple[str, str, str],
    values: Sequence[tuple[str, int, int]],
    width: int = WIDTH,
) -> Chart:
    """Two bars for each line: what was aimed at (pale), what was reached (full)."""
    data = [
        {"label": label, "what": what, "n": n}
        for label, *pair in values
        for what, n in zip(heads[1:], pair, strict=True)
    ]
    spec = {
        **_frame(width, {"step": 20}),
        "data": {"values": data},
        "encoding": {
            "y": _labels(240),
            "yOffset": {"field": "what", "sort": list(heads[1:])},
            "x": _lengths(n for _, *pair in values for n in pair),
        },
        "layer": [_bar_of_colour(_colours(heads[1:], [SUNKEN, PRIMARY])), _numbers()],
    }
    return Chart(title, description, spec, heads, tuple(values))


def _bar_of_colour(colours: dict[str, Any]) -> dict[str, Any]:
    return {"mark": {"type": "bar", "cornerRadiusEnd": 2}, "encoding": {"color": colours}}


def _colours(series: Sequence[str], palette: list[str]) -> dict[str, Any]:
    """One colour a series; a single one needs no legend."""
    return {
        "field": "what",
        "type": "nominal",
        "scale": {"domain": list(series), "range": palette[: len(series)]},
        "legend": {"title": None, "orient": "top"} if len(series) > 1 else None,
    }


def columns(
    *, title: str, description: str, heads: tuple[str, ...], values: Sequence[tuple[Any, ...]], width: int = WIDTH
) -> Chart:
    """Stacked columns along time: one column a label, one colour a series (accès, maintien)."""
    series = heads[1:]
    data = [
        {"label": row[0], "what": name, "n": n, "rank": rank}
        for row in values
        for rank, (name, n) in enumerate(zip(series, row[1:], strict=True))
    ]
    palette = [ACCESS, RETENTION, PRIMARY, QUIET] if len(series) > 1 else [PRIMARY]
    spec = {
        **_frame(width, 180),
        "data": {"values": data},
        "mark": {"type": "bar", "width": {"band": 0.7}},
        "encoding": {
            "x": {"field": "label", "type": "nominal", "sort": None, "axis": _ALONG},
            "y": {"field": "n", "type": "quantitative", "stack": "zero", "axis": _COUNTS},
            "order": {"field": "rank"},
            "color": _colours(series, palette),
        },
    }
    return Chart(title, description, spec, heads, tuple(values))


def curve(
    *,
    title: str,
    description: str,
    heads: tuple[str, ...],
    values: Sequence[tuple[str, float | None]],
    rows: Sequence[tuple[Any, ...]],
    width: int = WIDTH,
) -> Chart:
    """A quantity along time: one point a step, a gap where nothing is known; `rows` is its table twin."""
    spec = {
        **_frame(width, 180),
        "data": {"values": [{"label": label, "n": n} for label, n in values]},
        "mark": {"type": "line", "color": PRIMARY, "strokeWidth": 2.5, "point": {"color": PRIMARY, "size": 45}},
        "encoding": {
            "x": {"field": "label", "type": "nominal", "sort": None, "axis": _ALONG},
            "y": {"field": "n", "type": "quantitative", "axis": _COUNTS, "scale": {"zero": True}},
        },
    }
    return Chart(title, description, spec, heads, tuple(rows))


def scales(
    *,
    title: str,
    description: str,
    heads: tuple[str, ...],
    values: Sequence[tuple[str, date, int]],
    rows: Sequence[tuple[Any, ...]],
    levels: Sequence[str],
    until: date,
    width: int = WIDTH,
) -> Chart:
    """Levels that move on a scale of a few words: one stepped line a series, held until a day.

    `values` are (series, day, level), six series at most; `rows` is the table twin.
    """
    data = [{"what": series, "day": day.isoformat(), "level": level} for series, day, level in values]
    last = {series: level for series, _, level in sorted(values, key=lambda value: value[1])}
    held = [{"what": series, "day": until.isoformat(), "level": level} for series, level in last.items()]
    days = {**_ALONG, "format": "%b %Y", "tickCount": 5, "grid": False}
    spec = {
        **_frame(width, 130),
        "encoding": {
            "x": {"field": "day", "type": "temporal", "axis": days},
            "y": _scale_of(levels),
            "color": _colours(list(last), _SERIES),
        },
        "layer": [
            {"data": {"values": data + held}, "mark": {"type": "line", "interpolate": "step-after", "strokeWidth": 2}},
            {"data": {"values": data}, "mark": {"type": "point", "filled": True, "size": 60, "opacity": 1}},
        ],
    }
    return Chart(title, description, spec, heads, tuple(rows))


def pairs(
    *,
    title: str,
    description: str,
    heads: tuple[str, str, str],
    values: Sequence[tuple[str, int, int]],
    rows: Sequence[tuple[Any, ...]],
    levels: Sequence[str],
    width: int = WIDTH,
) -> Chart:
    """A before and an after on a scale of a few words: two points a line and the way between them.

    `values` are (label, level before, level after); `rows` is the table twin.
    """
    data = [{"label": label, "level": before, "to": after} for label, before, after in values]
    points = [
        {"label": label, "level": level, "what": what}
        for label, *pair in values
        for what, level in zip(heads[1:], pair, strict=True)
    ]
    legend = {"title": None, "orient": "top", "labelLimit": 0}
    colours = {**_colours(heads[1:], [RETENTION, PRIMARY]), "legend": legend}
    shapes = {**colours, "scale": {"domain": list(heads[1:]), "range": ["square", "circle"]}}
    label = _labels(220)
    label["axis"]["labelPadding"] = 14  # a point may stand on the axis
    spec = {
        **_frame(width, {"step": 34}),
        "encoding": {"y": label, "x": _scale_of(levels)},
        "layer": [
            {
                "data": {"values": data},
                "mark": {"type": "rule", "color": QUIET, "strokeWidth": 2},
                "encoding": {"x2": {"field": "to"}},
            },
            {
                "data": {"values": points},
                "mark": {"type": "point", "filled": True, "size": 130, "opacity": 1},
                "encoding": {"color": colours, "shape": shapes},
            },
        ],
    }
    return Chart(title, description, spec, heads, tuple(rows))


def _scale_of(levels: Sequence[str]) -> dict[str, Any]:
    """The levels on the left, in words, from the lowest."""
    words = " : ".join(f"datum.value == {level} ? '{word}'" for level, word in enumerate(levels)) + " : ''"
    steps = range(len(levels))
    return {
        "field": "level",
        "type": "quantitative",
        "scale": {"domain": [0, steps[-1]]},
        "axis": {"title": None, "values": list(steps), "labelExpr": words},
    }
