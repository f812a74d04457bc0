"""The cell functions that a macro workbook's computed cells hold.

Each takes the window's item cells, so that a figure follows what is typed, and as further
arguments the cells elsewhere that it also depends on.  No function's arguments hold a cell that
it feeds: there is no circular reference.
"""

from __future__ import annotations

from typing import Protocol

from xl_appraisal.book.sheets import (
    LEDGER,
    LEDGER_TABLE,
    RULES,
    RULES_TABLE,
    STAFF,
    STAFF_TABLE,
    TableSheet,
)
from xl_appraisal.model.grid import a1
from xl_appraisal.model.layout.layout import VETO, Column, Layout
from xl_appraisal.model.notice.notice import Notice


class Figures(Protocol):
    """What the computed cells of 名次表 hold.

    ``unknown`` is what such a cell shows until it is recalculated.
    """

    unknown: str

    def formula(self, column: Column, row: int) -> str | None:
        """The formula of that column's cell on ``row`` (from 1), ``None`` where there is none."""


READY_ROWS = 500
"""Rows of a list that a figure follows; further ones count at the next 重新计算."""


class FigureFormulas:
    """Formulas of the computed columns, for windows on rows ``first`` to ``last`` (from 1)."""

    unknown = "—"  # a blank would make LibreOffice call the function

    def __init__(self, notice: Notice, layout: Layout, first: int, last: int) -> None:
        self.layout = layout
        self.first, self.last = first, last
        self.modules = {module.id: module for module in notice.modules}
        self.items = _item_span(layout)

    def formula(self, column: Column, row: int) -> str | None:
        """The formula of a computed column on ``row`` (from 1), ``None`` for any other column."""
        if column.kind != "computed":
            return None
        window = self._across(row, *self.items)
        if column.id == "total":
            scores = [self.layout.positions[module] for module in self.modules]
            return f"=WINDOW_TOTAL({window},{self._across(row, min(scores), max(scores))})"
        if column.id == "rank":
            return f"=WINDOW_RANK({window},{self._down('total')})"
        if column.id == "red_flag":
            vetoes = [self._down(c.id) for c in self.layout.all_columns if c.rule == VETO]
            return f"=RED_FLAG({','.join([window, self._down('total'), *vetoes])})"
        module = self.modules.get(column.module)
        if module is None:
            return None
        source = _list(LEDGER_TABLE, LEDGER) if module.sign else _list(STAFF_TABLE, STAFF)
        return f'=MODULE_SCORE({window},"{module.name}",{source},{_values()})'

    def _across(self, row: int, left: int, right: int) -> str:
        return f"${a1(row, left)}:${a1(row, right)}"

    def _down(self, column_id: str) -> str:
        column = self.layout.positions[column_id]
        return f"{_fixed(self.first, column)}:{_fixed(self.last, column)}"


def _item_span(layout: Layout) -> tuple[int, int]:
    """First and last column of the longest run of columns that staff fill in."""
    best, start = (0, -1), 0
    for place, column in enumerate((*layout.all_columns, None), 1):
        if column is not None and column.is_item:
            start = start or place
        elif start:
            best = max(best, (start, place - 1), key=lambda span: span[1] - span[0])
            start = 0
    return best


def _list(table: TableSheet, sheet: str) -> str:
    first = table.header_row + 1
    right = len(table.fields)
    return f"{sheet}!{_fixed(first, 1)}:{_fixed(first + READY_ROWS - 1, right)}"


def _values() -> str:
    """The values on the sheet 规则."""
    column = [field for field, _ in RULES_TABLE.fields].index("value") + 1
    first = RULES_TABLE.header_row + 1
    return f"{RULES}!{_fixed(first, column)}:{_fixed(first + READY_ROWS - 1, column)}"


def _fixed(row: int, column: int) -> str:
    letters = a1(row, column).rstrip("0123456789")
    return f"${letters}${row}"
