"""How a sheet in Calc shows its cells: what is hidden or filtered, and number formats by area."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from xl_appraisal.hosts.block_plan import refs_of
from xl_appraisal.hosts.calc.calc_formats import Codes, area_of, cells_of, excel_codes, format_areas
from xl_appraisal.model.grid import Area
from xl_appraisal.model.looks import THIN, Looks, looks_of

_CHARACTER = 203
"""The width of a figure in Calc's hundredths of a millimetre, at 11 points and a little above."""

_POINT = 35.28
"""In the same."""


def read_looks(document: Any, sheet: Any, used: Area) -> Looks:
    """The looks of the ``used`` cells of a sheet, as a file of the document has them."""
    block, number = cells_of(sheet, used), sheet.RangeAddress.Sheet
    rows = set(range(used.top, used.bottom + 1))
    for address in block.queryVisibleCells().RangeAddresses:
        area = area_of(address)
        rows -= set(range(area.top, area.bottom + 1))
    rows |= {row for row in range(used.top, used.bottom + 1) if _is_thin(sheet, row)}
    columns = range(used.left, used.right + 1)
    widths = {column: _width(sheet.Columns.getByIndex(column - 1)) for column in columns}
    lists = dict(_lists(document, number))
    filtered = {row for listed, has_filter in lists.items() if has_filter for row in listed}
    by_filter = {
        row for row in rows if row in filtered or sheet.Rows.getByIndex(row - 1).IsFiltered
    }
    filters = [_under_filter(lists, by_filter)] if by_filter else []
    code, formats = excel_codes(document), {}
    for key, area in format_areas(block):
        formats.update(dict.fromkeys(refs_of(area), code(key)))
    conditional = frozenset(_conditional(document, sheet, code))
    return looks_of(
        frozenset(rows), filters, formats, conditional, widths, is_hidden=not sheet.IsVisible
    )


def _width(column: Any) -> float:
    """In characters, of a hidden column 0."""
    return column.Width / _CHARACTER if column.IsVisible else 0.0


def _is_thin(sheet: Any, row: int) -> bool:
    return bool(sheet.Rows.getByIndex(row - 1).Height < THIN * _POINT)


def _conditional(document: Any, sheet: Any, code: Codes) -> Iterator[str]:
    """The codes that conditional formats set: those of the styles of their conditions."""
    styles = document.StyleFamilies.getByName("CellStyles")
    for conditional in sheet.ConditionalFormats.getConditionalFormats():
        for place in range(conditional.Count):
            entry = conditional.getByIndex(place)
            name = getattr(entry, "StyleName", "")
            if name and styles.hasByName(name):
                found = code(styles.getByName(name).NumberFormat)
                if found != "General":
                    yield found


def _lists(document: Any, number: int) -> Iterator[tuple[range, bool]]:
    """The rows below the header of each list on a sheet, and whether it has a filter.

    LibreOffice 25.2 does not call the rows filtered that a file's filter hides.
    """
    lists = document.DatabaseRanges
    for name in lists.ElementNames:
        found = lists.getByName(name)
        address = found.DataArea
        if address.Sheet == number:
            rows = range(address.StartRow + 2, address.EndRow + 2)
            yield rows, bool(found.getFilterDescriptor().getFilterFields2())


def _under_filter(lists: Iterable[range], hidden: set[int]) -> range:
    """The rows of the list whose filter hides some; those alone where no list is known."""
    return next(
        (rows for rows in lists if hidden <= set(rows)), range(min(hidden), max(hidden) + 1)
    )
