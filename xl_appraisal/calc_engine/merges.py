"""Merged cells.  LibreOffice tells of one cell, or whether any corner lies in a block."""

from __future__ import annotations

from typing import Any

from xl_appraisal.calc_engine.addresses import Area
from xl_appraisal.calc_engine.formats import area_of


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
