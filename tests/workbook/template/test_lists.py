"""人员考核, 加扣分明细, 公布成绩 and 核对: headers, ready rows, drop-down lists, tints."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from tests.workbook.template.test_page import accepted
from xl_appraisal.book.sheets import COLUMNS_TABLE
from xl_appraisal.model.rulebook import load_rulebook

if TYPE_CHECKING:
    from tests.libreoffice.calc_book import CalcBook


def header(book: Workbook, sheet: str, row: int) -> list[str]:
    return [cell.value for cell in book[sheet][row] if cell.value]


@pytest.mark.parametrize(
    ("sheet", "row", "expected"),
    [
        ("人员考核", 3, "窗口 姓名 考核分 说明 状态 作废原因 来源"),
        ("加扣分明细", 3, "窗口 项目 模块 分值 数量 日期 事由 状态 作废原因 来源"),
        ("规则", 3, "名称 取值 编号 单位 备注 依据 说明"),
        ("栏目", 3, "表头 种类 加扣 模块 栏名依据 显示格式 打印 计数用途 规则 栏目编号"),
        (
            "公布成绩",
            3,
            "窗口 名次 窗口人员表现 人员进驻 业务规范 窗口规范 评价管理 奖励分 总分",
        ),
        ("核对", 6, "程度 窗口 说明 位置 项目 发现 应为 备注 种类"),
    ],
)
def test_each_table_has_its_header_and_keeps_it_in_sight(
    book: Workbook, sheet: str, row: int, expected: str
) -> None:
    """The header row is frozen; the sheet's name is its title."""
    assert header(book, sheet, row) == expected.split()
    assert book[sheet].freeze_panes == f"A{row + 1}"
    assert book[sheet]["A1"].value == sheet


def test_500_rows_are_ready_and_can_be_filtered(book: Workbook) -> None:
    """Rows 4 to 503 of a table with a filter, no grid in print; scores 0 to 100, dates as dates."""
    staff, ledger = book["人员考核"], book["加扣分明细"]
    people, entries = staff.tables["人员"], ledger.tables["加扣分"]
    assert (people.ref, people.autoFilter.ref) == ("A3:G503", "A3:G503")
    assert (entries.ref, entries.autoFilter.ref) == ("A3:J503", "A3:J503")
    assert [c.name for c in entries.tableColumns] == header(book, "加扣分明细", 3)
    assert ledger["G503"].border.bottom.style is None
    assert ledger.sheet_view.showGridLines is not False and not ledger.print_options.gridLines
    assert ledger["F4"].number_format == "yyyy-mm-dd"
    score = accepted(book, "人员考核", "C503")
    assert (score.formula1, score.formula2) == ("0", "100")
    assert accepted(book, "加扣分明细", "D503").formula1 == "0"
    assert accepted(book, "加扣分明细", "F4").type == "date"


@pytest.mark.parametrize(
    ("sheet", "cell", "name"),
    [
        ("人员考核", "A4", "窗口名单"),
        ("加扣分明细", "A503", "窗口名单"),
        ("加扣分明细", "B4", "项目名单"),
        ("加扣分明细", "C4", "模块名单"),
    ],
)
def test_names_are_chosen_from_lists(book: Workbook, sheet: str, cell: str, name: str) -> None:
    """By a named list; a name that is not on it can still be typed."""
    rule = accepted(book, sheet, cell)
    assert (rule.type, rule.formula1, rule.errorStyle) == ("list", name, "warning")
    assert name in book.defined_names


def listed(book: Workbook, name: str) -> list[str]:
    """The entries of a named list, those of columns still to be added left out."""
    sheet, column = re.match(r"'(\w+)'!\$([A-Z]+)\$1:", book.defined_names[name].attr_text).groups()
    texts = [cell.value for cell in book[sheet][column] if cell.value]
    return [text for text in texts if not text.startswith("=")]


def test_the_item_list_has_the_columns_names_and_what_has_no_column(book: Workbook) -> None:
    """Staff name an item as the header does; 局长走流程's faults have no column of their own."""
    items = listed(book, "项目名单")
    assert items[0] == "到岗次数"
    assert {"领导重视·扣分", "办件量加分", "年度工作方案未提交", "一件事牵头事项"} <= set(items)
    assert len(items) == len(set(items))
    assert not {"名次", "窗口", "文字（第49列）"} & set(items)


def test_an_item_added_on_the_columns_sheet_joins_the_list(book: Workbook) -> None:
    """The list goes on over the spare rows of 栏目, as far as these are filled."""
    first = COLUMNS_TABLE.header_row + len(load_rulebook().layout.all_columns) + 1
    last = len(listed(book, "项目名单"))
    text = book.defined_names["项目名单"].attr_text
    assert text.endswith(f",{last}+COUNTA(栏目!$A${first}:$A${first + 29}))")
    column = re.match(r"'\w+'!\$([A-Z]+)", text)[1]
    assert book["通报数据"][f"{column}{last + 1}"].value == f'=栏目!$A${first}&""'
    assert book["栏目"][f"A{first}"].value is None


def test_a_line_is_struck_by_choice_and_says_why(book: Workbook) -> None:
    """状态 takes 作废 or nothing; both it and the reason tell what they are for."""
    for sheet, status, reason in (("人员考核", "E4", "F4"), ("加扣分明细", "H20003", "I503")):
        rule = accepted(book, sheet, status)
        assert (rule.type, rule.formula1, rule.errorStyle) == ("list", '"作废"', "warning")
        assert "写明原因" in accepted(book, sheet, reason).prompt


def test_struck_lines_are_grey_and_unknown_windows_red(book: Workbook) -> None:
    """A struck line is seen first; a window that 名次表 lacks, or a line without one, is red."""
    rules = {
        (str(area.sqref), rule.formula[0]): rule.dxf.fill.bgColor.rgb
        for area, found in book["加扣分明细"].conditional_formatting._cf_rules.items()
        for rule in found
        if rule.dxf.fill is not None
    }
    below = "AND(ROW()>ROW($A$3),{})".format
    assert rules["A3:G20003", below('TRIM($H3)="作废"')] == "FFEDEDED"
    unknown = 'IF(TRIM($A3)="",COUNTA($B3:$J3)>0,ISNA(MATCH($A3,窗口名单,0)))'
    assert rules["A3:A20003", below(unknown)] == "FFF8CBAD"
    assert rules["I3:I20003", below('AND(TRIM($H3)="作废",TRIM(I3)="")')] == "FFF8CBAD"


def test_the_module_list_has_what_entries_add_to_or_take_from(book: Workbook) -> None:
    """窗口人员表现 is a mean of scores (remark 2) and takes no entries."""
    assert listed(book, "模块名单") == ["人员进驻", "业务规范", "窗口规范", "评价管理", "奖励分"]


def test_the_window_list_runs_from_the_header_to_the_remarks(
    book: Workbook, windows: list[str]
) -> None:
    """So a window put in below the last or above the first row is in the list."""
    remarks = 6 + len(windows) + 1
    assert book.defined_names["窗口名单"].attr_text == (
        f'INDEX(名次表!$B$6:$B${remarks},2):INDEX(名次表!$B:$B,MATCH("备注：*",名次表!$A:$A,0)-1)'
    )


def test_no_name_asks_for_its_row(book: Workbook) -> None:
    """``ROW()`` is a list of one number where formulas work on lists, and INDEX then fails."""
    texts = [name.attr_text for name in book.defined_names.values()]
    assert len(texts) >= 3 and not [text for text in texts if re.search(r"\bROWS?\(", text)]


def test_the_window_list_follows_rows_and_works_in_lists(
    built: Path, windows: list[str], calc_book: Callable[..., CalcBook]
) -> None:
    """In Calc, by array formulas: as built, with rows put in at both ends, and taken out."""
    document = calc_book(built).document
    table = document.Sheets.getByName("名次表")
    asked = document.Sheets.getByName("公布成绩").getCellRangeByName("L20:L22")
    formulas = ('SUM(IF(窗口名单<>"";1;0))', "INDEX(窗口名单;1)", "INDEX(窗口名单;ROWS(窗口名单))")
    for place, formula in enumerate(formulas):
        asked.getCellRangeByPosition(0, place, 0, place).setArrayFormula(f"={formula}")

    def seen() -> list[str]:
        document.calculateAll()
        return [asked.getCellByPosition(0, place).String for place in range(3)]

    assert seen() == [str(len(windows)), windows[0], windows[-1]]
    for row, name in ((6, "最前"), (7 + len(windows), "最后"), (3, "")):
        table.Rows.insertByIndex(row, 1)
        table.getCellByPosition(1, row).String = name
    assert seen() == [str(len(windows) + 2), "最前", "最后"]
    table.Rows.removeByIndex(3, 1)
    table.Rows.removeByIndex(6, 2)
    assert seen() == [str(len(windows)), windows[1], "最后"]


def test_errors_and_warnings_are_tinted(book: Workbook) -> None:
    """By the word in the first column, in different colours; filled rows are framed."""
    (tinted, rules), (framed, (frame,)) = book["核对"].conditional_formatting._cf_rules.items()
    assert (str(tinted.sqref), str(framed.sqref)) == ("A7:A5006", "A7:I5006")
    assert [rule.formula for rule in rules] == [['$A7="错误"'], ['$A7="提醒"']]
    assert frame.formula == ["COUNTA($A7:$I7)>0"]
    assert {r.dxf.border.bottom.style for r in (*rules, frame)} == {
        "thin"
    }  # the first wins in Calc
    assert book["核对"].auto_filter.ref == "A6:I5006"
    assert book["核对"]["C7"].alignment.wrap_text


def test_the_outcome_has_room_above_the_findings(book: Workbook) -> None:
    """Rows 2, 3 and 4 are merged across and still empty."""
    merged = {str(area) for area in book["核对"].merged_cells.ranges}
    assert merged == {"A2:I2", "A3:I3", "A4:I4"}
    assert [book["核对"].cell(row, 1).value for row in (2, 3, 4)] == [None] * 3


def test_the_published_figures_are_still_to_come(book: Workbook) -> None:
    """Only a header: an import fills the sheet."""
    assert [c.value for row in book["公布成绩"].iter_rows(min_row=4) for c in row if c.value] == []
