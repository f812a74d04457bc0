"""Cells handed to a function: what they hold, taken from whatever program hands them over.

A function sees its arguments and nothing else.  :class:`GivenCells` is what it knows of a block
of cells; :class:`ExcelCells` takes it from a range of xlwings', Calc's own way is
:mod:`xl_appraisal.doors.calc_extension.uno_cells`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from xl_appraisal.hosts.addresses import parse_address
from xl_appraisal.hosts.excel.excel_merges import are_merged, merged_areas
from xl_appraisal.hosts.excel.excel_values import raw_rows, read_cells
from xl_appraisal.hosts.excel.handed_cells import HandedCells
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.grid import EMPTY, Area, Cell, Grid, Ref

if TYPE_CHECKING:
    import xlwings as xw

MOST_CELLS = 400_000
"""Cells that a function takes at once: more is a whole column by accident."""


_MERGES_KEPT = 24
_MERGES: dict[tuple[str, Area], tuple[dict[Ref, Cell], tuple[Area, ...]]] = {}


def forget_merges() -> None:
    """Look for merged areas anew at the next calculation: 重新计算 was clicked."""
    _MERGES.clear()


class GivenCells(ABC):
    """A block of cells: where it stands, and what its cells hold.

    ``area`` ends where the sheet's used cells end, if whole rows or columns are handed over.
    """

    sheet: str
    area: Area

    @property
    @abstractmethod
    def home(self) -> str:
        """What tells its sheet from every other that calls this process."""

    @abstractmethod
    def read(self) -> Mapping[Ref, Cell]:
        """The cells that hold anything, values and formulas; called once."""

    @abstractmethod
    def merged(self, area: Area) -> bool | None:
        """Whether all cells of an area are merged; ``None`` for some of them."""

    @abstractmethod
    def merges(self, searched: Area) -> Iterable[Area]:
        """The merged areas with their corner in a part of it."""

    @cached_property
    def cells(self) -> Mapping[Ref, Cell]:
        """The cells that hold anything.  Raises :class:`BookError` for too many."""
        height, width = self.shape
        if height * width > MOST_CELLS:
            raise BookError("选取的单元格太多，请只选取有数据的部分")
        return self.read()

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        top, left, bottom, right = self.area
        return bottom - top + 1, right - left + 1

    def row(self, number: int = 0) -> list[Cell]:
        """The cells of one of its rows, counted from 0."""
        columns = range(self.area.left, self.area.right + 1)
        return [self.cells.get((self.area.top + number, c), EMPTY) for c in columns]

    def column(self) -> list[Cell]:
        """The cells of its first column from the top."""
        rows = range(self.area.top, self.area.bottom + 1)
        return [self.cells.get((r, self.area.left), EMPTY) for r in rows]

    def grid(self, name: str, searched: Area | None = None) -> Grid:
        """All of it as a sheet of that name; merged areas only of the part ``searched``."""
        return Grid(name, self.cells, self._merges_of(searched) if searched is not None else ())

    def _merges_of(self, searched: Area) -> tuple[Area, ...]:
        """The merged areas of a part, looked for anew where any of its values changed.

        A change of merged areas alone is no change of values: no program computes anything anew
        for it, so it shows at the next 重新计算.
        """
        within = {ref: cell for ref, cell in self.cells.items() if searched.covers(ref)}
        held = _MERGES.get((self.home, searched))
        if held is None or held[0] != within:
            while len(_MERGES) >= _MERGES_KEPT:
                del _MERGES[next(iter(_MERGES))]
            held = _MERGES[self.home, searched] = within, tuple(self.merges(searched))
        return held[1]


class ExcelCells(GivenCells):
    """Cells as xlwings hands them over."""

    def __init__(self, cells: xw.Range) -> None:
        self.sheet, area = parse_address(cells.get_address(external=True))
        whole = area.bottom - area.top > 100_000 or area.right - area.left > 10_000
        self.area = _within(cells, area) if whole else area
        self._range = cells if self.area == area else _part(cells, self.area)

    @property
    def home(self) -> str:
        book = self._range.sheet.book
        return f"{book.app.pid}:{book.name}:{self.sheet}"

    def read(self) -> dict[Ref, Cell]:
        """Two calls: the values and the formulas."""
        block = self._range
        return read_cells(self.area.top, self.area.left, raw_rows(block), block.formula)

    def merged(self, area: Area) -> bool | None:
        return are_merged(self._range.sheet, area)

    def merges(self, searched: Area) -> Iterable[Area]:
        found = merged_areas(self._range.sheet, searched)
        return [area for area in found if searched.covers(area[:2])]


class ToldCells(GivenCells):
    """Cells as the wrapper in the workbook hands them over: no question goes to the program."""

    home = ""

    def __init__(self, told: HandedCells) -> None:
        self.sheet, self.area, self._told = told.sheet, told.area, told

    def read(self) -> Mapping[Ref, Cell]:
        return self._told.cells()

    def merged(self, area: Area) -> bool | None:
        """``None`` for all of them too: nobody asks for more than whether any is."""
        return None if any(_meet(area, other) for other in self._told.merges) else False

    def merges(self, searched: Area) -> Iterable[Area]:
        return [area for area in self._told.merges if searched.covers(area[:2])]

    def _merges_of(self, searched: Area) -> tuple[Area, ...]:
        return tuple(self.merges(searched))


def _meet(one: Area, other: Area) -> bool:
    rows = one.top <= other.bottom and other.top <= one.bottom
    return rows and one.left <= other.right and other.left <= one.right


def _within(cells: xw.Range, area: Area) -> Area:
    """The part of whole rows or columns that the used cells of the sheet reach into."""
    used = parse_address(cells.sheet.used_range.address)[1]
    bottom, right = min(area.bottom, used.bottom), min(area.right, used.right)
    return Area(area.top, area.left, max(bottom, area.top), max(right, area.left))


def _part(cells: xw.Range, area: Area) -> xw.Range:
    return cells.sheet.range((area.top, area.left), (area.bottom, area.right))
