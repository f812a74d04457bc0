"""A quarter from beginning to end on Windows' Python, in a folder with Chinese and a space."""

from __future__ import annotations

import os
import shutil
import zipfile
from pathlib import Path

import pytest

from tests.windows.inside.programs import run


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration's folder, made by the program itself."""
    folder = tmp_path_factory.mktemp("考核 一季度")
    done = run("demo", folder=folder)
    assert done.code == 0, done.err.decode()
    assert "107.56" in done.text
    return folder / "demo"


@pytest.fixture
def book(folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(folder / "2023Q1.xlsx", tmp_path / "第一季度.xlsx"))


def test_this_is_windows_with_a_chinese_user_in_code_page_936(folder: Path) -> None:
    """Otherwise this room would show nothing."""
    import ctypes

    assert os.name == "nt" and ctypes.windll.kernel32.GetACP() == 936
    assert "张三" in str(folder)


def test_the_published_quarter_is_ranked_as_published(folder: Path) -> None:
    """The notice's first, its 107.56 points, and the last rank."""
    ranked = run("rank", folder / "2023Q1.xlsx", "--json").json
    windows = ranked["windows"]
    assert len(windows) == 25
    assert windows[0]["window"] == "公安出入境"
    assert str(windows[0]["total"]).startswith("107.56")


def test_a_new_quarter_takes_the_departments_files_and_is_closed(
    folder: Path, tmp_path: Path
) -> None:
    """new, import, recalc, check, close, verify, reopen: with macros, each by its own process."""
    book = tmp_path / "第一季度.xlsm"
    table, ledger = folder / "2023Q1-table.csv", folder / "2023Q1-ledger.csv"
    for words in (
        ("new", book, "--windows", table),
        ("import", book, "--table", table, "--ledger", ledger),
        ("recalc", book),
        ("check", book),
        ("close", book),
        ("verify", book),
        ("reopen", book, "--reason", "更正税务窗口"),
    ):
        done = run(*words)
        assert done.code == 0, (words, done.out.decode(), done.err.decode())
    with zipfile.ZipFile(book) as archive:
        assert archive.testzip() is None and "xl/vbaProject.bin" in archive.namelist()


def test_outputs_are_the_same_bytes_wherever_they_are_made(book: Path) -> None:
    """annex, slips, charts: whole packages beside the workbook, their names Chinese."""
    assert run("annex", book).code == 0
    assert run("annex", book, "--to", book.with_name("附件.xlsx")).code == 0
    assert run("slips", book, "--format", "xlsx").code == 0
    assert run("charts", book).code == 0
    made = sorted(p for p in book.parent.rglob("*") if p.suffix in (".xlsx", ".docx"))
    assert len(made) == 1 + 3 + 26  # the workbook, two annexes and the charts, slips and index
    for path in made:
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None


def test_a_folder_of_workbooks_is_computed_by_processes(book: Path) -> None:
    """Batch starts Pythons of its own, which Windows does in another way than Linux."""
    for number in range(3):
        shutil.copy(book, book.with_name(f"副本{number}.xlsx"))
    done = run("batch", book.parent, "--jobs", 2)
    assert done.code == 0, done.err.decode()
    assert "4个" in done.text
    assert book.with_name("批量计算汇总.xlsx").exists()


def test_what_was_replaced_is_kept_out_of_sight_and_comes_back(book: Path) -> None:
    """The backup folder is hidden from Explorer too; restore brings the file back byte for byte."""
    before = book.read_bytes()
    assert run("close", book).code == 0
    assert book.read_bytes() != before
    (kept,) = [path for path in book.parent.iterdir() if path.is_dir()]
    assert kept.stat().st_file_attributes & 2  # FILE_ATTRIBUTE_HIDDEN
    assert run("restore", book, "1").code == 0
    assert book.read_bytes() == before


def test_notice_files_and_text_files_pass_through(tmp_path: Path) -> None:
    """A copied notice is checked line by line; a CSV in the system's own encoding is read."""
    notice = tmp_path / "通报.toml"
    assert run("notice", "copy", notice).code == 0
    assert run("notice", "check", notice).code == 0
    names = tmp_path / "窗口.txt"
    names.write_bytes("税务\r\n不动产登记\r\n".encode("gbk"))
    done = run("new", tmp_path / "新.xlsx", "--windows", names)
    assert done.code == 0, done.err.decode()
