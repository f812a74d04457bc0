"""Number formats of cells in Excel: 0.95 under ``0%`` is read as 95 % by a person.

Excel tells a block's number format in one call where all its cells have the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from xl_appraisal.hosts.excel.excel_values import member
from xl_appraisal.model.grid import Cell, Percent, Ref
from xl_appraisal.model.number_format import as_shown

if TYPE_CHECKING:
    import xlwings as xw

GENERAL = "General"
"""The code of the general format, in every language."""


def with_formats(sheet: xw.Sheet, cells: Mapping[Ref, Cell]) -> dict[Ref, Cell]:
    """The cells, their figures as :func:`under` their formats."""
    figures = (ref for ref, cell in cells.items() if isinstance(cell.value, Decimal))
    return dict(cells) | dict(under(codes_of(sheet, figures), cells))


def under(
    codes: Iterable[tuple[Ref, str]], cells: Mapping[Ref, Cell]
) -> Iterator[tuple[Ref, Cell]]:
    """The cells whose figures the codes of their formats show as others.

    More than 100 % is no score that anybody would mean.
    """
    for ref, code in codes:
        value, formula = cells[ref]
        if not isinstance(value, Decimal) or code == GENERAL:
            continue
        if "%" not in code:
            yield ref, Cell(as_shown(value, code), formula)
        elif 0 < value <= 1:
            yield ref, Cell(Percent(value), formula)


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
