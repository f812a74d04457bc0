"""The merged areas of a sheet, found with few questions.

A program tells of a block whether all, none or some of its cells are merged, and of one cell the
area that it is merged in.  Asking cell by cell would take thousands of calls; halving blocks
takes some dozens, and once found the areas are only looked for again where something changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from xl_appraisal.hosts.addresses import parse_address
from xl_appraisal.model.grid import Area, Cell, Ref, Value
from xl_appraisal.model.record import Record

if TYPE_CHECKING:
    import xlwings as xw

_TOP = 8  # rows: titles and headers, where merged cells are usual


class Known(Record):
    """What was found on a sheet, and the values that stood on the rows of the merged areas."""

    used: Area
    areas: tuple[Area, ...]
    values: Mapping[Ref, Value]


def find_merges(
    sheet: xw.Sheet, used: Area, cells: Mapping[Ref, Cell], known: Known | None
) -> Known:
    """The merged areas of the sheet.

    ``known`` is what an earlier search found.  Where the used cells and the values on the rows of
    its areas are the same, those areas are taken as still there, and only the other rows are
    asked about.
    """
    search = _Search(sheet, used)
    if known is not None and known.used == used and known.values == _values(cells, known.areas):
        search.found = list(known.areas)
        for top, bottom in _gaps(used, known.areas):
            search.rows(top, bottom)
    elif search.ask(used) is not False:
        search.rows(used.top, min(used.top + _TOP - 1, used.bottom))
        search.rows(used.top + _TOP, used.bottom)
    areas = tuple(sorted(search.found))
    return Known(used, areas, _values(cells, areas))


class _Search:
    def __init__(self, sheet: xw.Sheet, used: Area) -> None:
        self.sheet = sheet
        self.left, self.right = used.left, used.right
        self.found: list[Area] = []

    def ask(self, area: Area) -> bool | None:
        """Whether all cells of the area are merged; ``None`` for some of them."""
        block = self.sheet.range((area.top, area.left), (area.bottom, area.right))
        answer: bool | None = block.merge_cells
        return answer

    def rows(self, top: int, bottom: int) -> None:
        """Search a band of rows, halving it down to single rows."""
        if top > bottom:
            return
        if top == bottom:
            for left, right in list(self._open_runs(top)):
                self._columns(top, left, right)
        elif self.ask(Area(top, self.left, bottom, self.right)) is not False:
            middle = (top + bottom) // 2
            self.rows(top, middle)
            self.rows(middle + 1, bottom)

    def _columns(self, row: int, left: int, right: int) -> None:
        """Search a run of cells within a row that no area found so far covers."""
        if left > right:
            return
        answer = self.ask(Area(row, left, row, right))
        if answer is False:
            return
        if answer is None and left < right:
            middle = (left + right) // 2
            self._columns(row, left, middle)
            self._columns(row, self._next(row, middle + 1), right)
            return
        while left <= right:  # all of them are merged
            self.found.append(self._area(row, left))
            left = self._next(row, left)

    def _area(self, row: int, column: int) -> Area:
        return parse_address(self.sheet.range((row, column)).merge_area.address)[1]

    def _next(self, row: int, column: int) -> int:
        """The first column from there on that no area found so far covers."""
        for area in self.found:
            if area.covers((row, column)):
                return self._next(row, area.right + 1)
        return column

    def _open_runs(self, row: int) -> Iterator[tuple[int, int]]:
        covered = sorted((a.left, a.right) for a in self.found if a.top <= row <= a.bottom)
        start = self.left
        for left, right in covered:
            if start < left:
                yield start, left - 1
            start = max(start, right + 1)
        if start <= self.right:
            yield start, self.right


def _gaps(used: Area, areas: tuple[Area, ...]) -> Iterator[tuple[int, int]]:
    """The bands of rows that no area touches."""
    start = used.top
    for area in areas:
        if start < area.top:
            yield start, area.top - 1
        start = max(start, area.bottom + 1)
    if start <= used.bottom:
        yield start, used.bottom


def _values(cells: Mapping[Ref, Cell], areas: tuple[Area, ...]) -> dict[Ref, Value]:
    rows = {row for area in areas for row in range(area.top, area.bottom + 1)}
    return {ref: cell.value for ref, cell in cells.items() if ref[0] in rows}
