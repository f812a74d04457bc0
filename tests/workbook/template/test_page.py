"""The 名次表 on paper and under the hand: page, panes, what its cells accept."""

from __future__ import annotations

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation


def accepted(book: Workbook, sheet: str, cell: str) -> DataValidation:
    """The one validation that covers the cell."""
    row, column = book[sheet][cell].row, book[sheet][cell].column
    found = [
        rule
        for rule in book[sheet].data_validations.dataValidation
        if any(
            area.min_row <= row <= area.max_row and area.min_col <= column <= area.max_col
            for area in rule.sqref.ranges
        )
    ]
    assert len(found) == 1
    return found[0]


def test_the_annex_is_a3_across_and_one_page_wide(book: Workbook) -> None:
    """Paper size 8 is A3; as many pages down as it takes."""
    sheet = book["名次表"]
    assert sheet.page_setup.paperSize == 8
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_options.horizontalCentered


def test_only_the_annex_is_printed_and_its_header_on_every_page(book: Workbook) -> None:
    """Title to header repeat; the working columns and the legend stay off the paper."""
    sheet = book["名次表"]
    assert sheet.print_area == "'名次表'!$A$1:$AW$39"
    assert sheet.print_title_rows == "$2:$6"
    assert sheet.oddFooter.center.text == "第 &P 页 共 &N 页"


def test_header_and_window_names_stay_in_sight(book: Workbook) -> None:
    """Frozen under the header and right of 窗口."""
    assert book["名次表"].freeze_panes == "C7"


@pytest.mark.parametrize(
    ("cell", "kind", "operator", "first", "second"),
    [
        ("K7", "decimal", "greaterThanOrEqual", "0", None),
        ("J31", "decimal", "greaterThanOrEqual", "0", None),
        ("AQ7", "list", None, '"√"', None),
        ("AS7", "decimal", None, "0", "1"),
        ("AX7", "decimal", None, "0", "1"),
        ("C7", "decimal", None, "0", "30"),
    ],
)
def test_cells_ask_back_about_what_they_do_not_expect(
    book: Workbook, cell: str, kind: str, operator: str | None, first: str, second: str | None
) -> None:
    """Points and counts from 0, √ only, shares from 0 to 1; a question, never a refusal."""
    rule = accepted(book, "名次表", cell)
    assert (rule.type, rule.formula1, rule.formula2) == (kind, first, second)
    assert rule.operator in ({operator} if operator else {None, "between"})
    assert rule.errorStyle == "warning"
    assert rule.errorTitle
    assert rule.error


@pytest.mark.parametrize("cell", ["AE7", "B7"])
def test_text_cells_ask_nothing(book: Workbook, cell: str) -> None:
    """In a text anything may stand."""
    with pytest.raises(AssertionError):
        accepted(book, "名次表", cell)


@pytest.mark.parametrize("cell", ["A7", "D7", "I7", "AY7"])
def test_computed_cells_take_all_and_tell_where_faults_are_explained(
    book: Workbook, cell: str
) -> None:
    """The program fills them in: no limit, only the words beside the cell."""
    rule = accepted(book, "名次表", cell)
    assert rule.formula1 is None
    assert "核对" in rule.prompt


def test_the_legend_stands_above_the_table_and_off_the_paper(book: Workbook) -> None:
    """Right of the working columns, over rows that no reader takes for windows."""
    sheet = book["名次表"]
    legend = [cell.value for cell in sheet[1] if cell.value and cell.column > 51]
    assert legend[:4] == ["红色名称", "填写栏", "计算栏", "计算或填写"]
    below = sheet.iter_rows(min_row=3, min_col=52)
    assert all(cell.value is None for row in below for cell in row)
