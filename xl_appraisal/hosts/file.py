"""A workbook file on disk, changed cell by cell; all its other bytes stay as they were."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from xl_appraisal.hosts.blank_results import as_stored_blanks, without_stored_blanks
from xl_appraisal.model.grid import Grid, Ref, Write, without_figures
from xl_appraisal.model.looks import Looks
from xl_appraisal.ooxml import Workbook
from xl_appraisal.ooxml.row_moves import RowMove


class FileHost:
    """An .xlsx or .xlsm file.  Raises :class:`BookError` where the engine refuses it."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self.name = self.path.name
        self._book = Workbook.open(self.path)

    def grid(self, sheet: str) -> Grid | None:
        if sheet not in self._book.sheet_names:
            return None
        return without_stored_blanks(self._book.grid(sheet))

    def looks(self, sheet: str) -> Looks | None:
        return self._book.looks(sheet) if sheet in self._book.sheet_names else None

    def write(self, sheet: str, changes: Mapping[Ref, Write]) -> None:
        """Write values and formulas, a cell function's empty text as every reader keeps it."""
        if sheet in self._book.sheet_names:
            changes = as_stored_blanks(self._book.grid(sheet), changes)
        self._book.set(sheet, changes)

    def set_formats(self, sheet: str, codes: Mapping[Ref, str]) -> None:
        """Show cells under other number formats, each given by its code as Excel writes it."""
        self._book.set_formats(sheet, codes)

    def forget_figures(self, sheet: str) -> None:
        grid = self.grid(sheet)
        if grid is not None:
            self.write(sheet, without_figures(grid))

    def grow_table(self, sheet: str, header: Ref, last_row: int) -> bool:
        return self._book.grow_table(sheet, header, last_row)

    def insert_rows(self, sheet: str, before: int, count: int, like: int) -> None:
        self._book.move_rows(RowMove(sheet, before, count), like)

    def delete_rows(self, sheet: str, first: int, count: int) -> None:
        self._book.move_rows(RowMove(sheet, first, -count))

    def protected(self, sheet: str) -> bool:
        return self._book.is_protected(sheet)

    def protect(self, sheet: str, password: str) -> None:
        self._book.protect(sheet, password)

    def unprotect(self, sheet: str, password: str) -> None:
        """Without asking: in a file a password stops nobody."""
        self._book.unprotect(sheet)

    def save(self, path: str | Path | None = None, *, keep: bool = True) -> None:
        """Save in place or to ``path``: the file is replaced whole, or left as it was.

        In place the old state is kept among the backups, unless not ``keep``.
        """
        self._book.save(path, keep=keep)
