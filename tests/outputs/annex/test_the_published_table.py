"""The annex made from the real inputs is the published one, text by text."""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal

import openpyxl
import pytest

from tests import published as evidence
from tests.outputs.annex.samples import made, rows, word
from xl_appraisal.model.exact import half_up
from xl_appraisal.model.record import replace
from xl_appraisal.outputs.annex import annex_table
from xl_appraisal.outputs.page import CellValue, cell_text, column
from xl_appraisal.work.desk import Appraised

TABLE = [list(row.values()) for row in evidence.rows()]
REMARKS = re.findall(
    r"^(?:备注：|\[bookmark: _GoBack\])? *(\d\..+)$",
    (evidence.FIXTURES / "notice.txt").read_text(encoding="utf-8"),
    re.MULTILINE,
)
DEPTH = 3
TITLE = "2023年第1季度市政务服务中心窗口绩效考核成绩名次表"


def test_word_holds_the_published_table_cell_by_cell(published: Appraised) -> None:
    """25 × 49 cells in order, down to how figures are shown: ``29.562``, ``2.000``, ``100%``."""
    (table,) = word(published).tables

    assert rows(table)[DEPTH:] == TABLE


def test_word_holds_the_notices_title_and_remarks(published: Appraised) -> None:
    """附件2, the title, and under the table all eight remarks word for word; then nothing."""
    texts = [paragraph.text for paragraph in word(published).paragraphs]

    assert len(REMARKS) == 8
    assert texts == ["附件2", TITLE, f"备注：{REMARKS[0]}", *(" " * 6 + r for r in REMARKS[1:])]


def test_excel_shows_the_published_table_cell_by_cell(published: Appraised) -> None:
    """Figures are numbers with a format; as those formats show them they are the published."""
    sheet = openpyxl.load_workbook(io.BytesIO(made(published, "xlsx"))).active
    assert sheet is not None
    top = 2 + DEPTH + 1
    cells = sheet.iter_rows(min_row=top, max_row=top + len(TABLE) - 1, max_col=len(TABLE[0]))

    assert [[_as_excel_shows(cell) for cell in row] for row in cells] == TABLE
    below = sheet.cell(top + len(TABLE), 1).value
    assert str(below).removeprefix("备注：").replace("\n" + " " * 6, "\n").split("\n") == REMARKS
    assert (sheet["A1"].value, sheet["A2"].value) == ("附件2", TITLE)


def _as_excel_shows(cell: openpyxl.cell.Cell) -> str:
    """By the few formats there are, worked with Decimal alone."""
    if not isinstance(cell.value, int | float):
        return cell.value or ""  # type: ignore[return-value]
    number = Decimal(repr(cell.value))
    places = {"General": None, "0.00_ ": 2, "0.000_ ": 3, "0%": 0}[cell.number_format]
    if places is None:
        return f"{number.normalize():f}"
    percent = cell.number_format.endswith("%")
    return str(half_up(number * 100 if percent else number, places)) + "%" * percent


def test_excel_holds_values_alone(published: Appraised) -> None:
    """One sheet, no formula, no macro, no link to another file."""
    data = made(published, "xlsx")
    names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    book = openpyxl.load_workbook(io.BytesIO(data))

    assert book.sheetnames == ["名次表"]
    assert not [c for row in book["名次表"].iter_rows() for c in row if c.data_type == "f"]
    assert not [n for n in names if re.search("vba|external|calcChain|connections|custom", n)]


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (Decimal("29.562"), "General", "29.562"),
        (Decimal("10.0"), "General", "10"),
        (Decimal(1593), "General", "1593"),
        (Decimal("107.562"), "0.00_ ", "107.56"),
        (Decimal("101.115"), "0.00_ ", "101.12"),  # half up, as published
        (Decimal("2"), "0.000_ ", "2.000"),
        (Decimal("1"), "0%", "100%"),
        (Decimal("0.985"), "0%", "99%"),
        (Decimal("0.985"), "0.0%", "98.5%"),
        (Decimal("1234.5"), "#,##0.0", "1234.5"),  # not understood: whole, never cut
        ("√", "General", "√"),
        (None, "0.00_ ", ""),
    ],
)
def test_a_value_is_shown_by_its_format(value: CellValue, number_format: str, text: str) -> None:
    """The formats of the layout and what they make of a figure."""
    assert cell_text(value, column("栏", form=number_format)) == text


def test_how_figures_are_shown_is_data_of_the_layout(published: Appraised) -> None:
    """Another format for the total, nothing else changed: 107.562 instead of 107.56."""
    table = annex_table(published.quarter, published.appraisal)

    total = replace(table.columns[8], number_format="0.000")
    changed = replace(table, columns=(*table.columns[:8], total, *table.columns[9:]))
    assert table.texts()[0][8] == "107.56"
    assert changed.texts()[0][8] == "107.562"
