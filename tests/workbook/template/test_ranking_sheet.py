"""The 名次表 as the notice prints it: title, header, windows, remarks, working columns."""

from __future__ import annotations

import pytest
from openpyxl import Workbook

TITLE = "2023年第1季度市政务服务中心窗口绩效考核成绩名次表"


def test_the_annex_mark_and_the_title_stand_on_top(book: Workbook) -> None:
    """The title spans the 49 printed columns, A to AW."""
    sheet = book["名次表"]
    assert sheet["A1"].value == "附件2"
    assert sheet["A2"].value == TITLE
    assert "A2:AW2" in {str(area) for area in sheet.merged_cells.ranges}


@pytest.mark.parametrize(
    ("area", "text"),
    [
        ("A4:A6", "名次"),
        ("B4:B6", "窗口"),
        ("C4:C6", "窗口人员表现（30分）"),
        ("H4:H6", "奖励分（20分）"),
        ("I4:I6", "总分（120分）"),
        ("J4:AD4", "重点加分"),
        ("AE4:AR4", "重点扣分"),
        ("J5:L5", "领导重视"),
        ("M5:O5", "办件量"),
        ("P5:Q5", "一件事"),
        ("R5:R6", "重点加分（第18列）"),
        ("Z5:AA5", "帮代办"),
        ("AG5:AH5", "重点扣分（第33、34列）"),
        ("AW4:AW6", "文字（第49列）"),
        ("AX4:AX6", "一体化平台办件占比"),
        ("AY4:AY6", "红旗窗口"),
    ],
)
def test_headers_are_merged_as_their_paths_say(book: Workbook, area: str, text: str) -> None:
    """Neighbours under one heading share it; a short path reaches down to the windows."""
    sheet = book["名次表"]
    assert area in {str(merged) for merged in sheet.merged_cells.ranges}
    assert sheet[area.split(":")[0]].value.replace("\n", "") == text  # a unit has its own line


@pytest.mark.parametrize(
    ("cell", "text"),
    [("J6", "到岗次数"), ("K6", "加分"), ("L6", "扣分"), ("O6", "办件量加分"), ("AB6", "加分")],
)
def test_the_lowest_header_row_names_each_column(book: Workbook, cell: str, text: str) -> None:
    """A heading over one column alone is a cell, not a merged area."""
    assert book["名次表"][cell].value == text


def test_a_hidden_row_holds_the_id_of_every_column(book: Workbook) -> None:
    """49 printed columns and the working ones; the row moves with them when staff move one."""
    sheet = book["名次表"]
    assert sheet.row_dimensions[3].hidden
    ids = [cell.value for cell in sheet[3] if cell.value]
    assert len(ids) == len(set(ids)) == 51
    assert ids[:2] == ["rank", "window"]
    assert ids[8:10] == ["total", "leadership_visits"]
    assert ids[-2:] == ["platform_share", "red_flag"]


def test_each_window_has_its_row_and_nothing_else_is_filled_in(
    book: Workbook, windows: list[str]
) -> None:
    """25 rows under the header, their other cells blank."""
    rows = list(book["名次表"].iter_rows(min_row=7, max_row=31))
    assert [row[1].value for row in rows] == windows
    assert {cell.value for row in rows for cell in row if cell.column != 2} == {None}


def test_the_remarks_stand_under_the_table_word_for_word(
    book: Workbook, remarks: list[str]
) -> None:
    """Each in a row of its own across the printed columns, as the notice has them."""
    sheet = book["名次表"]
    assert [sheet.cell(32 + n, 1).value for n in range(8)] == remarks
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {f"A{row}:AW{row}" for row in range(32, 40)} <= merged
    assert sheet["A32"].alignment.wrap_text


def test_a_longer_remark_gets_a_higher_row(book: Workbook) -> None:
    """Remarks 3 and 7 do not fit one line of A3; remark 5 does."""
    heights = {row: book["名次表"].row_dimensions[row].height for row in (34, 36, 38)}
    assert heights[34] > heights[36]
    assert heights[38] > heights[36]


def test_the_working_columns_are_named_as_not_printed(book: Workbook) -> None:
    """They stand right of the printed table under a heading of their own."""
    assert book["名次表"]["AX2"].value == "工作栏（不打印）"


def test_figures_are_shown_as_the_notice_shows_them(book: Workbook) -> None:
    """Total 107.56 with a space behind, 领导重视扣分 2.000, percentages whole."""
    sheet = book["名次表"]
    assert sheet["I7"].number_format == "0.00_ "
    assert sheet["L7"].number_format == "0.000_ "
    assert sheet["AS31"].number_format == "0%"
    assert sheet["B7"].number_format == "@"


def test_computed_and_typed_cells_differ_at_a_glance(book: Workbook) -> None:
    """Input is white, computed tinted, 窗口人员表现 (both) has a tint of its own."""
    sheet = book["名次表"]
    tints = [sheet[cell].fill.start_color.rgb for cell in ("K7", "D7", "C7")]
    assert tints[0] == "FFFFFFFF"
    assert len(set(tints)) == 3
    assert sheet["A7"].fill.start_color.rgb == sheet["I7"].fill.start_color.rgb == tints[1]
    assert sheet["AY7"].fill.start_color.rgb == tints[1]


def _ruled(book: Workbook) -> dict[str, list[str]]:
    """The formulas of the conditional formats of 名次表, by their areas."""
    return {
        str(area.sqref): [rule.formula[0] for rule in rules]
        for area, rules in book["名次表"].conditional_formatting._cf_rules.items()
    }


def test_what_a_formula_brings_to_an_item_is_marked(book: Workbook) -> None:
    """Points, counts, ticks and shares of the ledger, not what is computed: all window rows."""
    marked = {area for area, formulas in _ruled(book).items() if "ISFORMULA" in formulas[-1]}
    assert {"K6:K31", "O6:O31", "J6:J31", "M6:M31", "AQ6:AQ31", "AS6:AS31"} <= marked
    assert not {"I6:I31", "AY6:AY31"} & marked


def test_a_fault_is_shown_as_a_word_that_can_be_read(book: Workbook) -> None:
    """What is computed, and no count, shows 待填, 待重算 or 请核对 for a fault and says why."""
    sheet, ruled = book["名次表"], _ruled(book)
    for area in ("A6:A31", "C6:C31", "I6:I31", "K6:K31", "AY6:AY31"):
        words = [
            rule.dxf.numFmt.formatCode.split(";")[3]
            for rule in sheet.conditional_formatting[area]
            if rule.dxf.numFmt is not None
        ]
        assert words == ['"待填"', '"待重算"', '"请核对"']
        assert "LEFT(" in ruled[area][0] and "错误：" in ruled[area][0]
    assert not any("LEFT(" in formula for formula in ruled["J6:J31"])
    prompts = {str(v.sqref): v.prompt for v in sheet.data_validations.dataValidation}
    assert all("核对" in (prompts[area] or "") for area in ("A7:A31", "C7:C31", "I7:I31"))


def test_the_table_has_a_strong_outline(book: Workbook) -> None:
    """Thin lines inside, medium around the printed table."""
    sheet = book["名次表"]
    assert sheet["A4"].border.top.style == sheet["A20"].border.left.style == "medium"
    assert sheet["AW31"].border.right.style == sheet["AW31"].border.bottom.style == "medium"
    assert sheet["K20"].border.left.style == sheet["K20"].border.bottom.style == "thin"
