"""One worksheet part: read once, changed as often as asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.model.grid import MAX_COLUMN, MAX_ROW, Formula, Grid, Ref, Write, a1
from xl_appraisal.model.looks import Looks
from xl_appraisal.ooxml.cell_values import CellReader
from xl_appraisal.ooxml.cell_write import not_writable
from xl_appraisal.ooxml.row_edit import Restyle, RowEditor
from xl_appraisal.ooxml.row_moves import RowMove
from xl_appraisal.ooxml.shared_formulas import Scan
from xl_appraisal.ooxml.sheet_edit import edit_sheet, restyle_sheet
from xl_appraisal.ooxml.sheet_frame import Frame, read_frame
from xl_appraisal.ooxml.sheet_scan import scan
from xl_appraisal.ooxml.zip_read import Archive


class Sheet:
    """The bytes of a worksheet part and what they say."""

    def __init__(self, name: str, part: str, archive: Archive, reader: CellReader) -> None:
        self.name, self.part = name, part
        self.member = archive.stored_name(part)
        self.data = archive.read(part)
        self.changed = self.formula_gone = False
        self._reader = reader
        self._frame: Frame | None = None
        self._found: Scan | None = None

    def _read(self) -> tuple[Frame, Scan]:
        if self._frame is None or self._found is None:
            self._frame = read_frame(self.data, self.part)
            self._found = scan(self.data, self.part, self._frame, self._reader)
        return self._frame, self._found

    def grid(self) -> Grid:
        """The used cells and the merges; :class:`XlsxError` for what is not understood."""
        frame, found = self._read()
        return Grid(self.name, found.cells, frame.merges)

    def looks(self, filters: Iterable[range], *, is_hidden: bool) -> Looks:
        """How the sheet shows its cells; ``filters``: the rows under those of its tables.

        ``is_hidden``: what the workbook says of it.  Raises :class:`XlsxError` likewise.
        """
        from xl_appraisal.ooxml.sheet_looks import read_looks

        styles = self._reader.shared.styles
        return read_looks(self.data, self.part, styles, filters, is_hidden=is_hidden)

    def is_protected(self) -> bool:
        """Whether the part says that the sheet is protected."""
        from xl_appraisal.ooxml.sheet_protection import find_protection

        frame, _ = self._read()
        start, end = find_protection(self.data, frame)
        return end > start

    def set_protection(self, password: str | None) -> None:
        """Protect the sheet (``""``: without a password), or take its protection off."""
        from xl_appraisal.ooxml.sheet_protection import find_protection, protection_element

        frame, _ = self._read()
        start, end = find_protection(self.data, frame)
        new = b"" if password is None else protection_element(frame.prefix, password)
        if self.data[start:end] != new:
            self.data, self.changed = self.data[:start] + new + self.data[end:], True
            self._frame = self._found = None

    def moved(self, move: RowMove, like: int = 0) -> bytes:
        """The part after rows came or went on this sheet or another; nothing is changed yet."""
        from xl_appraisal.ooxml.moved_sheet import MovedSheet

        frame, found = self._read()
        rows = RowEditor(self.data, self.part, frame, found, self._reader)
        return MovedSheet(self.data, self.name, frame, found, rows).after(move, like)

    def take(self, data: bytes) -> None:
        """Put other bytes in place of the part's."""
        if data is not self.data and data != self.data:
            self.data, self.changed, self.formula_gone = data, True, True
            self._frame = self._found = None

    def set_formats(self, codes: Mapping[Ref, str], like: Restyle) -> None:
        """Give cells other number formats; see :func:`.sheet_edit.restyle_sheet`."""
        frame, found = self._read()
        data = restyle_sheet(self.data, self.part, frame, found, self._reader, codes, like)
        self.data, self.changed = data, True
        self._frame = self._found = None

    def set(self, writes: Mapping[Ref, Write]) -> None:
        """Change the part's bytes; on :class:`XlsxError` they stay as they were."""
        for (row, column), write in writes.items():
            if not (1 <= row <= MAX_ROW and 1 <= column <= MAX_COLUMN):
                raise XlsxError(f"第 {row} 行第 {column} 列在工作表之外")
            value = write.value if isinstance(write, Formula) else write
            if isinstance(value, Decimal) and not value.is_finite():
                raise not_writable(value).at(part=self.part, cell=a1(row, column))
        frame, found = self._read()
        edited = edit_sheet(self.data, self.part, frame, found, self._reader, writes)
        if edited.data is not self.data:
            self.data, self.changed = edited.data, True
            self.formula_gone |= edited.formula_gone
            self._frame = self._found = None
