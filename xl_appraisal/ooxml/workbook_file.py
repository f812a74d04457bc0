"""A workbook file opened for reading and for lossless changes."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from xl_appraisal.files.disk import read_file
from xl_appraisal.files.file_error import XlsxError, located
from xl_appraisal.files.write_file import refuse_link, save_file
from xl_appraisal.model.grid import Grid, Ref, Write
from xl_appraisal.model.looks import Looks
from xl_appraisal.ooxml.cell_values import CellReader
from xl_appraisal.ooxml.file_kind import check_zip
from xl_appraisal.ooxml.package_parts import read_workbook_part, without_calc_chain
from xl_appraisal.ooxml.row_moves import RowMove
from xl_appraisal.ooxml.shared_parts import SharedParts
from xl_appraisal.ooxml.sheet_part import Sheet
from xl_appraisal.ooxml.zip_read import Archive
from xl_appraisal.ooxml.zip_write import rebuild


class Workbook:
    """An .xlsx or .xlsm file.  What is not understood is refused with :class:`XlsxError`.

    The file is read whole on opening and not held open.  A saved file differs from the one
    opened only in the cells that were set; every untouched member of the package keeps its
    packed bytes, order, times and flags.
    """

    def __init__(self, path: str, data: bytes, status: os.stat_result) -> None:
        self.path = path
        self._status = status
        self._saved_here = False
        check_zip(data)
        self._archive = Archive(data)
        self._book = read_workbook_part(self._archive)
        self._shared = SharedParts(self._archive, self._book)
        self._reader = CellReader(self._shared)
        self._sheets: dict[str, Sheet] = {}
        self._parts: dict[str, bytes] = {}
        """Parts changed that are no sheets, by member."""

    @classmethod
    def open(cls, path: str | os.PathLike[str]) -> Workbook:
        """Open a file; reads the package's directory and the workbook part, the rest later."""
        name = os.fspath(path)
        with located(path=name):
            return cls(name, *read_file(name))

    @classmethod
    def of_bytes(cls, data: bytes) -> Workbook:
        """A workbook that was made in memory, to be read."""
        return cls("", data, Path(__file__).stat())

    @property
    def sheet_names(self) -> tuple[str, ...]:
        """The worksheets in order, hidden ones too; chart sheets are left out."""
        return tuple(self._book.sheets)

    @property
    def defined_names(self) -> Mapping[str, str]:
        """Text of the defined names; a name of one sheet only is keyed ``sheet!name``."""
        return MappingProxyType(self._book.names)

    def grid(self, sheet_name: str) -> Grid:
        """The used cells with formulas and merges, changes made by :meth:`set` included.

        Numbers are exact decimals of at most 15 significant digits, those under a date format
        dates or times.  A follower of a shared formula has its own text; every cell of an
        array formula has the array's.  Blank cells are left out.
        """
        with located(path=self.path, sheet=sheet_name):
            return self._sheet(sheet_name).grid()

    def looks(self, sheet_name: str) -> Looks:
        """What the sheet hides and the number formats that it shows."""
        from xl_appraisal.ooxml.sheet_looks import rows_below
        from xl_appraisal.ooxml.table_part import tables_of

        with located(path=self.path, sheet=sheet_name):
            sheet = self._sheet(sheet_name)
            tables = tables_of(self._archive, sheet.part, self._parts)
            filters = [rows_below(table.filtered) for table in tables if table.filters]
            return sheet.looks(filters, is_hidden=sheet_name in self._book.hidden)

    def set(self, sheet_name: str, writes: Mapping[Ref, Write]) -> None:
        """Put values into cells; see :data:`~xl_appraisal.model.grid.Write`.  All of them or none.

        A cell that holds the value already keeps its bytes.  One call costs a pass over the
        sheet, so give all cells at once.  :class:`XlsxError` for a cell inside a merge (not
        its top left), for a part of an array formula and for what a cell cannot hold.
        """
        with located(path=self.path, sheet=sheet_name):
            self._sheet(sheet_name).set(writes)

    def set_formats(self, sheet_name: str, codes: Mapping[Ref, str]) -> None:
        """Show cells under other number formats; whatever else they look like stays.

        :class:`XlsxError`, nothing changed, for a cell in a row that holds nothing yet.
        """
        from xl_appraisal.ooxml.style_edit import CellFormats

        if not codes:
            return
        with located(path=self.path, sheet=sheet_name):
            part = self._shared.styles_part
            if not part:
                raise XlsxError("工作簿没有样式表，不能设格式")
            name = self._archive.stored_name(part)
            formats = CellFormats(self._parts.get(name) or self._archive.read(part), part)
            self._sheet(sheet_name).set_formats(codes, formats.like)
            self._parts[name] = formats.data
            self._shared.take_styles(formats.data)

    def grow_table(self, sheet_name: str, header: Ref, last_row: int) -> bool:
        """Make the table with that header cell reach ``last_row``, its filter too.

        ``False`` where there is no such table; one that reaches so far already stays as it is.
        :class:`XlsxError`, nothing changed, where something stands in the way (a total row,
        another table, merged cells).
        """
        from xl_appraisal.ooxml.table_part import check_room, grown, table_at, tables_of

        with located(path=self.path, sheet=sheet_name):
            sheet = self._sheet(sheet_name)
            tables = tables_of(self._archive, sheet.part, self._parts)
            table = table_at(tables, header)
            if table is None or table.area.bottom >= last_row:
                return table is not None
            check_room(table, last_row, tables, sheet.grid().merges)
            name = self._archive.stored_name(table.part)
            data = self._parts.get(name) or self._archive.read(table.part)
            self._parts[name] = grown(data, table, last_row)
        return True

    def move_rows(self, move: RowMove, like: int = 0) -> None:
        """Put rows into a sheet or take them out, as by hand in Excel; formulas follow everywhere.

        Rows put in look like row ``like`` (numbered as before; 0: like no other).  One call reads
        every sheet.  :class:`XlsxError`, nothing changed, for what cannot be moved: a cut array
        formula, a table's header, a pivot table …
        """
        from xl_appraisal.ooxml.moved_parts import MovedParts

        self._sheet(move.sheet)
        try:
            parts = MovedParts(self._archive, self._book, self._parts).after(move)
            sheets = [(self._sheet(name), self._sheet(name).moved(move, like))
                      for name in self.sheet_names]  # fmt: skip
        except XlsxError as error:
            raise error.at(path=self.path) from error.__cause__
        for sheet, data in sheets:
            sheet.take(data)
        self._parts.update(parts)
        names = read_workbook_part(self._archive, self._parts.get(self._book.part)).names
        self._book = self._book._replace(names=names)

    def is_protected(self, sheet_name: str) -> bool:
        """Whether the sheet is protected, with or without a password."""
        return self._sheet(sheet_name).is_protected()

    def protect(self, sheet_name: str, password: str = "") -> None:
        """Protect a sheet in place of any protection that it has."""
        self._set_protection(sheet_name, password)

    def unprotect(self, sheet_name: str) -> None:
        """Take a sheet's protection off; no password is asked for, as none can be enforced."""
        self._set_protection(sheet_name, None)

    def _set_protection(self, sheet_name: str, password: str | None) -> None:
        with located(path=self.path, sheet=sheet_name):
            self._sheet(sheet_name).set_protection(password)

    def save(self, path: str | os.PathLike[str] | None = None, *, keep: bool = False) -> None:
        """Write the workbook to ``path``, or back to where it came from, atomically.

        At every moment the file is the old one or the new one, whole.  ``keep`` leaves the file
        that is written over among its :mod:`backups <.backups>`, where it is the one opened.
        Refused with :class:`XlsxError`, nothing written: another file through a link, read-only or
        open elsewhere, changed on disk since it was opened, being saved by another run, disk full.
        With nothing changed the file is not touched (to another path: copied as it is).
        """
        given = self.path if path is None else os.fspath(path)
        target = os.path.realpath(given)
        with located(path=target):
            if target != os.path.realpath(self.path):
                refuse_link(given)
            self._save(target, keep)

    def _save(self, target: str, keep: bool) -> None:
        source = os.path.realpath(self.path)
        here = target == source
        changed = [sheet for sheet in self._sheets.values() if sheet.changed]
        touched = changed or self._parts
        if here and not touched and not self._saved_here:
            return
        chunks = self._chunks(changed) if touched else [self._archive.data]
        status = save_file(target, chunks, source, self._status, keep=keep)
        if here:
            self._status, self._saved_here = status, True

    def _chunks(self, changed: list[Sheet]) -> list[bytes | memoryview]:
        if any(member.name.startswith("_xmlsignatures/") for member in self._archive.members):
            raise XlsxError(
                "工作簿有数字签名，改动会使签名失效", remedy="请先在 Excel 中删除签名，改动后再签"
            )
        replaced = {**self._parts, **{sheet.member: sheet.data for sheet in changed}}
        removed = set[str]()
        if any(sheet.formula_gone for sheet in changed):
            other, removed = without_calc_chain(self._archive, self._book)
            replaced.update(other)
        return rebuild(self._archive, replaced, removed)

    def _sheet(self, name: str) -> Sheet:
        if name not in self._sheets:
            if name not in self._book.sheets:
                known = "、".join(self._book.sheets) or "（没有）"
                raise XlsxError("没有这个工作表", allowed=f"现有的工作表：{known}")
            part = self._book.sheets[name]
            self._sheets[name] = Sheet(name, part, self._archive, self._reader)
        return self._sheets[name]

    @property
    def date1904(self) -> bool:
        """Whether days count from 1904 (old Macintosh workbooks)."""
        return self._shared.date1904
