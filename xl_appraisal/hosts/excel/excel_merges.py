"""The merged areas of a sheet, found with few questions.

A program tells of a block whether all, none or some of its cells are merged, and of one cell the
area that it is merged in.  Asking cell by cell would take thousands of calls; halving blocks
takes some dozens, and once found the areas are only looked for again where something changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from xl_appraisal.hosts.addresses import parse_address
from xl_appraisal.hosts.rectangles import refs_of
from xl_appraisal.model.grid import Area, Cell, Ref, Value
from xl_appraisal.model.record import Record

if TYPE_CHECKING:
    import xlwings as xw


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
    search = _Search(sheet)
    if known is not None and known.used == used and known.values == _values(cells, known.areas):
        search.found = list(known.areas)
        for top, bottom in _gaps(used, known.areas):
            search.within(used._replace(top=top, bottom=bottom))
    else:
        search.within(used)
    areas = tuple(sorted(search.found))
    return Known(used, areas, _values(cells, areas))


class _Search:
    def __init__(self, sheet: xw.Sheet) -> None:
        self.sheet = sheet
        self.found: list[Area] = []

    def within(self, area: Area) -> None:
        """Search a block: rows halved first, then the cells of a row no area covers so far."""
        if area.top == area.bottom:
            free = [
                column
                for column in range(area.left, area.right + 1)
                if not self._covered((area.top, column))
            ]
            if not free:
                return
            area = area._replace(left=free[0], right=free[-1])
        merged = self.ask(area)
        if merged:
            for row, column in refs_of(area):
                if not self._covered((row, column)):
                    place = self.sheet.range((row, column)).merge_area.address
                    self.found.append(parse_address(place)[1])
        elif merged is None:
            for half in _halves(area):
                self.within(half)

    def ask(self, area: Area) -> bool | None:
        """Whether all cells of the area are merged; ``None`` for some of them."""
        block = self.sheet.range((area.top, area.left), (area.bottom, area.right))
        answer: bool | None = block.merge_cells
        return answer

    def _covered(self, ref: Ref) -> bool:
        return any(area.covers(ref) for area in self.found)


def _halves(area: Area) -> tuple[Area, Area]:
    if area.top < area.bottom:
        middle = (area.top + area.bottom) // 2
        return area._replace(bottom=middle), area._replace(top=middle + 1)
    middle = (area.left + area.right) // 2
    return area._replace(right=middle), area._replace(left=middle + 1)


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
