"""The annex follows the workbook: its headers, formats, order, title, however many windows."""

from __future__ import annotations

import io

import openpyxl

from tests.outputs.annex.samples import made, rows, word
from tests.workbook.books import COLUMNS, HEADER, Book, at


def header(table: list[list[str]]) -> set[str]:
    return {text for row in table[:3] for text in row}


def test_a_header_renamed_on_the_sheet_is_printed() -> None:
    """The name of an item that was not known, and the title."""
    renamed = {at("item_18", HEADER[1]): "一窗通办加分", "A2": "某市第一季度名次表"}
    document = word(Book({"甲": {"item_18": 2}}, cells={"名次表": renamed}).appraised())
    texts = header(rows(document.tables[0]))

    assert "一窗通办加分" in texts and "重点加分（第18列）" not in texts
    assert document.paragraphs[1].text == "某市第一季度名次表"


def test_a_format_on_the_column_sheet_decides_how_figures_are_shown() -> None:
    """显示格式 of the total with one place: 98.5 + 2.06 = 100.56, shown as 100.6."""
    book = Book({"甲": {"item_18": 2.06}}, columns={"total": {"显示格式": "0.0"}})
    (_, _, _, row) = rows(word(book.appraised()).tables[0])

    assert row[8] == "100.6"


def test_columns_stand_as_they_stand_on_the_sheet() -> None:
    """总分 moved behind 窗口."""
    order = [
        "rank",
        "window",
        "total",
        *(c for c in COLUMNS if c not in ("rank", "window", "total")),
    ]
    (_, _, _, row) = rows(word(Book({"甲": {}}, order=order).appraised()).tables[0])

    assert row[:4] == ["1", "甲", "98.50", "28.5"]


def test_without_windows_there_is_a_header_and_the_remarks() -> None:
    """Nothing filled in yet: no crash, no row."""
    done = Book({}).appraised()
    document = word(done, paper="A4", in_blocks=True)
    sheet = openpyxl.load_workbook(io.BytesIO(made(done, "xlsx"))).active

    assert [len(rows(table)) for table in document.tables] == [3] * len(document.tables)
    assert document.paragraphs[-1].text.strip().startswith("8.")
    assert sheet is not None and str(sheet["A6"].value).startswith("备注：1.")


def test_a_name_that_looks_like_a_formula_stays_a_text() -> None:
    """In the workbook; in Word a line break within a name becomes a blank."""
    done = Book({"=1+1": {}, "甲\n乙": {}}).appraised()
    sheet = openpyxl.load_workbook(io.BytesIO(made(done, "xlsx"))).active
    assert sheet is not None
    names = {row[1].value: row[1].data_type for row in sheet.iter_rows(min_row=6, max_row=7)}

    assert names["=1+1"] == "s"
    assert {row[1] for row in rows(word(done).tables[0])[3:]} == {"=1+1", "甲 乙"}
