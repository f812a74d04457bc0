"""Merged cells.  LibreOffice tells of one cell, or whether any corner lies in a block."""

from __future__ import annotations

from typing import Any

from xl_appraisal.hosts.calc.calc_formats import area_of
from xl_appraisal.model.grid import Area


def merged_areas(sheet: Any, block: Any) -> tuple[Area, ...]:
    """All merged areas with their corner in a block, in few calls.

    Cells that LibreOffice groups as looking the same are merged in the same way too: a group
    whose first cell is the corner of an area holds corners of areas of that size and no others.
    """
    found: list[Area] = []
    if not block.IsMerged:
        return ()
    groups = block.getUniqueCellFormatRanges()
    for number in range(groups.Count):
        areas = [area_of(address) for address in groups.getByIndex(number).RangeAddresses]
        corner = sheet.getCellByPosition(areas[0].left - 1, areas[0].top - 1)
        if not corner.IsMerged:
            continue
        cursor = sheet.createCursorByRange(corner)
        cursor.collapseToMergedArea()
        size = area_of(cursor.RangeAddress)
        height, width = size.bottom - size.top, size.right - size.left
        found += [
            Area(top, left, top + height, left + width)
            for area in areas
            for top in range(area.top, area.bottom + 1)
            for left in range(area.left, area.right + 1)
        ]
    return tuple(sorted(found))
