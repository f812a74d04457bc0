"""Constants that stand where the column's other windows have a formula: typed over by hand.

A figure that the program fills in may be an old one of its own; that is nothing to tell.  But a
constant among formulas no longer follows its inputs, whatever it says.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xl_appraisal.book.read.quarter import Quarter
from xl_appraisal.book.read.typed_values import is_blank
from xl_appraisal.model.catalogue import finding
from xl_appraisal.model.exact import plain
from xl_appraisal.model.findings import Finding
from xl_appraisal.model.grid import Value
from xl_appraisal.model.layout.layout import Column
from xl_appraisal.scoring import Appraisal, RankedWindow


def typed_over(quarter: Quarter, appraisal: Appraisal) -> list[Finding]:
    """A warning for each constant in a computed column whose other windows hold formulas.

    窗口人员表现 may be typed, and is left alone.
    """
    columns = _computed(quarter)
    return [found for column in columns for found in _column(quarter, appraisal, column)]


def _computed(quarter: Quarter) -> Iterator[Column]:
    typed = {quarter.book.notice.staff_module.id}
    for column in quarter.book.layout.all_columns:
        known = column.id in quarter.table.columns
        if column.kind == "computed" and known and column.id not in typed:
            yield column


def _column(quarter: Quarter, appraisal: Appraisal, column: Column) -> Iterator[Finding]:
    cells = {row: quarter.table.cell(row, column.id) for row in quarter.table.rows}
    with_formula = sum(cell.formula is not None for cell in cells.values())
    if 2 * with_formula <= len(cells):
        return
    for window in appraisal.windows:
        row = window.score.place.row
        cell = cells[row]
        if cell.formula is None and not is_blank(cell.value):
            yield _finding(quarter, window, row, column, cell.value)


def _finding(
    quarter: Quarter, window: RankedWindow, row: int, column: Column, value: Value
) -> Finding:
    expected = _text(_figure(window, column))
    return finding(
        "typed_over",
        quarter.table.place(row, column.id),
        window=window.window,
        item=quarter.book.layout.labels[column.id],
        found=_text(value),
        expected=expected or "公式",
        figure=expected or "空白",
    )


def _figure(window: RankedWindow, column: Column) -> Value:
    if column.id == "total":
        return window.total
    if column.id == "rank":
        return None if window.rank is None else str(window.rank)
    return window.score.modules.get(column.module)


def _text(value: Value) -> str:
    if value is None:
        return ""
    return plain(value) if isinstance(value, Decimal) else str(value)[:40]
