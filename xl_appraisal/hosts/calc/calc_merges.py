"""Merged cells.  LibreOffice tells of one cell, or whether any corner lies in a block."""

from __future__ import annotations

from typing import Any

from xl_appraisal.hosts.calc.calc_addresses import Area
from xl_appraisal.hosts.calc.calc_formats import area_of


def merge_area(sheet: Any, row: int, column: int) -> Area:
    """The area that a cell is merged in; the cell itself where it is not."""
    cursor = sheet.createCursorByRange(sheet.getCellByPosition(column - 1, row - 1))
    cursor.collapseToMergedArea()
    return area_of(cursor.RangeAddress)


def merged(sheet: Any, block: Any, area: Area) -> bool | None:
    """Whether all cells of a block are merged; ``None`` for some of them, as Excel says it."""
    if area.shape != (1, 1) and not block.IsMerged:
        cursor = sheet.createCursorByRange(block)
        cursor.collapseToMergedArea()
        if area_of(cursor.RangeAddress) == area:
            return False  # neither a corner within nor an area that reaches in
    found: list[Area] = []
    row, column = area.top, area.left
    while row <= area.bottom:
        inside = next((a for a in found if a.covers(row, column)), None)
        if inside is None:
            inside = merge_area(sheet, row, column)
            if inside.shape == (1, 1):
                return None if found or area.shape != (1, 1) else False
            found.append(inside)
        column = inside.right + 1
        if column > area.right:
            row, column = row + 1, area.left
    return True


def merged_areas(sheet: Any, block: Any) -> list[Area]:
    """All merged areas with their corner in a block, in few calls.

    Cells that LibreOffice groups as looking the same are merged in the same way too: a group
    whose first cell is the corner of an area holds corners of areas of that size and no others.
    """
    found: list[Area] = []
    if not block.IsMerged:
        return found
    groups = block.getUniqueCellFormatRanges()
    for number in range(groups.Count):
        areas = [area_of(address) for address in groups.getByIndex(number).RangeAddresses]
        row, column = areas[0].top, areas[0].left
        if not sheet.getCellByPosition(column - 1, row - 1).IsMerged:
            continue
        height, width = merge_area(sheet, row, column).shape
        found += [
            Area(top, left, top + height - 1, left + width - 1)
            for area in areas
            for top in range(area.top, area.bottom + 1)
            for left in range(area.left, area.right + 1)
        ]
    return sorted(found)
