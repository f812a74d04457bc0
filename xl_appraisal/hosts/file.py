"""A workbook file on disk, changed cell by cell; all its other bytes stay as they were."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from xl_appraisal.model.errors import BookError
from xl_appraisal.model.grid import Grid, Ref, Write, without_figures
from xl_appraisal.ooxml import Workbook, XlsxError


class FileHost:
    """An .xlsx or .xlsm file.  Raises :class:`BookError` where the engine refuses it."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        try:
            self._book = Workbook.open(self.path)
        except XlsxError as error:
            raise BookError(str(error)) from error

    @property
    def name(self) -> str:
        return self.path.name

    def grid(self, sheet: str) -> Grid | None:
        if sheet not in self._book.sheet_names:
            return None
        try:
            return self._book.grid(sheet)
        except XlsxError as error:
            raise BookError(str(error)) from error

    def write(self, sheet: str, changes: Mapping[Ref, Write]) -> None:
        try:
            self._book.set(sheet, changes)
        except XlsxError as error:
            raise BookError(str(error)) from error

    def forget_figures(self, sheet: str) -> None:
        grid = self.grid(sheet)
        if grid is not None:
            self.write(sheet, without_figures(grid))

    def grow_table(self, sheet: str, header: Ref, last_row: int) -> bool:
        try:
            return self._book.grow_table(sheet, header, last_row)
        except XlsxError as error:
            raise BookError(str(error)) from error

    def protected(self, sheet: str) -> bool:
        return self._book.is_protected(sheet)

    def protect(self, sheet: str, password: str) -> None:
        try:
            self._book.protect(sheet, password)
        except XlsxError as error:
            raise BookError(str(error)) from error

    def unprotect(self, sheet: str, password: str) -> None:
        """Without asking: in a file a password stops nobody."""
        try:
            self._book.unprotect(sheet)
        except XlsxError as error:
            raise BookError(str(error)) from error

    def save(self, path: str | Path | None = None, *, keep: bool = True) -> None:
        """Save in place or to ``path``: the file is replaced whole, or left as it was.

        In place the old state is kept among the backups, unless not ``keep``.
        """
        try:
            self._book.save(path, keep=keep)
        except XlsxError as error:
            raise BookError(str(error)) from error
