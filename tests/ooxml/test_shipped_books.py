"""Workbooks that Excel itself saved, as public packages ship them: all but the edit stays."""

from __future__ import annotations

import re
import warnings
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyopenvba
import pytest
import xlwings

from tests.ooxml.books import raw_members, read, without_cells
from xl_appraisal.model.grid import Write, a1
from xl_appraisal.ooxml import Workbook

FOLDERS = [Path(package.__file__).parent for package in (xlwings, pyopenvba)]
BOOKS = sorted(
    path
    for folder in FOLDERS
    for path in folder.rglob("*")
    if path.suffix in (".xlsx", ".xlsm", ".xltx", ".xltm")
)


def test_there_are_enough_of_them() -> None:
    """Macro workbooks and plain ones; a package that ships none any more is to be replaced."""
    assert {path.suffix for path in BOOKS} >= {".xlsx", ".xlsm"}
    assert len(BOOKS) >= 4


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.name)
def test_an_edit_changes_its_cells_and_nothing_else(path: Path, tmp_path: Path) -> None:
    """On each sheet in turn: one member differs, and in it only the cells that were set."""
    book = Workbook.open(path)
    assert book.sheet_names
    for number, sheet in enumerate(book.sheet_names):
        grid = book.grid(sheet)
        covered = {ref for area in grid.merges for ref in grid.cells if area.covers(ref)}
        edits: dict[tuple[int, int], Write] = {
            ref: Decimal("12.5") for ref in list(grid.cells)[:3] if ref not in covered
        }
        free = (max(grid.last_row, 3) + 2, grid.last_column + 2)
        edits[free] = "新填"
        after = tmp_path / f"{number}{path.suffix}"
        changed = Workbook.open(path)
        changed.set(sheet, edits)
        changed.save(after)
        old, new = raw_members(path), raw_members(after)
        assert list(old) == list(new)
        (member,) = [name for name in old if old[name] != new[name]]
        refs = [a1(*ref) for ref in edits]
        one, other = (
            without_cells(read(file, member), refs).replace(f'<row r="{free[0]}"></row>', "")
            for file in (path, after)
        )
        assert _head_apart(one) == _head_apart(other)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            seen = openpyxl.load_workbook(after, data_only=True)[sheet]
        assert seen.cell(*free).value == "新填"
        assert Workbook.open(after).grid(sheet).value(*free) == "新填"


def _head_apart(xml: str) -> str:
    """Without the dimension and the spans, which a new cell widens; ``<sheetData/>`` opened."""
    xml = re.sub(r'(<dimension ref|\sspans)="[^"]*"', r"\1", xml)
    return re.sub(r"<sheetData ?/>", "<sheetData></sheetData>", xml)
