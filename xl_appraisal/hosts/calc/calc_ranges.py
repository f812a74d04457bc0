"""Ranges of cells."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from xl_appraisal.hosts.calc import calc_merges as merges
from xl_appraisal.hosts.calc.calc_addresses import COLUMNS, ROWS, Area, sheet_prefix, written
from xl_appraisal.hosts.calc.calc_content import Block
from xl_appraisal.hosts.calc.calc_formats import area_of
from xl_appraisal.hosts.calc.calc_gaps import states_gaps, unsupported
from xl_appraisal.hosts.calc.calc_looks import Looks

if TYPE_CHECKING:
    from xl_appraisal.hosts.calc.calc_sheets import CalcSheet

_CONTENT, _LOOKS, _NOTES = 1 | 2 | 4 | 16, 32 | 64 | 256 | 512, 8
_STEPS = {"down": (1, 0), "up": (-1, 0), "right": (0, 1), "left": (0, -1)}


@states_gaps
class CalcRange(Looks, base_classes.Range):
    """Cells of one sheet in a rectangle."""

    def __init__(self, sheet: CalcSheet, area: Area) -> None:
        self._sheet, self.area = sheet, area

    @cached_property
    def block(self) -> Block:
        return Block(self._sheet.document, self._sheet.xl, self.area)

    @property
    def api(self) -> Any:
        return self.block.cells

    @property
    def sheet(self) -> CalcSheet:
        return self._sheet

    def __len__(self) -> int:
        height, width = self.area.shape
        return height * width

    def __call__(self, arg1: int, arg2: int | None = None) -> CalcRange:
        width = self.area.shape[1]
        row, column = divmod(arg1 - 1, width) if arg2 is None else (arg1 - 1, arg2 - 1)
        row, column = self.area.top + row, self.area.left + column
        if not (1 <= row <= ROWS and 1 <= column <= COLUMNS):
            raise IndexError(f"row {row}, column {column} is outside the sheet")
        return CalcRange(self._sheet, Area(row, column, row, column))

    @property
    def coords(self) -> tuple[str, int, int, int, int]:
        height, width = self.area.shape
        return self._sheet.name, self.row, self.column, height, width

    @property
    def row(self) -> int:
        return self.area.top

    @property
    def column(self) -> int:
        return self.area.left

    @property
    def shape(self) -> tuple[int, int]:
        return self.area.shape

    @property
    def address(self) -> str:
        return written(self.area)

    def get_address(
        self, row_absolute: bool = True, col_absolute: bool = True, external: bool = False
    ) -> str:
        text = written(self.area, rows=row_absolute, columns=col_absolute)
        if not external:
            return text
        return f"{sheet_prefix(self._sheet.name, self._sheet.book.name)}!{text}"

    # ── content ──

    @property
    def raw_value(self) -> Any:
        rows = self.block.values()
        return rows[0][0] if self.area.shape == (1, 1) else rows

    @raw_value.setter
    def raw_value(self, value: Any) -> None:
        self.block.write(value)

    @property
    def formula(self) -> Any:
        rows = self.block.formulas()
        return rows[0][0] if self.area.shape == (1, 1) else rows

    @formula.setter
    def formula(self, value: Any) -> None:
        self.block.write_formulas(value)

    @property
    def has_array(self) -> bool:
        return bool(self.api.getArrayFormula())

    def clear_contents(self) -> None:
        self._sheet.refuse_protected()
        self.block.clear(_CONTENT)

    def clear_formats(self) -> None:
        self._sheet.refuse_protected()
        self.block.clear(_LOOKS)

    def clear(self) -> None:
        self._sheet.refuse_protected()
        self.api.merge(False)
        self.block.clear(_CONTENT | _LOOKS | _NOTES)

    # ── other ranges ──

    def end(self, direction: str) -> CalcRange:
        """As Ctrl with an arrow key: the last of a run, or the next cell that holds something."""
        down, right = _STEPS[direction]
        row, column = self.row, self.column
        line = self._line(self._sheet.used_area(), down, right)
        step = 1
        if line[:2] == [True, True]:
            while step < len(line) and line[step]:
                step += 1
            step -= 1
        else:
            while step < len(line) and not line[step]:
                step += 1
            if step >= len(line):  # the edge of the sheet
                last = (ROWS if down > 0 else 1, COLUMNS if right > 0 else 1)
                return self._sheet.cell(last[0] if down else row, last[1] if right else column)
        return self._sheet.cell(row + down * step, column + right * step)

    def _line(self, used: Area, down: int, right: int) -> list[bool]:
        """Which cells from this one on hold something, to the end of the used ones."""
        ends = {(1, 0): used.bottom, (-1, 0): 1, (0, 1): used.right, (0, -1): 1}[down, right]
        last = max if down + right > 0 else min
        row = last(ends, self.row) if down else self.row
        column = last(ends, self.column) if right else self.column
        first = self.area
        area = Area(
            min(first.top, row), min(first.left, column),
            max(first.top, row), max(first.left, column),
        )  # fmt: skip
        texts = CalcRange(self._sheet, area).api.getFormulaArray()
        line = [text != "" for row_texts in texts for text in row_texts]
        return line if down + right > 0 else line[::-1]

    @property
    def current_region(self) -> CalcRange:
        cursor = self._sheet.xl.createCursorByRange(self.api)
        cursor.collapseToCurrentRegion()
        return CalcRange(self._sheet, area_of(cursor.RangeAddress))

    @property
    def merge_area(self) -> CalcRange:
        found = merges.merge_area(self._sheet.xl, self.row, self.column)
        return CalcRange(self._sheet, found)

    @property
    def merge_cells(self) -> bool | None:
        return merges.merged(self._sheet.xl, self.api, self.area)

    # ── the sheet around it ──

    def select(self) -> None:
        self._sheet.document.controller.select(self.api)

    def insert(self, shift: str | None = None, copy_origin: str | None = None) -> None:
        if copy_origin not in (None, "format_from_left_or_above"):
            raise unsupported(f"Range.insert(copy_origin={copy_origin!r})")
        self._sheet.refuse_protected()
        height, width = self.area.shape
        if self.area.whole_rows:
            self._sheet.xl.Rows.insertByIndex(self.row - 1, height)
        elif self.area.whole_columns:
            self._sheet.xl.Columns.insertByIndex(self.column - 1, width)
        else:
            self._sheet.xl.insertCells(self.api.RangeAddress, self._insert_mode(shift))

    def delete(self, shift: str | None = None) -> None:
        """Whole rows or columns; of single cells LibreOffice 7.4 at times takes two away."""
        self._sheet.refuse_protected()
        height, width = self.area.shape
        if self.area.whole_rows:
            self._sheet.xl.Rows.removeByIndex(self.row - 1, height)
        elif self.area.whole_columns:
            self._sheet.xl.Columns.removeByIndex(self.column - 1, width)
        else:
            raise unsupported("Range.delete of less than whole rows or columns")

    def copy(self, destination: CalcRange | None = None) -> None:
        if destination is None or destination.sheet.document.uid != self._sheet.document.uid:
            raise unsupported("Range.copy to the clipboard or to another workbook")
        destination.sheet.refuse_protected()
        target = destination(1, 1).api.getCellByPosition(0, 0).CellAddress
        destination.sheet.xl.copyRange(target, self.api.RangeAddress)

    def _insert_mode(self, shift: str | None) -> Any:
        """Which way the other cells go; by default along their short side."""
        import uno

        words = {"down": "DOWN", "right": "RIGHT"}
        tall = self.area.shape[0] > self.area.shape[1]
        word = words.get(shift or ("right" if tall else "down"))
        if word is None:
            raise ValueError(f"shift is one of {', '.join(words)}, not {shift!r}")
        return uno.Enum("com.sun.star.sheet.CellInsertMode", word)
