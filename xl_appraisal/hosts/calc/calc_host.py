"""A workbook open in LibreOffice Calc."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any
from urllib.parse import unquote

import uno

from xl_appraisal.hosts.block_plan import Block
from xl_appraisal.hosts.calc.calc_cells import CalcCells, refuse_locked
from xl_appraisal.hosts.calc.calc_dress import dress, freeze
from xl_appraisal.hosts.calc.calc_file import file_of, load_again, own_lock_aside
from xl_appraisal.hosts.calc.calc_formats import address_of, area_of, cells_of
from xl_appraisal.hosts.calc.calc_functions import FunctionNames
from xl_appraisal.hosts.calc.calc_looks import read_looks
from xl_appraisal.hosts.calc.calc_merges import merged_areas
from xl_appraisal.hosts.calc.calc_undo import undo_step
from xl_appraisal.hosts.program_host import ProgramHost, SheetRead
from xl_appraisal.hosts.refusals import check_size, told_as
from xl_appraisal.hosts.sheet_look import SheetLook
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.grid import Area, Ref
from xl_appraisal.model.looks import Looks

_CONTENTS = 1 | 2 | 4 | 8 | 16  # values, dates, texts, notes, formulas; sheet.CellFlags

_NAMES = FunctionNames()
"""Functions' names are the program's, not a workbook's: asked for once."""


class CalcHost(ProgramHost):
    """A ``com.sun.star.sheet.SpreadsheetDocument``."""

    def __init__(self, document: Any) -> None:
        super().__init__()
        self.document = document
        self._content = CalcCells(document, _NAMES)
        self._sheets_moved = self._exchanged = False

    @property
    def name(self) -> str:
        url = str(self.document.URL)
        return unquote(url.rpartition("/")[2]) if url else str(self.document.Title)

    @property
    def fullname(self) -> str:
        url = str(self.document.URL)
        return str(uno.fileUrlToSystemPath(url)) if url.startswith("file:") else url or self.name

    @property
    def sheet_names(self) -> tuple[str, ...]:
        return tuple(self.document.Sheets.ElementNames)

    def compute_all(self) -> None:
        self.document.calculateAll()

    def grow_table(self, sheet: str, header: Ref, last_row: int) -> bool:
        number = self._sheet(sheet).RangeAddress.Sheet
        ranges = self.document.DatabaseRanges
        for name in ranges.ElementNames:
            table = ranges.getByName(name)
            area = area_of(table.DataArea)
            if table.DataArea.Sheet == number and area.top == header[0] and area.covers(header):
                if area.bottom < last_row:
                    longer = area._replace(bottom=last_row)
                    with self.step(), told_as(f"工作表“{sheet}”的表格“{name}”加长不了"):
                        table.setDataArea(address_of(self._sheet(sheet), longer))
                return True
        return False

    def looks(self, sheet: str) -> Looks | None:
        if sheet not in self.sheet_names:
            return None
        found = self._sheet(sheet)
        return read_looks(self.document, found, used_area(found))

    def protected(self, sheet: str) -> bool:
        return sheet in self.sheet_names and bool(self._sheet(sheet).isProtected())

    def save(self) -> None:
        """As LibreOffice saves: parts of the file that it does not know are gone."""
        with told_as(f"{self.name}：没有保存，可能是只读文件，或正在被别人使用"):
            self.document.store()

    @property
    def holds_file(self) -> bool:
        return file_of(self.document) is None

    def exchange_file(self, exchange: Callable[[], object]) -> None:
        path = file_of(self.document)
        if path is None:
            raise BookError(f"{self.name} 还没有保存过，没有可替换的文件。")
        with own_lock_aside(path):
            exchange()
        self._exchanged = True

    def show_exchanged(self) -> None:
        """Load the file again that came in the place of the workbook's, if one did."""
        if self._exchanged:
            load_again(self.document)

    def undo_last(self) -> str:
        """Calc's own list has each command as a step."""
        raise BookError("LibreOffice 里请用“编辑”-“撤销”（Ctrl+Z），一次取消整条命令。")

    def addin(self, name: str) -> str | None:
        """Those of Excel are not loaded here."""
        return None

    def _sheet(self, name: str) -> Any:
        return self.document.Sheets.getByName(name)

    def _cells(self, sheet: str) -> SheetRead:
        found = self._sheet(sheet)
        used = used_area(found)
        check_size(sheet, used)
        return SheetRead(used, self._content.read(found, used))

    def _merges(self, sheet: str, read: SheetRead) -> tuple[Area, ...]:
        found = self._sheet(sheet)
        return merged_areas(found, cells_of(found, read.used))

    def _put(self, sheet: str, block: Block) -> None:
        for part in block.apart():  # it takes no formulas among values
            self._content.write(self._sheet(sheet), part)

    def _protect(self, sheet: str, password: str) -> None:
        self._sheet(sheet).protect(password)

    def _unprotect(self, sheet: str, password: str) -> None:
        self._sheet(sheet).unprotect(password)

    def _add(self, name: str, after: str) -> None:
        self._sheets_moved = True
        self.document.Sheets.insertNewByName(name, self._place_behind(after))

    def _copy(self, source: str, name: str, after: str) -> None:
        self._sheets_moved = True
        self.document.Sheets.copyByName(source, name, self._place_behind(after))
        page = self._sheet(name).DrawPage
        for shape in [page.getByIndex(number) for number in range(page.Count)]:
            page.remove(shape)

    def _rename(self, sheet: str, name: str) -> None:
        self._sheet(sheet).Name = name
        if name not in self.sheet_names:
            raise PermissionError(f"工作表不能改名为“{name}”")

    def _delete(self, sheet: str) -> None:
        self._sheets_moved = True
        self.document.Sheets.removeByName(sheet)
        if sheet in self.sheet_names:
            raise PermissionError("工作表不能删除")

    def _cut(self, sheet: str, rows: Sequence[range], columns: Sequence[range]) -> None:
        found = self._sheet(sheet)
        refuse_locked(found, Area(1, 1, 1, 1))
        for lines, parts in ((found.Columns, columns), (found.Rows, rows)):
            for part in parts:
                lines.removeByIndex(part.start - 1, len(part))

    def _level(self, sheet: str, rows: range) -> None:
        found = self._sheet(sheet)
        highest = max(found.Rows.getByIndex(row - 1).Height for row in rows)
        cells_of(found, Area(rows.start, 1, rows.stop - 1, 1)).Rows.Height = highest

    def _make_room(self, sheet: str, before: int, count: int, like: int) -> None:
        found = self._sheet(sheet)
        refuse_locked(found, Area(1, 1, 1, 1))
        found.Rows.insertByIndex(before - 1, count)
        source = found.Rows.getByIndex(like - 1 + (count if like >= before else 0))
        for row in range(before, before + count):
            new = found.Rows.getByIndex(row - 1)
            if like >= before:  # Calc itself takes the row above for a pattern
                target = found.getCellByPosition(0, row - 1).CellAddress
                found.copyRange(target, source.RangeAddress)
                new.clearContents(_CONTENTS)
            if not source.OptimalHeight:
                new.Height = source.Height

    def _dress(self, sheet: str, look: SheetLook) -> None:
        dress(self.document, self._sheet(sheet), look)

    def _freeze(self, sheet: str, frozen: Ref) -> None:
        freeze(self.document, self._sheet(sheet), frozen)

    def _place_behind(self, sheet: str) -> int:
        return int(self._sheet(sheet).RangeAddress.Sheet) + 1

    @contextmanager
    def step(self, label: str = "") -> Iterator[None]:
        """As every program's; what came before cannot be undone once sheets moved unrecorded.

        Calc's steps know a sheet by its number.  In a workbook with macros it records neither a
        new nor a deleted sheet, so that an older step would be undone on the sheet beside its own.
        """
        with super().step(label):
            yield
        if self._back is None and self._sheets_moved and not self._records_sheets:
            self.document.UndoManager.clear()
            self._sheets_moved = False

    @contextmanager
    def _program_step(self, label: str) -> Iterator[None]:
        with undo_step(self.document, label) if self._shown else nullcontext():
            yield

    def _or_back(self, call: Callable[..., None], *arguments: object) -> None:
        """Calc's own undoing takes back what it recorded, but without a window it would crash."""
        if not self._shown or call == self._delete_if_there:
            super()._or_back(call, *arguments)

    @property
    def _records_sheets(self) -> bool:
        return not self.document.BasicLibraries.VBACompatibilityMode

    @property
    def _shown(self) -> bool:
        controller = self.document.CurrentController
        return controller is not None and bool(controller.Frame.ContainerWindow.isVisible())


def used_area(sheet: Any) -> Area:
    """From the first used cell to the last one, formatted ones too."""
    cursor = sheet.createCursor()
    cursor.gotoStartOfUsedArea(False)
    cursor.gotoEndOfUsedArea(True)
    return area_of(cursor.RangeAddress)
