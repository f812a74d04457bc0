"""Saving where other programs have the file, and where Windows allows no such name."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from ctypes import wintypes
from pathlib import Path

import pytest

from tests.faults.two_at_once import contest
from tests.windows.inside.programs import run
from xl_appraisal.files import patience
from xl_appraisal.files.backups import backups_of
from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.model.grid import Write
from xl_appraisal.ooxml import Workbook
from xl_appraisal.work.importing.source_files import read_table

READ, WRITE, DELETE = 1, 2, 4  # FILE_SHARE_READ and so on
GENERIC_READ, OPEN_EXISTING, NORMAL = 0x80000000, 3, 0x80
CELL: dict[tuple[int, int], Write] = {(1, 1): "改"}


@contextmanager
def opened(path: Path, share: int) -> Iterator[None]:
    """Another program's handle on the file, for reading, sharing no more than ``share``."""
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.CreateFileW.restype = wintypes.HANDLE
    kernel.CreateFileW.argtypes = [
        wintypes.LPCWSTR, wintypes.DWORD, wintypes.DWORD, wintypes.LPVOID, wintypes.DWORD,
        wintypes.DWORD, wintypes.HANDLE,
    ]  # fmt: skip
    kernel.CloseHandle.argtypes = [wintypes.HANDLE]
    handle = kernel.CreateFileW(str(path), GENERIC_READ, share, None, OPEN_EXISTING, NORMAL, None)
    assert handle != wintypes.HANDLE(-1).value, ctypes.get_last_error()
    try:
        yield
    finally:
        kernel.CloseHandle(handle)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A small workbook made by a library."""
    import openpyxl

    made = openpyxl.Workbook()
    made.active.title = "表"
    made.active["A1"] = "原"
    path = tmp_path / "排名 表.xlsx"
    made.save(path)
    return path


@pytest.mark.parametrize("share", range(8))
def test_a_file_that_another_program_has_is_replaced_whole_or_not_at_all(
    book: Path, share: int
) -> None:
    """In each share mode: new bytes, or the old ones and a sentence; nothing else is left."""
    before = book.read_bytes()
    read = Workbook.open(book)
    read.set("表", CELL)
    with opened(book, share):
        try:
            read.save(keep=True)
        except XlsxError as error:
            said = str(error)
            saved = False
        else:
            saved = True
    if saved:
        assert Workbook.open(book).grid("表").value(1, 1) == "改"
    else:
        assert book.read_bytes() == before
        assert "占用" in said and "关闭" in said
    assert [p.name for p in book.parent.iterdir() if p.is_file()] == [book.name]
    again = Workbook.open(book)  # and now that it is closed
    again.set("表", {(1, 1): "又改"})
    again.save(keep=True)
    assert Workbook.open(book).grid("表").value(1, 1) == "又改"


def test_a_program_that_has_the_file_for_a_moment_delays_the_saving(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A virus scanner lets go of it while the save waits for its second try."""
    read = Workbook.open(book)
    read.set("表", CELL)
    with ExitStack() as scanner:
        scanner.enter_context(opened(book, READ))
        monkeypatch.setattr(patience.time, "sleep", lambda _: scanner.close())
        read.save(keep=True)
    assert Workbook.open(book).grid("表").value(1, 1) == "改"
    assert len(backups_of(str(book))) == 1


def test_a_file_that_may_not_be_read_is_told_as_in_use(book: Path) -> None:
    """Some programs hold an open file so."""
    with opened(book, 0), pytest.raises(XlsxError, match="占用"):
        Workbook.open(book)


def test_a_program_that_shares_nothing_for_a_moment_delays_the_reading(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a workbook and of a department's text file: as the scanner lets go, it is read."""
    table = book.with_name("窗口.csv")
    table.write_bytes("窗口\r\n税务\r\n".encode("gbk"))
    for path, read in ((book, Workbook.open), (book, read_table), (table, read_table)):
        with ExitStack() as scanner:
            scanner.enter_context(opened(path, 0))
            monkeypatch.setattr(patience.time, "sleep", lambda _, held=scanner: held.close())
            assert read(path)


def test_an_owner_file_stops_the_saving(book: Path) -> None:
    """``~$`` beside the workbook: open in Excel on some machine, whatever the disk says."""
    owner = book.with_name(f"~${book.name}")
    owner.write_bytes(b"\x06zhang")
    before = book.read_bytes()
    read = Workbook.open(book)
    read.set("表", CELL)
    with pytest.raises(XlsxError, match="文件正被打开"):
        read.save()
    assert book.read_bytes() == before


def test_a_read_only_file_stays_as_it_is(book: Path) -> None:
    """The attribute of Windows; it comes off and the file is saved."""
    book.chmod(0o400)
    read = Workbook.open(book)
    read.set("表", CELL)
    with pytest.raises(XlsxError, match="只读"):
        read.save()
    book.chmod(0o600)
    read.save()
    assert Workbook.open(book).grid("表").value(1, 1) == "改"


def test_of_three_runs_at_once_nobody_s_save_is_lost(tmp_path: Path) -> None:
    """Twenty saves each: the cell counts those that succeeded (a thousand each: README.md)."""
    found = contest(tmp_path, 3, 20)
    assert found.codes == (0, 0, 0)
    assert found.counted == found.saved > 0, found.said
    assert len(backups_of(str(tmp_path / "book.xlsx"))) == min(found.saved, 10)
    assert [p.name for p in tmp_path.iterdir() if p.name.endswith((".tmp", ".保存中"))] == []


def test_a_run_that_is_killed_while_it_saves_leaves_the_file_to_the_next(book: Path) -> None:
    """The lock ends with its holder."""
    hold = (
        "import sys; from xl_appraisal.files.write_file import saving\n"
        "held = saving(sys.argv[1]); held.__enter__()\n"
        "print('held', flush=True); sys.stdin.readline()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", hold, str(book)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout is not None and process.stdout.readline().strip() == b"held"
    read = Workbook.open(book)
    read.set("表", CELL)
    with pytest.raises(XlsxError, match="另一次运行正在保存"):
        read.save()
    process.kill()
    process.communicate()
    read.save()
    assert Workbook.open(book).grid("表").value(1, 1) == "改"


@pytest.mark.parametrize("name", ["CON.xlsx", "a?.xlsx", 'a"b.xlsx', "a<b>.xlsx", "表|1.xlsx"])
def test_a_name_that_windows_does_not_have_is_told_as_one(tmp_path: Path, name: str) -> None:
    """Exit code 2 and the reason, neither a disk's fault nor a file that is not there."""
    done = run("new", f"{tmp_path}\\{name}")
    assert done.code == 2
    assert "文件名" in done.err.decode()
    assert list(tmp_path.iterdir()) == []


def test_long_chinese_names_keep_their_backups(tmp_path: Path, book: Path) -> None:
    """A name as long as a path has room for; backup and temporary file beside it."""
    room = 200 - len(str(tmp_path))
    path = tmp_path / f"{'核' * min(room, 60)}.xlsx"
    shutil.copy(book, path)
    read = Workbook.open(path)
    read.set("表", CELL)
    read.save(keep=True)
    assert len(backups_of(str(path))) == 1
