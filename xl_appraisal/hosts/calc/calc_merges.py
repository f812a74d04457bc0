"""Merged cells.  LibreOffice tells of one cell, or whether any corner lies in a block."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xl_appraisal.hosts.calc.calc_formats import area_of, cells_of
from xl_appraisal.model.grid import Area

_BAND = 12  # rows: fewer are not worth a further question


def merged_areas(sheet: Any, block: Any) -> tuple[Area, ...]:
    """All merged areas with their corner in a block, in few calls.

    Cells that LibreOffice groups as looking the same are merged in the same way too: a group
    whose first cell is the corner of an area holds corners of areas of that size and no others.
    """
    found: list[Area] = []
    for band in _bands(sheet, block, area_of(block.RangeAddress)):
        groups = band.getUniqueCellFormatRanges()
        for number in range(groups.Count):
            found += _of_group(sheet, groups.getByIndex(number))
    return tuple(sorted(found))


def _bands(sheet: Any, block: Any, area: Area) -> Iterator[Any]:
    """The rows of a block in which corners lie: most sheets merge a few at the top."""
    if not block.IsMerged:
        return
    if area.bottom - area.top < _BAND:
        yield block
        return
    middle = (area.top + area.bottom) // 2
    for half in (area._replace(bottom=middle), area._replace(top=middle + 1)):
        yield from _bands(sheet, cells_of(sheet, half), half)


def _of_group(sheet: Any, group: Any) -> Iterator[Area]:
    """The merged areas whose corners are in a group of cells that look the same."""
    addresses = group.RangeAddresses
    corner = sheet.getCellByPosition(addresses[0].StartColumn, addresses[0].StartRow)
    if not corner.IsMerged:
        return
    cursor = sheet.createCursorByRange(corner)
    cursor.collapseToMergedArea()
    size = area_of(cursor.RangeAddress)
    height, width = size.bottom - size.top, size.right - size.left
    for area in map(area_of, addresses):
        for top, left in area.refs():
            yield Area(top, left, top + height, left + width)
