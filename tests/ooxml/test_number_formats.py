"""Number formats put into a file: openpyxl reads them, and nothing else of a cell changes."""

from __future__ import annotations

import shutil
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from xl_appraisal.ooxml import Workbook

TEMPLATE = Path(__file__).parents[2] / "workbook_template.xlsm"
SHEET = "名次表"
CODES = {(7, 11): "0%", (8, 12): 'yyyy"年"m"月"', (8, 70): "0.00%", (900, 3): "0.0"}
"""A filled cell, one with a format of its own, one not there, one in a row that is not there."""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return Path(shutil.copy(TEMPLATE, tmp_path / "考核.xlsm"))


def looks(path: Path) -> dict[str, tuple[object, ...]]:
    """Of every cell that openpyxl finds all but its number format."""
    sheet = openpyxl.load_workbook(path)[SHEET]
    return {
        cell.coordinate: (
            cell.value,
            *map(repr, (cell.font, cell.border, cell.fill, cell.alignment)),
        )
        for line in sheet.iter_rows(max_row=60)
        for cell in line
    }


def test_a_number_format_is_the_only_thing_that_changes(book: Path) -> None:
    """Value, font, border, colour and place of every cell as before; two parts are rewritten."""
    before, members = looks(book), names_and_bytes(book)
    opened = Workbook.open(book)
    opened.set_formats(SHEET, CODES)
    opened.save()
    sheet = openpyxl.load_workbook(book)[SHEET]
    assert {ref: sheet.cell(*ref).number_format for ref in CODES} == CODES
    after = looks(book)
    assert {place: after[place] for place in before} == before
    differing = {name for name, data in names_and_bytes(book).items() if members[name] != data}
    assert differing == {"xl/styles.xml", "xl/worksheets/sheet2.xml"}


def names_and_bytes(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_what_was_set_is_read_before_and_after_saving(book: Path) -> None:
    """The open workbook and the saved file both show 95 %."""
    opened = Workbook.open(book)
    opened.set(SHEET, {(7, 11): Decimal("0.95")})
    opened.set_formats(SHEET, CODES)
    assert opened.looks(SHEET).formats[7, 11] == "0%"
    opened.save()
    assert Workbook.open(book).looks(SHEET).formats[7, 11] == "0%"
    assert Workbook.open(book).grid(SHEET).value(7, 11) == Decimal("0.95")


def test_the_same_format_twice_adds_one_cell_format(book: Path) -> None:
    """Two cells that looked alike look alike afterwards, and a second time nothing is added."""
    opened = Workbook.open(book)
    opened.set_formats(SHEET, {(7, 11): '0"次"', (8, 11): '0"次"'})
    opened.save()
    once = names_and_bytes(book)["xl/styles.xml"]
    opened = Workbook.open(book)
    opened.set_formats(SHEET, {(7, 11): '0"次"', (8, 11): '0"次"'})
    opened.save()
    assert names_and_bytes(book)["xl/styles.xml"] == once
    assert once.count("次".encode()) == 1
