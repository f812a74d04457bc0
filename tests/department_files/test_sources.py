"""Every kind of file read by its reader: values, formats, hidden parts."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlwt

from tests.department_files.sources import repack, xls, xlsx
from xl_appraisal.model.grid import Area, Cell, CellError
from xl_appraisal.work.importing.list_kinds import LEDGER_KIND, STAFF_KIND
from xl_appraisal.work.importing.list_source import read_list
from xl_appraisal.work.importing.source_files import read_file_sheets

D = Decimal
ODS = Path(__file__).parents[1] / "fixtures" / "department_files"


@pytest.mark.parametrize("ending", [".xls", ".et"])
def test_an_old_workbook_is_read_with_formats_and_hidden_parts(tmp_path: Path, ending: str) -> None:
    """.et is BIFF as .xls is: checked with .xls under that name."""
    first, hidden = read_file_sheets(xls(tmp_path / f"来件{ending}"))

    assert first.grid.value(1, 1) == "窗口"
    assert first.grid.value(2, 3) == D("0.95") and first.formats[2, 3] == "0%"
    assert first.grid.value(2, 4) == dt.date(2024, 3, 5)
    assert first.grid.value(3, 3) == D("0.688")
    assert first.hidden_rows == {3} and first.grid.merges == (Area(4, 1, 5, 2),)
    assert (first.hidden, hidden.hidden, hidden.name) == (False, True, "去年")


def test_an_old_workbook_under_any_name_is_known_by_its_bytes(tmp_path: Path) -> None:
    """A .xls renamed to .xlsx or .csv."""
    for name in ("a.xlsx", "a.csv"):
        assert read_file_sheets(xls(tmp_path / name))[0].name == "扣分"


def test_figures_are_what_the_cell_shows_and_formulas_are_not_followed(tmp_path: Path) -> None:
    """0.1 + 0.2 is 0.3; a formula without a figure says so; an error stays an error."""
    path = tmp_path / "a.xlsx"
    book = xlsx(path)
    book.active["D2"] = "=1+1"
    book.active["E2"] = "#N/A"
    book.active["C3"].number_format = '0"分"'
    book.active.column_dimensions["B"].hidden = True
    book.save(path)
    (sheet,) = read_file_sheets(path)

    assert sheet.grid[2, 3] == Cell(D("0.3"))
    assert sheet.grid[2, 4] == Cell(None, "1+1")
    assert sheet.grid[2, 5] == Cell(CellError("#N/A"))
    assert sheet.formats == {(3, 3): '0"分"'} and sheet.hidden_columns == {2}


def test_parts_that_are_not_read_do_not_matter(tmp_path: Path) -> None:
    """A broken style and a link to a part that is not there, as other programs leave behind."""
    path = tmp_path / "a.xlsx"
    xlsx(path)
    repack(path, styles=("<fonts", "<fontz"), sheet1=("</worksheet>", '<drawing r:id="rId9" '
           'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/>'
           "</worksheet>"))  # fmt: skip

    assert read_file_sheets(path)[0].grid.value(3, 3) == 2


def test_a_merge_over_a_million_rows_costs_nothing(tmp_path: Path) -> None:
    """It is a rectangle, not a million cells."""
    path = tmp_path / "a.xlsx"
    xlsx(path)
    merge = '</sheetData><mergeCells count="1"><mergeCell ref="H1:XFD1048576"/></mergeCells>'
    repack(path, sheet1=("</sheetData>", merge))
    (sheet,) = read_file_sheets(path)

    assert sheet.grid.merges == (Area(1, 8, 1_048_576, 16_384),)
    assert len(sheet.grid.cells) == 9


def test_an_ods_file_tells_percentages_and_that_it_does_not_tell_hidden_rows() -> None:
    """Written by LibreOffice: a score of 95 % is told as in .xlsx."""
    (sheet,) = read_file_sheets(ODS / "scores.ods")
    source = read_list(sheet, STAFF_KIND)

    assert sheet.grid.value(2, 3) == D("0.95") and sheet.blind == ".ods"
    assert any("C2：单元格显示“95%”，存的数是0.95" in line for line in source.report)
    assert any(".ods 文件读不到隐藏的行列" in line for line in source.report)


def test_a_file_with_nothing_to_report_is_no_fault(tmp_path: Path) -> None:
    """A header alone: told, and the rest of the batch goes on."""
    path = tmp_path / "空.csv"
    path.write_text("窗口,模块,分值,事由\n", encoding="utf-8")
    source = read_list(read_file_sheets(path)[0], LEDGER_KIND)

    assert source.lines == []
    assert source.report[0] == "空.csv：表头下面没有明细，没有可导入的内容。"


PREPARED = [["序号", "窗口", "模块", "分值"], [1, "税务", "业务规范", 1], [2, None, None, None]]


def prepared_xlsx(path: Path) -> None:
    """A form as Excel saves it: the second line waits, its formulas give an empty text."""
    book = openpyxl.Workbook()
    for row in PREPARED:
        book.active.append(row)
    book.active["D3"] = 7
    book.save(path)
    cell = '<c r="D3" t="str"><f>IF(B3="","",1)</f><v></v></c>'
    repack(path, sheet1=('<c r="D3" t="n"><v>7</v></c>', cell))


def prepared_xls(path: Path) -> None:
    """The same of xlwt, which stores an empty text for every formula."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("扣分", cell_overwrite_ok=True)
    for r, row in enumerate(PREPARED):
        for c, value in enumerate(row):
            sheet.write(r, c, value)
    sheet.write(2, 3, xlwt.Formula('IF(B3="","",1)'))
    book.save(str(path))


def prepared_ods(path: Path) -> None:
    """The same of LibreOffice, whose file then names no type of value."""
    shutil.copyfile(ODS / "prepared.ods", path)


@pytest.mark.parametrize("make", [prepared_xlsx, prepared_xls, prepared_ods])
def test_a_form_whose_formulas_show_nothing_has_no_line_there(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    """Numbered rows that wait for an entry are told, not refused for want of a window."""
    path = tmp_path / f"来件.{make.__name__[-4:].strip('_')}"
    make(path)
    source = read_list(read_file_sheets(path)[0], LEDGER_KIND)

    assert [line.window for line in source.lines] == ["税务"]
    assert "有1行只在没有对应栏目的列里有内容，未导入。" in source.report


def test_points_that_a_formula_leaves_blank_are_told(tmp_path: Path) -> None:
    """An old workbook does not say whether the formula was ever computed."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("扣分")
    for c, text in enumerate(("窗口", "模块", "分值")):
        sheet.write(0, c, text)
    for c, value in enumerate(("税务", "业务规范", xlwt.Formula("1+1"))):
        sheet.write(1, c, value)
    book.save(str(tmp_path / "a.xls"))
    source = read_list(read_file_sheets(tmp_path / "a.xls")[0], LEDGER_KIND)

    assert "C2：公式显示为空白，按空白导入，请核对。" in source.report
