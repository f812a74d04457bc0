"""规则, 栏目 and 通报数据: the notice's values and the columns, as the workbook carries them."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tests.workbook.template.test_page import accepted
from xl_appraisal.model.rulebook import load_rulebook

READING = 7
"""The column of the explanation."""


def rule_rows(book: Workbook) -> dict[str, int]:
    return {row[2].value: row[2].row for row in book["规则"].iter_rows(min_row=4)}


def test_the_workbook_says_what_it_is_of(book: Workbook) -> None:
    """Quarter, notice and layout come first; the codes stand in a hidden column."""
    assert book["规则"].column_dimensions["C"].hidden
    rows = [[cell.value for cell in row[:3]] for row in book["规则"].iter_rows(4, 6)]
    assert rows == [
        ["季度", "2023Q1", "book.quarter"],
        ["通报", "jinjiang-2023", "book.notice"],
        ["栏目", "jinjiang-2023Q1", "book.layout"],
    ]


def test_codes_are_said_in_words_beside_them(book: Workbook) -> None:
    """The period as people write it; the notice's own title beside its id."""
    assert book["规则"].cell(4, READING).value == "年份和季度，如 2023Q1；2023Q1 是2023年第1季度。"
    assert str(book["规则"].cell(5, READING).value).startswith(
        "《晋江市行政服务中心窗口服务绩效考核实施方案（试行）》（晋行政管〔2022〕1号）。"
    )


@pytest.mark.parametrize(
    ("path", "value", "shown"),
    [
        ("module.reward.max", 20, "General"),
        ("rule.walkthrough.schedule_missing.points", -0.5, "General"),
        ("rule.item_24.count.points", 0.2, "General"),
        ("setting.red_flag_share", 0.3, "0%"),
        ("rule.case_volume.lift.share", "=2/3", "?/?"),
        ("setting.quota_rounding", "四舍五入", "@"),
        ("rule.walkthrough.deduction_module", "业务规范", "@"),
        ("rule.leadership.target", None, "General"),
    ],
)
def test_values_are_what_they_are(
    book: Workbook, path: str, value: float | str | None, shown: str
) -> None:
    """Numbers as numbers, shares as shares, 2/3 exactly, choices as text, blank where not set."""
    cell = book["规则"].cell(rule_rows(book)[path], 2)
    assert (cell.value, cell.number_format) == (value, shown)


def test_two_thirds_shows_a_figure_before_anything_is_calculated(built: Path) -> None:
    """The formula carries its figure, for readers that do not calculate."""
    stored = load_workbook(built, data_only=True)
    cell = stored["规则"].cell(rule_rows(stored)["rule.case_volume.lift.share"], 2)
    assert cell.value == pytest.approx(2 / 3, abs=1e-15)


def test_choices_are_chosen_from_a_list(book: Workbook) -> None:
    """The list on the hidden sheet has the texts of the choices."""
    row = rule_rows(book)["setting.tie_at_line"]
    sheet, area = accepted(book, "规则", f"B{row}").formula1.split("!")
    entries = [cell.value for (cell,) in book[sheet.strip("'")][area.replace("$", "")]]
    assert entries == ["同分的都评上（可能超名额）", "同分的都不评（可能不足名额）"]


def test_each_value_names_its_remark_and_its_standing(book: Workbook) -> None:
    """The remark as a number; the standings in tints of their own."""
    rows, sheet = rule_rows(book), book["规则"]
    seen = {}
    for path in ("module.reward.max", "setting.total_places", "setting.tie_rank"):
        cell = sheet.cell(rows[path], 6)
        seen[cell.value] = cell.fill.start_color.rgb
        assert sheet.cell(rows[path], 5).value == 1
    assert len(seen) == len(set(seen.values())) == 3
    assert sheet.cell(rows["rule.case_volume.cap"], 5).value == 4


def test_every_column_is_described(book: Workbook) -> None:
    """In Chinese, in order, printed or not."""
    rows = {
        row[-1]: row[:-1] for row in book["栏目"].iter_rows(min_row=4, values_only=True) if row[0]
    }
    assert len(rows) == 51
    assert rows["leadership_deduction"] == (
        "重点加分/领导重视/扣分",
        "分值",
        "-",
        "业务规范",
        "备注写明",
        "0.000_ ",
        "是",
        None,
        "leadership",
    )
    assert rows["item_47"][3] == "按明细"
    assert rows["item_18"][4] == "栏名待定"
    assert rows["platform_share"][7] == "case_volume.platform_share"
    assert rows["platform_share"][6] == "否"


def test_the_texts_behind_the_workbook_can_be_read_back(book: Workbook) -> None:
    """In a few cells of the hidden sheet, as text, a line break between two cells."""
    sheet, rulebook = book["通报数据"], load_rulebook()
    assert sheet.sheet_state == "hidden"
    for column, text in ((1, rulebook.notice_text), (2, rulebook.layout_text)):
        cells = [sheet.cell(row, column) for row in (1, 2)]  # each text has some 8,000 characters
        assert "\n".join(cell.value for cell in cells) + "\n" == text
        assert {cell.data_type for cell in cells} == {"s"}
        assert all(len(cell.value) <= 8_000 for cell in cells)
