"""What the workbook's VBA module ``Handing`` hands over, of the sheets in memory.

LibreOffice's Basic runs the module itself in ``tests/vba/test_handing.py``, beside this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xl_appraisal.hosts.block_plan import refs_of
from xl_appraisal.model.grid import Area, a1
from xl_appraisal.model.number_format import is_plain

if TYPE_CHECKING:
    from tests.excel.memory_engine import MemoryBook
    from tests.excel.memory_sheets import MemoryRange, MemorySheet

WHOLE_ROWS, WHOLE_COLUMNS, MOST_CELLS = 100_000, 10_000, 400_000


def handed_over(arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    """The arguments of a cell function, cells of a sheet in memory as values."""
    return tuple(_argument(argument) for argument in arguments)


def _argument(argument: Any) -> Any:
    sheet = getattr(argument, "_sheet", None)
    if sheet is None or not sheet._book._hands_over:
        return argument
    area = used_part(sheet, argument._area)
    return argument if _cells(area) > MOST_CELLS else told(sheet, area)


def sheets_handed_over(book: MemoryBook) -> tuple[Any, ...]:
    """All sheets with their used cells."""
    found = []
    for page in book._pages:
        area = page._content.used()
        few = _cells(area) <= MOST_CELLS
        found.append(told(page, area, of_sheet=True) if few else (page._name,))
    return tuple(found)


def told(sheet: MemorySheet, area: Area, *, of_sheet: bool = False) -> tuple[Any, ...]:
    """A block: its place, values (none of them currency), formulas, merged areas, formats."""
    block: MemoryRange = sheet._range(area)
    height, width = block._shape()
    values = block._each(lambda cell: cell[0])
    formulas = block._each(lambda cell: f"={cell[1]}" if cell[1] is not None else cell[0] or "")
    merges = [m for m in sheet._content.merges if _meet(m, area)]
    codes = {r: sheet._content.code(r) for r in refs_of(area)}
    return (
        sheet._name, "XLC1", area.top, area.left, height, width, values, None, formulas,
        "".join(f"{sheet._range(m)._address()};" for m in merges),
        "".join(f"{a1(*ref)}\t{code}\n" for ref, code in codes.items() if not is_plain(code)),
        of_sheet and bool(sheet._content.spilled),
    )  # fmt: skip


def used_part(sheet: MemorySheet, area: Area) -> Area:
    """Whole rows or columns as far as the used cells reach."""
    if area.bottom - area.top < WHOLE_ROWS and area.right - area.left < WHOLE_COLUMNS:
        return area
    used = sheet._content.used()
    bottom, right = min(area.bottom, used.bottom), min(area.right, used.right)
    return Area(area.top, area.left, max(bottom, area.top), max(right, area.left))


def _cells(area: Area) -> int:
    return (area.bottom - area.top + 1) * (area.right - area.left + 1)


def _meet(one: Area, other: Area) -> bool:
    rows = one.top <= other.bottom and other.top <= one.bottom
    return rows and one.left <= other.right and other.left <= one.right
