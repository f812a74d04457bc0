"""The documents themselves, read back by other libraries and as printed."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.outputs.quarters import LONG, maker, page
from tests.render import page_sizes, pages_of
from xl_appraisal.model.errors import BookError
from xl_appraisal.outputs import pdf
from xl_appraisal.outputs.page import Page, Row, Table, Text, column, row_texts
from xl_appraisal.outputs.page_excel import pages_xlsx
from xl_appraisal.outputs.page_word import pages_docx
from xl_appraisal.outputs.slips.slip_run import write_slips

WINDOWS = ("甲", "丙", "戊", LONG)
ORIGIN = "出处：工作簿“2023Q1.xlsx”"


def texts(drawn: Page) -> list[str]:
    """All texts of a page in order; a line break within a cell is a blank."""
    found = [drawn.title, drawn.subtitle]
    for block in drawn.blocks:
        if not isinstance(block, Table):
            found.append(block.text)
            continue
        found += [column.header[-1] for column in block.columns]
        for row in block.rows:
            found += row_texts(row, block.columns)
    return [text.replace("\n", " ") for text in found]


@pytest.mark.parametrize("window", WINDOWS, ids=lambda name: name[:4])
def test_word_holds_the_page_cell_by_cell(window: str) -> None:
    """Every text in its order, the note of origin last; read by python-docx."""
    drawn = page(window, compared=True)
    document = docx.Document(io.BytesIO(pages_docx([drawn], ORIGIN)))

    found = []
    for block in document.iter_inner_content():
        if isinstance(block, docx.table.Table):
            found += [cell.text for row in block._tbl.tr_lst for cell in _cells(row, block)]
        else:
            found.append(block.text)
    assert found == [*texts(drawn), ORIGIN]


def _cells(row: object, table: docx.table.Table) -> list[docx.table._Cell]:
    return [docx.table._Cell(tc, table) for tc in row.tc_lst]  # type: ignore[attr-defined]


def test_word_repeats_header_rows_and_breaks_no_row() -> None:
    """Three tables: each header on every page, each row in one piece."""
    data = zipfile.ZipFile(io.BytesIO(pages_docx([page("甲")]))).read("word/document.xml").decode()

    assert data.count("<w:tblHeader/>") == 3
    assert data.count("<w:cantSplit/>") == data.count("<w:tr>")


@pytest.mark.parametrize("origin", ["", ORIGIN])
def test_the_remarks_go_on_one_page_with_what_follows_them(origin: str) -> None:
    """Each holds the next one, the last the note of origin; no page has the end of them alone."""
    drawn = page("甲")
    document = docx.Document(io.BytesIO(pages_docx([drawn], origin)))
    small = [block.text for block in drawn.blocks if isinstance(block, Text) and block.small]
    formats = {p.text: p.paragraph_format for p in document.paragraphs}

    assert len(small) > 1 and all(formats[text].keep_together for text in small)
    kept = [bool(formats[text].keep_with_next) for text in small]
    assert kept == [True] * (len(small) - 1) + [bool(origin)]


def test_the_note_of_origin_can_be_left_out() -> None:
    """For the official print: nothing after the remarks."""
    drawn = page("甲")
    document = docx.Document(io.BytesIO(pages_docx([drawn])))

    assert document.paragraphs[-1].text == texts(drawn)[-1]


@pytest.mark.parametrize("window", WINDOWS, ids=lambda name: name[:4])
def test_excel_holds_the_page_as_values(window: str) -> None:
    """Texts as texts, figures as numbers, no formula; read by openpyxl."""
    drawn = page(window)
    sheet = openpyxl.load_workbook(io.BytesIO(pages_xlsx([drawn], ORIGIN))).active
    assert sheet is not None
    values = [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]

    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    expected = [text for text in [*texts(drawn), ORIGIN] if text]
    assert [_as_text(value) for value in values] == [text.lstrip("+") for text in expected]


def _as_text(value: object) -> str:
    if isinstance(value, int | float):
        return f"{value:g}"
    return str(value).removeprefix("　　").replace("\n", " ")


def test_a_long_reason_takes_several_rows_none_higher_than_excel_allows() -> None:
    """6,000 characters: all of them, in their order, in rows of at most 409.5 points."""
    reason = "".join(f"第{number:04}处不齐" for number in range(750))
    columns = tuple(column(name, 20) for name in ("项目", "事由"))
    drawn = Page("甲", "乙", (Table(columns, (Row(("一", reason)),), size=10), Text(reason)))
    sheet = openpyxl.load_workbook(io.BytesIO(pages_xlsx([drawn]))).active
    assert sheet is not None
    texts = [str(c.value or "") for row in sheet.iter_rows(min_row=4) for c in row]

    assert "".join(texts).replace("　", "") == f"一{reason}{reason}"
    assert max(row.height or 0 for row in sheet.row_dimensions.values()) <= 409.5


def test_a_reason_that_looks_like_a_formula_stays_a_text() -> None:
    """What departments typed goes out as it is and computes nothing."""
    drawn = Page("=1+1", "+窗口", ())
    sheet = openpyxl.load_workbook(io.BytesIO(pages_xlsx([drawn]))).active

    assert sheet is not None
    assert [(c.value, c.data_type) for c in (sheet["A1"], sheet["A2"])] == [
        ("=1+1", "s"),
        ("+窗口", "s"),
    ]


def test_pdf_slips_are_printed_from_word(tmp_path: Path) -> None:
    """Seven windows and the index: A4 upright, the name and the total on the first page."""
    done = write_slips(maker(), tmp_path, "pdf", origin=ORIGIN)

    for name in (*done.files, done.index):
        assert {(round(w), round(h)) for w, h in page_sizes(tmp_path / name)} == {(595, 842)}
    first = pages_of(tmp_path / done.files[0])[0]
    assert "窗口：甲" in first and "106.00" in first
    longest = next(name for name in done.files if name.startswith(LONG[:10]))
    assert "98.00" in pages_of(tmp_path / longest)[0]


def test_without_libreoffice_a_pdf_is_refused_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is written, not even the folder."""
    monkeypatch.setattr(pdf, "find_soffice", lambda: None)

    with pytest.raises(BookError, match="请安装 LibreOffice"):
        write_slips(maker(), tmp_path / "out", "pdf")
    assert list(tmp_path.iterdir()) == []
