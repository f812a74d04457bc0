"""Files to be imported, read as a grid whatever their format."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from xl_appraisal.book.read.typed_values import Unreadable, read_text, squeeze
from xl_appraisal.model.grid import Cell, Grid, Ref
from xl_appraisal.ooxml import Workbook, XlsxError
from xl_appraisal.work.importing.header_guess import (
    ledger_likeness,
    staff_likeness,
    table_likeness,
    window_header,
)
from xl_appraisal.work.importing.header_words import TOTAL_ROWS, is_note, key
from xl_appraisal.work.importing.refusal import refused
from xl_appraisal.work.importing.text_file import read_text_file

_WORKBOOKS = frozenset((".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlsb", ".et", ".ods"))
_ZIP, _OLE = b"PK\3\4", b"\xd0\xcf\x11\xe0"


def read_table(path: str | Path, *, for_ledger: bool = False, for_staff: bool = False) -> Grid:
    """The cells of a CSV, .xlsx or .xlsm file; those of a text file are text, ``=1+1`` too.

    Of a workbook with several sheets, the one whose header looks most like a ranking table (or a
    ledger or a list of staff, if asked for) is taken, else the first.  Raises
    :class:`ImportFileError` with every fault of a file that cannot be read.
    """
    path = Path(path)
    if path.suffix.lower() in _WORKBOOKS or _begins_as_workbook(path):
        likeness = ledger_likeness if for_ledger else table_likeness
        return _sheet(path, staff_likeness if for_staff else likeness)
    return read_text_file(path)


def read_window_names(path: str | Path) -> tuple[str, ...]:
    """The window names of a file: a name a line, or the column 窗口 of a table.

    Raises :class:`ImportFileError` where there are none or a name stands twice.
    """
    path = Path(path)
    grid = read_table(path)
    names: dict[str, int] = {}
    faults = []
    for ref, cell in _name_cells(path.name, grid):
        name = read_text(cell)
        if isinstance(name, Unreadable):
            faults.append(f"第{ref[0]}行：窗口名称为{name.found}。请填写窗口名称。")
        elif squeeze(name) in {squeeze(known) for known in names}:
            faults.append(f"第{ref[0]}行：窗口“{name}”已经出现过。请只保留一行。")
        elif name and name not in TOTAL_ROWS:
            names[" ".join(name.split())] = ref[0]
    if not names and not faults:
        faults.append("没有窗口名称。请每行写一个窗口名称。")
    if faults:
        raise refused(path.name, faults)
    return tuple(names)


def _name_cells(name: str, grid: Grid) -> list[tuple[Ref, Cell]]:
    header = window_header(grid)
    if header is None and grid.last_column > 1:
        fault = "有多列，但没有“窗口”这个表头。请每行只写一个窗口名称，或给名称一列写表头“窗口”。"
        raise refused(name, [fault])
    top, column = header or (0, 1)
    found = []
    for row, cells in grid.rows():
        if row > top and any(is_note(c.value) for c in cells.values() if type(c.value) is str):
            break
        # an id row above the visible header names the column once more
        if row > top and column in cells and key(str(cells[column].value)) != "窗口":
            found.append(((row, column), cells[column]))
    return found


def _begins_as_workbook(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4) in (_ZIP, _OLE)
    except OSError:  # told by whoever reads it
        return False


def _sheet(path: Path, likeness: Callable[[Grid], int]) -> Grid:
    try:
        book = Workbook.open(path)
        grids = [book.grid(name) for name in book.sheet_names]
    except XlsxError as error:
        raise refused(path.name, [str(error)]) from error
    if not grids:
        raise refused(path.name, ["工作簿里没有工作表。"])
    return max(grids, key=likeness)
