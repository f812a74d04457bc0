"""How a sheet of results is to look, found from its rows, in the same way for every program.

A row of one text is a sentence, the first row the sheet's title: it goes over all columns, and
ends a table.  The first row of several cells after it is a table's header.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Literal, TypeAlias

from xl_appraisal.model.grid import Area
from xl_appraisal.model.house_style import TEXT_SIZE, TITLE_SIZE
from xl_appraisal.model.record import Record

Alignment: TypeAlias = Literal["left", "centre", "right"]

_NARROWEST, _WIDEST = 9.0, 60.0  # characters of a column; longer texts wrap
_SHARED = 26.0  # where tables below each other share a column that one of them needs less of
_LEAST_ACROSS = 90.0  # characters that a sentence may take, however narrow the tables are
_SHORT = 13.2  # characters of a column whose texts are centred
_LEADING = 1.5  # height of a line over the size of its font


class Line(Record):
    """A sentence over all columns: its row, its size and the height that it needs in points."""

    row: int
    size: int
    height: float


class SheetLook(Record):
    """Widths of the columns in characters; sentences; tables with their header, all from 1.

    ``alignments`` has those of each table's columns, header included.
    """

    widths: tuple[float, ...]
    tables: tuple[Area, ...]
    lines: tuple[Line, ...] = ()
    alignments: tuple[tuple[Alignment, ...], ...] = ()

    @property
    def head(self) -> int:
        """The row of the first table's header, which stays in sight; 0 for none."""
        return self.tables[0].top if self.tables else 0

    def columns(self) -> Iterator[tuple[Area, Alignment]]:
        """Every column of every table, with how it is aligned."""
        for table, alignments in zip(self.tables, self.alignments, strict=True):
            for column, alignment in enumerate(alignments, 1):
                yield table._replace(left=column, right=column), alignment


def look_of(rows: Sequence[Sequence[object]]) -> SheetLook:
    """What :meth:`LiveHost.fill_sheet` gives the sheet beside its values."""
    spans: list[list[int]] = []
    sentences: list[int] = []
    inside = False
    for number, row in enumerate(rows, 1):
        filled = sum(value not in (None, "") for value in row)
        if filled == 1:
            sentences.append(number)
        if filled > 1 and inside:
            spans[-1][1] = number
        elif filled > 1:
            spans.append([number, number])
        inside = filled > 1
    tables = tuple(
        Area(top, 1, bottom, max(len(row) for row in rows[top - 1 : bottom]))
        for top, bottom in spans
    )
    widths = _widths([rows[table.top - 1 : table.bottom] for table in tables])
    alignments = tuple(
        tuple(_alignment(rows[table.top : table.bottom], place) for place in range(table.right))
        for table in tables
    )
    return SheetLook(widths, tables, tuple(_lines(rows, sentences, sum(widths))), alignments)


def _widths(tables: Sequence[Sequence[Sequence[object]]]) -> tuple[float, ...]:
    """Wide enough for the tables' texts, and together for a sentence."""
    count = max((len(row) for table in tables for row in table), default=1)
    widths = [min(_WIDEST, max(_NARROWEST, _column(tables, place))) for place in range(count)]
    if sum(widths) < _LEAST_ACROSS and not tables:
        widths = [_LEAST_ACROSS]
    return tuple(widths)


def _column(tables: Sequence[Sequence[Sequence[object]]], place: int) -> float:
    """What the column takes: less than the most where other tables' figures stand in it too."""
    needed = sorted(
        max(_width(row[place]) for row in table if place < len(row)) + 2
        for table in tables
        if any(place < len(row) for row in table)
    )
    return min(needed[-1], max(needed[0], _SHARED)) if needed else 0.0


def _alignment(rows: Sequence[Sequence[object]], place: int) -> Alignment:
    """Figures to the right, so that their places stand below each other; short texts centred."""
    values = [row[place] for row in rows if place < len(row) and row[place] not in (None, "")]
    if any(isinstance(value, Decimal) and value % 1 for value in values):
        return "right"
    return "centre" if all(_width(value) <= _SHORT for value in values) else "left"


def _lines(rows: Sequence[Sequence[object]], found: Sequence[int], room: float) -> Iterator[Line]:
    for number in found:
        size = TITLE_SIZE if number == 1 else TEXT_SIZE
        text = next(str(value) for value in rows[number - 1] if value not in (None, ""))
        needed = -(-_width(text) * size / TEXT_SIZE // max(room, _NARROWEST))
        yield Line(number, size, max(1.0, needed) * size * _LEADING + 4)


def _width(value: object) -> float:
    """Of a text in digits; a Chinese character takes a little over two."""
    return sum(
        2.2 if unicodedata.east_asian_width(character) in "WFA" else 1.1
        for character in ("" if value is None else str(value))
    )
