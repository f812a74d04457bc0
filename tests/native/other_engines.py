"""The workbook of plain formulas computed by Gnumeric (IronCalc computes it in ``tests/rules``)."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import python_calamine
from openpyxl.utils import range_boundaries

from tests.rules.sheets import Sheets, computed
from tests.rules.sheets import readable as readable_cells
from xl_appraisal.book.new.plain.helper_block import HELPERS, VALUES
from xl_appraisal.book.sheets import COLUMNS, LEDGER, RANKING, RULES, STAFF


def readable(book: Path, copy: Path) -> Path:
    """A copy that every program reads.

    Whether cells are formulas is asked of whole ranges, which only Excel and LibreOffice answer:
    the number of an area's formulas is taken from the cell that compares it.
    """
    made = openpyxl.load_workbook(book)
    sheet = made[VALUES]
    for row in sheet.iter_rows():
        for cell in row:
            if "ISFORMULA" in str(cell.value):
                beside = str(sheet.cell(cell.row, cell.column - 1).value)
                cell.value = int(re.findall(rf"\${cell.row}=(\d+),", beside)[0])
    made.save(copy)
    return copy


def by_gnumeric(book: Path, area: str) -> list[list[Any]]:
    """What the cells of an area of 名次表 hold in a copy that Gnumeric computed."""
    copy = book.with_suffix(".gnumeric.xlsx")
    subprocess.run(
        ["ssconvert", "--recalc", str(book), str(copy)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    sheet = python_calamine.load_workbook(copy).get_sheet_by_name(RANKING)
    left, top, right, bottom = range_boundaries(area)
    cells = sheet.to_python(skip_empty_area=False)
    return [row[left - 1 : right] for row in cells[top - 1 : bottom]]


def by_ironcalc(book: Path, area: str) -> list[list[Any]]:
    """The same by IronCalc, which is given what every cell of the sheets it needs holds."""
    made, cells = openpyxl.load_workbook(book), dict[str, dict[tuple[int, int], str]]()
    for name in (RULES, RANKING, LEDGER, STAFF, COLUMNS, *HELPERS):
        known = (cell for row in made[name].iter_rows() for cell in row if cell.value is not None)
        cells[name] = {(cell.row, cell.column): _typed(cell) for cell in known}
    cells[COLUMNS] = {}
    cells[VALUES] = readable_cells(cells[VALUES])
    left, top, right, bottom = range_boundaries(area)
    wanted = [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
    found, width = computed(Sheets(cells, wanted)), right - left + 1
    return [found[start : start + width] for start in range(0, len(found), width)]


def _typed(cell: Any) -> str:
    if isinstance(cell.value, str):
        return f"'{cell.value}" if cell.data_type == "s" else cell.value
    return repr(cell.value)
