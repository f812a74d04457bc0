"""annex, slips, charts and paragraph as their users meet them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.command_line import Run

Command = Callable[..., Run]


def test_slips_writes_beside_the_workbook_and_tells_its_progress(run: Command, book: Path) -> None:
    """25 slips and the index, progress on standard error, nothing else on standard output."""
    done = run("slips", book)

    folder = book.with_name("2023Q1-加扣分明细")
    assert done.code == 0
    assert len([p for p in folder.iterdir() if not p.name.startswith(".")]) == 26
    assert "25/25" in done.err and "25份" in done.out


def test_the_note_of_origin_is_there_unless_it_is_left_out(
    run: Command, book: Path, tmp_path: Path
) -> None:
    """Workbook, notice and fingerprint on every slip; the same inputs, the same fingerprint."""
    marks = []
    for number, extra in enumerate([(), (), ("--no-origin",)]):
        folder = tmp_path / str(number)
        assert run("slips", book, "--format", "xlsx", "--out", folder, *extra).code == 0
        sheet = openpyxl.load_workbook(next(folder.glob("税务*"))).active
        assert sheet is not None
        marks.append([c.value for r in sheet.iter_rows() for c in r if "出处" in str(c.value)])

    first, second, third = marks
    assert "2023Q1.xlsx" in first[0] and "jinjiang-2023" in first[0]
    assert first[0].split("数据指纹")[1] == second[0].split("数据指纹")[1]
    assert third == []


def test_slips_of_a_stopped_quarter_are_written_with_exit_code_1(
    run: Command, book: Path, tmp_path: Path
) -> None:
    """A window without a score gets its slip as well, which says why."""
    workbook = openpyxl.load_workbook(book)
    workbook["名次表"]["AL15"] = "三分"
    workbook.save(book)
    done = run("slips", book, "--format", "xlsx", "--out", tmp_path / "out")

    assert done.code == 1
    assert len(list((tmp_path / "out").glob("*.xlsx"))) == 26


def test_slips_refuses_a_previous_quarter_that_is_not_earlier(run: Command, book: Path) -> None:
    """The workbook itself by mistake: exit code 2 and no folder."""
    done = run("slips", book, "--previous", book)

    assert done.code == 2 and "不早于" in done.err
    assert not book.with_name("2023Q1-加扣分明细").exists()


def test_annex_goes_beside_the_workbook_unless_told(run: Command, book: Path) -> None:
    """Word by default, with the note of origin; A4 in blocks as a workbook without it."""
    sheets = book.with_name("a4.xlsx")

    assert run("annex", book).code == 0
    made = book.with_name("2023Q1-名次表.docx")
    assert "数据指纹" in docx.Document(str(made)).paragraphs[-1].text
    options = ("--paper", "A4", "--blocks", "--no-origin")
    assert run("annex", book, "--to", sheets, *options).code == 0
    workbook = openpyxl.load_workbook(sheets)
    assert workbook.sheetnames == ["名次表（1）", "名次表（2）"]
    assert not [c for s in workbook for r in s.iter_rows() for c in r if "出处" in str(c.value)]


def test_annex_says_where_a4_makes_its_letters_too_small(
    run: Command, book: Path, tmp_path: Path
) -> None:
    """A whole table of 49 columns; not in blocks, and not on A3, as the notice has it."""
    said = [
        run("annex", book, "--to", tmp_path / f"{n}.docx", *options).err
        for n, options in enumerate([("--paper", "A4"), ("--paper", "A4", "--blocks"), ()])
    ]
    assert ["不到8磅" in text for text in said] == [True, False, False]


def test_annex_never_replaces_a_file_unasked(run: Command, book: Path) -> None:
    """Refused with the file as it was; replaced when asked."""
    made = book.with_name("附件2.docx")
    made.write_bytes(b"mine")

    assert run("annex", book, "--to", made).code == 2
    assert made.read_bytes() == b"mine"
    assert run("annex", book, "--to", made, "--overwrite").code == 0
    assert made.read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("2023Q1.xlsx", "要读取的工作簿"),
        ("附件2.doc", ".docx、.xlsx 或 .pdf"),
        ("没有/附件2.docx", "找不到"),
    ],
)
def test_annex_refuses_a_target_that_it_cannot_write(
    run: Command, book: Path, target: str, said: str
) -> None:
    """The workbook itself, even with --overwrite; another kind; a folder that is not there."""
    before = book.read_bytes()
    done = run("annex", book, "--overwrite", "--to", book.parent / target)

    assert done.code == 2 and said in done.err
    assert book.read_bytes() == before
    assert [p.name for p in book.parent.iterdir()] == ["2023Q1.xlsx"]


def test_annex_with_a_window_without_a_score_is_written_with_exit_code_1(
    run: Command, book: Path
) -> None:
    """The window stands last, as the finding says."""
    workbook = openpyxl.load_workbook(book)
    workbook["名次表"]["AL15"] = "三分"
    workbook.save(book)
    done = run("annex", book)

    assert done.code == 1
    assert book.with_name("2023Q1-名次表.docx").exists()


def test_charts_never_replaces_a_file_unasked(run: Command, book: Path) -> None:
    """Made once, refused twice, replaced when asked."""
    made = book.with_name("2023Q1-图表.xlsx")

    assert run("charts", book).code == 0
    made.write_bytes(b"mine")
    assert run("charts", book).code == 2
    assert made.read_bytes() == b"mine"
    assert run("charts", book, "--overwrite").code == 0
    assert openpyxl.load_workbook(made).sheetnames == ["图表", "模块得分", "距入选线", "扣分项目"]


@pytest.mark.parametrize("out", ["2023Q1.xlsx", "图.pdf"])
def test_charts_refuses_a_target_that_it_must_not_write(run: Command, book: Path, out: str) -> None:
    """The workbook that it reads, even with --overwrite; another kind of file."""
    before = book.read_bytes()

    assert run("charts", book, "--overwrite", "--out", book.with_name(out)).code == 2
    assert book.read_bytes() == before


def test_paragraph_prints_the_sentences_and_their_figures(run: Command, book: Path) -> None:
    """The published quarter: 107.56, 92.88, eight red flags, two vetoed, one substituted."""
    text, json = run("paragraph", book).out, run("paragraph", book, "--json").json

    assert text.startswith(
        "2023年第1季度共有25个窗口参加绩效考核。公安出入境绩效分值最高，为107.56分；"
    )
    assert json["text"] == text.strip()
    assert (json["highest"]["total"], json["lowest"]["total"]) == ("107.562", "92.88")
    assert len(json["red_flags"]) == 8
    assert json["vetoed"] == ["公安出入境", "税务"] and json["substituted"] == ["文化和旅游"]


def test_annex_warns_of_placeholders_and_can_leave_blank_columns_out(
    run: Command, book: Path
) -> None:
    """The published quarter: 6 of 49 columns are blank for all 25 windows; counted by hand."""
    told = run("annex", book).err
    assert run("annex", book, "--used-columns", "--overwrite").code == 0

    (table,) = docx.Document(str(book.with_name("2023Q1-名次表.docx"))).tables
    assert len(table.columns) == 49 - 6
    assert "重点加分（第18列）" in told and "照原样印出" in told
    assert "各窗口都没有数据" in told and "重点加分（第19列）" in told
