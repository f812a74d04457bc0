"""What a workbook's cells held when it was opened, to tell later which of them were changed.

Formulas and constants are kept as Calc shows them, which computes nothing.  Beside them stand
marks on every row and column, which Calc moves along with insertions and deletions: Calc tells
nobody which rows came or went, but from where the marks are now it follows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import uno

from xl_appraisal.doors.calc_extension.looks_state import SheetLooks, sheet_looks
from xl_appraisal.files.disk import signature
from xl_appraisal.hosts.calc.calc_file import file_of
from xl_appraisal.model.grid import Ref
from xl_appraisal.ooxml.row_moves import RowMove, moved_formula

_BEHIND, _BELOW = 1000, 1_000_000
"""Column and row of the marks: where nothing stands."""

_GONE = "#REF!"
"""What is left of a place whose row went: Calc shows it in other words than a file holds."""

_TELLING = 15_000
"""A row's mark stands in a column of its own, counted round, which tells whose mark is gone."""


class SheetState(NamedTuple):
    """A sheet: its name, its cells' contents from A1 on, its marks and their columns, its looks."""

    name: str
    contents: tuple[tuple[str, ...], ...]
    marks: Any
    columns: tuple[int, ...]
    looks: SheetLooks

    def is_blank(self, row: int, column: int) -> bool:
        """Whether the cell there, counted from 1, holds nothing."""
        return not _at(_line(self.contents, row - 1), column - 1)

    def moves(self) -> list[RowMove] | None:
        """The rows that came or went since, from the bottom up; ``None`` for any other move.

        Rows taken out where as many were put in are taken for the same rows: so they are after
        an undo, and else every cell of theirs is written.
        """
        places = [(a.StartRow, a.StartColumn) for a in self.marks.getRangeAddresses()]
        rows = [place for place in places if place[0] < _BELOW // 2]
        columns = tuple(column for row, column in places if row >= _BELOW // 2)
        if columns != self.columns:
            return None
        now, number = dict[int, int](), -1  # row before by row now
        for row, column in rows:
            number += 1 + (column - _BEHIND - number - 1) % _TELLING
            now[number] = row
        if list(now.values()) != sorted(now.values()) or any(c < _BEHIND for _, c in rows):
            return None
        found, before, after = list[RowMove](), -1, -1
        for number, row in now.items():
            came = (row - after) - (number - before)
            if came:
                kept = min(row - after, number - before)
                found.append(RowMove(self.name, before + kept + 1, came))
            before, after = number, row
        return found[::-1]


class State:
    """All sheets of a document as they are now, and the file that it came from."""

    def __init__(self, document: Any) -> None:
        self.path = file_of(document)
        self.file = signature(self.path.stat()) if self.path and self.path.is_file() else None
        self.sheets = {name: _sheet_state(document, name) for name in names_of(document)}
        self.names = tuple(document.NamedRanges.ElementNames)


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
    width = max(map(len, (*before.contents, *now)))
    for row in range(height):
        old, new = _line(before.contents, row), _line(now, row)
        if old != new:
            for column in range(width):
                known, found = _at(old, column), _at(new, column)
                if known != found and not (_GONE in known and _GONE in found):
                    yield row + 1, column + 1


def moved(before: SheetState, move: RowMove, like: int) -> SheetState:
    """The same after rows came or went on that sheet or another: cells moved, formulas follow.

    Rows that came look like row ``like``, as in a file.
    """
    lines, looks = before.contents, before.looks
    if move.sheet == before.name:
        looks = looks.moved(move, like)
        at = move.at - 1
        blank = ((),) * max(move.rows, 0)
        lines = (*lines[:at], *blank, *lines[at + max(-move.rows, 0) :])
    followed = (tuple(_followed(text, before.name, move) for text in line) for line in lines)
    return before._replace(contents=tuple(followed), looks=looks)


def _followed(text: str, here: str, move: RowMove) -> str:
    return moved_formula(text, here, move, separator=".") if text[:1] in ("=", "{") else text


def _sheet_state(document: Any, name: str) -> SheetState:
    sheet = document.Sheets.getByName(name)
    contents = contents_of(sheet)
    marks = document.createInstance("com.sun.star.sheet.SheetCellRanges")
    columns = [c for c, line in enumerate(zip(*contents, strict=True)) if any(line)]
    columns.append(len(contents[0]))
    marks.addRangeAddresses(tuple(_marked(sheet.RangeAddress.Sheet, contents, columns)), False)
    looks = sheet_looks(sheet)
    return SheetState(name, contents, marks, tuple(columns), looks)


def _marked(
    number: int, contents: tuple[tuple[str, ...], ...], columns: Sequence[int]
) -> Iterator[Any]:
    """A cell of each row, of the one behind them all, and of each column that holds anything.

    No two lie side by side, else Calc might take them for one range.
    """
    last = max((row for row, line in enumerate(contents) if any(line)), default=0)
    for row in range(last + 2):
        yield _cell(number, row, _BEHIND + row % _TELLING)
    for column in columns:
        yield _cell(number, _BELOW + column % 2, column)


def _cell(number: int, row: int, column: int) -> Any:
    address = uno.createUnoStruct("com.sun.star.table.CellRangeAddress")
    address.Sheet = number
    address.StartRow = address.EndRow = row
    address.StartColumn = address.EndColumn = column
    return address


def _line(contents: tuple[tuple[str, ...], ...], row: int) -> tuple[str, ...]:
    return contents[row] if row < len(contents) else ()


def _at(line: tuple[str, ...], column: int) -> str:
    return line[column] if column < len(line) else ""
