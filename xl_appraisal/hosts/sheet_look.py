"""How a sheet of results is to look, found from its rows, in the same way for every program.

A row of one text is a sentence: it runs over the columns beside it, and ends a table.  The first
row of several cells after it is a table's header.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from xl_appraisal.model.grid import Area
from xl_appraisal.model.record import Record

HEAD = (0xF2, 0xF2, 0xF2)
"""The tint of a header, red, green and blue."""

_NARROWEST, _WIDEST = 9.0, 60.0  # characters of a column; longer texts wrap


class SheetLook(Record):
    """Widths of the columns in characters, and the tables with their headers, from 1."""

    widths: tuple[float, ...]
    tables: tuple[Area, ...]

    @property
    def head(self) -> int:
        """The row of the first table's header, which stays in sight; 0 for none."""
        return self.tables[0].top if self.tables else 0


def look_of(rows: Sequence[Sequence[object]]) -> SheetLook:
    """What :meth:`LiveHost.fill_sheet` gives the sheet beside its values."""
    spans: list[list[int]] = []
    inside = False
    for number, row in enumerate(rows, 1):
        sentence = sum(value not in (None, "") for value in row) <= 1
        if not sentence and inside:
            spans[-1][1] = number
        elif not sentence:
            spans.append([number, number])
        inside = not sentence
    tables = tuple(
        Area(top, 1, bottom, max(len(row) for row in rows[top - 1 : bottom]))
        for top, bottom in spans
    )
    listed = [row for table in tables for row in rows[table.top - 1 : table.bottom]]
    widths = [
        max(_width(row[place]) for row in listed if place < len(row))
        for place in range(max(map(len, listed), default=0))
    ]
    return SheetLook(tuple(min(_WIDEST, max(_NARROWEST, width + 2)) for width in widths), tables)


def _width(value: object) -> float:
    """Of a text in digits; a Chinese character takes a little over two."""
    return sum(
        2.2 if unicodedata.east_asian_width(character) in "WFA" else 1.1
        for character in ("" if value is None else str(value))
    )
