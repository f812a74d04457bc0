"""What a pass over the rows of a sheet part finds."""

from __future__ import annotations

from xl_appraisal.model.grid import Area, Cell, Ref
from xl_appraisal.ooxml.row_patterns import RowSpan


class Scan:
    """All that one pass over the rows finds."""

    __slots__ = ("arrays", "cells", "followers", "masters", "rows")

    def __init__(self) -> None:
        self.rows: list[RowSpan] = []
        self.cells: dict[Ref, Cell] = {}
        self.masters: dict[str, tuple[Ref, str]] = {}
        """Shared formulas by group: where the text stands, and the text."""
        self.followers: dict[Ref, str] = {}
        """Cells that show a shared formula without holding its text, with their group."""
        self.arrays: dict[Ref, tuple[Area, str]] = {}
        """Array formulas and data tables: the area that each fills, and its text."""
