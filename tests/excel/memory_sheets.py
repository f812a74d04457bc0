"""Sheets and their cells in the engine over memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from tests.excel.function_calls import ComRange
from tests.excel.memory_cells import TOUCHES, Content, Counted
from tests.excel.memory_looks import Filter, SheetCells, Tables, alike
from xl_appraisal.hosts.addresses import parse_address
from xl_appraisal.hosts.block_plan import refs_of
from xl_appraisal.model.grid import Area, a1

if TYPE_CHECKING:
    from tests.excel.memory_engine import MemoryBook

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class MemoryRange(Counted, base_classes.Range, ComRange):
    """Cells; also what a function is given for an argument (``ComRange``)."""

    max_cells_per_read = None
    max_cells_per_write = None

    def __init__(self, sheet: MemorySheet, area: Area) -> None:
        self._sheet, self._area = sheet, area

    def __bool__(self) -> bool:
        return True

    def __call__(self, row: int, column: int) -> MemoryRange:
        top, left = self._area.top + row - 1, self._area.left + column - 1
        return MemoryRange(self._sheet, Area(top, left, top, left))

    @property
    def api(self) -> Any:
        return self

    @property
    def sheet(self) -> MemorySheet:
        return self._sheet

    @property
    def row(self) -> int:
        return self._area.top

    @property
    def column(self) -> int:
        return self._area.left

    @property
    def shape(self) -> tuple[int, int]:
        return self._shape()

    def _shape(self) -> tuple[int, int]:
        return (
            self._area.bottom - self._area.top + 1,
            self._area.right - self._area.left + 1,
        )

    @property
    def address(self) -> str:
        return self._address()

    def get_address(self, _row: bool = True, _column: bool = True, external: bool = False) -> str:
        if not external:
            return self._address()
        return f"'[{self._sheet._book._name}]{self._sheet._name}'!{self._address()}"

    def _address(self) -> str:
        top, left, bottom, right = self._area
        ends = [(top, left)] if (top, left) == (bottom, right) else [(top, left), (bottom, right)]
        texts = (a1(*ref) for ref in ends)
        return ":".join(f"${t.rstrip('0123456789')}${t.lstrip(LETTERS)}" for t in texts)

    def _each(self, pick: Callable[[tuple[Any, str | None]], Any]) -> Any:
        get, area, blank = self._sheet._content.cells.get, self._area, (None, None)
        columns = range(area.left, area.right + 1)
        rows = tuple(
            tuple([pick(get((r, c), blank)) for c in columns])
            for r in range(area.top, area.bottom + 1)
        )
        return rows[0][0] if self._shape() == (1, 1) else rows

    def _put(self, data: Any) -> None:
        rows = data if isinstance(data, list | tuple) else [[data]]
        if len(rows) != self._shape()[0] or {len(line) for line in rows} != {self._shape()[1]}:
            raise ValueError(f"{self._shape()} cells, {len(rows)} rows")
        for r, line in enumerate(rows, self._area.top):
            for c, value in enumerate(line, self._area.left):
                self._sheet._content.put((r, c), value)

    @property
    def raw_value(self) -> Any:
        return self._each(lambda cell: cell[0])

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        self._put(data)

    @property
    def formula(self) -> Any:
        return self._each(lambda cell: f"={cell[1]}" if cell[1] is not None else cell[0] or "")

    @formula.setter
    def formula(self, data: Any) -> None:
        self._put(data)

    @property
    def NumberFormat(self) -> str | None:
        """Excel's: one code for all the cells, ``None`` where they have several."""
        content = self._sheet._content
        shown = {content.code(ref) or "General" for ref in refs_of(self._area)}
        return None if len(shown) > 1 else shown.pop()

    @property
    def RowHeight(self) -> float | None:
        """Excel's: ``None`` where rows differ."""
        hidden = self._sheet._content.hidden_rows
        rows = range(self._area.top, self._area.bottom + 1)
        return alike(0.0 if row in hidden else 15.0 for row in rows)

    @property
    def ColumnWidth(self) -> float | None:
        columns = range(self._area.left, self._area.right + 1)
        return alike(map(self._sheet._content.shown_width, columns))

    @property
    def merge_cells(self) -> bool | None:
        top, left, bottom, right = self._area
        near = [
            a
            for a in self._sheet._content.merges
            if a.top <= bottom and a.bottom >= top and a.left <= right and a.right >= left
        ]
        if not near:
            return False
        merged = [
            any(a.covers((r, c)) for a in near)
            for r in range(top, bottom + 1)
            for c in range(left, right + 1)
        ]
        return None if any(merged) and not all(merged) else any(merged)

    @property
    def merge_area(self) -> MemoryRange:
        first = self._area[:2]
        areas = (a for a in self._sheet._content.merges if a.covers(first))
        return MemoryRange(self._sheet, next(areas, Area(*first, *first)))

    @property
    def HasSpill(self) -> bool | None:
        inside = {r for r in self._sheet._content.spilled if self._area.covers(r)}
        rows, columns = self._shape()
        return None if inside and len(inside) < rows * columns else bool(inside)

    def select(self) -> None:
        if self._sheet._book._active is not self._sheet:
            raise ValueError("1004")
        self._sheet._book._app._selection = self

    def delete(self, _shift: str | None = None) -> None:
        if self._area.bottom > 1_000_000:
            self._sheet._content.cut_columns(self._area.left, self._area.right)
        else:
            self._sheet._book._move(self._sheet, self._area.top, -self._shape()[0])

    def insert(self, _shift: str, _origin: str) -> None:
        self._sheet._book._move(self._sheet, self._area.top, self._shape()[0])

    def autofit(self, axis: str | None = None) -> None:
        """Heights are not computed here."""

    def _look(self, what: str, value: object) -> None:
        """What only a person sees: kept by sheet, place and kind."""
        self._sheet._content.looks[self._address(), what] = value

    column_width = property(fset=lambda self, width: self._look("width", width))
    row_height = property(
        fget=lambda self: self.RowHeight, fset=lambda self, height: self._look("height", height)
    )
    wrap_text = property(fset=lambda self, wraps: self._look("wrap", wraps))
    color = property(fset=lambda self, colour: self._look("colour", colour))

    @property
    def font(self) -> MemoryFont:
        return MemoryFont(self)

    @property
    def Borders(self) -> MemoryBorders:
        return MemoryBorders(self)


class MemoryFont:
    def __init__(self, cells: MemoryRange) -> None:
        self._cells = cells

    name = property(fset=lambda self, name: self._cells._look("font", name))
    size = property(fset=lambda self, size: self._cells._look("size", size))


class MemoryBorders:
    def __init__(self, cells: MemoryRange) -> None:
        self._cells = cells

    LineStyle = property(fset=lambda self, line: self._cells._look("border", line))


class MemoryShape(Counted, base_classes.Shape):
    def __init__(self, sheet: MemorySheet, name: str) -> None:
        self._sheet, self._name = sheet, name

    @property
    def name(self) -> str:
        return self._name

    def delete(self) -> None:
        self._sheet._content.shapes.remove(self._name)


class MemoryShapes(Counted):
    def __init__(self, sheet: MemorySheet) -> None:
        self._sheet = sheet

    def __iter__(self) -> Iterator[MemoryShape]:
        return iter([MemoryShape(self._sheet, name) for name in self._sheet._content.shapes])


class MemorySheet(Counted, base_classes.Sheet):
    def __init__(self, book: MemoryBook, name: str, content: Content) -> None:
        self._book, self._name, self._content = book, name, content

    @property
    def api(self) -> Any:
        return self

    ProtectContents = False

    @property
    def Cells(self) -> SheetCells:
        return SheetCells(self._content)

    @property
    def AutoFilter(self) -> Filter | None:
        return Filter(self._content) if self._content.filtered else None

    @property
    def ListObjects(self) -> Tables:
        return Tables(self._content)

    def Protect(self, *password: str) -> None:
        self.ProtectContents, self._password = True, password

    def Unprotect(self, *password: str) -> None:
        if password != self._password:
            raise ValueError("1004")
        self.ProtectContents = False

    @property
    def name(self) -> str:
        return self._name

    @name.setter
    def name(self, value: str) -> None:
        self._name = value

    @property
    def book(self) -> MemoryBook:
        return self._book

    @property
    def index(self) -> int:
        return self._book._pages.index(self) + 1

    def _range(self, area: Area) -> MemoryRange:
        return MemoryRange(self, area)

    def range(self, first: Any, last: Any = None) -> MemoryRange:
        if isinstance(first, str):
            return MemoryRange(self, parse_address(first)[1])
        ends = [x._area[:2] if isinstance(x, MemoryRange) else x for x in (first, last or first)]
        return MemoryRange(self, Area(*ends[0], *ends[1]))

    @property
    def used_range(self) -> MemoryRange:
        return MemoryRange(self, self._content.used())

    @property
    def shapes(self) -> MemoryShapes:
        return MemoryShapes(self)

    def activate(self) -> None:
        self._book._active = self

    def clear(self) -> None:
        self._content.cells.clear()

    def autofit(self, axis: str | None = None) -> None:
        """Widths are not computed here."""

    def delete(self) -> None:
        self._book._pages.remove(self)
        if self._book._active is self:
            self._book._active = self._book._pages[0]

    def copy(self, before: MemorySheet | None, after: MemorySheet | None) -> None:
        name = f"{self._name} (2)"
        copied = MemorySheet(self._book, name, self._content.copy())
        self._book._insert(copied, before, after)


class MemorySheets(Counted, base_classes.Sheets):
    def __init__(self, book: MemoryBook) -> None:
        self._book = book

    @property
    def active(self) -> MemorySheet:
        return self._book._active

    def __call__(self, key: str | int) -> MemorySheet:
        TOUCHES["sheets()"] += 1
        if isinstance(key, int):
            return self._book._pages[key - 1]
        return self._book._page(key)

    def __len__(self) -> int:
        return len(self._book._pages)

    def __iter__(self) -> Iterator[MemorySheet]:
        return iter(list(self._book._pages))

    def add(
        self,
        before: MemorySheet | None = None,
        after: MemorySheet | None = None,
        name: str | None = None,
    ) -> MemorySheet:
        page = MemorySheet(self._book, name or f"Sheet{len(self._book._pages) + 1}", Content())
        self._book._insert(page, before, after)
        return page
