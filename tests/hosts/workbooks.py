"""Workbooks for the tests of hosts: their sheets, as a file that is not of our own making."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import xlsxwriter

from xl_appraisal.hosts import FileHost, Host
from xl_appraisal.model.grid import Area, Cell, Grid, Percent, Ref

START = (
    Grid(
        "名次表",
        {
            (1, 1): Cell("名次"),
            (2, 1): Cell(Decimal("107.562")),
            (2, 2): Cell(Decimal(3), "1+2"),
            (2, 3): Cell("合并"),
            (3, 1): Cell(True),
            (9, 9): Cell("末"),
        },
        (Area(2, 3, 3, 4),),
    ),
    Grid("核对", {(1, 1): Cell("说明")}),
    Grid("空表", {}),
)


def in_file(folder: Path, grids: Sequence[Grid], _ask: object = None) -> FileHost:
    return FileHost(written_file(folder, grids))


def written_file(folder: Path, grids: Sequence[Grid]) -> Path:
    """Written by XlsxWriter, so that the file is not of our own making."""
    path = folder / "簿.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        percent = book.add_format({"num_format": "0%"})
        for grid in grids:
            sheet = book.add_worksheet(grid.name)
            for area in grid.merges:
                sheet.merge_range(area.top - 1, area.left - 1, area.bottom - 1, area.right - 1, "")
            for (row, column), cell in grid.cells.items():
                place = (row - 1, column - 1)
                value = float(cell.value) if isinstance(cell.value, Decimal) else cell.value
                if isinstance(cell.value, Percent):
                    sheet.write_number(*place, value, percent)
                elif cell.formula is not None:
                    sheet.write_formula(*place, f"={cell.formula}", None, value)
                else:
                    sheet.write(*place, value)
    return path


def content(host: Host, sheet: str = "名次表") -> dict[Ref, Cell]:
    grid = host.grid(sheet)
    assert grid is not None
    return {ref: cell for ref, cell in grid.cells.items() if cell != Cell(None)}
