"""How a sheet looks, to tell later what of it was changed: number formats, and all else.

Number formats can be carried into a file.  The rest (fonts, colours, widths, comments, pictures …)
cannot yet, and is to be named when the workbook is saved.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

import uno

from xl_appraisal.hosts.calc.calc_formats import area_of
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
_SPARE_ROWS, _SPARE_COLUMNS = 200, 20  # beyond the used cells: what may be filled in by and by

Look = tuple[int, tuple[object, ...]]
"""Of a cell: the key of its number format, and all else."""

_Piece = tuple[int, int, Look]
"""Cells side by side that look the same: the first column, the last, their look."""

Codes = Callable[[int], str | None]
"""Gives for a number format's key its code in files of Excel; ``None`` where they have none."""

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

    def moved(self, move: RowMove) -> SheetLooks:
        """The same after rows came or went: those that came look like nothing known."""
        at = move.at - 1
        blank = ((),) * max(move.rows, 0)
        rows = (*self.rows[:at], *blank, *self.rows[at + max(-move.rows, 0) :])
        return self._replace(rows=rows)

    def saved(self, now: SheetLooks, found: Unlike) -> SheetLooks:
        """What a file looks like into which the number formats of ``now`` were carried."""
        rows = list(now.rows)
        for row, column in found.cells:
            known, look = self.rows[row - 1][column - 1], now.rows[row - 1][column - 1]
            number = look[0] if (row, column) in found.numbers else known[0]
            line = rows[row - 1]
            rows[row - 1] = (*line[: column - 1], (number, known[1]), *line[column:])
        left = {name: self.besides.get(name) for name in found.besides}
        return SheetLooks(tuple(rows), {**now.besides, **left})


class Unlike(NamedTuple):
    """What looks otherwise: number formats' codes by cell, cells in other ways, other things."""

    numbers: dict[Ref, str]
    cells: list[Ref]
    besides: list[str]


def sheet_looks(document: Any, sheet: Any, used: Any) -> SheetLooks:
    """A sheet as it looks now; ``used`` are its used cells."""
    end = used.RangeAddress
    bottom, right = end.EndRow + _SPARE_ROWS, end.EndColumn + _SPARE_COLUMNS
    block = sheet.getCellRangeByPosition(0, 0, min(right, 1000), min(bottom, 1_000_000))
    rows = tuple(_rows(block))
    return SheetLooks(rows, dict(_besides(document, sheet, block)))


def unlike(before: SheetLooks, now: SheetLooks, moved: bool, code: Codes) -> Unlike:
    """What looks otherwise now; where rows ``moved``, places of other things are not compared.

    A number format of which files of Excel have none is a look like others.
    """
    found = Unlike({}, [], [])
    for row, (old, new) in enumerate(zip(before.rows, now.rows, strict=False), 1):
        if old is new or old == new or not old:
            continue
        for column, (known, look) in enumerate(zip(old, new, strict=False), 1):
            written = code(look[0]) if known[0] != look[0] else None
            if written is not None:
                found.numbers[row, column] = written
            if known[1] != look[1] or (known[0] != look[0] and written is None):
                found.cells.append((row, column))
    for name, thing in now.besides.items():
        if not _is_same(name, before.besides.get(name), thing, moved):
            found.besides.append(name)
    return found


def excel_codes(document: Any) -> Codes:
    """The codes of a document's number formats."""
    formats = document.NumberFormats
    english = uno.createUnoStruct("com.sun.star.lang.Locale", "en", "US", "")

    @cache
    def code(key: int) -> str | None:
        found = formats.getByKey(key)
        as_english = formats.addNewConverted(found.FormatString, found.Locale, english)
        text = str(formats.getByKey(as_english).FormatString)
        if text == "BOOLEAN":  # in Excel a truth shows itself
            return "General"
        return text if _IN_EXCEL.fullmatch(text) else None

    return code


def _rows(block: Any) -> Iterator[tuple[Look, ...]]:
    end = block.RangeAddress
    pieces: list[list[_Piece]] = [[] for _ in range(end.EndRow + 1)]
    groups = block.getUniqueCellFormatRanges()
    for number in range(groups.Count):
        group = groups.getByIndex(number)
        look = _look(group.getPropertyValues(_PROPERTIES))
        for address in group.RangeAddresses:
            piece = address.StartColumn, address.EndColumn, look
            for row in range(address.StartRow, address.EndRow + 1):
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


def _besides(document: Any, sheet: Any, block: Any) -> Iterator[tuple[str, object]]:
    columns = range(block.RangeAddress.EndColumn + 1)
    widths = (sheet.Columns.getByIndex(number) for number in columns)
    yield _WIDTHS, tuple((column.Width, column.IsVisible) for column in widths)
    notes = sheet.Annotations
    yield "批注", tuple(_note(notes.getByIndex(number)) for number in range(notes.Count))
    shapes = sheet.DrawPage
    kinds = (shapes.getByIndex(number).ShapeType for number in range(shapes.Count))
    yield "图片、图形", tuple(sorted(kind for kind in kinds if "Caption" not in kind))
    yield "合并的单元格", merged_areas(sheet, block)
    yield "打印区域", tuple(area_of(address) for address in sheet.PrintAreas)
    names = document.NamedRanges
    if sheet.RangeAddress.Sheet == 0:  # they belong to no sheet
        yield "名称", tuple(names.ElementNames)


def _note(note: Any) -> tuple[int, int, str]:
    return note.Position.Row, note.Position.Column, note.String


def _is_same(name: str, old: object, new: object, moved: bool) -> bool:
    if not (isinstance(old, tuple) and isinstance(new, tuple)):
        return old == new
    if name == _WIDTHS:  # more columns may be used by now
        return all(a == b for a, b in zip(old, new, strict=False))
    return len(old) == len(new) if moved else old == new
