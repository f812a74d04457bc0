"""Which numbers Excel shows as percentages: 0.95 under ``0%`` is read as 95 % by a person.

Excel tells a block's number format in one call where all its cells have the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from xl_appraisal.hosts.excel.excel_values import member
from xl_appraisal.model.grid import Cell, Percent, Ref

if TYPE_CHECKING:
    import xlwings as xw


def with_percents(sheet: xw.Sheet, cells: Mapping[Ref, Cell]) -> dict[Ref, Cell]:
    """The cells, those up to 1 whose format is one of percentages as :class:`Percent`.

    More than 100 % is no score that anybody would mean.
    """
    by_column: dict[int, list[int]] = {}
    for (row, column), cell in cells.items():
        if type(cell.value) is Decimal and 0 < cell.value <= 1:
            by_column.setdefault(column, []).append(row)
    found = dict(cells)
    for column, rows in by_column.items():
        for row in _percent_rows(sheet, column, sorted(rows)):
            cell = cells[row, column]
            if isinstance(cell.value, Decimal):
                found[row, column] = Cell(Percent(cell.value), cell.formula)
    return found


def _percent_rows(sheet: xw.Sheet, column: int, rows: Sequence[int]) -> Iterator[int]:
    code = member(sheet.range((rows[0], column), (rows[-1], column)), "NumberFormat", "")
    if isinstance(code, str):
        yield from rows if "%" in code else ()
    elif len(rows) > 1:  # None: several formats
        middle = len(rows) // 2
        yield from _percent_rows(sheet, column, rows[:middle])
        yield from _percent_rows(sheet, column, rows[middle:])
