"""How a sheet looks, to tell later what of it was changed: number formats, and all else.

Number formats can be carried into a file.  The rest (fonts, colours, widths, comments, pictures …)
cannot yet, and is to be named when the workbook is saved.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from xl_appraisal.hosts.calc.calc_formats import Codes, area_of
from xl_appraisal.hosts.calc.calc_merges import merged_areas
from xl_appraisal.model.grid import Ref
from xl_appraisal.ooxml.row_moves import RowMove

_BORDERS = ("TopBorder", "BottomBorder", "LeftBorder", "RightBorder")
_PROPERTIES = tuple(sorted((
    "CellBackColor", "CharColor", "CharFontName", "CharFontNameAsian", "CharHeight",
    "CharHeightAsian", "CharPosture", "CharStrikeout", "CharUnderline", "CharWeight",
    "HoriJustify", "IsTextWrapped", "NumberFormat", "ParaIndent", "RotateAngle", "ShrinkToFit",
    "VertJustify", *_BORDERS,
)))  # fmt: skip
_NUMBER = _PROPERTIES.index("NumberFormat")
_WIDTHS = "列宽"
_MOST_ROWS, _MOST_COLUMNS = 20_000, 1_000  # that are looked at one by one
_SPARE_COLUMNS = 20  # behind the last one that looks otherwise: their widths are compared

Look = tuple[int, tuple[object, ...] | None]
"""Of a cell: the key of its number format, and all else; ``None`` where that is not compared."""

_Piece = tuple[int, int, Look]
"""Cells side by side that look the same: the first column, the last, their look."""

_IN_EXCEL = re.compile(
    r"""(?:"[^"]*"|\\.|_.|\*.|\[(?:[A-Za-z]+|Color\s?\d+|[<>=]+-?[\d.]+|\$[^\]]*)\]
    |General|AM/PM|A/P|y{1,4}|m{1,5}|d{1,4}|h{1,2}|s{1,2}|[Ee][+-]|[-0#?.,%/@;:+()$¥\ ])*""",
    re.IGNORECASE | re.VERBOSE,
)
"""What Excel knows of LibreOffice's codes; ``[NatNum1]``, ``NNN`` and others it does not."""


class SheetLooks(NamedTuple):
    """A sheet: the look of each cell by row, and what stands on the sheet besides its cells."""

    rows: tuple[tuple[Look, ...], ...]
    besides: Mapping[str, object]
    """By what staff call it; compared as a whole."""

    def moved(self, move: RowMove, like: int) -> SheetLooks:
        """The same after rows came or went: those that came have the number formats of ``like``."""
        at = move.at - 1
        came = tuple((number, None) for number, _ in self.row(like))
        rows = (*self.rows[:at], *(came,) * move.rows, *self.rows[at + max(-move.rows, 0) :])
        return self._replace(rows=rows)

    def row(self, number: int) -> tuple[Look, ...]:
        """The looks of a row from 1; all below the last one noted are like that."""
        return self.rows[min(number, len(self.rows)) - 1]

    def saved(self, now: SheetLooks, found: Unlike) -> SheetLooks:
        """What a file looks like into which the number formats of ``now`` were carried."""
        rows = list(now.rows)
        for row, column in found.cells:
            line, known = rows[row - 1], _at(self.row(row), column)
            number = line[column - 1][0] if (row, column) in found.numbers else known[0]
            rows[row - 1] = (*line[: column - 1], (number, known[1]), *line[column:])
        left = {name: self.besides.get(name) for name in found.besides}
        return SheetLooks(tuple(rows), {**now.besides, **left})


class Unlike(NamedTuple):
    """What looks otherwise: number formats' codes by cell, cells in other ways, other things."""

    numbers: dict[Ref, str]
    cells: list[Ref]
    besides: list[str]


def sheet_looks(sheet: Any) -> SheetLooks:
    """A sheet as it looks now, as far down and to the right as cells differ in their looks."""
    groups = sheet.getUniqueCellFormatRanges()
    found = [groups.getByIndex(number) for number in range(groups.Count)]
    looks = [(_look(group.getPropertyValues(_PROPERTIES)), group.RangeAddresses) for group in found]
    end = sheet.RangeAddress
    addresses = [address for _, areas in looks for address in areas]
    bottom = max((a.EndRow + 1 for a in addresses if a.EndRow < end.EndRow), default=0)
    right = max((a.EndColumn + 1 for a in addresses if a.EndColumn < end.EndColumn), default=0)
    bottom, right = min(bottom, _MOST_ROWS), min(right, _MOST_COLUMNS)
    block = sheet.getCellRangeByPosition(0, 0, right, bottom)
    rows = list(_rows(looks, bottom, right))
    while len(rows) > 1 and rows[-1] == rows[-2]:  # lists and conditions reach further down
        rows.pop()
    return SheetLooks(tuple(rows), dict(_besides(sheet, block)))


def unlike(
    before: SheetLooks,
    now: SheetLooks,
    moved: bool,
    code: Codes,
    is_blank: Callable[[int, int], bool],
) -> Unlike:
    """What looks otherwise now; where rows ``moved``, places of other things are not compared.

    A number format of which files of Excel have none is a look like others.  A blank cell that
    looks as its column does elsewhere is none: prepared rows move when rows among them do.
    """
    found = Unlike({}, [], [])
    looks = cache(lambda column: {_at(line, column)[1] for line in before.rows})
    for row, new in enumerate(now.rows, 1):
        old = before.row(row)
        if old == new:
            continue
        for column, look in enumerate(new, 1):
            known = _at(old, column)
            written = _in_excel(code(look[0])) if known[0] != look[0] else None
            if written is not None:
                found.numbers[row, column] = written
            other = known[1] is not None and known[1] != look[1]
            other = other and not (is_blank(row, column) and look[1] in looks(column))
            if other or (known[0] != look[0] and written is None):
                found.cells.append((row, column))
    for name, thing in now.besides.items():
        if not _is_same(name, before.besides.get(name), thing, moved):
            found.besides.append(name)
    return found


def _at(line: tuple[Look, ...], column: int) -> Look:
    return line[min(column, len(line)) - 1]


def _in_excel(code: str) -> str | None:
    """A number format's code where files of Excel have it."""
    return code if _IN_EXCEL.fullmatch(code) else None


def _rows(
    looks: Iterable[tuple[Look, Iterable[Any]]], bottom: int, right: int
) -> Iterator[tuple[Look, ...]]:
    pieces: list[list[_Piece]] = [[] for _ in range(bottom + 1)]
    for look, areas in looks:
        for area in areas:
            piece = area.StartColumn, min(area.EndColumn, right), look
            for row in range(area.StartRow, min(area.EndRow, bottom) + 1):
                pieces[row].append(piece)
    expanded = cache(_expanded)  # most rows are like others
    for line in pieces:
        yield expanded(tuple(sorted(line, key=_first_column)))


def _first_column(piece: _Piece) -> int:
    return piece[0]


def _expanded(pieces: tuple[_Piece, ...]) -> tuple[Look, ...]:
    return tuple(look for left, right, look in pieces for _ in range(left, right + 1))


def _look(values: tuple[Any, ...]) -> Look:
    others = (_plain(value) for place, value in enumerate(values) if place != _NUMBER)
    return int(values[_NUMBER]), tuple(others)


def _plain(value: Any) -> object:
    """A value of UNO's as one that can be compared and kept."""
    if hasattr(value, "OuterLineWidth"):
        return value.Color, value.OuterLineWidth, value.InnerLineWidth, value.LineDistance
    return value if isinstance(value, bool | int | float | str) else str(value)


def _besides(sheet: Any, block: Any) -> Iterator[tuple[str, object]]:
    columns = range(block.RangeAddress.EndColumn + _SPARE_COLUMNS)
    widths = (sheet.Columns.getByIndex(number) for number in columns)
    yield _WIDTHS, tuple((column.Width, column.IsVisible) for column in widths)
    notes = sheet.Annotations
    yield "批注", tuple(_note(notes.getByIndex(number)) for number in range(notes.Count))
    shapes = sheet.DrawPage
    kinds = (shapes.getByIndex(number).ShapeType for number in range(shapes.Count))
    yield "图片、图形", tuple(sorted(kind for kind in kinds if "Caption" not in kind))
    yield "合并的单元格", merged_areas(sheet, block)
    yield "打印区域", tuple(area_of(address) for address in sheet.PrintAreas)


def _note(note: Any) -> tuple[int, int, str]:
    return note.Position.Row, note.Position.Column, note.String


def _is_same(name: str, old: object, new: object, moved: bool) -> bool:
    if not (isinstance(old, tuple) and isinstance(new, tuple)):
        return old == new
    if name == _WIDTHS:  # more columns may be used by now
        return all(a == b for a, b in zip(old, new, strict=False))
    return len(old) == len(new) if moved else old == new
