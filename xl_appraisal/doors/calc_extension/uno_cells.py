"""Cells given to a function, straight from the UNO objects that Calc hands over.

Each object that UNO hands to Python costs more than all the values in it, so a block is read in
two calls.  Calc knows numbers and texts alone: whether a number is a date, a truth or a percent
only its format tells, so Calc is asked for the formats of numbers that are no figures of ours.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

from xl_appraisal.book.own_formulas import is_ours
from xl_appraisal.doors.cell_functions.given_cells import GivenCells
from xl_appraisal.hosts.block_plan import refs_of
from xl_appraisal.hosts.calc.calc_cells import error_of
from xl_appraisal.hosts.calc.calc_formats import (
    Formats,
    area_of,
    cells_of,
    format_areas,
)
from xl_appraisal.hosts.calc.calc_merges import merged_areas
from xl_appraisal.hosts.excel.excel_values import to_value
from xl_appraisal.model.exact import as_stored
from xl_appraisal.model.grid import Area, Cell, Percent, Ref, Value

_FEW = 12  # cells that are asked one by one; the formats of more are asked for by areas
_CONTENT = 1 | 2 | 4 | 16  # values, dates, texts, formulas; com.sun.star.sheet.CellFlags
_MANY_ROWS, _MANY_COLUMNS = 100_000, 10_000
_READ_KEPT = 64  # blocks

_Rows: TypeAlias = tuple[tuple[Any, ...], ...]


class CalcCells(GivenCells):
    """Cells of a document: ``cells`` is UNO's ``XCellRange``."""

    def __init__(self, document: Any, cells: Any) -> None:
        self._document = document
        self._sheet = document.Sheets.getByIndex(cells.RangeAddress.Sheet)
        self.sheet = self._sheet.Name
        self.area = area_of(cells.RangeAddress)
        height, width = self.shape
        self._cells = cells
        if height > _MANY_ROWS or width > _MANY_COLUMNS:
            self._cut_to_used()

    @property
    def home(self) -> str:
        return f"{self._document.RuntimeUID}:{self.sheet}"

    def read(self) -> Mapping[Ref, Cell]:
        """Two calls, and some more for numbers of the user's own and for errors.

        The same contents at the same place are the same object where none of these is among
        them, so that what follows from them can be kept with it.
        """
        block = self._cells
        read = _read(self.area[:2], block.getDataArray(), block.getFormulaArray())
        if not (read.errors or read.own):
            return read.cells
        found = dict(read.cells)
        for ref in read.errors:
            code = self._block(Area(*ref, *ref)).getCellByPosition(0, 0).getError()
            found[ref] = Cell(error_of(code), found[ref].formula)
        for ref, value in self._meant(read.own):
            found[ref] = Cell(value, found[ref].formula)
        return found

    def merged(self, area: Area) -> bool | None:
        block = self._block(area)
        if block.getIsMerged():
            return True
        cursor = self._sheet.createCursorByRange(block)
        cursor.collapseToMergedArea()  # an area that reaches in from outside
        return None if area_of(cursor.RangeAddress) != area else False

    def merges(self, searched: Area) -> tuple[Area, ...]:
        return merged_areas(self._sheet, self._block(searched))

    def _meant(self, numbers: Mapping[Ref, float]) -> Iterator[tuple[Ref, Value]]:
        """Those of the numbers that their formats mean as something else."""
        if len(numbers) > _FEW:
            keys = {ref: key for key, at in format_areas(self._cells) for ref in refs_of(at)}
        else:
            keys = {ref: self._block(Area(*ref, *ref)).NumberFormat for ref in numbers}
        formats = Formats(self._document)
        for ref, number in numbers.items():
            meaning = formats.other_than_number(keys[ref])
            if meaning == "date":
                yield ref, self._moment(number)
            elif meaning == "truth":
                yield ref, bool(number)
            elif meaning == "percent":
                yield ref, Percent(as_stored(Decimal(repr(number))))

    def _moment(self, number: float) -> Value:
        origin = self._document.NullDate
        start = dt.datetime(origin.Year, origin.Month, origin.Day)
        try:
            return start + dt.timedelta(days=number)
        except OverflowError:
            return to_value(number)

    def _block(self, area: Area) -> Any:
        return cells_of(self._sheet, area)

    def _cut_to_used(self) -> None:
        """As far as anything stands: the sheet's own used area is behind while it computes."""
        top, left, bottom, right = self.area
        filled = self._cells.queryContentCells(_CONTENT).getRangeAddresses()
        bottom = max([top, *(at.EndRow + 1 for at in filled)])
        right = min(right, max([left, *(at.EndColumn + 1 for at in filled)]))
        self.area = Area(top, left, bottom, right)
        self._cells = self._block(self.area)


class _Read(NamedTuple):
    """What values and formulas alone tell of a block."""

    cells: Mapping[Ref, Cell]
    errors: tuple[Ref, ...]
    """Cells of which Calc has yet to tell the error."""
    own: Mapping[Ref, float]
    """Numbers that are no figures of ours: their formats may mean something else."""


@lru_cache(maxsize=_READ_KEPT)
def _read(corner: Ref, values: _Rows, formulas: _Rows) -> _Read:
    """Of a block at that corner; the ranks of all windows read the totals of all again."""
    found, errors, own = dict[Ref, Cell](), list[Ref](), dict[Ref, float]()
    for row, (line, texts) in enumerate(zip(values, formulas, strict=True), corner[0]):
        for column, (raw, text) in enumerate(zip(line, texts, strict=True), corner[1]):
            if raw == "" and not text:
                continue
            is_formula = text.startswith(("=", "{=")) and text != raw
            formula = text.lstrip("{").removeprefix("=") if is_formula else None
            if raw is None:
                errors.append((row, column))
            elif type(raw) is float and not is_ours(formula):
                own[row, column] = raw
            found[row, column] = Cell(to_value(raw), formula)
    return _Read(found, tuple(errors), own)


def used_cells(document: Any, name: str) -> CalcCells | None:
    """The used cells of a sheet, ``None`` where there is no such sheet."""
    if not document.Sheets.hasByName(name):
        return None
    sheet = document.Sheets.getByName(name)
    return CalcCells(document, sheet.getCellRangeByName("A1:AMJ1048576"))
