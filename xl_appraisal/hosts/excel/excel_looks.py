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
from xl_appraisal.model.looks import Looks, looks_of

if TYPE_CHECKING:
    import xlwings as xw

_NUMBERS, _TEXTS = (Decimal, dt.date, dt.time), (str,)


def read_looks(sheet: xw.Sheet, used: Area, cells: Mapping[Ref, Cell]) -> Looks | None:
    """The looks of the ``used`` cells of a sheet; ``None`` where this version cannot tell."""
    whole = sheet.range(used[:2], used[2:])
    conditions = own_member(member(sheet, "Cells"), "FormatConditions")
    if conditions is None or member(whole, "EntireRow") is None:
        return None
    rows = frozenset(_hidden(sheet, range(used.top, used.bottom + 1), "EntireRow", used))
    columns = frozenset(_hidden(sheet, range(used.left, used.right + 1), "EntireColumn", used))
    formats: dict[Ref, str] = {}
    for kinds in (_NUMBERS, _TEXTS):  # which a column formats each in its own way
        refs = [ref for ref, cell in cells.items() if _is_of(cell, kinds)]
        formats |= {ref: code for ref, code in codes_of(sheet, refs) if code != GENERAL}
    filters = list(_filters(sheet)) if rows else []
    return looks_of(rows, columns, filters, formats, frozenset(_codes(conditions)))


def _is_of(cell: Cell, kinds: tuple[type, ...]) -> bool:
    return isinstance(cell.value, kinds) and not isinstance(cell.value, CellError)


def _hidden(sheet: xw.Sheet, lines: Sequence[int], whole: str, used: Area) -> Iterator[int]:
    """The hidden ones of some rows or columns."""
    first, last = lines[0], lines[-1]
    ends = ((first, used.left), (last, used.left))
    if whole == "EntireColumn":
        ends = ((used.top, first), (used.top, last))
    answer = own_member(member(sheet.range(*ends), whole), "Hidden", False)
    if answer is None and len(lines) > 1:
        middle = len(lines) // 2
        yield from _hidden(sheet, lines[:middle], whole, used)
        yield from _hidden(sheet, lines[middle:], whole, used)
    elif answer is True:
        yield from lines


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
