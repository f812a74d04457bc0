"""A sheet of a department's file, the same whatever the file's format."""

from __future__ import annotations

from collections.abc import Mapping

from xl_appraisal.model.grid import Grid, Ref
from xl_appraisal.model.record import NOTHING, Record


class SourceSheet(Record):
    """A sheet as it was read: ``grid`` holds its cells and merges, ``file`` is the file's name.

    ``formats`` are number formats other than the general one.  ``blind`` is the kind of file
    (``.ods``) whose reader tells neither formats nor hidden rows and columns, else empty.
    """

    file: str
    grid: Grid
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    formats: Mapping[Ref, str] = NOTHING
    blind: str = ""

    @property
    def name(self) -> str:
        return self.grid.name

    @property
    def is_blank(self) -> bool:
        return not self.grid.cells
