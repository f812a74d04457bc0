"""算式设置: tables of names and codes, and whether they are as they were made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xl_appraisal.book.new.plain.helper_block import VALUES
from xl_appraisal.book.new.xlsx_writer import Sheet, write_text
from xl_appraisal.model.grid import column_name

FIRST = 4
"""The first row of every table, from 1."""


class FixedTable:
    """A table on 算式设置 from column ``left`` (from 1) on, texts in its first column or none."""

    def __init__(self, left: int, rows: Sequence[tuple[str | int, ...]]) -> None:
        self.left, self.rows = left, rows
        self._width = len(rows[0])
        self.next_left = left + self._width + 2

    def column(self, first: int = 0, last: int | None = None, skipped: int = 0) -> str:
        """The cells of a column, or of several, counted from 0, without the rows ``skipped``."""
        left, right = (column_name(self.left + n) for n in (first, first if last is None else last))
        top, bottom = FIRST + skipped, FIRST + len(self.rows) - 1
        return f"{VALUES}!${left}${top}:${right}${bottom}"

    def checks(self) -> Iterator[str]:
        """That its numbers and its texts are those that it was made with, as conditions."""
        texts = [row[0] for row in self.rows if isinstance(row[0], str)]
        if texts:
            own, again = self.column(), self.column(self._width)
            yield f"SUMPRODUCT(({own}={again})*1)={len(texts)}"
            yield f"COUNT({own})+COUNT({again})=0"
        first = 1 if texts else 0
        if len(self.rows[0]) > first:
            cells = self.column(first, len(self.rows[0]) - 1)
            sums = [0, 0]
            for row, values in enumerate(self.rows, FIRST):
                numbers = [value for value in values[first:] if isinstance(value, int)]
                sums[0] += sum(n * n for n in numbers)
                sums[1] += sum(n * row for n in numbers)
            yield f"SUMPRODUCT({cells}*{cells})={sums[0]}"
            yield f"SUMPRODUCT({cells}*ROW({self.column(first)}))={sums[1]}"

    def write(self, sheet: Sheet) -> None:
        for row, values in enumerate(self.rows, FIRST - 1):
            for column, value in enumerate(values, self.left - 1):
                if isinstance(value, str):
                    write_text(sheet, row, column, value)
                else:
                    sheet.write_number(row, column, value)
            if isinstance(values[0], str):  # a second time, to be held against
                write_text(sheet, row, self.left - 1 + self._width, values[0])
