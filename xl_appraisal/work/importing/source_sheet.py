"""A sheet of a department's file, the same whatever the file's format, and how one is refused."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence

from xl_appraisal.model import limits
from xl_appraisal.model.errors import ImportFileError
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
    def title(self) -> str:
        """The file, and the sheet where it has a name of its own: ``a.xlsx“1月”``."""
        return self.file + (f"“{self.name}”" if self.name not in ("", self.file) else "")

    @property
    def is_blank(self) -> bool:
        return not self.grid.cells

    def merged(self, rows: Sequence[int], columns: Collection[int]) -> list[str]:
        """The merged areas that lie on some of these rows (sorted) and columns: ``A1:B2``."""
        found = []
        for area in self.grid.merges:
            at = bisect_left(rows, area.top)
            beside = any(area.left <= column <= area.right for column in columns)
            if beside and at < len(rows) and rows[at] <= area.bottom:
                found.append(area.cells)
        return found


def refused(source: str, faults: Iterable[str], remedy: str = "") -> ImportFileError:
    """The error to raise for these faults; ``remedy`` is one that holds for all of them."""
    listed = list(faults)
    if len(listed) > limits.MOST_LISTED:
        more = len(listed) - limits.MOST_LISTED
        listed = [*listed[: limits.MOST_LISTED], f"另有{more}处，未列出。"]
    if remedy and listed:
        listed[-1] = f"{listed[-1]}\n{remedy}"
    return ImportFileError(source, listed)
