"""How a sheet in Excel shows its cells: hidden rows and columns, filters and number formats.

Excel answers for a block at once where its parts agree, so that blocks are halved where they do
not; rows under filters are asked for only where some row is hidden.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from xl_appraisal.hosts.addresses import parse_address
from xl_appraisal.hosts.excel.excel_formats import GENERAL, codes_of
from xl_appraisal.hosts.excel.excel_values import member, own_member
from xl_appraisal.model.grid import Area, Cell, CellError, Ref
from xl_appraisal.model.looks import THIN, WIDE, Looks, looks_of

if TYPE_CHECKING:
    import xlwings as xw

_VISIBLE = -1  # xlSheetVisible; hidden is 0, very hidden 2
_NUMBERS, _TEXTS = (Decimal, dt.date, dt.time), (str,)


def read_looks(sheet: xw.Sheet, used: Area, cells: Mapping[Ref, Cell]) -> Looks | None:
    """The looks of the ``used`` cells of a sheet; ``None`` where this version cannot tell."""
    conditions = own_member(member(sheet, "Cells"), "FormatConditions")
    if conditions is None:
        return None
    heights = dict(sizes(sheet, range(used.top, used.bottom + 1), "RowHeight", used))
    widths = dict(sizes(sheet, range(used.left, used.right + 1), "ColumnWidth", used))
    rows = frozenset(row for row, height in heights.items() if height < THIN)
    formats: dict[Ref, str] = {}
    for kinds in (_NUMBERS, _TEXTS):  # which a column formats each in its own way
        refs = [ref for ref, cell in cells.items() if _is_of(cell, kinds)]
        formats |= {ref: code for ref, code in codes_of(sheet, refs) if code != GENERAL}
    filters = list(_filters(sheet)) if rows else []
    is_hidden = member(sheet, "Visible", _VISIBLE) != _VISIBLE
    codes = frozenset(_codes(conditions))
    return looks_of(rows, filters, formats, codes, widths, is_hidden=is_hidden)


def _is_of(cell: Cell, kinds: tuple[type, ...]) -> bool:
    return isinstance(cell.value, kinds) and not isinstance(cell.value, CellError)


def sizes(
    sheet: xw.Sheet, lines: Sequence[int], size: str, used: Area
) -> Iterator[tuple[int, float]]:
    """How high rows or how wide columns are; of one that is hidden 0.

    Excel answers nothing for a block whose parts differ, which is then halved.
    """
    ends = ((lines[0], used.left), (lines[-1], used.left))
    if size == "ColumnWidth":
        ends = ((used.top, lines[0]), (used.top, lines[-1]))
    answer = member(sheet.range(*ends), size)
    if answer is None and len(lines) > 1:
        middle = len(lines) // 2
        yield from sizes(sheet, lines[:middle], size, used)
        yield from sizes(sheet, lines[middle:], size, used)
    else:
        yield from dict.fromkeys(lines, WIDE if answer is None else answer).items()


def _filters(sheet: xw.Sheet) -> Iterator[range]:
    """The rows below the header of each filter in use: the sheet's own and those of tables."""
    owners = [sheet.api]
    tables = member(sheet, "ListObjects")
    if tables is not None:
        owners += [tables(number) for number in range(1, int(tables.Count) + 1)]
    for owner in owners:
        found = own_member(owner, "AutoFilter")
        if found is not None and own_member(found, "FilterMode", False) is True:
            area = parse_address(str(found.Range.Address))[1]
            yield range(area.top + 1, area.bottom + 1)


def _codes(conditions: Any) -> Iterator[str]:
    """The codes that conditional formats set; scales and bars have none to set."""
    for number in range(1, int(conditions.Count) + 1):
        code = own_member(conditions(number), "NumberFormat")
        if isinstance(code, str) and code not in ("", GENERAL):
            yield code
