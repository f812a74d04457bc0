"""The merged areas of a sheet in Excel, only looked for again where something changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from xl_appraisal.hosts.addresses import parse_address
from xl_appraisal.hosts.merge_search import merged_areas
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

    def merged(part: Area) -> bool | None:
        answer: bool | None = sheet.range(part[:2], part[2:]).merge_cells
        return answer

    def area_at(ref: Ref) -> Area:
        return parse_address(sheet.range(ref).merge_area.address)[1]

    found, bands = [], [(used.top, used.bottom)]
    if known is not None and known.used == used and known.values == _values(cells, known.areas):
        found, bands = list(known.areas), list(_gaps(used, known.areas))
    for top, bottom in bands:
        found = merged_areas(used._replace(top=top, bottom=bottom), merged, area_at, found)
    areas = tuple(sorted(found))
    return Known(used, areas, _values(cells, areas))


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
