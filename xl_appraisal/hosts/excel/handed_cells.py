"""Blocks of cells as the workbook's own VBA hands them over, in one call for all of them.

Its module ``Handing`` tells of each block the sheet, the place, values, formulas, merged areas and
the codes of formats that are not plain.  Workbooks of before tell formats of whole sheets alone, or
which cells are shown as percentages, or have no such module.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from xl_appraisal.hosts.addresses import parse_address
from xl_appraisal.hosts.excel.excel_formats import under
from xl_appraisal.hosts.excel.excel_values import exact_rows, read_cells
from xl_appraisal.model.grid import Area, Cell, Ref
from xl_appraisal.model.record import Record

if TYPE_CHECKING:
    import xlwings as xw

MARK = "XLC1"
"""What tells a block from any other array; another number is another form."""

_PROCEDURE = "SheetsHandedOver"


class HandedCells(Record):
    """A block: where it stands, its values and formulas as rows, merged areas, formats by area."""

    sheet: str
    area: Area
    values: Any
    formulas: Any
    merges: tuple[Area, ...]
    formats: tuple[tuple[Area, str], ...]
    spills: bool
    """Whether array formulas fill cells beside their own; not told of a function's arguments."""

    def cells(self) -> Mapping[Ref, Cell]:
        """The cells that hold anything; figures as :func:`~.excel_formats.under` their formats.

        Cells of the same contents are taken apart once: many functions are handed the same.
        """
        formats = [(tuple(area), code) for area, code in self.formats]  # no named tuples
        told = self.area[:2], self.values, self.formulas, formats
        try:
            return _of_content(marshal.dumps(told, 2))
        except ValueError:  # a date, or a number that was one of a currency format
            return _taken_apart(*told)


_BLOCKS_KEPT = 64


@lru_cache(maxsize=_BLOCKS_KEPT)
def _of_content(content: bytes) -> Mapping[Ref, Cell]:
    """By the bytes, for 1 equals TRUE as a key."""
    return _taken_apart(*marshal.loads(content))


def _taken_apart(corner: Ref, values: Any, formulas: Any, formats: Any) -> Mapping[Ref, Cell]:
    found = read_cells(*corner, values, formulas)
    for area, code in formats:
        shown = [(ref, code) for ref in _inside(Area(*area), found)]
        found.update(under(shown, found))
    return found


def handed_cells(told: Any) -> HandedCells | None:
    """A block as VBA tells it, ``None`` for anything else."""
    if not isinstance(told, list | tuple) or len(told) != 12 or told[1] != MARK:
        return None
    sheet, _, top, left, height, width, values, plain, formulas, merges, formats, spills = told
    area = Area(int(top), int(left), int(top + height) - 1, int(left + width) - 1)
    rows = exact_rows(values, plain)
    parts = _areas(merges), _formats(formats), bool(spills)
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


def _formats(told: str) -> tuple[tuple[Area, str], ...]:
    """Lines of an address and a code; those of before are addresses of percentages."""
    if "\t" not in told:
        return tuple((area, "0%") for area in _areas(told))
    lines = [line.split("\t") for line in told.splitlines()]
    return tuple(sorted((parse_address(address)[1], code) for address, code in lines))


def _inside(area: Area, cells: Mapping[Ref, Cell]) -> Iterator[Ref]:
    if (area.bottom - area.top + 1) * (area.right - area.left + 1) > len(cells):
        yield from [ref for ref in cells if area.covers(ref)]
        return
    for row in range(area.top, area.bottom + 1):
        for column in range(area.left, area.right + 1):
            if (row, column) in cells:
                yield row, column
