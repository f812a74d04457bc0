"""Number formats of cells in Excel: 0.95 under ``0%`` is read as 95 % by a person.

Excel tells a block's number format in one call where all its cells have the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    found = dict(cells)
    doubtful = {r for r, c in cells.items() if type(c.value) is Decimal and 0 < c.value <= 1}
    for ref, code in codes_of(sheet, doubtful):
        cell = cells[ref]
        if "%" in code and isinstance(cell.value, Decimal):
            found[ref] = Cell(Percent(cell.value), cell.formula)
    return found


def codes_of(sheet: xw.Sheet, refs: Iterable[Ref]) -> Iterator[tuple[Ref, str]]:
    """The format codes of cells, as Excel calls them in every language; columns are halved."""
    by_column: dict[int, list[int]] = {}
    for row, column in sorted(refs):
        by_column.setdefault(column, []).append(row)
    for column, rows in by_column.items():
        for row, code in _codes(sheet, column, rows):
            yield (row, column), code


def _codes(sheet: xw.Sheet, column: int, rows: Sequence[int]) -> Iterator[tuple[int, str]]:
    code = member(sheet.range((rows[0], column), (rows[-1], column)), "NumberFormat", "")
    if isinstance(code, str):
        yield from ((row, code) for row in rows)
    elif len(rows) > 1:  # None: several formats
        middle = len(rows) // 2
        yield from _codes(sheet, column, rows[:middle])
        yield from _codes(sheet, column, rows[middle:])
