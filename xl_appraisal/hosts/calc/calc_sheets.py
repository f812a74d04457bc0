"""Sheets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from xl_appraisal.hosts.calc.calc_addresses import COLUMNS, ROWS, Area, parse
from xl_appraisal.hosts.calc.calc_document import Document
from xl_appraisal.hosts.calc.calc_formats import area_of
from xl_appraisal.hosts.calc.calc_gaps import states_gaps
from xl_appraisal.hosts.calc.calc_merges import merged_areas
from xl_appraisal.hosts.calc.calc_names import CalcNames
from xl_appraisal.hosts.calc.calc_ranges import CalcRange
from xl_appraisal.hosts.calc.calc_shapes import CalcShapes

if TYPE_CHECKING:
    from xl_appraisal.hosts.calc.calc_books import CalcBook


@states_gaps
class CalcSheet(base_classes.Sheet):
    """One sheet; it stays the same sheet when it is renamed or moved."""

    def __init__(self, book: CalcBook, xl: Any) -> None:
        self._book, self.xl = book, xl

    @property
    def document(self) -> Document:
        return self._book.document

    @property
    def api(self) -> Any:
        return self.xl

    @property
    def name(self) -> str:
        return str(self.xl.Name)

    @name.setter
    def name(self, value: str) -> None:
        if value != self.name and self.document.model.Sheets.hasByName(value):
            raise ValueError(f"已有工作表“{value}”。 / There is a sheet {value!r} already.")
        self.xl.Name = value
        if self.name != value:
            raise PermissionError(f"工作表不能改名为“{value}”。 / The sheet takes no new name.")

    @property
    def book(self) -> CalcBook:
        return self._book

    @property
    def names(self) -> CalcNames:
        return CalcNames(self._book, self)

    @property
    def index(self) -> int:
        return int(self.xl.RangeAddress.Sheet) + 1

    def range(self, arg1: Any, arg2: Any = None) -> CalcRange:
        """By ``A1``, ``A1:B2``, ``A:A``, a name, ``(row, column)`` or ranges of this sheet."""
        first = self._area(arg1)
        last = first if arg2 is None else self._area(arg2)
        if isinstance(first, CalcRange):
            return first
        assert isinstance(last, Area)
        return CalcRange(
            self,
            Area(
                min(first.top, last.top), min(first.left, last.left),
                max(first.bottom, last.bottom), max(first.right, last.right),
            ),
        )  # fmt: skip

    def _area(self, given: Any) -> Area | CalcRange:
        if isinstance(given, CalcRange):
            return given.area
        if isinstance(given, str):
            for names in (self.names, self._book.names):
                if names.contains(given):
                    return names(given).refers_to_range
            return parse(given)
        row, column, *size = given  # with a height and a width where xlwings cuts a part out
        height, width = size or (1, 1)
        if not (1 <= row <= ROWS and 1 <= column <= COLUMNS):
            raise IndexError(f"row {row}, column {column} is outside the sheet")
        return Area(row, column, row + height - 1, column + width - 1)

    def cell(self, row: int, column: int) -> CalcRange:
        return CalcRange(self, Area(row, column, row, column))

    @property
    def cells(self) -> CalcRange:
        return CalcRange(self, Area(1, 1, ROWS, COLUMNS))

    def used_area(self) -> Area:
        """From the first used cell to the last one, formatted ones too."""
        cursor = self.xl.createCursor()
        cursor.gotoStartOfUsedArea(False)
        cursor.gotoEndOfUsedArea(True)
        return area_of(cursor.RangeAddress)

    @property
    def used_range(self) -> CalcRange:
        return CalcRange(self, self.used_area())

    def merged_areas(self) -> list[CalcRange]:
        """All merged areas at once, which xlwings has no member for."""
        found = merged_areas(self.xl, self.used_range.api)
        return [CalcRange(self, area) for area in found]

    @property
    def shapes(self) -> CalcShapes:
        return CalcShapes(self)

    @property
    def visible(self) -> bool:
        return bool(self.xl.IsVisible)

    @visible.setter
    def visible(self, value: bool) -> None:
        self.xl.IsVisible = value

    def activate(self) -> None:
        self.document.controller.setActiveSheet(self.xl)

    def select(self) -> None:
        self.activate()

    def clear_contents(self) -> None:
        self.used_range.clear_contents()

    def clear_formats(self) -> None:
        self.cells.clear_formats()

    def clear(self) -> None:
        self.cells.clear()

    def autofit(self, axis: str | None = None) -> None:
        self.used_range.autofit(axis)

    def delete(self) -> None:
        sheets = self.document.model.Sheets
        count = sheets.Count
        sheets.removeByName(self.name)
        if sheets.Count == count:
            raise PermissionError("工作表不能删除。 / The sheet cannot be deleted.")

    def copy(self, before: CalcSheet | None, after: CalcSheet | None) -> None:
        beside = before or after or self
        place = beside.index - (1 if before else 0)
        sheets = beside.document.model.Sheets
        if beside.document.uid != self.document.uid:
            sheets.importSheet(self.document.model, self.name, place)
            return
        number = 2
        while sheets.hasByName(f"{self.name} ({number})"):
            number += 1
        sheets.copyByName(self.name, f"{self.name} ({number})", place)

    def move(self, before: CalcSheet | None, after: CalcSheet | None) -> None:
        beside = before or after or self
        self.document.model.Sheets.moveByName(self.name, beside.index - (1 if before else 0))

    def refuse_protected(self) -> None:
        """Raises :class:`PermissionError`: LibreOffice itself would do nothing, and say nothing."""
        if self.xl.isProtected():
            raise PermissionError(f"工作表“{self.name}”受保护。 / The sheet is protected.")


@states_gaps
class CalcSheets(base_classes.Sheets):
    """The sheets of a workbook."""

    def __init__(self, book: CalcBook) -> None:
        self._book = book

    @property
    def api(self) -> Any:
        return self._book.document.model.Sheets

    @property
    def active(self) -> CalcSheet:
        return CalcSheet(self._book, self._book.document.controller.ActiveSheet)

    def __call__(self, name_or_index: str | int) -> CalcSheet:
        """By name in either case, as in Excel, or number from 1.  Raises :class:`KeyError`."""
        if isinstance(name_or_index, int):
            return CalcSheet(self._book, self.api.getByIndex(name_or_index - 1))
        for name in self.api.ElementNames:
            if name.lower() == name_or_index.lower():
                return CalcSheet(self._book, self.api.getByName(name))
        raise KeyError(name_or_index)

    def __len__(self) -> int:
        return int(self.api.Count)

    def __iter__(self) -> Iterator[CalcSheet]:
        sheets = self.api
        for number in range(sheets.Count):
            yield CalcSheet(self._book, sheets.getByIndex(number))

    def __contains__(self, name: str) -> bool:
        return name.lower() in (known.lower() for known in self.api.ElementNames)

    def add(
        self,
        before: CalcSheet | None = None,
        after: CalcSheet | None = None,
        name: str | None = None,
    ) -> CalcSheet:
        number = len(self) + 1
        while name is None or (name in self and name == f"Sheet{number - 1}"):
            name, number = f"Sheet{number}", number + 1
        place = (before or self.active).index - 1 if after is None else after.index
        self.api.insertNewByName(name, place)
        made = self(name)
        made.activate()
        return made
