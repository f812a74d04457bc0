"""Cells as every host hands them over: a value, the formula behind it, where it stands.

The lowest layer of the product.  A host (file, memory, Excel, LibreOffice) turns what its
program holds into :class:`Grid` and takes :data:`Write` values back; nothing above this
module knows which host it was.  Rows and columns are counted from 1, as in ``A1``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache, cached_property
from itertools import product
from typing import NamedTuple, TypeAlias

from xl_appraisal.model.record import NOTHING, Record

MAX_ROW = 1_048_576  # the sheet size of ECMA-376, which Excel, WPS and LibreOffice share
MAX_COLUMN = 16_384

Ref: TypeAlias = tuple[int, int]
"""``(row, column)``, both from 1."""


class CellError(str):
    """An error value as the program shows it: ``#N/A``, ``#NAME?``, ``#DIV/0!`` …"""

    __slots__ = ()


class Percent(Decimal):
    """A figure under a percent format: the cell of 0.95 shows 95 %."""

    __slots__ = ()


class ShownAs(Decimal):
    """A figure whose format shows another: 3 as ``¥3.00``, 1500 as ``2千``."""

    __slots__ = ("shown",)
    shown: str

    @classmethod
    def of(cls, value: Decimal, shown: str) -> ShownAs:
        """The figure with the text that a person reads instead."""
        made = cls(value)
        made.shown = shown
        return made


Value: TypeAlias = None | bool | Decimal | str | CellError | dt.date | dt.datetime | dt.time
"""What a cell holds.  ``None`` is a blank cell; a date-formatted number is a date.

A number under a percent format is a :class:`Percent`, one under another that makes a second
figure of it a :class:`ShownAs`, where the host tells formats.
"""


class Cell(NamedTuple):
    """One cell: its value and, where there is one, its formula without the ``=``.

    ``value`` of a formula cell is the figure the program last stored for it; it is ``None``
    when no figure was ever stored (a file written by a library that does not calculate).
    """

    value: Value
    formula: str | None = None


class Formula(NamedTuple):
    """What to write into a formula cell: ``text`` without ``=`` and the figure it shows."""

    text: str
    value: None | bool | Decimal | str


Write: TypeAlias = None | bool | Decimal | str | dt.date | Formula
"""What a host can be asked to put into a cell.  ``None`` empties it and keeps its style.

A date is stored as one where the cell shows dates, else as its ISO text (``2023-03-15``).

A plain value written to a formula cell refreshes the figure shown and keeps the formula;
only a :class:`Formula` sets one.
"""


class Area(NamedTuple):
    """A rectangle of cells, all four bounds inclusive."""

    top: int
    left: int
    bottom: int
    right: int

    def covers(self, ref: Ref) -> bool:
        """Whether the cell lies within the rectangle."""
        return self.top <= ref[0] <= self.bottom and self.left <= ref[1] <= self.right

    @property
    def size(self) -> int:
        """How many cells it has."""
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)

    def refs(self) -> Iterator[Ref]:
        """Its cells, row by row."""
        return product(range(self.top, self.bottom + 1), range(self.left, self.right + 1))

    def among(self, cells: Collection[Ref]) -> list[Ref]:
        """Those of the cells that lie within it."""
        if self.size > len(cells):
            return [ref for ref in cells if self.covers(ref)]
        return [ref for ref in self.refs() if ref in cells]

    @property
    def cells(self) -> str:
        """As people name it: ``A1:B2``."""
        return f"{a1(self.top, self.left)}:{a1(self.bottom, self.right)}"


EMPTY = Cell(None)


class Grid(Record):
    """The used cells of one sheet.

    ``cells`` maps ``(row, column)`` to its cell and may leave blank cells out; ``merges`` are
    the merged areas, whose value stands in the top left cell.
    """

    __slots__ = ("__dict__",)

    name: str
    cells: Mapping[Ref, Cell] = NOTHING
    merges: tuple[Area, ...] = ()

    def __getitem__(self, ref: Ref) -> Cell:
        return self.cells.get(ref, EMPTY)

    def value(self, row: int, column: int) -> Value:
        return self.cells.get((row, column), EMPTY).value

    @property
    def last_row(self) -> int:
        return next(reversed(self._by_row), 0)

    @property
    def last_column(self) -> int:
        return max((column for _, column in self.cells), default=0)

    def rows(self) -> Iterable[tuple[int, Mapping[int, Cell]]]:
        """Each used row from the top with its cells by column."""
        return self._by_row.items()

    @cached_property
    def _by_row(self) -> dict[int, dict[int, Cell]]:
        by_row: dict[int, dict[int, Cell]] = {}
        for (row, column), cell in self.cells.items():
            by_row.setdefault(row, {})[column] = cell
        return {row: by_row[row] for row in sorted(by_row)}


def contents(grid: Grid) -> Hashable:
    """What a sheet holds, to be compared: the same for sheets of the same name and cells.

    The types are told beside the values, for TRUE equals 1.
    """
    cells = tuple((ref, type(cell.value), _compared(cell)) for ref, cell in grid.cells.items())
    return grid.name, cells, grid.merges


def _compared(cell: Cell) -> Cell:
    value = cell.value
    is_no_number = type(value) is Decimal and value.is_snan()  # which neither hashes nor compares
    return Cell(str(value), cell.formula) if is_no_number else cell


def without_figures(grid: Grid) -> dict[Ref, Write]:
    """Every formula of the grid that has a figure, to be written without one."""
    return {
        ref: Formula(cell.formula, None)
        for ref, cell in grid.cells.items()
        if cell.formula is not None and cell.value is not None
    }


@cache
def column_name(column: int) -> str:
    """``1 -> A``, ``49 -> AW``.

    >>> column_name(49)
    'AW'
    """
    if not 1 <= column <= MAX_COLUMN:
        raise ValueError(f"column {column} is outside 1..{MAX_COLUMN}")
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def a1(row: int, column: int) -> str:
    """``(6, 49) -> AW6``.

    >>> a1(6, 49)
    'AW6'
    """
    return f"{column_name(column)}{row}"


_A1 = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")


def parse_a1(text: str) -> Ref:
    """``AW6`` or ``$AW$6`` as ``(6, 49)``; :class:`ValueError` for anything else."""
    match = _A1.fullmatch(text)
    if match is None:
        raise ValueError(f"not a cell address: {text!r}")
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    row = int(match[2])
    if column > MAX_COLUMN or row > MAX_ROW:
        raise ValueError(f"cell address outside the sheet: {text!r}")
    return row, column
