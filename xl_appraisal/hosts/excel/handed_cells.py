"""Blocks of cells as the workbook's own VBA hands them over, in one call for all of them.

Its module ``Handing`` tells of each block the sheet, the place, values, formulas, merged areas and,
of whole sheets, which cells are shown as percentages.  Workbooks of before have no such module.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from xl_appraisal.hosts.addresses import parse_address
from xl_appraisal.hosts.excel.excel_values import exact_rows, read_cells
from xl_appraisal.model.grid import Area, Cell, Percent, Ref
from xl_appraisal.model.record import Record

if TYPE_CHECKING:
    import xlwings as xw

MARK = "XLC1"
"""What tells a block from any other array; another number is another form."""

_PROCEDURE = "SheetsHandedOver"


class HandedCells(Record):
    """A block: where it stands, its values and formulas as rows, what is merged or a percentage."""

    sheet: str
    area: Area
    values: Any
    formulas: Any
    merges: tuple[Area, ...]
    percents: tuple[Area, ...]
    spills: bool
    """Whether array formulas fill cells beside their own; not told of a function's arguments."""

    def cells(self) -> Mapping[Ref, Cell]:
        """The cells that hold anything; numbers up to 1 shown so as :class:`Percent`.

        Cells of the same contents are taken apart once: many functions are handed the same.
        """
        percents = [tuple(area) for area in self.percents]  # marshal takes no named tuples
        told = self.area[:2], self.values, self.formulas, percents
        try:
            return _of_content(marshal.dumps(told, 2))
        except ValueError:  # a date, or a number that was one of a currency format
            return _taken_apart(*told)


_BLOCKS_KEPT = 64


@lru_cache(maxsize=_BLOCKS_KEPT)
def _of_content(content: bytes) -> Mapping[Ref, Cell]:
    """By the bytes, for 1 equals TRUE as a key."""
    return _taken_apart(*marshal.loads(content))


def _taken_apart(corner: Ref, values: Any, formulas: Any, percents: Any) -> Mapping[Ref, Cell]:
    found = read_cells(*corner, values, formulas)
    for area in percents:
        for ref in _inside(Area(*area), found):
            value, formula = found[ref]
            if type(value) is Decimal and 0 < value <= 1:
                found[ref] = Cell(Percent(value), formula)
    return found


def handed_cells(told: Any) -> HandedCells | None:
    """A block as VBA tells it, ``None`` for anything else."""
    if not isinstance(told, list | tuple) or len(told) != 12 or told[1] != MARK:
        return None
    sheet, _, top, left, height, width, values, plain, formulas, merges, percents, spills = told
    area = Area(int(top), int(left), int(top + height) - 1, int(left + width) - 1)
    rows = exact_rows(values, plain)
    parts = _areas(merges), _areas(percents), bool(spills)
    return HandedCells(str(sheet), area, rows, formulas, *parts)


def handing(app: xw.App, book: str) -> xw.main.Macro | None:
    """The workbook's own procedure that tells its sheets; ``None`` where it holds no macros."""
    if not book.casefold().endswith(".xlsm"):
        return None
    quoted = book.replace("'", "''")
    return app.macro(f"'{quoted}'!{_PROCEDURE}")


def sheets_told(by: xw.main.Macro) -> dict[str, HandedCells | None] | None:
    """The worksheets in order, in one call.

    ``None`` of a sheet whose cells were not told; no sheets at all where the workbook cannot tell.
    """
    try:
        return {str(one[0]): handed_cells(one) for one in by()}
    except Exception:  # the program's own: the macro is not there, or macros are off
        return None


def _areas(addresses: str) -> tuple[Area, ...]:
    return tuple(sorted(parse_address(text)[1] for text in addresses.split(";") if text))


def _inside(area: Area, cells: Mapping[Ref, Cell]) -> Iterator[Ref]:
    if (area.bottom - area.top + 1) * (area.right - area.left + 1) > len(cells):
        yield from [ref for ref in cells if area.covers(ref)]
        return
    for row in range(area.top, area.bottom + 1):
        for column in range(area.left, area.right + 1):
            if (row, column) in cells:
                yield row, column
