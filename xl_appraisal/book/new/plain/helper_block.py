"""A block of helper columns, one formula for all its rows, and how other formulas refer to it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from xl_appraisal.book.new import styles
from xl_appraisal.book.new.plain.typed_cells import BAD, ROW
from xl_appraisal.book.new.styles import Styles
from xl_appraisal.book.new.xlsx_writer import Sheet, take_formulas_as_they_are, write_text
from xl_appraisal.book.sheets import HOME, NATIVE_SHEETS
from xl_appraisal.model.grid import column_name
from xl_appraisal.model.record import Record

TITLE_ROW = 1
HINT_ROW = 2
LETTER_ROW = 3
"""Above a block, from 1: what a column holds, what its cells may hold, where they stand."""
NATIVE_CHECK, WINDOWS, LINES, VALUES = NATIVE_SHEETS
"""For people: each window's place, or why it has none.  Then the helpers: a row for each row of
名次表 with a column for each step; a row for each row of 加扣分明细 and of 人员考核; the values of
规则 and the names that a line may be written with.
"""
HELPERS = (WINDOWS, LINES, VALUES)


HIGHEST = 10**15
"""No figure of a helper is as large; below 2**53 they are exact."""
NUMBER, EITHER, TEXT = "number", "either", "text"
"""What a column's cells hold: a number each, one or a blank or :data:`BAD`, texts only."""


class Field(Record):
    """A helper column: ``at`` is its cell on the same row, ``column`` all of it."""

    sheet: str
    letters: str
    first: int
    last: int
    kind: str = EITHER
    low: int = 0

    @property
    def at(self) -> str:
        return f"${self.letters}{ROW}"

    @property
    def column(self) -> str:
        return f"{self.sheet}!${self.letters}${self.first}:${self.letters}${self.last}"

    @property
    def above(self) -> str:
        """The cells from the block's first row down to the same row."""
        return f"${self.letters}${self.first}:${self.letters}{ROW}"

    @property
    def here(self) -> str:
        """The cell of the formula's own row, from another sheet.

        Looked up by the numbers in the first column.  LibreOffice computes no formula with
        ``MATCH`` in threads, and so meets no circle where there is none (Err:522 in 7.4).
        """
        rows = f"{self.sheet}!$A${self.first}:$A${self.last}"
        return f"INDEX({self.column},MATCH(ROW(),{rows},0))"

    def in_row(self, row: int) -> str:
        return f"{self.sheet}!${self.letters}${row}"


class Area(Record):
    """Helper cells of one kind: where they are, how many, what they hold."""

    cells: str
    number: int
    kind: str
    low: int

    @property
    def formulas(self) -> str:
        """How many of them are formulas: all, unless somebody typed over one."""
        return f"SUMPRODUCT(1*_xlfn.ISFORMULA({self.cells}))"

    @property
    def sound(self) -> str:
        """Whether every cell holds what it may, as a condition that an error makes an error."""
        cells = self.cells
        if ":" not in cells:  # of a single cell, not every program counts
            return f"AND(ISNUMBER({cells}),{cells}>={self.low},{cells}<={HIGHEST})"
        numbers = {
            NUMBER: f"COUNT({cells})={self.number}",
            EITHER: f'COUNT({cells})+COUNTBLANK({cells})+COUNTIF({cells},"{BAD}")={self.number}',
            TEXT: f"COUNT({cells})=0",
        }[self.kind]
        bounds = f'COUNTIF({cells},"<{self.low}")+COUNTIF({cells},">{HIGHEST}")=0'
        return f"AND(NOT(ISERROR(SUM({cells}))),{numbers},{bounds})"


class Block:
    """Helper columns on ``sheet``, rows ``first`` to ``last`` (from 1); A holds their numbers."""

    def __init__(self, sheet: str, first: int, last: int, left: int = 2) -> None:
        self.sheet, self.first, self.last = sheet, first, last
        self.fields: list[Field] = []
        self._left = left
        self._formulas: list[tuple[str, str, str, str]] = []
        self._sealed = 0

    @property
    def next_column(self) -> int:
        return self._left + len(self._formulas)

    def add(
        self,
        title: str,
        formula: str,
        hint: str = "",
        letter: str = "",
        *,
        kind: str = EITHER,
        low: int = 0,
    ) -> Field:
        """A further column; ``formula`` is without ``=`` and has :data:`ROW` for the row.

        ``kind`` and ``low`` say what the cells hold where all is well, and the least number.
        """
        letters = column_name(self.next_column)
        self.fields.append(Field(self.sheet, letters, self.first, self.last, kind, low))
        self._formulas.append((title, formula, hint, letter))
        return self.fields[-1]

    def new_areas(self) -> Iterator[Area]:
        """The columns added since this was asked last, neighbours of a kind together."""
        fields = self.fields[self._sealed :]
        self._sealed = len(self.fields)
        for (kind, low), group in itertools.groupby(fields, lambda f: (f.kind, f.low)):
            found = list(group)
            ends = f"{found[0].letters}${self.first}:${found[-1].letters}${self.last}"
            cells = len(found) * (self.last - self.first + 1)
            yield Area(f"{self.sheet}!${ends}", cells, kind, low)

    @property
    def numbered(self) -> str:
        """Whether the first column still holds the rows' numbers, as a condition."""
        rows = f"{self.sheet}!$A${self.first}:$A${self.last}"
        return f"SUMPRODUCT(({rows}=ROW({rows}))*1)={self.last - self.first + 1}"

    def write(self, sheet: Sheet, look: Styles) -> None:
        """Put all columns onto the sheet, without figures: the program computes them."""
        take_formulas_as_they_are(sheet)
        quiet = look.of({"font_color": styles.QUIET, "font_size": 9})
        for place, (title, formula, hint, letter) in enumerate(self._formulas, self._left - 1):
            write_text(sheet, TITLE_ROW - 1, place, title, quiet)
            write_text(sheet, HINT_ROW - 1, place, hint, quiet)
            if letter:
                sheet.write_formula(LETTER_ROW - 1, place, f"={letter}", quiet, "")
            for row in range(self.first, self.last + 1):
                sheet.write_number(row - 1, 0, row, quiet)
                text = formula.replace(ROW, str(row))
                # The row's number makes every formula one of its own.  LibreOffice 7.4 computes
                # columns of equal ones in threads, and then takes some for circles (Err:522).
                sheet.write_formula(row - 1, place, f"=IF(ROW()={row},{text},NA())", None, "")


def native_sheets(usual: tuple[str, ...]) -> tuple[str, ...]:
    """The sheets of such a workbook: 自动核对 second, where it is seen, the helpers last.

    No 首页: nothing would keep it up.
    """
    first, *others = (name for name in usual if name != HOME)
    return (first, NATIVE_CHECK, *others, *HELPERS)
