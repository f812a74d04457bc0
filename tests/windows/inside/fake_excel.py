"""Excel's objects as far as the product reaches them through xlwings, over cells in memory.

They answer as COM does: a member that is not there raises ``com_error``, values of a block are
tuples of rows, errors are numbers.  Two forms: what Excel 365 has, and what 2016 lacks of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pywintypes
import win32con
from xlwings import _xlwindows

from tests.excel.memory_cells import Content
from tests.excel.memory_engine import MemoryBook
from xl_appraisal.hosts.addresses import parse_address
from xl_appraisal.model.grid import Area, a1

ONLY_365 = {"HasSpill", "SpillParent", "SpillingToRange", "Formula2"}
"""Members that Excel 2016 lacks and the product or xlwings may ask for."""

UNKNOWN_NAME, EXCEPTION = -2147352570, -2147352567
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def refused(text: str = "1004") -> pywintypes.com_error:
    """What Excel raises for nearly everything."""
    return pywintypes.com_error(
        EXCEPTION, "发生意外。", (0, "Microsoft Excel", text, None, 0, -2146827284), None
    )


class Com:
    """An object of Excel's; ``_old`` for one of 2016."""

    _old = False
    _free = False  # whether it takes any member, for what only shows

    def __getattribute__(self, name: str) -> Any:
        if name in ONLY_365 and object.__getattribute__(self, "_old"):
            raise pywintypes.com_error(UNKNOWN_NAME, "未知名称。", None, name)
        return object.__getattribute__(self, name)

    def __getattr__(self, name: str) -> Any:
        raise pywintypes.com_error(UNKNOWN_NAME, "未知名称。", None, name)

    def __setattr__(self, name: str, value: object) -> None:
        known = name.startswith("_") or self._free or hasattr(type(self), name)
        if not known or (name in ONLY_365 and self._old):
            raise pywintypes.com_error(UNKNOWN_NAME, "未知名称。", None, name)
        object.__setattr__(self, name, value)


def over(inner: Com) -> Any:
    """As xlwings holds it: behind its wrapper that tries again while Excel is busy."""
    return _xlwindows.COMRetryObjectWrapper(inner)


def bare(given: Any) -> Any:
    """The object itself, of one that came back as an argument."""
    if type(given) is _xlwindows.COMRetryObjectWrapper:
        return object.__getattribute__(given, "_inner")
    return given


class Look(Com):
    """Font, interior, borders: what is set is kept and looked at by nobody."""

    _free = True
    ColorIndex = -4142

    def AutoFit(self) -> None:
        """Sizes are not computed here."""


class Lines(Look):
    """Rows or columns of a range."""

    def __init__(self, count: int) -> None:
        self._count = count

    Count = property(lambda self: self._count)


class Range(Com):
    """A block of cells."""

    ColumnWidth, WrapText, VerticalAlignment, HorizontalAlignment = 8.43, False, -4107, 1
    RowHeight, IndentLevel = 15.0, 0

    def __init__(self, sheet: Worksheet, area: Area) -> None:
        self._sheet, self._area, self._old = sheet, area, sheet._old

    Row = property(lambda self: self._area.top)
    Column = property(lambda self: self._area.left)
    Rows = property(lambda self: over(Lines(self._area.bottom - self._area.top + 1)))
    Columns = property(lambda self: over(Lines(self._area.right - self._area.left + 1)))
    Count = property(lambda self: self.Rows.Count * self.Columns.Count)
    Worksheet = property(lambda self: over(self._sheet))
    Interior = property(lambda self: over(Look()))
    Font = property(lambda self: over(Look()))
    Borders = property(lambda self: over(Look()))
    HasSpill = property(lambda self: False)

    @property
    def Address(self) -> str:
        top, left, bottom, right = self._area
        ends = [(top, left)] if (top, left) == (bottom, right) else [(top, left), (bottom, right)]
        texts = (a1(*ref) for ref in ends)
        return ":".join(f"${t.rstrip('0123456789')}${t.lstrip(LETTERS)}" for t in texts)

    def GetAddress(self, _row: bool, _column: bool, _style: int, external: bool) -> str:
        if not external:
            return self.Address
        return f"'[{self._sheet._book.Name}]{self._sheet.Name}'!{self.Address}"

    def Cells(self, row: int, column: int) -> Any:
        top, left = self._area.top + row - 1, self._area.left + column - 1
        return over(Range(self._sheet, Area(top, left, top, left)))

    __call__ = Cells  # a range's own default member

    def _each(self, place: int) -> Any:
        cells, area = self._sheet._content.cells, self._area
        rows = tuple(
            tuple(self._one(cells.get((r, c), (None, None)), place)
                  for c in range(area.left, area.right + 1))
            for r in range(area.top, area.bottom + 1)
        )  # fmt: skip
        return rows[0][0] if len(rows) == len(rows[0]) == 1 else rows

    @staticmethod
    def _one(cell: tuple[Any, str | None], place: int) -> Any:
        if place == 0:
            return cell[0]
        return f"={cell[1]}" if cell[1] is not None else "" if cell[0] is None else cell[0]

    def _put(self, data: Any) -> None:
        if self._sheet.ProtectContents:
            raise refused("单元格受保护")
        rows = data if isinstance(data, list | tuple) else [[data]]
        for r, line in enumerate(rows, self._area.top):
            for c, value in enumerate(line, self._area.left):
                self._sheet._content.put((r, c), value)

    Value = property(lambda self: self._each(0), lambda self, data: self._put(data))
    Value2 = property(lambda self: self._each(0), lambda self, data: self._put(data))
    Formula = property(lambda self: self._each(1), lambda self, data: self._put(data))

    @property
    def MergeCells(self) -> bool | None:
        area = self._area
        refs = [
            (r, c)
            for r in range(area.top, area.bottom + 1)
            for c in range(area.left, area.right + 1)
        ]
        merges = self._sheet._content.merges
        merged = {any(merge.covers(ref) for merge in merges) for ref in refs}
        return merged.pop() if len(merged) == 1 else None

    @MergeCells.setter
    def MergeCells(self, merged: bool) -> None:
        merges, area = self._sheet._content.merges, self._area
        merges[:] = [one for one in merges if not area.covers(one[:2])] + [area] * merged

    @property
    def MergeArea(self) -> Any:
        first = self._area[:2]
        areas = (a for a in self._sheet._content.merges if a.covers(first))
        return over(Range(self._sheet, next(areas, Area(*first, *first))))

    def Delete(self, Shift: int | None = None) -> None:
        if self._area.bottom > 1_000_000:
            self._sheet._content.cut_columns(self._area.left, self._area.right)
        else:
            self._sheet._book._move(self._sheet, self._area.top, -self.Rows.Count)

    def Insert(self, Shift: int | None = None, CopyOrigin: int = 0) -> None:
        if self._sheet.ProtectContents:
            raise refused("工作表受保护")
        self._sheet._book._move(self._sheet, self._area.top, self.Rows.Count)

    def Select(self) -> None:
        self._sheet._book._app._selected = self._area


class Shape(Com):
    def __init__(self, sheet: Worksheet, name: str) -> None:
        self._sheet, self._name = sheet, name

    Name = property(lambda self: self._name)

    def Delete(self) -> None:
        self._sheet._content.shapes.remove(self._name)


class Items(Com):
    """A collection: counted from 1, asked by number or name."""

    def __init__(self, items: list[Any]) -> None:
        self._items = items

    Count = property(lambda self: len(self._items))

    def __iter__(self) -> Iterator[Any]:
        return iter([over(item) for item in self._items])

    def __call__(self, key: int | str) -> Any:
        for number, item in enumerate(self._items, 1):
            if key in (number, item.Name):
                return over(item)
        raise refused("下标越界")

    Item = __call__


class Worksheet(Com):
    """A sheet; ``Protect`` makes its cells refuse what is written."""

    ProtectContents, Visible = False, -1

    def __init__(self, book: Workbook, name: str, content: Content) -> None:
        self._book, self._name, self._content, self._old = book, name, content, book._old

    def _rename(self, name: str) -> None:
        if not 0 < len(name) <= 31 or name in [p._name for p in self._book._pages]:
            raise refused("名称无效")
        self._name = name

    Name = property(lambda self: self._name, _rename)
    Parent = property(lambda self: over(self._book))
    Index = property(lambda self: self._book._pages.index(self) + 1)
    UsedRange = property(lambda self: over(Range(self, self._content.used())))
    Tab = PageSetup = property(lambda self: over(Look()))
    Shapes = property(lambda self: over(Items([Shape(self, n) for n in self._content.shapes])))
    ListObjects = property(lambda self: over(Items([])))

    def Cells(self, row: int, column: int) -> Any:
        return over(Range(self, Area(row, column, row, column)))

    def Range(self, first: Any, last: Any = None) -> Any:
        if isinstance(first, str):
            return over(Range(self, parse_address(first)[1]))
        start, end = bare(first)._area, bare(last or first)._area
        return over(Range(self, Area(*start[:2], *end[2:])))

    def Activate(self) -> None:
        self._book._active = self

    def Protect(self, password: str = "") -> None:
        self.ProtectContents, self._password = True, password

    def Unprotect(self, password: str = "") -> None:
        if password != self._password:
            raise refused("密码不正确")
        self.ProtectContents = False

    def Delete(self) -> None:
        self._book._pages.remove(self)
        if self._book._active is self:
            self._book._active = self._book._pages[0]

    def Copy(self, Before: Any = None, After: Any = None) -> None:
        copied = Worksheet(self._book, f"{self._name} (2)", self._content.copy())
        pages = self._book._pages
        place = pages.index(bare(Before)) if Before else pages.index(bare(After)) + 1
        pages.insert(place, copied)
        self._book._active = copied

    def Move(self, Before: Any) -> None:
        pages = self._book._pages
        pages.remove(self)
        pages.insert(pages.index(bare(Before)), self)


class Worksheets(Items):
    def __init__(self, book: Workbook) -> None:
        self._book, self._items = book, book._pages

    Parent = property(lambda self: over(self._book))

    def Add(self, Before: Any = None) -> Any:
        page = Worksheet(self._book, f"Sheet{len(self._items) + 1}", Content())
        self._items.insert(self._items.index(bare(Before)) if Before else 0, page)
        self._book._active = page
        return over(page)


class Window(Com):
    """Freezes the sheet that it shows."""

    SplitRow = SplitColumn = 0
    ScrollRow = ScrollColumn = 1
    DisplayGridlines = True

    def __init__(self, book: Workbook) -> None:
        self._book = book

    def _freeze(self, frozen: bool) -> None:
        if frozen:
            self._book._active._content.looks["window", "frozen"] = self.SplitRow

    FreezePanes = property(lambda self: False, _freeze)


class Application(Com):
    """Excel itself, with one workbook open.  Answers are prepared, what is asked and said kept."""

    ScreenUpdating = DisplayAlerts = True
    Calculation, Hwnd, EnableCancelKey = -4105, 0, 1

    def __init__(self, book: Workbook) -> None:
        self._book, self._calculated, self._selected = book, 0, Area(1, 1, 1, 1)
        self._typed: Iterator[str] = iter(())
        self._files: list[str] = []
        self._target = ""
        self._asked: list[str] = []
        self._said: list[str] = []
        self._heard: Callable[[str], None] = lambda text: None

    def _say(self, text: str | bool) -> None:
        self._said.append(text or "")
        self._heard(text or "")

    def _message(self, window: int, text: str, title: str, style: int) -> int:
        """What Windows does for Excel's messages; every question is answered yes."""
        self._asked.append(text)
        return win32con.IDYES if style & 0xF == win32con.MB_YESNO else win32con.IDOK

    StatusBar = property(lambda self: self._said[-1] or False, _say)
    Selection = property(lambda self: over(Range(self._book._active, self._selected)))

    def InputBox(self, prompt: str, title: str) -> str:
        self._asked.append(prompt)
        return next(self._typed, "")

    def GetOpenFilename(self, *_: object) -> tuple[str, ...] | bool:
        return tuple(self._files) or False

    def GetSaveAsFilename(self, *_: object) -> str | bool:
        return self._target or False

    Workbooks = property(lambda self: over(Items([self._book])))

    def Calculate(self) -> None:
        self._calculated += 1

    CalculateFull = Calculate


class Workbook(Com):
    """A workbook of those sheets; ``old`` for Excel 2016."""

    FileFormat = 52
    _move = MemoryBook._move  # rows come or go, and all formulas follow

    def __init__(self, fullname: str, contents: dict[str, Content], *, old: bool) -> None:
        self._old, self._fullname = old, fullname
        self._pages = [Worksheet(self, name, content) for name, content in contents.items()]
        self._active, self._saved = self._pages[0], 0
        self._app = Application(self)

    Name = property(lambda self: self._fullname.rpartition("\\")[2])
    FullName = property(lambda self: self._fullname)
    Path = property(lambda self: self._fullname.rpartition("\\")[0])
    Worksheets = property(lambda self: over(Worksheets(self)))
    Sheets = Worksheets
    ActiveSheet = property(lambda self: over(self._active))
    Application = property(lambda self: over(self._app))

    def Windows(self, number: int) -> Any:
        assert number == 1
        return over(Window(self))

    def Save(self) -> None:
        self._saved += 1
