"""Workbooks that public packages ship, as files of a department: read, and never refused."""

from __future__ import annotations

import openpyxl
import pytest

from tests.ooxml.test_shipped_files import BOOKS, shipped
from xl_appraisal.work.importing.source_files import read_file_sheets

BINARY = shipped(".xlsb", ".xls", ".ods")


@pytest.mark.parametrize("name", BOOKS)
def test_a_workbook_is_read_as_openpyxl_reads_it(name: str) -> None:
    """Names of sheets, which are hidden, and every constant."""
    theirs = openpyxl.load_workbook(BOOKS[name], data_only=True).worksheets
    found = read_file_sheets(BOOKS[name])
    assert [(s.name, s.hidden) for s in found] == [
        (sheet.title, sheet.sheet_state != "visible") for sheet in theirs
    ]
    for ours, sheet in zip(found, theirs, strict=True):
        values = {
            (cell.row, cell.column): str(cell.value)
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None and cell.data_type == "s"
        }
        assert {ref: str(ours.grid.value(*ref)) for ref in values} == values


def test_binary_ones_are_read_too() -> None:
    """PyOpenVBA ships a blank .xlsb of Excel's."""
    assert any(name.endswith(".xlsb") for name in BINARY)
    assert all(read_file_sheets(path) for path in BINARY.values())
