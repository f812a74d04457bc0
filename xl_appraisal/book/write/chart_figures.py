"""The figures on 图表 after a recalculation: what the scores counted, as charts are drawn from it.

In a workbook of plain formulas they are formulas, whose stored figures are brought up to date.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias

from xl_appraisal.book.read.list_sheets import find_list
from xl_appraisal.book.read.quarter import Quarter
from xl_appraisal.book.sheets import CHARTS_TABLE, RANKING
from xl_appraisal.model.exact import ZERO
from xl_appraisal.model.grid import Cell, Formula, Grid, Percent, Ref, Write, parse_a1
from xl_appraisal.model.late_pattern import late_pattern
from xl_appraisal.model.record import Record
from xl_appraisal.scoring import Appraisal, Line
from xl_appraisal.scoring.result import Source

CUTS: frozenset[Source] = frozenset({"cap", "floor"})
"""The sources of lines that take back what is beyond a limit."""
OTHER = "没有专栏的项目"
"""The row of 图表 for all that 加扣分明细 takes off without a column of its own."""

_Rows: TypeAlias = Mapping[int, Mapping[int, Cell]]
"""Cells by row and column."""

_CELLS = rf"'?{RANKING}'?!(\$?[A-Z]{{1,3}}\$?\d+):(\$?[A-Z]{{1,3}}\$?\d+)"
_SUM = late_pattern(rf"SUM\({_CELLS}\)")
_COUNT = late_pattern(rf'COUNTIF\({_CELLS},">0"\)')


class Deduction(Record):
    """What an item cost all windows together in a module (positive), and how many windows."""

    item: str
    module: str
    points: Decimal
    windows: int


def deductions(quarter: Quarter, appraisal: Appraisal) -> tuple[Deduction, ...]:
    """Every item that cost points, with or without a column of its own; the dearest first."""
    names = {module.id: module.name for module in quarter.book.notice.modules}
    lost: dict[tuple[str, str], dict[str, Decimal]] = {}
    for window, line, points in _lost(quarter, appraisal):
        own = lost.setdefault((line.item, names[line.figure]), {})
        own[window] = own.get(window, ZERO) + points
    found = [Deduction(*key, sum(own.values(), ZERO), len(own)) for key, own in lost.items()]
    return tuple(sorted(found, key=lambda one: -one.points))


def _lost(quarter: Quarter, appraisal: Appraisal) -> Iterator[tuple[str, Line, Decimal]]:
    """Each line that takes points off a module: the window, the line, how many (positive)."""
    modules = {module.id for module in quarter.book.notice.modules}
    for window in appraisal.windows:
        for line in window.lines:
            points = -(line.points or ZERO)
            if line.figure in modules and line.source not in CUTS and points > 0:
                yield window.window, line, points


def labels(found: Sequence[Deduction]) -> list[str]:
    """The items' names on a chart; with the module where one item took from several."""
    often = Counter(one.item for one in found)
    return [one.item if often[one.item] == 1 else f"{one.item}{one.module}" for one in found]


def charted_deductions(charts: Grid, quarter: Quarter, appraisal: Appraisal) -> dict[Ref, Write]:
    """What each item of the table on 图表 cost all windows, as the scores counted it.

    Typed figures of any form and the lines of 加扣分明细 count alike; what has no column of its own
    is in the row :data:`OTHER`.  Rows with other texts are left alone, and so are figures that
    stand there already.
    """
    listed = find_list(charts, CHARTS_TABLE)
    if listed is None or {"points", "windows"} - listed.columns.keys():
        return {}
    labels = quarter.book.layout.labels
    lost: dict[str, dict[str, Decimal]] = {name: {} for name in (*labels.values(), OTHER)}
    for window, line, points in _lost(quarter, appraisal):
        own = lost[labels.get(line.column, OTHER)]
        own[window] = own.get(window, ZERO) + points
    found: dict[Ref, Write] = {}
    for row in listed.rows():
        counted = lost.get(str(row["item"].value or ""))
        if counted is not None:
            figures = {"points": sum(counted.values(), ZERO), "windows": Decimal(len(counted))}
            for field, figure in figures.items():
                if row[field].formula is not None or row[field].value != figure:
                    found[row.row, row.columns[field]] = figure
    return found


def own_sums(charts: Grid, refs: Iterable[Ref]) -> dict[Ref, Write]:
    """Those of the cells emptied that hold sums of an earlier version: they pass texts over."""
    own = (_SUM, _COUNT)
    formulas = {ref: charts[ref].formula or "" for ref in refs}
    return {ref: None for ref, text in formulas.items() if any(p.fullmatch(text) for p in own)}


def chart_changes(charts: Grid, ranking: Grid, written: Mapping[Ref, Write]) -> dict[Ref, Write]:
    """The figures of the sums and counts on ``charts``, where they differ from those stored.

    ``ranking`` is 名次表 as read and ``written`` what is being written into it.  Any other
    formula is left to the program that calculates it.
    """
    found: dict[Ref, Write] = {}
    rows = dict(ranking.rows())
    for ref, cell in charts.cells.items():
        figure = _figure(cell.formula or "", rows, written)
        if figure is not None and cell.value != figure:
            found[ref] = figure
    return found


def _figure(formula: str, rows: _Rows, written: Mapping[Ref, Write]) -> Decimal | None:
    for pattern in (_SUM, _COUNT):
        match = pattern.fullmatch(formula)
        if match:
            figures = list(_figures(match[1], match[2], rows, written))
            if pattern is _SUM:
                return sum(figures, ZERO)
            return Decimal(sum(figure > 0 for figure in figures))
    return None


def _figures(first: str, last: str, rows: _Rows, written: Mapping[Ref, Write]) -> Iterator[Decimal]:
    (top, left), (bottom, right) = (parse_a1(end.replace("$", "")) for end in (first, last))
    nothing: dict[int, Cell] = {}
    for row in range(top, bottom + 1):
        cells = rows.get(row, nothing)
        for column in range(left, right + 1):
            ref = row, column
            if ref in written:
                now = written[ref]
                value: object = now.value if type(now) is Formula else now
            elif column in cells:
                value = cells[column].value
            else:
                continue
            if isinstance(value, Decimal) and not isinstance(value, Percent):
                yield value
