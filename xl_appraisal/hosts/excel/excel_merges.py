"""The merged areas of a block of cells in Excel, found with few questions.

Excel tells of a block whether all, none or some of its cells are merged, and of one cell the
area that it is merged in.  Asking cell by cell would take thousands of calls; halving blocks
takes some dozens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xl_appraisal.hosts.addresses import parse_address
from xl_appraisal.hosts.block_plan import refs_of
from xl_appraisal.model.grid import Area, Ref

if TYPE_CHECKING:
    import xlwings as xw


def merged_areas(sheet: xw.Sheet, block: Area) -> tuple[Area, ...]:
    """The merged areas that reach into the block, in order."""
    found: list[Area] = []

    def covered(ref: Ref) -> bool:
        return any(area.covers(ref) for area in found)

    def search(part: Area) -> None:
        """Rows are halved first, then of a row the cells between those that are covered."""
        if part.top == part.bottom:
            columns = range(part.left, part.right + 1)
            free = [column for column in columns if not covered((part.top, column))]
            if not free:
                return
            part = part._replace(left=free[0], right=free[-1])
        merged = are_merged(sheet, part)
        if merged:
            for ref in refs_of(part):
                if not covered(ref):
                    found.append(parse_address(sheet.range(ref).merge_area.address)[1])
        elif merged is None:
            for half in _halves(part):
                search(half)

    search(block)
    return tuple(sorted(found))


def are_merged(sheet: xw.Sheet, block: Area) -> bool | None:
    """Whether all cells of the block are merged; ``None`` for some of them."""
    answer: bool | None = sheet.range(block[:2], block[2:]).merge_cells
    return answer


def _halves(area: Area) -> tuple[Area, Area]:
    if area.top < area.bottom:
        middle = (area.top + area.bottom) // 2
        return area._replace(bottom=middle), area._replace(top=middle + 1)
    middle = (area.left + area.right) // 2
    return area._replace(right=middle), area._replace(left=middle + 1)
