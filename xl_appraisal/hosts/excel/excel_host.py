"""A workbook open in Excel, as xlwings drives it.

A formula cell keeps its formula: the program computes it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from xl_appraisal.hosts.addresses import parse_address
from xl_appraisal.hosts.block_plan import Block
from xl_appraisal.hosts.excel.excel_dress import dress, freeze
from xl_appraisal.hosts.excel.excel_formats import with_formats
from xl_appraisal.hosts.excel.excel_looks import read_looks, sizes
from xl_appraisal.hosts.excel.excel_merges import merged_areas
from xl_appraisal.hosts.excel.excel_values import member, raw_rows, read_cells, to_program
from xl_appraisal.hosts.excel.handed_cells import HandedCells, handing, sheets_told
from xl_appraisal.hosts.excel.undoing_host import UndoingHost
from xl_appraisal.hosts.program_host import SheetRead
from xl_appraisal.hosts.refusals import check_size, told_as
from xl_appraisal.hosts.sheet_look import SheetLook
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.grid import Area, Ref, column_name
from xl_appraisal.model.looks import Looks

if TYPE_CHECKING:
    import xlwings as xw


class XlwingsHost(UndoingHost):
    """An open :class:`xlwings.Book`."""

    def __init__(self, book: xw.Book) -> None:
        super().__init__()
        self.book, self._name = book, str(book.name)
        self.app, self.sheets = book.app, book.sheets  # each time a call
        self._sheets: dict[str, xw.Sheet | None] = {}
        """By name, in the order of the tabs; those are looked for that are needed."""
        self._ahead: dict[str, HandedCells] = {}
        """What was handed over; it holds within a step, and until anything changes."""
        self._spilled: dict[str, bool] = {}
        self._handing = handing(self.app, self._name)

    @property
    def name(self) -> str:
        return self._name

    @property
    def fullname(self) -> str:
        return str(self.book.fullname)

    @property
    def sheet_names(self) -> tuple[str, ...]:
        if not self._sheets and not self._handed_over():
            self._sheets = {sheet.name: sheet for sheet in self.sheets}
        return tuple(self._sheets)

    @property
    def holds_file(self) -> bool:
        """Excel does, and closing the workbook would end the macro that is running."""
        return True

    def exchange_file(self, exchange: Callable[[], object]) -> None:
        raise BookError(f"{self.name} 正在使用，不能替换。请先关闭它。")

    def compute_all(self) -> None:
        """One that names a window by its row number alone too.

        Excel takes such a formula for up to date, whatever changed, and ``calculate`` passes it
        over.
        """
        self._ahead.clear()
        full = member(self.app, "CalculateFull")
        if full is None:
            self.app.calculate()
        else:
            full()

    def grow_table(self, sheet: str, header: Ref, last_row: int) -> bool:
        found = self._sheet(sheet)
        try:
            tables = list(found.tables) if found is not None else []
        except (AttributeError, NotImplementedError):
            return False
        for table in tables:
            area = parse_address(table.range.address)[1]
            if area.top == header[0] and area.covers(header):
                if area.bottom < last_row:
                    parent = table.parent
                    with told_as(f"工作表“{sheet}”的表格“{table.name}”加长不了"), self.step():
                        table.resize(parent.range(area[:2], (last_row, area.right)))
                        self._or_back(table.resize, parent.range(area[:2], area[2:]))
                return True
        return False

    def looks(self, sheet: str) -> Looks | None:
        found = self._sheet(sheet)
        if found is None:
            return None
        read = self._read.get(sheet) or self._cells(sheet)
        return read_looks(found, read.used, read.cells)

    def protected(self, sheet: str) -> bool:
        found = self._sheet(sheet)
        return found is not None and member(found, "ProtectContents", False) is True

    def save(self) -> None:
        """Save the open workbook in its own program.  Raises :class:`BookError`."""
        with told_as(f"{self.name}：没有保存，可能是只读文件，或正在被别人使用"):
            self.book.save()

    def addin(self, name: str) -> str | None:
        try:
            return str(self.app.books[name].fullname)
        except Exception:  # not loaded, or it does not tell
            return None

    def _sheet(self, name: str) -> xw.Sheet | None:
        return self._page(name) if name in self.sheet_names else None

    def _page(self, name: str) -> xw.Sheet:
        page = self._sheets.get(name)
        if page is None:
            page = self._sheets[name] = self.sheets[name]
        return page

    def _changing(self, name: str) -> xw.Sheet:
        self._ahead.clear()
        return self._page(name)

    def _handed_over(self) -> bool:
        """Whether the workbook's own VBA handed its sheets over."""
        if self._handing is None:
            return False
        told = sheets_told(self._handing)
        if not told:
            self._handing = None  # an older workbook, which is not asked again
            return False
        self._sheets = {name: self._sheets.get(name) for name in told}
        self._ahead = {name: cells for name, cells in told.items() if cells is not None}
        self._spilled = {name: cells.spills for name, cells in self._ahead.items()}
        return True

    def _cells(self, sheet: str) -> SheetRead:
        if self._back is None:
            self._ahead.clear()  # somebody else may have written since
        if sheet in self._ahead or (self._handed_over() and sheet in self._ahead):
            told = self._ahead[sheet]
            return SheetRead(told.area, told.cells(), told.merges)
        page = self._page(sheet)
        block = page.used_range
        used = parse_address(block.address)[1]
        check_size(sheet, used)
        cells = read_cells(used.top, used.left, raw_rows(block), block.formula)
        return SheetRead(used, with_formats(page, cells))

    def _merges(self, sheet: str, read: SheetRead) -> tuple[Area, ...]:
        return merged_areas(self._page(sheet), read.used)

    def _put(self, sheet: str, block: Block) -> None:
        area = block.area
        cells = self._changing(sheet).range((area.top, area.left), (area.bottom, area.right))
        spilled = self._spilled.get(sheet, True)
        if spilled and member(cells, "HasSpill", False) is not False:
            # an array formula in another cell fills some of them (Excel 365): those are its own
            if area[:2] != area[2:]:
                for one in block.single():
                    self._put(sheet, one)
            return
        rows = [[to_program(value) for value in line] for line in block.rows]
        data = rows if len(rows) > 1 or len(rows[0]) > 1 else rows[0][0]
        if block.of_formulas:
            cells.impl.formula = data  # xlwings' own asks for the program first, five calls
        else:
            cells.raw_value = data  # of formulas among them Excel takes each for one

    def _protect(self, sheet: str, password: str) -> None:
        change = self._changing(sheet).api.Protect
        change(password) if password else change()

    def _unprotect(self, sheet: str, password: str) -> None:
        change = self._changing(sheet).api.Unprotect
        change(password) if password else change()

    def _add(self, name: str, after: str) -> None:
        self._sheets[name] = self.sheets.add(name, after=self._changing(after))

    def _copy(self, source: str, name: str, after: str) -> None:
        sheet = self._changing(source)
        made = self._sheets[name] = sheet.copy(after=self._page(after), name=name)
        for shape in list(made.shapes):
            shape.delete()

    def _rename(self, sheet: str, name: str) -> None:
        page = self._changing(sheet)
        page.name = name
        del self._sheets[sheet]
        self._sheets[name] = page

    def _delete(self, sheet: str) -> None:
        self._changing(sheet).delete()
        del self._sheets[sheet]

    def _cut(self, sheet: str, rows: Sequence[range], columns: Sequence[range]) -> None:
        for part in columns:
            left, right = column_name(part.start), column_name(part.stop - 1)
            self._changing(sheet).range(f"{left}:{right}").delete()
        for part in rows:
            self._changing(sheet).range(f"{part.start}:{part.stop - 1}").delete()

    def _level(self, sheet: str, rows: range) -> None:
        page = self._changing(sheet)
        highest = max(height for _, height in sizes(page, rows, "RowHeight", Area(1, 1, 1, 1)))
        page.range(f"{rows.start}:{rows.stop - 1}").row_height = highest

    def _make_room(self, sheet: str, before: int, count: int, like: int) -> None:
        rows = self._changing(sheet).range(f"{before}:{before + count - 1}")
        above = like < before
        rows.insert("down", f"format_from_{'left_or_above' if above else 'right_or_below'}")

    def _dress(self, sheet: str, look: SheetLook) -> None:
        dress(self._changing(sheet), self._window(), look)

    def _freeze(self, sheet: str, frozen: Ref) -> None:
        window = self._window()
        if window is not None:
            freeze(self._changing(sheet), window, frozen)

    def _window(self) -> Any:
        """What shows the workbook, ``None`` in an engine without windows."""
        windows = member(self.book, "Windows")
        return None if windows is None else windows(1)
