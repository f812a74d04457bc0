"""The paper an annex goes on: how far its columns are scaled down, and where it is cut."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

from xl_appraisal.book.new.row_heights import pixels
from xl_appraisal.model.layout.layout import Column
from xl_appraisal.model.record import Record
from xl_appraisal.outputs.annex.annex_table import Annex, blocks

PaperName: TypeAlias = Literal["A3", "A4"]

MARGIN_MM = 10
READABLE = 0.7
"""The scale that blocks keep to: the table's 12 points come to 8, a little under 小五."""

_MM_PER_PIXEL = 25.4 / 96
_STEPS = 40  # in which blocks are made narrower


class Paper(Record):
    """A sheet of paper lying on its long side; ``excel`` is Excel's number of it."""

    name: PaperName
    width: int
    height: int
    excel: int

    @property
    def room(self) -> int:
        """The width between the margins in millimetres."""
        return self.width - 2 * MARGIN_MM

    def scale(self, tables: Sequence[Annex]) -> float:
        """What the columns' own widths are multiplied with to fit; never enlarged."""
        widest = max(sum(map(_millimetres, table.columns)) for table in tables)
        return min(1.0, self.room / widest)

    def cut(self, annex: Annex) -> tuple[Annex, ...]:
        """The table in blocks that are readable on this paper, as few and as even as may be.

        One where it is readable whole.
        """
        widest = self.room / READABLE
        found = blocks(annex, widest, _millimetres)
        for step in range(1, _STEPS):
            narrower = blocks(annex, widest * (1 - step / _STEPS), _millimetres)
            if len(narrower) > len(found):
                break
            found = narrower
        return found


PAPERS: dict[PaperName, Paper] = {
    "A3": Paper("A3", 420, 297, 8),
    "A4": Paper("A4", 297, 210, 9),
}


def _millimetres(column: Column) -> float:
    return pixels(column.width) * _MM_PER_PIXEL
