"""The workbook of plain formulas computed by Gnumeric (IronCalc computes it in ``tests/rules``)."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import python_calamine
from openpyxl.utils import range_boundaries

from xl_appraisal.book.sheets import RANKING

_SETTINGS = "算式设置"


def readable(book: Path, copy: Path) -> Path:
    """A copy that every program reads.

    Whether cells are formulas is asked of whole ranges, which only Excel and LibreOffice answer:
    the number of an area's formulas is taken from the cell that compares it.
    """
    made = openpyxl.load_workbook(book)
    sheet = made[_SETTINGS]
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
