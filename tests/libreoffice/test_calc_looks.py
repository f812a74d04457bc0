"""What Calc tells of a sheet's looks is what its file tells: one seal by either door."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from openpyxl.formatting.rule import Rule
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.worksheet.filters import FilterColumn, Filters

from tests.libreoffice.bridge import load_uno
from tests.libreoffice.office import Office, properties

load_uno()  # what works inside LibreOffice imports it

from tests.places import letter  # noqa: E402
from xl_appraisal.book.sheets import RULES_TABLE  # noqa: E402
from xl_appraisal.hosts import FileHost  # noqa: E402
from xl_appraisal.hosts.calc.calc_host import CalcHost  # noqa: E402
from xl_appraisal.work.closing import close, verify  # noqa: E402
from xl_appraisal.work.closing.shown_otherwise import shown_otherwise  # noqa: E402

NOON = dt.datetime(2024, 4, 8, 12)
HIDDEN = "名次表第10行是隐藏的"
MISLED = {
    "名次表!J8": '"119.99"',
    "名次表!J9": "0",
    "名次表!J11": "0.0%",
    "名次表!J12": "[Red]0",
    "人员考核!C5": "0",
    "名次表!J13": '[<60]"119.99";0',
    "名次表!J14": "# ?/?",
}
"""Formats that show another figure than 7.26."""


@pytest.fixture
def spoilt(demo_folder: Path, tmp_path: Path) -> Path:
    """A quarter with hidden rows and columns, filters and misleading formats."""
    path = Path(shutil.copy(next(iter(books(demo_folder))), tmp_path / "2023Q1.xlsx"))
    book = openpyxl.load_workbook(path)
    for place, code in MISLED.items():
        sheet, _, cell = place.partition("!")
        book[sheet][cell].value, book[sheet][cell].number_format = 7.26, code
    ranking, staff = book["名次表"], book["人员考核"]
    book["规则"][
        f"{letter(RULES_TABLE, 'value')}43"
    ].value = 0.666666666666667  # openpyxl drops what =2/3 comes to
    ranking.row_dimensions[10].hidden = True
    staff.column_dimensions["B"].hidden = True
    staff.row_dimensions[6].height = 0
    ranking.row_dimensions[12].height = 2
    ranking.column_dimensions["O"].width = 1.5
    ranking["O8"].value = 100.5  # shown as 101, three places
    ranking.column_dimensions["L"].width = 1.5  # told a second time: J to L came before
    ranking["L8"].value = 100.5
    staff.column_dimensions["D"].width = 0.4
    ranking["B9"].number_format = ';;;"残联"'
    ledger = book["加扣分明细"]
    other = DifferentialStyle(numFmt=NumberFormat(numFmtId=200, formatCode='"119.99"'))
    rule = Rule(type="cellIs", operator="greaterThan", formula=["100"], dxf=other)
    ledger.conditional_formatting.add("D4:D40", rule)
    (table,) = ledger.tables.values()
    table.autoFilter.filterColumn.append(FilterColumn(colId=0, filters=Filters(filter=["税务"])))
    for row in range(4, ledger.max_row + 1):
        ledger.row_dimensions[row].hidden = ledger.cell(row, 1).value != "税务"
    published = book["公布成绩"]
    published.auto_filter.ref = f"A3:I{published.max_row}"
    published.auto_filter.add_filter_column(0, ["税务"])
    for row in range(4, published.max_row + 1):
        published.row_dimensions[row].hidden = published.cell(row, 1).value != "税务"
    book.save(path)
    return path


def books(folder: Path) -> Iterator[Path]:
    yield from sorted(folder.glob("*.xlsx"))


def test_calc_and_the_file_tell_the_same(office: Office, spoilt: Path) -> None:
    """Each misleading format, the hidden row and column; two sheets are under a filter."""
    file = shown_otherwise(FileHost(spoilt))
    calc = shown_otherwise(CalcHost(office.open(spoilt)))
    assert file is not None and calc is not None
    assert calc.otherwise == file.otherwise
    assert HIDDEN in calc.otherwise
    hidden = {"人员考核B列是隐藏的", "名次表第12行是隐藏的", "人员考核D列是隐藏的"}
    assert hidden | {"名次表O列太窄，显示不出数字"} <= set(calc.otherwise)
    told = "；".join(calc.otherwise)
    assert [place for place in MISLED if place not in told] == []
    assert "名次表!B9的数字格式把文字显示成“残联”" in calc.otherwise
    assert "加扣分明细有条件格式把" in told and "“119.99”" in told
    assert calc.filtered == file.filtered == ("加扣分明细", "公布成绩")


def test_a_save_by_calc_leaves_what_is_shown(office: Office, spoilt: Path, tmp_path: Path) -> None:
    """Without an edit: the same sentences of the file that it wrote, formats of conditions too."""
    before, after = shown_otherwise(FileHost(spoilt)), tmp_path / "saved.xlsx"
    office.open(spoilt).storeToURL(after.as_uri(), properties(FilterName="Calc MS Excel 2007 XML"))
    assert shown_otherwise(FileHost(after)) == before


def test_a_seal_made_in_the_file_holds_in_calc(
    office: Office, demo_folder: Path, tmp_path: Path
) -> None:
    """Nothing is open and nothing is told as changed."""
    path = Path(shutil.copy(next(iter(books(demo_folder))), tmp_path / "2023Q1.xlsx"))
    host = FileHost(path)
    close(host, now=NOON)
    host.save()
    verdict = verify(CalcHost(office.open(path)))
    assert verdict.problems == ()
    assert verdict.notes == ()
