"""What all sheets of a workbook share: its texts, its cell formats, how it counts days."""

from __future__ import annotations

from xl_appraisal.ooxml.date_styles import Styles
from xl_appraisal.ooxml.shared_strings import shared_strings
from xl_appraisal.ooxml.workbook_part import WorkbookPart
from xl_appraisal.ooxml.zip_archive import Archive


class SharedParts:
    """Read when a cell first needs them.

    A sheet refers to this and not to its workbook: without that circle a workbook's cells are
    freed as soon as it is let go, and Python need not search a million values for it.
    """

    def __init__(self, archive: Archive, book: WorkbookPart) -> None:
        self._archive, self._book = archive, book
        self._strings: list[str] | None = None
        self._shown: list[int] | None = None

    @property
    def date1904(self) -> bool:
        """Whether days count from 1904 (old Macintosh workbooks)."""
        return self._book.date1904

    def shared_strings(self) -> list[str]:
        """Texts of the shared strings part; :class:`~.errors.XlsxError` if it is unsound."""
        if self._strings is None:
            part = self._linked("sharedStrings")
            self._strings = shared_strings(self._archive.read(part), part) if part else []
        return self._strings

    def shown_formats(self) -> list[int]:
        """What each cell format shows (date, time); :class:`~.errors.XlsxError` likewise."""
        if self._shown is None:
            part = self._linked("styles")
            self._shown = Styles(self._archive.read(part), part).shown if part else []
        return self._shown

    def _linked(self, kind: str) -> str:
        targets = [link.target for link in self._book.links.values() if link.kind == kind]
        return targets[0] if targets else ""
