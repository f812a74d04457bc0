"""The figures that the formulas on 图表 show after a recalculation.

A program that opens the workbook shows stored figures until it calculates; the charts are drawn
from them.  So whoever writes the 名次表 writes these as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TypeAlias

from xl_appraisal.book.sheets import RANKING
from xl_appraisal.model.exact import ZERO
from xl_appraisal.model.grid import Cell, Formula, Grid, Ref, Write, parse_a1

_Rows: TypeAlias = Mapping[int, Mapping[int, Cell]]
"""Cells by row and column."""

_CELLS = rf"'?{RANKING}'?!(\$?[A-Z]{{1,3}}\$?\d+):(\$?[A-Z]{{1,3}}\$?\d+)"
_SUM = re.compile(rf"SUM\({_CELLS}\)")
_COUNT = re.compile(rf'COUNTIF\({_CELLS},">0"\)')


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
            if type(value) is Decimal:
                yield value
