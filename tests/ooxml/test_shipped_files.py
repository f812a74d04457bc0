"""Workbooks that public packages ship, made by Excel itself: read, kept and changed like ours."""

from __future__ import annotations

import shutil
from decimal import Decimal
from importlib.metadata import distributions
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from xl_appraisal.ooxml import Workbook


def shipped(*suffixes: str) -> dict[str, Path]:
    """Every file of an installed package with such a name, by package and name; ours left out."""
    found = {}
    for package in distributions():
        for file in package.files or ():
            path = Path(str(package.locate_file(file)))
            own = package.name.replace("_", "-") == "xl-appraisal"
            if file.suffix.lower() in suffixes and path.is_file() and not own:
                found[f"{package.name}/{file.name}"] = path
    return found


BOOKS = shipped(".xlsx", ".xlsm")


def test_there_are_some() -> None:
    """The packages that the tests need ship at least these, from Excel."""
    assert {"xlwings/quickstart.xlsm", "xlwings/quickstart_standalone.xlsm"} <= BOOKS.keys()


@pytest.mark.parametrize("name", BOOKS)
def test_it_is_read_as_openpyxl_reads_it(name: str) -> None:
    """Sheet names and the values of constants; what Excel opens is never refused."""
    ours, theirs = Workbook.open(BOOKS[name]), openpyxl.load_workbook(BOOKS[name])
    assert list(ours.sheet_names) == [sheet.title for sheet in theirs.worksheets]
    for sheet in theirs.worksheets:
        grid = ours.grid(sheet.title)
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type in "ns" and cell.value is not None:
                    value = grid.value(cell.row, cell.column)
                    assert value == cell.value or str(value) == str(cell.value), cell.coordinate


@pytest.mark.parametrize("name", BOOKS)
def test_a_cell_can_be_written_and_nothing_else_changes(name: str, tmp_path: Path) -> None:
    """All other parts byte for byte, and openpyxl reads the figure."""
    path = Path(shutil.copy(BOOKS[name], tmp_path))
    book = Workbook.open(path)
    first = book.sheet_names[0]
    book.set(first, {(40, 12): Decimal("3.5")})
    book.save()
    with ZipFile(BOOKS[name]) as before, ZipFile(path) as after:
        assert before.namelist() == after.namelist()
        changed = [n for n in before.namelist() if before.read(n) != after.read(n)]
    assert len(changed) == 1 and changed[0].startswith("xl/worksheets/")
    assert openpyxl.load_workbook(path)[first].cell(40, 12).value == 3.5
