"""What a workbook's cells held when it was opened, to tell later which of them were changed.

Formulas and constants are kept as Calc shows them, which computes nothing.  Beside them stand
marks on every row and column, which Calc moves along with insertions and deletions.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import uno

from xl_appraisal.files.disk import signature
from xl_appraisal.model.grid import Ref

_BEHIND, _BELOW = 1000, 1_000_000
"""Column and row of the marks: where nothing stands."""


class SheetState(NamedTuple):
    """A sheet: what stands in its cells from A1 on, and its marks with where they were."""

    contents: tuple[tuple[str, ...], ...]
    marks: Any
    places: tuple[int, ...]

    @property
    def moved(self) -> bool:
        """Whether rows or columns were inserted, deleted or moved since."""
        return _places(self.marks) != self.places


class State:
    """All sheets of a document as they are now, and the file that it came from."""

    def __init__(self, document: Any) -> None:
        self.path = file_of(document)
        self.file = signature(self.path.stat()) if self.path and self.path.is_file() else None
        self.sheets = {name: _sheet_state(document, name) for name in names_of(document)}


def file_of(document: Any) -> Path | None:
    """The file that the document came from or was last saved to."""
    url = document.URL
    return Path(uno.fileUrlToSystemPath(url)) if url.startswith("file:") else None


def names_of(document: Any) -> tuple[str, ...]:
    """The names of the sheets in order."""
    return tuple(document.Sheets.ElementNames)


def contents_of(sheet: Any) -> tuple[tuple[str, ...], ...]:
    """Formulas and constants from A1 to the last cell used, as Calc's interface writes them."""
    contents: tuple[tuple[str, ...], ...] = used(sheet).getFormulaArray()
    return contents


def used(sheet: Any) -> Any:
    """The cells from A1 to the last one used."""
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    end = cursor.RangeAddress
    return sheet.getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow)


def differing(before: SheetState, sheet: Any) -> Iterator[Ref]:
    """The cells that hold something else than before, counted from 1."""
    now = contents_of(sheet)
    height = max(len(before.contents), len(now))
    width = max(len(before.contents[0]), len(now[0]))
    for row in range(height):
        old, new = _line(before.contents, row), _line(now, row)
        if old != new:
            for column in range(width):
                if _at(old, column) != _at(new, column):
                    yield row + 1, column + 1


def _sheet_state(document: Any, name: str) -> SheetState:
    sheet = document.Sheets.getByName(name)
    contents = contents_of(sheet)
    marks = document.createInstance("com.sun.star.sheet.SheetCellRanges")
    marks.addRangeAddresses(tuple(_marked(sheet.RangeAddress.Sheet, contents)), False)
    return SheetState(contents, marks, _places(marks))


def _marked(number: int, contents: tuple[tuple[str, ...], ...]) -> Iterator[Any]:
    """A cell of each row and of each column that holds anything, and one behind them all.

    No two lie side by side, else Calc might take them for one range.
    """
    rows = [row for row, line in enumerate(contents) if any(line)]
    columns = [c for c, line in enumerate(zip(*contents, strict=True)) if any(line)]
    for row in (*rows, len(contents)):
        yield _cell(number, row, _BEHIND + row % 2)
    for column in (*columns, len(contents[0])):
        yield _cell(number, _BELOW + column % 2, column)


def _cell(number: int, row: int, column: int) -> Any:
    address = uno.createUnoStruct("com.sun.star.table.CellRangeAddress")
    address.Sheet = number
    address.StartRow = address.EndRow = row
    address.StartColumn = address.EndColumn = column
    return address


def _places(marks: Any) -> tuple[int, ...]:
    """Where rows' marks and columns' marks (negative) are now."""
    addresses = marks.getRangeAddresses()
    return tuple(a.StartRow if a.StartRow < _BELOW // 2 else -1 - a.StartColumn for a in addresses)


def _line(contents: tuple[tuple[str, ...], ...], row: int) -> tuple[str, ...]:
    return contents[row] if row < len(contents) else ()


def _at(line: tuple[str, ...], column: int) -> str:
    return line[column] if column < len(line) else ""
