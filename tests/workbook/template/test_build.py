"""Building: the same bytes each time, whole or not at all, any names, any layout."""

from __future__ import annotations

import errno
import os
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from xl_appraisal.book.new import build_workbook, populate
from xl_appraisal.book.sheets import SHEETS
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.rulebook import Rulebook, load_rulebook, rulebook_from_texts

ADDED = """
[[column]]
id = "hotline"
header = ["重点扣分", "热线", "扣分"]
kind = "points"
sign = "-"
module = "window_conduct"
standing = "sure"
"""


def ranking(tmp_path: Path, rulebook: Rulebook, windows: list[str]) -> Worksheet:
    path = tmp_path / "book.xlsx"
    build_workbook(path, rulebook, windows, quarter="2023Q1")
    return load_workbook(path)["名次表"]


def blocks(text: str) -> list[str]:
    """A layout's text cut before each of its columns and rules."""
    return text.replace("\n[[", "\f[[").split("\f")


def changed(pieces: list[str]) -> Rulebook:
    return rulebook_from_texts(load_rulebook().notice_text, "\n".join(pieces))


def ids(sheet: Worksheet) -> list[str]:
    return [cell.value for cell in sheet[3] if cell.value]


def merged(sheet: Worksheet) -> dict[str, object]:
    return {str(area): sheet.cell(area.min_row, area.min_col).value for area in sheet.merged_cells}


def test_the_same_quarter_gives_the_same_bytes(
    built: Path, windows: list[str], tmp_path: Path
) -> None:
    """No clock, no folder and no chance goes into the file."""
    again = tmp_path / "again.xlsx"
    build_workbook(again, load_rulebook(), windows, quarter="2023Q1")
    assert again.read_bytes() == built.read_bytes()


def test_excel_is_not_asked_to_recalculate_on_opening(built: Path) -> None:
    """Else an add-in's figures would turn into #NAME? where it is not installed."""
    with zipfile.ZipFile(built) as package:
        text = package.read("xl/workbook.xml").decode()
    assert "fullCalcOnLoad" not in text


def test_the_sheets_stand_in_the_agreed_order(built: Path) -> None:
    """Only the source texts are hidden; 首页 opens first."""
    book = load_workbook(built)
    assert tuple(book.sheetnames) == SHEETS
    assert [s.title for s in book if s.sheet_state != "visible"] == ["通报数据"]
    assert book.active is not None
    assert book.active.title == "首页"


@pytest.mark.parametrize("quarter", ["2023", "2023Q5", "23Q1", "2023q1", ""])
def test_what_is_no_quarter_is_refused(tmp_path: Path, quarter: str) -> None:
    """And nothing is written."""
    with pytest.raises(ValueError, match="2023Q1"):
        build_workbook(tmp_path / "b.xlsx", load_rulebook(), [], quarter=quarter)
    assert not list(tmp_path.iterdir())


def test_the_title_follows_the_quarter(tmp_path: Path) -> None:
    """Year and quarter are data."""
    build_workbook(tmp_path / "b.xlsx", load_rulebook(), ["税务"], quarter="2024Q3")
    title = load_workbook(tmp_path / "b.xlsx")["名次表"]["A2"].value
    assert title == "2024年第3季度市政务服务中心窗口绩效考核成绩名次表"


def test_a_failed_write_leaves_the_old_file_and_no_remains(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is replaced at once or not at all."""
    path = tmp_path / "book.xlsx"
    path.write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "disk full")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(BookError, match="磁盘已满"):
        build_workbook(path, load_rulebook(), ["税务"], quarter="2023Q1")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("windows", "spare", "expected"), [(0, 0, 30), (0, 5, 5), (2, 0, 2), (2, 3, 5)]
)
def test_blank_rows_wait_for_more_windows(
    tmp_path: Path, windows: int, spare: int, expected: int
) -> None:
    """30 of them where no window is named, else as many as asked for; the remarks follow."""
    path = tmp_path / "book.xlsx"
    names = ["税务", "民政"][:windows]
    build_workbook(path, load_rulebook(), names, quarter="2023Q1", spare_rows=spare)
    sheet = load_workbook(path)["名次表"]
    assert str(sheet.cell(7 + expected, 1).value).startswith("备注：1.")
    assert sheet.cell(6 + expected, 11).border.bottom.style == "medium"


@pytest.mark.parametrize("name", ["=1+1", "001", "1E5", "https://example.org", "-", " 税务 "])
def test_a_window_is_text_whatever_its_name_looks_like(tmp_path: Path, name: str) -> None:
    """No formula, number or link comes of it."""
    cell = ranking(tmp_path, load_rulebook(), [name])["B7"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (name, "s", None)


def test_a_long_name_wraps_in_a_higher_row(tmp_path: Path) -> None:
    """40 characters show whole: at least four lines of 12 points."""
    sheet = ranking(tmp_path, load_rulebook(), ["税务", "窗" * 40])
    assert sheet["B8"].alignment.wrap_text
    assert sheet.row_dimensions[8].height >= 4 * 12 > sheet.row_dimensions[7].height


def test_a_dropped_column_leaves_no_gap(tmp_path: Path) -> None:
    """Without 领导重视扣分 the heading 领导重视 covers two columns and the title 48."""
    pieces = [p for p in blocks(load_rulebook().layout_text) if '"leadership_deduction"' not in p]
    sheet = ranking(tmp_path, changed(pieces), ["税务"])
    assert merged(sheet)["J5:K5"] == "领导重视"
    assert merged(sheet)["J4:AC4"] == "重点加分"
    assert "A2:AV2" in merged(sheet)
    assert len(ids(sheet)) == 50


def test_an_added_column_gets_header_number_check_and_mark(tmp_path: Path) -> None:
    """A new points item between others, with nothing but data."""
    pieces = blocks(load_rulebook().layout_text)
    place = next(n for n, p in enumerate(pieces) if 'id = "item_31"' in p)
    sheet = ranking(tmp_path, changed([*pieces[:place], ADDED, *pieces[place:]]), ["税务"])
    assert ids(sheet)[30] == "hotline"
    assert (sheet["AE5"].value, sheet["AE6"].value) == ("热线", "扣分")
    assert merged(sheet)["AE4:AS4"] == "重点扣分"
    checked = {str(rule.sqref) for rule in sheet.data_validations.dataValidation}
    assert "AE7" in checked
    assert sheet.print_area == "'名次表'!$A$1:$AX$15"


def test_a_moved_column_splits_the_heading_it_leaves(tmp_path: Path) -> None:
    """总分 between 领导重视's columns: neighbours only share a heading where they still touch."""
    pieces = blocks(load_rulebook().layout_text)
    total = next(p for p in pieces if 'id = "total"' in p)
    pieces.remove(total)
    place = next(n for n, p in enumerate(pieces) if 'id = "leadership_deduction"' in p)
    pieces.insert(place, total)
    sheet = ranking(tmp_path, changed(pieces), ["税务"])
    assert ids(sheet)[8:12] == [
        "leadership_visits",
        "leadership_bonus",
        "total",
        "leadership_deduction",
    ]
    areas = merged(sheet)
    assert areas["I4:J4"] == areas["L4:AD4"] == "重点加分"
    assert areas["I5:J5"] == sheet["L5"].value == "领导重视"
    assert areas["K4:K6"] == "总分\n（120分）"


def test_an_open_workbook_can_be_filled_and_added_to(tmp_path: Path) -> None:
    """The variant with macros puts its buttons on the sheets that are handed back."""
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheets = populate(book, load_rulebook(), ["税务"], quarter="2023Q1")
        sheets["核对"].write_string("L1", "按钮")
    assert tuple(sheets) == SHEETS
    assert load_workbook(path)["核对"]["L1"].value == "按钮"
