"""A workbook open in a program that xlwings drives: Excel, or another through an engine.

Each call crosses into the other program, so sheets are read whole in a few calls and written in
as few rectangles as possible.  A formula cell keeps its formula: the program computes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeAlias

from xl_appraisal.hosts.addresses import parse_address
from xl_appraisal.hosts.cell_limits import fault_of
from xl_appraisal.hosts.excel.excel_values import holds, raw_rows, read_cells, to_program
from xl_appraisal.hosts.merges import Known, find_merges
from xl_appraisal.hosts.rectangles import rectangles, refs_of, shrunk
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.grid import EMPTY, Area, Cell, Formula, Grid, Ref, Write, a1
from xl_appraisal.model.record import Record

if TYPE_CHECKING:
    import xlwings as xw

MOST_CELLS = 4_000_000
"""Used cells of a sheet that are read; a whole column formatted by accident has more."""

Remembered: TypeAlias = dict[str, Known]
"""The merged areas of a workbook's sheets as last found, by sheet."""


class SheetRead(Record):
    """A sheet as last read: nobody else writes while a macro or a function runs."""

    used: Area
    cells: Mapping[Ref, Cell]


class XlwingsHost:
    """An open :class:`xlwings.Book`.

    ``merges`` may be kept by a caller that opens the same workbook again and again: merged
    areas are then only looked for again where something changed.
    """

    def __init__(self, book: xw.Book, merges: Remembered | None = None) -> None:
        self.book = book
        self._merges = {} if merges is None else merges
        self._sheets: dict[str, xw.Sheet] = {}
        self._read: dict[str, SheetRead] = {}

    @property
    def name(self) -> str:
        return str(self.book.name)

    def grid(self, sheet: str) -> Grid | None:
        """The used cells of a sheet.  Raises :class:`BookError` where they are too many."""
        found = self._sheet(sheet)
        if found is None:
            return None
        read = self._read[sheet] = self._read_sheet(found, sheet)
        known = find_merges(found, read.used, read.cells, self._merges.get(sheet))
        self._merges[sheet] = known
        return Grid(sheet, read.cells, known.areas)

    def write(self, sheet: str, changes: Mapping[Ref, Write]) -> None:
        """Write values and formulas in rectangles.

        Raises :class:`BookError`: nothing written for a sheet or cell that is not there or a
        value that no cell holds, and where the program takes no value (a protected sheet).
        """
        found = self._sheet(sheet)
        if found is None:
            names = "、".join(self._sheets)
            raise BookError(f"{self.name}：没有工作表“{sheet}”；现有的工作表：{names}。")
        read = self._read.pop(sheet, None) or self._read_sheet(found, sheet)
        self._refuse(found, sheet, read, changes)
        _Writer(found, read.cells, changes, guarded=self._guards_texts()).write()

    def forget_figures(self, sheet: str) -> None:
        """Nothing to do: the program keeps its own figures up to date."""

    def grow_table(self, sheet: str, header: Ref, last_row: int) -> bool:
        """Resize the program's own table; a program without tables in xlwings has none."""
        found = self._sheet(sheet)
        try:
            tables = list(found.tables) if found is not None else []
        except (AttributeError, NotImplementedError):
            return False
        for table in tables:
            area = parse_address(table.range.address)[1]
            if area.top == header[0] and area.covers(header):
                if area.bottom < last_row:
                    with told_as(f"工作表“{sheet}”的表格“{table.name}”加长不了"):
                        table.resize(table.parent.range(area[:2], (last_row, area.right)))
                return True
        return False

    def protected(self, sheet: str) -> bool:
        found = self._sheet(sheet)
        return found is not None and getattr(found.api, "ProtectContents", False) is True

    def protect(self, sheet: str, password: str) -> None:
        self._protection(sheet, "Protect", password)

    def unprotect(self, sheet: str, password: str) -> None:
        self._protection(sheet, "Unprotect", password)

    def _protection(self, sheet: str, call: str, password: str) -> None:
        """Excel's own ``Protect`` and ``Unprotect``; a program without them is told."""
        found = self._sheet(sheet)
        change = getattr(found.api, call, None) if found is not None else None
        if change is None:
            raise BookError(f"这个程序不能保护工作表“{sheet}”，请用命令行封存或重新打开。")
        with told_as(f"工作表“{sheet}”的保护改不了，密码可能不对"):
            change(password) if password else change()

    def save(self) -> None:
        """Save the open workbook in its own program.  Raises :class:`BookError`."""
        with told_as(f"{self.name}：没有保存，可能是只读文件，或正在被别人使用"):
            self.book.save()

    def _sheet(self, name: str) -> xw.Sheet | None:
        if name not in self._sheets:
            self._sheets = {sheet.name: sheet for sheet in self.book.sheets}
        return self._sheets.get(name)

    def _read_sheet(self, sheet: xw.Sheet, name: str) -> SheetRead:
        block = sheet.used_range
        used = parse_address(block.address)[1]
        check_size(name, used)
        return SheetRead(used, read_cells(used.top, used.left, raw_rows(block), block.formula))

    def _refuse(
        self, found: xw.Sheet, sheet: str, read: SheetRead, changes: Mapping[Ref, Write]
    ) -> None:
        """A cell under a merged area takes a value without showing it; some no cell takes."""
        known = self._merges.get(sheet)
        if known is None or known.used != read.used:
            known = self._merges[sheet] = find_merges(found, read.used, read.cells, None)
        for ref, value in changes.items():
            fault = fault_of(value)
            if any(a.covers(ref) and ref != (a.top, a.left) for a in known.areas):
                fault = "被合并单元格覆盖，不能写入。请取消合并"
            if fault:
                raise BookError(f"{self.name}：{sheet}!{a1(*ref)} {fault}。")

    def _guards_texts(self) -> bool:
        """Excel guesses what a text means; other programs are told by the type."""
        return bool(self.book.app.engine.name == "excel")


class _Writer:
    """The changes of one sheet on their way into the program."""

    def __init__(
        self,
        sheet: xw.Sheet,
        cells: Mapping[Ref, Cell],
        changes: Mapping[Ref, Write],
        *,
        guarded: bool,
    ) -> None:
        self.sheet = sheet
        self.cells = cells
        self.guarded = guarded
        self.formulas = {ref: v for ref, v in changes.items() if isinstance(v, Formula)}
        self.plain = {
            ref: value
            for ref, value in changes.items()
            if ref not in self.formulas and (value is None or self._formula(ref) is None)
        }

    def write(self) -> None:
        """A rectangle without a difference stays; one with some is written as far as they go."""
        for changes in (self.plain, self.formulas):
            differing = {r for r, v in changes.items() if not holds(self.cells.get(r, EMPTY), v)}
            for area in rectangles(changes if changes is self.plain else differing):
                smaller = shrunk(area, differing)
                if smaller is not None:
                    with told_as(f"工作表“{self.sheet.name}”写不进去，可能受保护或正在编辑"):
                        self._put(smaller, changes)

    def _put(self, area: Area, changes: Mapping[Ref, Write]) -> None:
        block = self.sheet.range((area.top, area.left), (area.bottom, area.right))
        if _spills(block):
            self._put_around_spills(area, changes)
            return
        rows = [
            [
                to_program(changes[row, column], guarded=self.guarded)
                for column in range(area.left, area.right + 1)
            ]
            for row in range(area.top, area.bottom + 1)
        ]
        data = rows if len(rows) > 1 or len(rows[0]) > 1 else rows[0][0]
        if changes is self.formulas:
            block.formula = data
        else:
            block.raw_value = data

    def _put_around_spills(self, area: Area, changes: Mapping[Ref, Write]) -> None:
        """An array formula fills these cells: what it fills is its own."""
        for ref in refs_of(area):
            if area != Area(*ref, *ref):
                self._put(Area(*ref, *ref), changes)

    def _formula(self, ref: Ref) -> str | None:
        return self.cells.get(ref, EMPTY).formula


def _spills(block: xw.Range) -> bool:
    """Whether any of the cells is filled by an array formula in another cell (Excel 365)."""
    return getattr(block.api, "HasSpill", False) is not False


def check_size(sheet: str, used: Area) -> None:
    """Raise :class:`BookError` for a sheet with more used cells than are read."""
    if (used.bottom - used.top + 1) * (used.right - used.left + 1) > MOST_CELLS:
        last = a1(used.bottom, used.right)
        raise BookError(
            f"工作表“{sheet}”的已用区域到 {last}，太大。请删除表格下方和右侧多余的行列。"
        )


@contextmanager
def told_as(what: str) -> Iterator[None]:
    """Tell what a program refuses in our words, with its own behind them."""
    try:
        yield
    except BookError:
        raise
    except Exception as error:  # each program has errors of its own
        raise BookError(f"{what}（{type(error).__name__}：{str(error)[:100]}）。") from error
