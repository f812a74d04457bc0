"""Links, pipes and records that somebody put beside the workbooks: not followed, not believed."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command_line import Run
from tests.ooxml.books import book as plain_book
from xl_appraisal.files.backups import FOLDER, backups_of, remove_outdated
from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.files.write_file import write_whole
from xl_appraisal.ooxml import Workbook

Command = Callable[..., Run]
RECORD, LOCK = ".批量计算进度.jsonl", ".批量计算进行中"
SUMMARY = ("批量计算汇总.xlsx", "批量计算汇总.json")
JOURNAL = ".xl-appraisal-加扣分明细"


@pytest.fixture
def victim(tmp_path: Path) -> Path:
    """A file of the user's in another folder, which no command has a reason to touch."""
    path = tmp_path / "home" / ".bashrc"
    path.parent.mkdir()
    path.write_text("alias ls='ls -F'\n")
    return path


@pytest.fixture
def province(tmp_path: Path, demo_folder: Path) -> Path:
    folder = tmp_path / "全省"
    folder.mkdir()
    shutil.copy(demo_folder / "2023Q1.xlsx", folder / "2023Q1.xlsx")
    (folder / "2023Q1.xlsx").chmod(0o644)
    return folder


@pytest.mark.parametrize("name", [RECORD, LOCK, *SUMMARY])
@pytest.mark.parametrize("hard", [False, True], ids=["symbolic", "hard"])
def test_a_link_in_the_place_of_a_file_of_the_batch_is_not_written_through(
    name: str, hard: bool, province: Path, victim: Path, run: Command
) -> None:
    """The user's file keeps every byte, whether the batch refuses or takes the link's place."""
    before = victim.read_bytes()
    (os.link if hard else os.symlink)(victim, province / name)
    ran = run("batch", province, "--jobs", 1)
    assert victim.read_bytes() == before
    assert "Traceback" not in ran.err
    if not hard:
        assert ran.code == 2
        assert "链接" in ran.err


def test_a_dangling_link_makes_no_file_elsewhere(
    province: Path, tmp_path: Path, run: Command
) -> None:
    """Neither for the record nor for the lock."""
    for name in (RECORD, LOCK):
        (province / name).symlink_to(tmp_path / "new")
    assert run("batch", province, "--jobs", 1).code == 2
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("name", [JOURNAL, "未完成.txt"])
def test_a_link_among_the_slips_is_not_written_through(
    name: str, province: Path, victim: Path, tmp_path: Path, run: Command
) -> None:
    """A journal that is a link would have had lines of ours appended to the user's file."""
    before, out = victim.read_bytes(), tmp_path / "明细"
    out.mkdir()
    (out / name).symlink_to(victim)
    ran = run("slips", province / "2023Q1.xlsx", "--out", out)
    assert victim.read_bytes() == before
    assert "Traceback" not in ran.err


def test_a_new_file_takes_no_links_place(victim: Path, tmp_path: Path) -> None:
    """It is told, and both stay as they were."""
    link, before = tmp_path / "附件2.docx", victim.read_bytes()
    link.symlink_to(victim)
    with pytest.raises(XlsxError, match="同名的链接"):
        write_whole(link, b"new")
    assert link.is_symlink()
    assert victim.read_bytes() == before


def test_another_workbook_takes_no_links_place(province: Path, victim: Path, run: Command) -> None:
    """What --out names somebody else may have put there; a book that is a link is its owner's."""
    before, book = victim.read_bytes(), province / "2023Q1.xlsx"
    (province / "new.xlsx").symlink_to(victim)
    ran = run("recalc", book, "--out", province / "new.xlsx")
    assert (ran.code, victim.read_bytes()) == (2, before)
    assert "同名的链接" in ran.err
    (province / "mine.xlsx").symlink_to(book)
    assert run("recalc", province / "mine.xlsx", "--out", province / "mine.xlsx").code == 0
    assert (province / "mine.xlsx").is_symlink()


@pytest.mark.parametrize("inner", [False, True], ids=["folder", "folder of the workbook"])
def test_a_folder_of_backups_that_is_a_link_is_told(inner: bool, tmp_path: Path) -> None:
    """Nothing is put behind it and nothing there is removed; without a backup nothing is saved."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    theirs = [elsewhere / f"20230405-09150{n}-000001.xlsx" for n in range(9)]
    for path in theirs:
        path.write_bytes(b"PK")
    folder = tmp_path / "books"
    folder.mkdir()
    path = plain_book(folder, '<row r="1"><c r="A1"><v>1</v></c></row>')
    place = folder / FOLDER / path.name if inner else folder / FOLDER
    place.parent.mkdir(exist_ok=True)
    place.symlink_to(elsewhere, target_is_directory=True)
    before, opened = path.read_bytes(), Workbook.open(path)
    opened.set("排名", {(1, 1): None})
    with pytest.raises(XlsxError, match="备份文件夹是一个链接"):
        opened.save(keep=True)
    assert path.read_bytes() == before
    assert sorted(elsewhere.iterdir()) == theirs


@pytest.mark.parametrize("form", ["留存{}.xlsx", "99990101-00000{}-000001.xlsx"])
def test_foreign_files_among_the_backups_neither_count_nor_go(form: str, tmp_path: Path) -> None:
    """Twenty-five of them: each save still leaves its backup, and theirs stay."""
    path = plain_book(tmp_path, '<row r="1"><c r="A1"><v>0</v></c></row>')
    folder = tmp_path / FOLDER / path.name
    folder.mkdir(parents=True)
    theirs = {folder / form.format(n) for n in range(25)}
    for foreign in theirs:
        foreign.write_bytes(b"PK")
    for save in range(3):
        opened = Workbook.open(path)
        opened.set("排名", {(1, 1): opened.grid("排名").value(1, 1) + 1})
        opened.save(keep=True)
        assert len(backups_of(str(path))) == save + 1
    remove_outdated(str(path))
    assert theirs <= set(folder.iterdir())


def test_figures_that_another_wrote_into_the_record_are_not_believed(
    province: Path, run: Command
) -> None:
    """The digests are right, the total is not: the workbook is done again and says its own."""
    run("batch", province, "--jobs", 1)
    told = json.loads((province / SUMMARY[1]).read_text("utf-8"))["workbooks"][0]
    forged = told | {"first_total": "120", "first": "某窗口"}
    (province / RECORD).write_text(f"\n{json.dumps(forged)}\n", "ascii")
    ran = run("batch", province, "--jobs", 1)
    assert "接着上次" not in ran.err
    again = json.loads((province / SUMMARY[1]).read_text("utf-8"))["workbooks"][0]
    assert again["first_total"] == told["first_total"] != "120"


@pytest.mark.parametrize(
    "arguments",
    [
        ("recalc", "{}.xlsx"),
        ("batch", "{}"),
        ("diff", "good.xlsx", "{}.xlsx"),
        ("import", "good.xlsx", "--ledger", "{}.csv"),
        ("import", "good.xlsx", "--table", "{}.xlsx"),
        ("notice", "check", "{}.toml"),
        ("new", "新的.xlsx", "--notice", "{}.toml"),
        ("close", "good.xlsx", "--sign", "{}.pub"),
        ("recalc", "good.xlsx", "--out", "{}.xlsx"),
        ("demo", "--out", "{}.demo"),
    ],
    ids=" ".join,
)
def test_a_pipe_is_refused_and_keeps_nobody_waiting(
    arguments: tuple[str, ...], province: Path, run: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody ever writes into it: who opened it would wait for ever."""
    (province / "pipe.demo").mkdir()
    for suffix in ("xlsx", "csv", "toml", "pub", "demo/2023Q1-ledger.csv"):
        os.mkfifo(province / f"pipe.{suffix}")
    (province / "pipe").mkdir()
    os.mkfifo(province / "pipe" / "a.xlsx")
    shutil.copy(province / "2023Q1.xlsx", province / "good.xlsx")
    monkeypatch.chdir(province)
    ran = run(*(argument.format("pipe") for argument in arguments))
    assert ran.code in (1, 2)
    assert "普通文件" in ran.err or "密钥文件" in ran.err
    assert "Traceback" not in ran.err


def test_only_temporary_files_of_our_own_are_swept_away(tmp_path: Path) -> None:
    """Hours old: what a killed save left goes; another program's or the user's own stays."""
    path = plain_book(tmp_path, '<row r="1"><c r="A1"><v>0</v></c></row>')
    left, *theirs = (
        tmp_path / name
        for name in (
            f".{path.name}.4711-0123abcd.tmp",
            f".{path.name}.tmp",
            f".{path.name}.draft.tmp",
            f".{path.name}.4711-0123abcd.tmp.keep",
        )
    )
    for file in (left, *theirs):
        file.write_bytes(b"x")
        os.utime(file, (0, 0))
    opened = Workbook.open(path)
    opened.set("排名", {(1, 1): None})
    opened.save()
    assert not left.exists()
    assert all(file.exists() for file in theirs)
