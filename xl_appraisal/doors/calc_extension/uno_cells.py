"""Cells given to a function, straight from the UNO objects that Calc hands over.

Each object that UNO hands to Python costs more than all the values in it, so a block is read in
two calls.  Calc knows numbers and texts alone: whether a number is a date or a truth, the text of
a constant tells, and of somebody's own formula its number format.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from xl_appraisal.book.own_formulas import is_ours
from xl_appraisal.doors.cell_functions.given_cells import GivenCells
from xl_appraisal.hosts.calc.calc_cells import error_of
from xl_appraisal.hosts.calc.calc_formats import area_of, cells_of
from xl_appraisal.hosts.calc.calc_merges import merged_areas
from xl_appraisal.hosts.excel.excel_values import to_value
from xl_appraisal.model.grid import Area, Cell, Ref, Value

_NUMBER = re.compile(r"-?\d[\d.,]*(?:E[+-]?\d+)?%?", re.IGNORECASE)
_DATE, _TIME, _LOGICAL = 2, 4, 1024  # com.sun.star.util.NumberFormat
_CONTENT = 1 | 2 | 4 | 16  # values, dates, texts, formulas; com.sun.star.sheet.CellFlags
_MANY_ROWS, _MANY_COLUMNS = 100_000, 10_000


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

    def read(self) -> dict[Ref, Cell]:
        """Two calls, and one more for each cell that may hold a date, a truth or an error."""
        found: dict[Ref, Cell] = {}
        pairs = zip(self._cells.getDataArray(), self._cells.getFormulaArray(), strict=True)
        for row, (line, texts) in enumerate(pairs, self.area.top):
            for column, (raw, text) in enumerate(zip(line, texts, strict=True), self.area.left):
                if raw == "" and not text:
                    continue
                is_formula = text.startswith(("=", "{=")) and text != raw
                formula = text.lstrip("{").removeprefix("=") if is_formula else None
                value = self._value((row, column), raw, text, formula)
                found[row, column] = Cell(value, formula)
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

    def _value(self, ref: Ref, raw: object, text: str, formula: str | None) -> Value:
        if raw is None:
            return error_of(self._block(Area(*ref, *ref)).getCellByPosition(0, 0).getError())
        if type(raw) is float:
            plain = _NUMBER.fullmatch(text) if formula is None else is_ours(formula)
            if not plain:
                return self._meant(ref, raw)
        return to_value(raw)

    def _meant(self, ref: Ref, number: float) -> Value:
        """A number as its format means it."""
        key = self._block(Area(*ref, *ref)).NumberFormat
        kind = self._document.NumberFormats.getByKey(key).Type
        if kind & _LOGICAL:
            return bool(number)
        if not kind & (_DATE | _TIME):
            return to_value(number)
        origin = self._document.NullDate
        start = dt.datetime(origin.Year, origin.Month, origin.Day)
        return start + dt.timedelta(days=number)

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


def used_cells(document: Any, name: str) -> CalcCells | None:
    """The used cells of a sheet, ``None`` where there is no such sheet."""
    if not document.Sheets.hasByName(name):
        return None
    sheet = document.Sheets.getByName(name)
    return CalcCells(document, sheet.getCellRangeByName("A1:AMJ1048576"))
