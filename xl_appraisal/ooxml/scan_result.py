"""What a pass over the rows of a sheet part finds."""

from __future__ import annotations

from typing import NamedTuple

from xl_appraisal.model.grid import Area, Ref
from xl_appraisal.ooxml.cell_table import CellTable


class RowSpan(NamedTuple):
    """Where a row stands in the sheet part; ``body`` is -1 for ``<row/>``."""

    number: int
    start: int
    body: int
    body_end: int
    end: int
    quick: bool  # every cell is in the usual form


class Scan:
    """All that one pass over the rows finds."""

    __slots__ = ("arrays", "cells", "followers", "masters", "rows")

    def __init__(self) -> None:
        self.rows: list[RowSpan] = []
        self.cells = CellTable()
        self.masters: dict[str, tuple[Ref, str]] = {}
        """Shared formulas by group: where the text stands, and the text."""
        self.followers: dict[Ref, str] = {}
        """Cells that show a shared formula without holding its text, with their group."""
        self.arrays: dict[Ref, tuple[Area, str]] = {}
        """Array formulas and data tables: the area that each fills, and its text."""
