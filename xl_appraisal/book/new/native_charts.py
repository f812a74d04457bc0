"""Native charts that refer to cells: bars for windows and items, lines for ranks over time.

Chinese names are read across, so windows stand on the vertical axis.  A chart takes
:data:`MOST_WINDOWS`; more windows get further charts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, TypeAlias

from xl_appraisal.book.new.xlsx_writer import Book, Properties
from xl_appraisal.model.record import Record

Chart: TypeAlias = Any
"""An XlsxWriter chart."""
Span: TypeAlias = tuple[str, int, int, int, int]
"""Sheet, first row, first column, last row, last column; from 0, both ends included."""
Spot: TypeAlias = tuple[str, int, int]
"""Sheet, row, column of one cell, from 0."""

MOST_WINDOWS = 36
"""Names that one chart can show legibly on an upright page."""
MOST_CHARTS = 12
"""Charts of one kind; more windows than fit on them are told of in words."""
MOST_LINES = 30
"""Windows on one chart of lines: more cannot be told apart."""

ROW_PIXELS = 20  # a worksheet row of 15 points
_PER_BAR, _AROUND, _LEGEND = 26, 130, 50  # pixels; on the screen lower bars lose their names
_LEAST_BARS = 3  # so that a title has its room
_FONT = "黑体"
COLOURS = ("#12355B", "#F0E442", "#00857A", "#F2B35C", "#8C3A00", "#4C9BD8")
"""Six steps of lightness, far ones beside each other: told apart in grey print, legend and all.

Hues after Okabe and Ito, for all kinds of sight.
"""
_EDGE = "#404040"
_LINE_COLOURS = (
    "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#000000", "#E69F00", "#56B4E9", "#7F6000",
)  # fmt: skip
_DASHES = ("solid", "dash", "round_dot", "long_dash_dot")


class Series(Record):
    """A series of bars: the cell of its name, or a text, and its values."""

    name: Spot | str
    values: Span


def parts(first: int, last: int, most: int) -> list[tuple[int, int]]:
    """The rows from ``first`` to ``last`` in parts of much the same size, one for each chart.

    More than :data:`MOST_CHARTS` parts are full ones: not all of them will be drawn.
    """
    total = last - first + 1
    count = -(-total // most)
    if count > MOST_CHARTS:
        return [(start, min(start + most - 1, last)) for start in range(first, last + 1, most)]
    starts = [first + total * number // count for number in range(count)]
    return [(start, end - 1) for start, end in pairwise([*starts, last + 1])]


def bars(
    book: Book,
    title: str,
    categories: Span,
    series: Sequence[Series],
    *,
    unit: str,
    width: int,
    limits: tuple[int, int] | None = None,
    stacked: bool = False,
    signed: bool = False,
) -> tuple[Chart, int]:
    """A chart of horizontal bars, the first name on top, and its height in pixels.

    ``limits`` are the ends of the axis where several charts are to have one scale.
    ``signed`` bars go both ways from 0, those to the left lighter; names stay at the edge.
    """
    chart = _chart(book, {"type": "bar", **({"subtype": "stacked"} if stacked else {})})
    for number, one in enumerate(series):
        colour = COLOURS[number % len(COLOURS)] if stacked else COLOURS[0]
        edge = {"color": _EDGE, "width": 0.5}
        look = {"fill": {"color": colour}, "border": edge, "gap": 45}
        if not stacked:
            look["data_labels"] = {"value": True, "font": _font(9)}
        if signed:
            look |= {"invert_if_negative": True, "invert_if_negative_color": COLOURS[3]}
        _add(chart, one, categories, look)
    axis = {"num_font": _font(9), "major_tick_mark": "none"}
    beside: Properties = {"label_position": "low"} if signed else {}
    chart.set_y_axis({**axis, **beside, "reverse": True, "interval_unit": 1})
    chart.set_x_axis(
        {
            "name": unit,
            "name_font": _font(9),
            **axis,
            "label_position": "high",  # at the bottom, as the names run from the top
            "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}},
            **({} if signed else {"min": 0}),
            **(dict(zip(("min", "max"), limits, strict=True)) if limits else {}),
        }
    )
    chart.set_legend({"position": "top", "font": _font(9)} if stacked else {"none": True})
    drawn = max(categories[3] - categories[1] + 1, _LEAST_BARS)
    return chart, _dress(chart, title, width, drawn, _LEGEND * stacked)


def rank_lines(
    book: Book,
    title: str,
    quarters: Span,
    series: Sequence[Series],
    ends: Sequence[tuple[int, str]],
    *,
    lowest: int,
    width: int,
) -> tuple[Chart, int]:
    """Ranks over time, the first on top; each line is named at its last point.

    ``ends`` has for each line that point, from 0, and the name; none where another line that
    ends there names both.
    """
    chart = _chart(book, {"type": "line"})
    for number, (one, (last, name)) in enumerate(zip(series, ends, strict=True)):
        colour = _LINE_COLOURS[number % len(_LINE_COLOURS)]
        dash = _DASHES[number // len(_LINE_COLOURS) % len(_DASHES)]
        label = {"value": name, "font": _font(9)} if name else {"delete": True}
        hidden = [{"delete": True}] * (quarters[4] - quarters[2] + 1)
        look = {
            "line": {"color": colour, "width": 1.75, "dash_type": dash},
            "marker": {
                "type": "circle", "size": 5,
                "fill": {"color": colour}, "border": {"color": colour},
            },
            "data_labels": {
                "series_name": True, "value": False, "position": "right",
                "font": _font(9), "custom": [*hidden[:last], label, *hidden[last + 1 :]],
            },
        }  # fmt: skip
        _add(chart, one, quarters, look)
    chart.set_y_axis(
        {
            "reverse": True, "min": 1, "max": max(lowest, 2),
            "major_unit": 1 if lowest <= 40 else 5, "major_tick_mark": "none",
            "name": "名次", "name_font": _font(9), "num_font": _font(9), "num_format": "0",
            "major_gridlines": {"visible": True, "line": {"color": "#E7E7E7"}},
        }
    )  # fmt: skip
    chart.set_x_axis({"label_position": "high", "num_font": _font(10), "major_tick_mark": "none"})
    chart.set_legend({"none": True})
    chart.show_blanks_as("gap")
    # room on the right for the names
    chart.set_plotarea({"layout": {"x": 0.09, "y": 0.09, "width": 0.66, "height": 0.83}})
    return chart, _dress(chart, title, width, max(lowest, 10))


def rows_of(height: int) -> int:
    """The worksheet rows that a chart of that height covers, with one to spare."""
    return -(-height // ROW_PIXELS) + 1


def _chart(book: Book, kind: Mapping[str, str]) -> Chart:
    """A chart that names its fonts for Chinese too, XlsxWriter's for Latin letters alone."""
    chart = book.add_chart(dict(kind))
    latin = chart._write_a_latin

    def both(attributes: list[tuple[str, Any]]) -> None:
        latin(attributes)
        chart._xml_empty_tag("a:ea", attributes)

    chart._write_a_latin = both
    return chart


def _add(chart: Chart, one: Series, categories: Span, look: Mapping[str, Any]) -> None:
    name = list(one.name) if isinstance(one.name, tuple) else one.name
    cells = {"categories": list(categories), "values": list(one.values)}
    chart.add_series({"name": name, **cells, **look})


def _dress(chart: Chart, title: str, width: int, bars: int, legend: int = 0) -> int:
    """Title, frame and size of a chart with room for so many bars; its height in pixels."""
    height = _AROUND + legend + _PER_BAR * bars
    chart.set_size({"width": width, "height": height})
    chart.set_title({"name": title, "name_font": {**_font(13), "bold": False}, "overlay": False})
    chart.set_chartarea({"border": {"color": "#BFBFBF"}})
    return height


def _font(size: int) -> dict[str, Any]:
    return {"name": _FONT, "size": size}
