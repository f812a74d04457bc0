"""The merged areas of a block of cells, found with few questions to a program.

A program tells of a block whether all, none or some of its cells are merged, and of one cell the
area that it is merged in.  Asking cell by cell would take thousands of calls; halving blocks
takes some dozens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from xl_appraisal.hosts.rectangles import refs_of
from xl_appraisal.model.grid import Area, Ref


def merged_areas(
    block: Area,
    merged: Callable[[Area], bool | None],
    area_at: Callable[[Ref], Area],
    known: Iterable[Area] = (),
) -> list[Area]:
    """The merged areas of the block's cells, behind those that are ``known`` already.

    ``merged`` says whether all cells of a block are, ``None`` for some of them; ``area_at`` what
    a merged cell belongs to.
    """
    found = list(known)

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
        answer = merged(part)
        if answer:
            for ref in refs_of(part):
                if not covered(ref):
                    found.append(area_at(ref))
        elif answer is None:
            for half in _halves(part):
                search(half)

    search(block)
    return found


def _halves(area: Area) -> tuple[Area, Area]:
    if area.top < area.bottom:
        middle = (area.top + area.bottom) // 2
        return area._replace(bottom=middle), area._replace(top=middle + 1)
    middle = (area.left + area.right) // 2
    return area._replace(right=middle), area._replace(left=middle + 1)
