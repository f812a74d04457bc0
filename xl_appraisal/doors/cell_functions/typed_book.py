"""The workbook behind a bare row number: typed cells alone, read anew at every calculation.

``=WINDOW_TOTAL(7)`` hands nothing over, so the program is told to ask at every calculation
(volatile for that call only), and the workbook is read there and then.  Whether a formula of
somebody's own is computed by then nobody knows: where a figure would rest on one, it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from decimal import Decimal

import xlwings as xw

from xl_appraisal.book.figure_data import NOT_CURRENT, SHEETS, header_and_names
from xl_appraisal.book.figure_formulas import compared_columns
from xl_appraisal.book.own_formulas import is_as_written, is_ours
from xl_appraisal.book.read.quarter import Quarter, read_quarter_book
from xl_appraisal.book.read.ranking_table import find_ranking_table
from xl_appraisal.book.sheets import COLUMNS, LEDGER, RANKING, RULES, STAFF
from xl_appraisal.doors.cell_functions.given_cells import ExcelCells, GivenCells
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.grid import Grid, a1
from xl_appraisal.scoring import Appraisal, RankedWindow

_CONSTANT = re.compile(r"[-+*/^().,%\d\s]+|\"[^\"]*\"")

Reader = Callable[[str], GivenCells | None]
"""Gives the used cells of a sheet by name, ``None`` where there is no such sheet."""


class TypedBook:
    """A workbook as it stands at this moment."""

    def __init__(self, reader: Reader) -> None:
        grids = {name: grid for name in SHEETS if (grid := _grid(reader, name)) is not None}
        self.quarter: Quarter = read_quarter_book(grids.get)
        for name in (STAFF, LEDGER, RULES, COLUMNS):
            _refuse_formulas(grids[name])
        self._ranking = grids[RANKING]

    def window(self, row: int, *, among_all: bool) -> RankedWindow:
        """The window on a row of 名次表.

        ``among_all`` where the others count too.  Raises :class:`BookError` where no window
        stands there, or the figure would rest on a formula.
        """
        rows = self.quarter.table.rows
        if row not in rows:
            raise BookError(f"{RANKING}第{row}行没有窗口")
        items = {
            self.quarter.table.columns.get(column.id, 0)
            for column in self.quarter.book.layout.all_columns
            if column.kind == "points"
        }
        book = self.quarter.book
        every = among_all or bool(compared_columns(book.notice, book.layout))
        _refuse_formulas(self._ranking, set(rows) if every else {row}, items)
        appraisal: Appraisal = self.quarter.appraise()
        return next(w for w in appraisal.windows if w.score.place.row == row)


_CALLER: list[Reader] = []


@contextmanager
def calling_from(reader: Reader) -> Iterator[None]:
    """Let those sheets be the ones that the formula stands among."""
    _CALLER.append(reader)
    try:
        yield
    finally:
        _CALLER.pop()


def caller_sheets() -> Reader:
    """The sheets of the workbook that the formula stands in."""
    if _CALLER:
        return _CALLER[-1]
    book = xw.Book.caller()
    sheets = {sheet.name: sheet for sheet in book.sheets}

    def read(name: str) -> GivenCells | None:
        return ExcelCells(sheets[name].used_range) if name in sheets else None

    return read


def row_number(value: object) -> int:
    """A row number as given.  Raises :class:`BookError` for anything else."""
    if not isinstance(value, Decimal) or value != int(value) or not 1 <= value <= 1_048_576:
        raise BookError("行号应为名次表中窗口所在的行")
    return int(value)


def rules_only(reader: Reader) -> Quarter:
    """The rules in force alone: for functions that look at no window."""
    grids = {name: grid for name in SHEETS if (grid := _grid(reader, name)) is not None}
    if RANKING in grids:
        table = find_ranking_table(grids[RANKING])
        grids[RANKING] = header_and_names(grids[RANKING], table)
    _refuse_formulas(grids.get(RULES, Grid(RULES)))
    return read_quarter_book(grids.get)


def _grid(reader: Reader, name: str) -> Grid | None:
    cells = reader(name)
    if cells is None:
        return None
    return cells.grid(name, cells.area if name in (RANKING, STAFF, LEDGER) else None)


def _refuse_formulas(grid: Grid, rows: set[int] | None = None, items: Collection[int] = ()) -> None:
    """Raise :class:`BookError` for a formula that looks at other cells; ``=2/3`` is as typed.

    A function of ours is passed over, but for the columns of ``items``, where it counts.
    """
    for (row, column), cell in grid.cells.items():
        text = cell.formula
        known = is_as_written(text) if column in items else is_ours(text)
        if text is None or known or _CONSTANT.fullmatch(text):
            continue
        if rows is None or row in rows:
            raise BookError(f"{NOT_CURRENT}，{grid.name}!{a1(row, column)} 是公式")
