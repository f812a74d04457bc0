"""Merged cells.  LibreOffice tells of one cell, or whether any corner lies in a block."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xl_appraisal.hosts.calc.calc_formats import area_of, cells_of
from xl_appraisal.model.grid import Area


def merged_areas(sheet: Any, block: Any) -> tuple[Area, ...]:
    """All merged areas with their corner in a block: it is halved where there is one."""
    return tuple(sorted(_within(sheet, block, area_of(block.RangeAddress))))


def _within(sheet: Any, block: Any, area: Area) -> Iterator[Area]:
    if not block.IsMerged:
        return
    if area.size == 1:
        cursor = sheet.createCursorByRange(block)
        cursor.collapseToMergedArea()
        yield area_of(cursor.RangeAddress)
        return
    for half in _halves(area):
        yield from _within(sheet, cells_of(sheet, half), half)


def _halves(area: Area) -> tuple[Area, Area]:
    """Of rows first: most sheets merge a few at the top."""
    if area.bottom > area.top:
        middle = (area.top + area.bottom) // 2
        return area._replace(bottom=middle), area._replace(top=middle + 1)
    middle = (area.left + area.right) // 2
    return area._replace(right=middle), area._replace(left=middle + 1)
