"""A block's cells, read and written in as few calls as there can be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from xl_appraisal.hosts.block_plan import Block
from xl_appraisal.hosts.calc.calc_formats import (
    Formats,
    Kind,
    Meaning,
    cells_of,
    format_areas,
    meant,
)
from xl_appraisal.hosts.calc.calc_formulas import to_calc, to_excel
from xl_appraisal.hosts.calc.calc_functions import FunctionNames
from xl_appraisal.model.exact import as_stored
from xl_appraisal.model.grid import Area, Cell, CellError, Formula, Percent, Ref, Value, Write
from xl_appraisal.model.number_format import as_shown

_ERRORS = {
    503: "#NUM!", 521: "#NULL!", 523: "#NUM!", 524: "#REF!", 525: "#NAME?", 530: "#NAME?",
    531: "#NAME?", 532: "#DIV/0!", 32767: "#N/A",
}  # fmt: skip
_OTHER_ERROR = "#VALUE!"  # as which an Excel file holds all others (``Err:508``)
_CONSTANTS = {f"={text}" for text in (*_ERRORS.values(), _OTHER_ERROR)} | {"=TRUE()", "=FALSE()"}
"""What LibreOffice makes of a file's errors and truths that nobody computes."""

_CONTENT = 1 | 2 | 4 | 16  # values, dates, texts, formulas; com.sun.star.sheet.CellFlags
_NOTES = 8


class CalcCells:
    """The cells of one workbook."""

    def __init__(self, document: Any, names: FunctionNames) -> None:
        self._document, self._names = document, names
        self._formats = Formats(document)
        day = document.NullDate
        self._origin = dt.datetime(day.Year, day.Month, day.Day)

    def read(self, sheet: Any, area: Area) -> dict[Ref, Cell]:
        """The cells of an area that are not blank."""
        block = cells_of(sheet, area)
        pairs = zip(block.getDataArray(), block.getFormulaArray(), strict=True)
        used = {row: pair for row, pair in enumerate(pairs, area.top) if any(pair[1])}
        meanings = self._meanings(sheet, {row: line for row, (line, _) in used.items()}, area.left)
        found: dict[Ref, Cell] = {}
        for row, (line, formulas) in used.items():
            for column, (raw, text) in enumerate(zip(line, formulas, strict=True), area.left):
                formula = self._formula(text, raw) if text else None
                if raw == "" and formula is None:
                    continue
                if raw is None:
                    error = sheet.getCellByPosition(column - 1, row - 1).getError()
                    value: Value = error_of(error)
                else:
                    value = self._value(raw, meanings.get((row, column)))
                found[row, column] = Cell(value, formula)
        return found

    def _meanings(
        self, sheet: Any, lines: Mapping[int, Sequence[Any]], left: int
    ) -> dict[Ref, Meaning]:
        """What the cells between the first and the last number are shown as."""
        numbers = [
            (row, column)
            for row, line in lines.items()
            for column, raw in enumerate(line, left)
            if isinstance(raw, float)
        ]
        if not numbers:
            return {}
        columns = [column for _, column in numbers]
        within = Area(numbers[0][0], min(columns), numbers[-1][0], max(columns))
        return meant(format_areas(cells_of(sheet, within)), self._formats)

    def write(self, sheet: Any, block: Block) -> None:
        """Values by their types, formulas in place of what is there.

        Raises :class:`PermissionError` where the program did not take them.
        """
        refuse_locked(sheet, block.area)
        cells = cells_of(sheet, block.area)
        before = self._formats.of_cells(cells)
        data = {ref: self._data(value, before[ref]) for ref, value in block.cells()}
        width = len(block.rows[0])
        flat = list(data.values())
        rows = tuple(tuple(flat[n : n + width]) for n in range(0, len(flat), width))
        if sheet.Annotations.Count and cells.queryContentCells(_NOTES).Count:
            for (row, column), value in data.items():  # a block would take the notes away
                _put(sheet.getCellByPosition(column - 1, row - 1), value, block.of_formulas)
        else:
            _let_blanks_come_back(cells)
            (cells.setFormulaArray if block.of_formulas else cells.setDataArray)(rows)
        kinds = {ref: _kind(value, data[ref]) for ref, value in block.cells()}
        self._formats.show(sheet, kinds, before)
        if not _happened(cells, rows, of_formulas=block.of_formulas):
            raise PermissionError("写入没有生效")

    def formula_to_excel(self, text: str) -> str:
        """A formula of LibreOffice's interface, with its ``=``, as Excel writes it."""
        names = self._names.load(self._document)
        names.knows(text, self._document)
        return to_excel(text, names.excel)

    def _formula(self, text: str, value: object) -> str | None:
        """The formula without its ``=``; a text that begins with one is none."""
        if not text.startswith(("=", "{=")) or text == value or text in _CONSTANTS:
            return None
        return self.formula_to_excel(text).removeprefix("=")

    def _value(self, raw: float | str, meaning: Meaning | None) -> Value:
        if isinstance(raw, str):
            return raw or None
        if meaning == "truth":
            return bool(raw)
        if meaning == "date":
            return self._moment(raw)
        number = as_stored(Decimal(repr(raw)))
        if meaning == "percent":
            return Percent(number)
        return number if meaning is None else as_shown(number, meaning)

    def _moment(self, number: float) -> Value:
        """The day and time of a serial number; one beyond the calendar stays a number."""
        try:
            return self._origin + dt.timedelta(seconds=round(number * 86_400, 3))
        except OverflowError:
            return as_stored(Decimal(repr(number)))

    def _data(self, value: Write, key: int) -> float | str:
        """A value as LibreOffice takes it."""
        if isinstance(value, Formula):
            return to_calc(f"={value.text}", self._names.load(self._document).calc)
        if isinstance(value, Decimal | bool):
            return float(value)
        if isinstance(value, dt.datetime):
            return (value - self._origin) / dt.timedelta(days=1)
        if isinstance(value, dt.date):
            shows_dates = self._formats.meaning(key) == "date"
            day = dt.datetime(value.year, value.month, value.day)
            return self._data(day, key) if shows_dates else str(value)
        return value or ""


def error_of(number: int) -> CellError:
    """LibreOffice's number of an error as the error that an Excel file holds."""
    return CellError(_ERRORS.get(number, _OTHER_ERROR))


def refuse_locked(sheet: Any, area: Area) -> None:
    """Raise :class:`PermissionError` for a locked cell: some versions pass it over in silence."""
    if not sheet.isProtected():
        return
    for row in range(area.top - 1, area.bottom):
        for column in range(area.left - 1, area.right):
            if sheet.getCellByPosition(column, row).CellProtection.IsLocked:
                raise PermissionError("工作表受保护")


def _kind(value: Write, data: float | str) -> Kind:
    if isinstance(value, Formula):
        return "formula"
    if isinstance(value, bool):
        return "logical"
    if isinstance(data, float):
        return "number"
    return "text" if data else "blank"


def _put(cell: Any, data: float | str, is_formula: bool) -> None:
    if isinstance(data, float):
        cell.Value = data
    elif is_formula:
        cell.Formula = data
    elif data:
        cell.String = data
    else:
        cell.clearContents(_CONTENT)


def _let_blanks_come_back(cells: Any) -> None:
    """Calc's undoing of a block leaves what was put into blank cells.

    That of an array formula empties them; it is cleared again so that a redo leaves none of it.
    """
    if any("" in line for line in cells.getFormulaArray()):
        cells.setArrayFormula("=0")
        cells.clearContents(_CONTENT)


def _happened(cells: Any, rows: tuple[tuple[float | str, ...], ...], *, of_formulas: bool) -> bool:
    """Whether the cells hold what was written, but for signs that no cell keeps."""
    if of_formulas:
        return all(
            text.startswith(("=", "{=")) for line in cells.getFormulaArray() for text in line
        )
    pairs = zip(_flat(cells.getDataArray()), _flat(rows), strict=True)
    return all(found == given or _seen(found) == _seen(given) for found, given in pairs)


def _flat(rows: Any) -> Iterator[Any]:
    return (value for line in rows for value in line)


def _seen(value: object) -> object:
    if not isinstance(value, str):
        return value
    return "".join(sign for sign in value if sign.isprintable() and not sign.isspace())
