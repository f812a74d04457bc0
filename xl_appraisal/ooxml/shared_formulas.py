"""Formulas that cells share: shared formulas, arrays, data tables (18.3.1.40, 18.17.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.model.grid import (
    EMPTY,
    MAX_COLUMN,
    MAX_ROW,
    Area,
    Cell,
    Ref,
    a1,
    column_name,
    parse_a1,
)
from xl_appraisal.model.late_pattern import late_pattern
from xl_appraisal.model.limits import MAX_GROUP_WORK
from xl_appraisal.ooxml.part_xml import malformed
from xl_appraisal.ooxml.row_patterns import RawFormula, RowSpan
from xl_appraisal.ooxml.sheet_frame import parse_area

_TOKEN = late_pattern(
    r"""
    "(?:[^"]|"")*(?:"|\Z)                               # text; unclosed ones end the search
    | '(?:[^']|'')*(?:'|\Z)                             # quoted sheet name
    | \[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*(?:\]|\Z)  # workbook number, table column
    | (?P<columns>(?P<c1>\$?[A-Za-z]{1,3}):(?P<c2>\$?[A-Za-z]{1,3}))(?![\w.(!:\\?])
    | (?P<rows>(?P<r1>\$?[0-9]{1,7}):(?P<r2>\$?[0-9]{1,7}))(?![\w.(!:\\?])
    | (?P<cell>(?P<c>\$?[A-Za-z]{1,3})(?P<r>\$?[1-9][0-9]{0,6}))(?![\w.(!\\?])
    | [\w.\\?$]+                                        # names, functions, numbers
    """,
    re.VERBOSE | re.DOTALL,
)


def translate(text: str, rows: int, columns: int) -> str:
    """``text`` moved by ``rows`` and ``columns``: relative references move, ``$`` ones stay.

    >>> translate("SUM(A1:$B$2)+D$1", 1, 1)
    'SUM(B2:$B$2)+E$1'

    A reference moved off the sheet becomes ``#REF!``.
    """

    def move(match: re.Match[str]) -> str:
        if match["cell"] and _is_cell(match["cell"]):
            return _join(_column(match["c"], columns), _row(match["r"], rows))
        if match["columns"] and _are_columns(match["c1"], match["c2"]):
            return _join(_column(match["c1"], columns), ":", _column(match["c2"], columns))
        if match["rows"]:
            return _join(_row(match["r1"], rows), ":", _row(match["r2"], rows))
        return match[0]

    return _TOKEN.sub(move, text)


def _join(*parts: str) -> str:
    return "#REF!" if "" in parts else "".join(parts)


def _is_cell(text: str) -> bool:
    try:
        parse_a1(text)
    except ValueError:
        return False
    return True


def _are_columns(*names: str) -> bool:
    return all(_is_cell(name + "1") for name in names)


def _column(text: str, by: int) -> str:
    if text.startswith("$"):
        return text
    number = parse_a1(text + "1")[1] + by
    return column_name(number) if 1 <= number <= MAX_COLUMN else ""


def _row(text: str, by: int) -> str:
    if text.startswith("$"):
        return text
    number = int(text) + by
    return str(number) if 1 <= number <= MAX_ROW else ""


def note(found: Scan, formula: RawFormula, ref: Ref, part: str) -> str:
    """Take down what a formula means for other cells; returns its text as far as known."""
    if formula.kind == "shared":
        if formula.text:
            first, _ = found.masters.setdefault(formula.group, (ref, formula.text))
            if first == ref:
                return formula.text
        found.followers[ref] = formula.group
    elif formula.kind != "normal":
        try:
            area = parse_area(formula.ref) if formula.ref else Area(*ref, *ref)
        except ValueError as error:
            raise malformed(f"公式区域 {formula.ref!r} 无效", part) from error
        found.arrays[ref] = area, formula.text
    return formula.text


def resolve(found: Scan, part: str) -> None:
    """Give followers of shared formulas and the cells of an array their formula's text.

    :class:`XlsxError` for a follower without a first cell, and for more work than any honest
    workbook asks for.
    """
    cells, work = found.cells, 0
    for ref, group in found.followers.items():
        if group not in found.masters:
            raise malformed(f"共享公式 {group!r} 没有主公式", part).at(part=part, cell=a1(*ref))
        (row, column), text = found.masters[group]
        work = _checked(work + len(text), part)
        moved = translate(text, ref[0] - row, ref[1] - column)
        cells[ref] = Cell(cells.get(ref, EMPTY).value, moved)
    total = len(cells)
    for area, text in found.arrays.values():
        if area.size == 1:
            continue
        inside = _inside(area, found, total)
        work = _checked(work + len(inside), part)
        for ref in inside:
            if cells.get(ref, EMPTY).formula is None:
                cells[ref] = Cell(cells.get(ref, EMPTY).value, text)


def _inside(area: Area, found: Scan, total: int) -> list[Ref]:
    """The cells of an area; of one larger than the sheet's content only those that exist."""
    if area.size > total + 10_000:
        return [ref for ref in found.cells if area.covers(ref)]
    return list(area.refs())


def _checked(work: int, part: str) -> int:
    if work > MAX_GROUP_WORK:
        raise XlsxError("共享公式和数组公式过多", part=part, remedy="请删去不需要的公式后再试")
    return work


class Scan:
    """All that one pass over the rows finds."""

    __slots__ = ("_rows", "arrays", "cells", "followers", "masters")

    def __init__(self) -> None:
        self._rows: list[tuple[RowSpan, int]] = []
        self.cells: dict[Ref, Cell] = {}
        self.masters: dict[str, tuple[Ref, str]] = {}
        """Shared formulas by group: where the text stands, and the text."""
        self.followers: dict[Ref, str] = {}
        """Cells that show a shared formula without holding its text, with their group."""
        self.arrays: dict[Ref, tuple[Area, str]] = {}
        """Array formulas and data tables: the area that each fills, and its text."""

    def take_row(self, span: RowSpan, more: int = 0) -> None:
        """Take down where a row stands, and how many of the same length follow it at once."""
        self._rows.append((span, more))

    def rows(self) -> Iterator[RowSpan]:
        """Where the rows stand, from the top."""
        for span, more in self._rows:
            yield span
            for further in range(1, more + 1):
                yield span.moved(further)
