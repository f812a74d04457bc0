"""Tables grown, sheets protected, dates stored: only what was asked for changes in the file."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from xl_appraisal.ooxml import Workbook, XlsxError
from xl_appraisal.ooxml.sheet_protection import password_hash


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A sheet 表 with a table at B2:C5 and dates in column C, and a sheet 空."""
    found = tmp_path / "表格.xlsx"
    book = xlsxwriter.Workbook(found)
    sheet, _ = book.add_worksheet("表"), book.add_worksheet("空")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for row in range(2, 9):
        sheet.write_blank(row, 2, None, day)
    columns = [{"header": "名"}, {"header": "日"}]
    sheet.add_table("B2:C5", {"name": "表一", "columns": columns})
    book.close()
    return found


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def changed(before: dict[str, bytes], path: Path) -> set[str]:
    return {name for name, data in parts(path).items() if before[name] != data}


def test_a_grown_table_changes_its_own_part_alone(path: Path) -> None:
    """Its area and its filter's; openpyxl reads the new area."""
    before = parts(path)
    book = Workbook.open(path)
    assert book.grow_table("表", (2, 2), 9)
    book.save()
    assert changed(before, path) == {"xl/tables/table1.xml"}
    table = openpyxl.load_workbook(path)["表"].tables["表一"]
    assert (table.ref, table.autoFilter.ref) == ("B2:C9", "B2:C9")


@pytest.mark.parametrize(
    ("sheet", "header", "last", "found"),
    [
        ("表", (2, 2), 5, True),
        ("表", (2, 2), 3, True),
        ("表", (3, 2), 9, False),
        ("空", (1, 1), 9, False),
    ],
)
def test_what_need_not_grow_stays(
    path: Path, sheet: str, header: tuple[int, int], last: int, found: bool
) -> None:
    """Long enough already, or no table there: not a byte changes."""
    before = path.read_bytes()
    book = Workbook.open(path)
    assert book.grow_table(sheet, header, last) is found
    book.save()
    assert path.read_bytes() == before


@pytest.mark.parametrize("obstacle", ["table", "merge", "totals"])
def test_a_table_that_cannot_grow_is_refused(tmp_path: Path, obstacle: str) -> None:
    """With what stands in the way and what to do."""
    path = tmp_path / "x.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("表")
    sheet.add_table("A1:B4", {"total_row": obstacle == "totals"})
    if obstacle == "table":
        sheet.add_table("B7:C9")
    if obstacle == "merge":
        sheet.merge_range("A6:B6", "合计")
    book.close()
    with pytest.raises(XlsxError, match="请在 Excel/WPS 中先把表格拉长"):
        Workbook.open(path).grow_table("表", (1, 1), 8)


def test_a_protected_sheet_has_one_element_more(path: Path) -> None:
    """Off again, the file is the old one byte for byte, but for its packing."""
    before = parts(path)
    book = Workbook.open(path)
    assert not book.is_protected("表")
    book.protect("表", "秘密")
    book.save()
    assert changed(before, path) == {"xl/worksheets/sheet1.xml"}
    assert Workbook.open(path).is_protected("表")
    protection = openpyxl.load_workbook(path)["表"].protection
    assert protection.sheet and protection.algorithmName == "SHA-512"
    book = Workbook.open(path)
    book.protect("表", "另一个")
    book.unprotect("表")
    book.save()
    assert changed(before, path) == set()


def test_a_password_is_hashed_as_the_standard_says() -> None:
    """ECMA-376 18.2.29, worked out here once more: salt and password, then rounds with numbers."""
    salt = base64.b64decode("tHaV6Rqg1i3rxBZHBR6pPA==")
    value = hashlib.sha512(salt + "ab1".encode("utf-16-le")).digest()
    for number in range(3):
        value = hashlib.sha512(value + bytes([number, 0, 0, 0])).digest()
    assert password_hash("ab1", salt, 3) == value


def test_a_date_is_one_where_the_cell_shows_dates(path: Path) -> None:
    """Elsewhere it is its ISO text: a bare 45000 would say nothing.  45000 is 2023-03-15."""
    book = Workbook.open(path)
    day = dt.date(2023, 3, 15)
    book.set("表", {(3, 3): day, (3, 2): day, (20, 3): day, (4, 3): dt.date(1899, 1, 1)})
    book.save()
    again = Workbook.open(path).grid("表")
    assert again[3, 3].value == day
    assert again[3, 2].value == again[20, 3].value == "2023-03-15"
    assert again[4, 3].value == "1899-01-01"
    assert openpyxl.load_workbook(path)["表"]["C3"].value == dt.datetime(2023, 3, 15)
    assert b"<v>45000</v>" in parts(path)["xl/worksheets/sheet1.xml"]
    assert Decimal((day - dt.date(1899, 12, 30)).days) == 45000
