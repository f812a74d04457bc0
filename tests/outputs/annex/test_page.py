"""How the annex lies on paper: size, header on every page, remarks together, page numbers."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from tests.outputs.annex.samples import LONG, ORIGIN, made, rows, sixty, word
from tests.outputs.golden import expect_golden
from tests.published import rows as table_rows
from tests.render import page_sizes, pages_of, pdf_of
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.record import replace
from xl_appraisal.outputs import pdf
from xl_appraisal.outputs.annex import (
    PAPERS,
    READABLE,
    annex_table,
    millimetres,
    readable_blocks,
)
from xl_appraisal.outputs.page import Column, Page, Row, Table
from xl_appraisal.outputs.page_word import pages_docx
from xl_appraisal.work.desk import Appraised

GOLDEN = Path(__file__).parent / "golden"
POINTS = {"A3": (1191, 842), "A4": (842, 595)}
MILLIMETRES = {"A3": (420, 297), "A4": (297, 210)}


def described(document: Any) -> str:
    """Text and structure of a Word document for people to compare."""
    section = document.sections[0]
    lines = [f"纸张 {section.page_width.mm:.0f} × {section.page_height.mm:.0f} 毫米"]
    for block in document.iter_inner_content():
        if not hasattr(block, "rows"):
            lines.append(_flags(block) + block.text)
            continue
        for row in block._tbl.tr_lst:
            head = "表头" if row.trPr.find(qn("w:tblHeader")) is not None else "　　"
            lines.append(f"{head} │ {' │ '.join(map(_described_cell, row.tc_lst))}")
    return "\n".join(lines) + "\n"


def _flags(paragraph: Any) -> str:
    layout = paragraph.paragraph_format
    page = "〔新页〕" if layout.page_break_before else ""
    return page + ("〔与下段同页〕" if layout.keep_with_next else "")


def _described_cell(cell: Any) -> str:
    down = {None: "", "restart": "↓", "continue": "↑"}[cell.vMerge]
    wide = f"←{cell.grid_span}→" if cell.grid_span > 1 else ""
    return f"{''.join(run.text or '' for run in cell.iter(qn('w:t')))}{wide}{down}"


def test_the_published_annex_reads_as_kept(published: Appraised) -> None:
    """Header with its merged cells, rows, remarks."""
    expect_golden(GOLDEN / "2023Q1-A3.txt", described(word(published)))


def test_blocks_read_as_kept(published: Appraised) -> None:
    """On A4: two blocks, each with rank and window and on a page of its own; remarks last."""
    document = word(published, paper="A4", in_blocks=True, origin=ORIGIN)

    expect_golden(GOLDEN / "2023Q1-A4-分块.txt", described(document))


def test_odd_windows_read_as_kept() -> None:
    """A long name, no item at all, a tie, a veto, a window without a score, sixty in all."""
    expect_golden(GOLDEN / "六十个窗口.txt", described(word(sixty(), origin=ORIGIN)))


def test_odd_windows_come_out_right() -> None:
    """By hand: 98.5 is what a window without any item has (see tests.workbook.books)."""
    (table,) = word(sixty()).tables
    found = {row[1]: row for row in rows(table)[3:]}

    assert len(found) == 60
    # 98.5 + 4 − 0.5 = 102; 98.5 + 3; 98.5 + 2.5 twice share rank 3; 98.5 is next, rank 5
    assert [found[name][0] for name in ("一票否决", LONG, "并列一", "并列二", "没有任何项目")] == [
        "1", "2", "3", "3", "5",
    ]  # fmt: skip
    assert found["一票否决"][8] == "102.00" and "√" in found["一票否决"]
    assert [text for text in found["没有任何项目"][9:] if text] == []
    assert list(found)[-1] == "看不懂" and found["看不懂"][0] == found["看不懂"][8] == ""
    assert {"三分", "另行说明"} <= set(found["看不懂"])


@pytest.mark.parametrize("paper", ["A3", "A4"])
def test_word_lies_on_its_side(published: Appraised, paper: str) -> None:
    """Landscape; every header row repeated, no row cut; remarks held to one another."""
    document = word(published, paper=paper)
    (section,) = document.sections
    table = document.tables[0]._tbl

    assert (round(section.page_width.mm), round(section.page_height.mm)) == MILLIMETRES[paper]
    assert section.orientation is WD_ORIENT.LANDSCAPE
    properties = [row.trPr for row in table.tr_lst]
    assert [p.find(qn("w:tblHeader")) is not None for p in properties] == [True] * 3 + [False] * 25
    assert all(p.find(qn("w:cantSplit")) is not None for p in properties)
    remarks = [p.paragraph_format for p in document.paragraphs[2:]]
    assert [p.keep_with_next or False for p in remarks] == [True] * 7 + [False]
    assert all(p.keep_together for p in remarks)
    room = section.page_width - section.left_margin - section.right_margin
    assert sum(column.width for column in document.tables[0].columns) <= room
    footer = section.footer._element.xml
    assert 'instr="PAGE"' in footer and 'instr="NUMPAGES"' in footer


def test_official_fonts_are_named(published: Appraised) -> None:
    """Title, header, body; each Word and LibreOffice replaces where it is missing."""
    fonts = word(published).element.body.iter(qn("w:rFonts"))

    assert {font.get(qn("w:eastAsia")) for font in fonts} == {
        "方正小标宋简体", "黑体", "仿宋_GB2312",
    }  # fmt: skip


def test_excel_prints_the_same_way(published: Appraised) -> None:
    """A3 on its side, one page wide, title and header on every page, numbered; widths alike."""
    sheet = openpyxl.load_workbook(io.BytesIO(made(published, "xlsx"))).active
    assert sheet is not None
    page = sheet.page_setup
    columns = word(published).tables[0].columns
    share = [column.width / sum(c.width for c in columns) for column in columns]
    groups = sheet.column_dimensions.values()  # neighbours of one width are written once
    widths = [group.width for group in groups for _ in range(group.min, group.max + 1)]

    assert (page.paperSize, page.orientation) == (8, "landscape")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (page.fitToWidth or 1, page.fitToHeight) == (1, 0)  # 1 need not be written
    assert sheet.print_title_rows == "$1:$5"
    assert "&P" in str(sheet.oddFooter.center.text)
    assert [width / sum(widths) for width in widths] == pytest.approx(share, rel=0.02)


def test_the_note_of_origin_is_on_the_last_page_alone(published: Appraised) -> None:
    """In both kinds, once, at the end; absent unless it is given."""
    options: dict[str, Any] = {"paper": "A4", "in_blocks": True}
    texts = [p.text for p in word(published, origin=ORIGIN, **options).paragraphs]
    book = openpyxl.load_workbook(io.BytesIO(made(published, "xlsx", origin=ORIGIN, **options)))
    cells = [(s.title, c.value) for s in book for row in s.iter_rows() for c in row if c.value]

    assert (texts[-1], texts.count(ORIGIN)) == (ORIGIN, 1)
    assert [title for title, value in cells if value == ORIGIN] == ["名次表（2）"]
    assert cells[-1][1] == ORIGIN


def test_every_block_repeats_rank_and_window_and_loses_no_column(published: Appraised) -> None:
    """The blocks side by side are the table; a count stands in the block of its points."""
    table = annex_table(published.quarter, published.appraisal)
    cut = readable_blocks(table, PAPERS["A4"].room)
    fixed = table.columns[:2]

    assert len(cut) == 2 and readable_blocks(table, PAPERS["A3"].room) == (table,)
    assert all(block.columns[:2] == fixed for block in cut)
    assert [*fixed, *(c for block in cut for c in block.columns[2:])] == list(table.columns)
    assert all(PAPERS["A4"].room / millimetres(c.columns) >= READABLE for c in cut)
    for block in cut:
        pairs = {c.header[:-1] for c in block.columns if c.header[-1] == "数量"}
        other = {c.header[:-1] for c in block.columns if c.header[-1] in ("加分", "扣分")}
        assert pairs <= other
        assert [row.cells[:2] for row in block.rows] == [row.cells[:2] for row in table.rows]


def test_a_table_too_wide_for_word_says_what_to_do(published: Appraised) -> None:
    """64 columns: refused with the two ways out; in blocks it comes out whole."""
    table = annex_table(published.quarter, published.appraisal)
    wide = _widened(table, 64)

    with pytest.raises(BookError, match=r"64栏，Word 的表格最多63栏.*\.xlsx.*--blocks"):
        pages_docx([Page("名次表", "", (wide,), PAPERS["A3"])])
    blocks = readable_blocks(wide, PAPERS["A4"].room)
    assert pages_docx([Page("名次表", "", (block,), PAPERS["A4"]) for block in blocks])


def _widened(table: Table, columns: int) -> Table:
    last: Column = table.columns[-1]
    more = columns - len(table.columns)
    extra = tuple(replace(last, header=(f"栏{n}",)) for n in range(more))
    rows = tuple(Row(row.cells + (None,) * more) for row in table.rows)
    return replace(table, columns=table.columns + extra, rows=rows)


def test_the_published_annex_prints_on_one_page_of_a3(published: Appraised, tmp_path: Path) -> None:
    """Word's and Excel's, through LibreOffice: every window, the remarks, the page number."""
    for kind in ("docx", "xlsx"):
        document = tmp_path / f"{kind}.{kind}"
        document.write_bytes(made(published, kind))
        printed = pdf_of(document, tmp_path)
        (page,) = pages_of(printed)

        assert [(round(w), round(h)) for w, h in page_sizes(printed)] == [POINTS["A3"]]
        assert all(row["c9"] in page for row in table_rows())
        assert "8.市行政服务中心管委会" in page.replace(" ", "")
        assert "第1页共1页" in page.replace(" ", "")


def test_25_windows_and_the_remarks_take_one_page_of_a4_in_word(
    published: Appraised, tmp_path: Path
) -> None:
    """Lower rows, so that no page has the remarks alone."""
    document = tmp_path / "a4.docx"
    document.write_bytes(made(published, paper="A4", origin=ORIGIN))
    (page,) = pages_of(pdf_of(document, tmp_path))
    assert "备注：1." in page.replace(" ", "") and "出处" in page


def test_sixty_windows_repeat_the_header_and_keep_the_remarks_together(tmp_path: Path) -> None:
    """On A4: the header on each page that has windows; remarks and origin on one page."""
    document = tmp_path / "sixty.docx"
    document.write_bytes(made(sixty(), paper="A4", origin=ORIGIN))
    pages = [page.replace(" ", "") for page in pages_of(pdf_of(document, tmp_path))]
    with_windows = [page for page in pages if "第60窗口" in page or "没有任何项目" in page]
    with_remarks = [page for page in pages if "备注：1." in page]

    assert len(pages) > 1 and len(with_windows) == 2
    assert all("名次" in page for page in with_windows)
    assert len(with_remarks) == 1 and "8.市行政服务中心管委会" in with_remarks[0]
    assert "出处" in with_remarks[0]


def test_a_pdf_is_words_printed(published: Appraised) -> None:
    """The bytes of a PDF on A3."""
    assert made(published, "pdf").startswith(b"%PDF-")


def test_without_libreoffice_a_pdf_is_refused_with_what_to_do(
    published: Appraised, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other two kinds are named as the way out."""
    monkeypatch.setattr(pdf, "find_soffice", lambda: None)

    with pytest.raises(BookError, match=r"请安装 LibreOffice.*\.docx、\.xlsx"):
        made(published, "pdf")
