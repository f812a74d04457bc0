"""What Windows says of a name or path, and what staff are told of it."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from tests.ooxml.books import book
from xl_appraisal.files import disk, patience
from xl_appraisal.files.backups import backups_of
from xl_appraisal.files.file_error import XlsxError, explain
from xl_appraisal.files.write_file import restore_file
from xl_appraisal.ooxml import Workbook
from xl_appraisal.setup.install import machine

LONG = "C:\\" + "\\".join(["很长的文件夹名称" * 6] * 7) + "\\a.xlsx"


def windows(number: int, code: int, name: str) -> OSError:
    """An error as Python makes it there: with the system's own number (winerror.h)."""
    error = OSError(code, "as the system says", name)
    error.winerror = number  # type: ignore[attr-defined]
    return error


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (windows(3, errno.ENOENT, LONG), "文件名或路径太长"),
        (windows(206, errno.ENOENT, "a.xlsx"), "文件名或路径太长"),
        (OSError(errno.ENAMETOOLONG, "", "a.xlsx"), "文件名或路径太长"),
        (windows(3, errno.ENOENT, "C:\\no\\a.xlsx"), "找不到这个文件或文件夹"),
        (windows(123, errno.EINVAL, "a?.xlsx"), "这个文件名在 Windows 上不能用"),
        (windows(6, errno.EBADF, "CON.xlsx"), "这个文件名在 Windows 上不能用"),
        (windows(64, errno.EINVAL, "a.xlsx"), "网络盘没有响应"),
    ],
)
def test_what_windows_says_of_a_name_is_told_as_what_it_is(error: OSError, told: str) -> None:
    """A path over 259 characters is "not found" there, a device an invalid handle."""
    assert told in str(explain(error, "读取"))


def test_a_program_that_speaks_the_code_page_is_understood(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Code page 936 is GBK; what is UTF-8 is read as that all the same."""
    monkeypatch.setattr(machine.locale, "getencoding", lambda: "gbk")
    for encoding in ("gbk", "utf-8"):
        said = "import sys; sys.stdout.buffer.write('绩效考核'.encode(sys.argv[1]))"
        command = [str(machine.this_machine().python), "-c", said, encoding]
        assert machine.this_machine().run(command) == "绩效考核"


@pytest.mark.parametrize(("refusals", "saved"), [(4, True), (5, False)])
def test_a_file_that_another_program_has_for_a_moment_is_saved_all_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, refusals: int, saved: bool
) -> None:
    """Five tries in a second, one backup; then it is told who is in the way, the file as it was."""
    path = book(tmp_path, '<row r="1"><c r="A1"><v>0</v></c></row>')
    before, replace, waited, left = path.read_bytes(), os.replace, list[float](), [refusals]

    def refuse(source: str, target: str) -> None:
        if left[0] and target == str(path):
            left[0] -= 1
            raise windows(32, errno.EACCES, target)
        replace(source, target)

    monkeypatch.setattr(patience.os, "replace", refuse)
    monkeypatch.setattr(patience.time, "sleep", waited.append)
    read = Workbook.open(path)
    read.set("排名", {(1, 1): "改"})
    if saved:
        read.save(keep=True)
        assert Workbook.open(path).grid("排名").value(1, 1) == "改"
        assert [Path(kept.path).read_bytes() for kept in backups_of(str(path))] == [before]
    else:
        with pytest.raises(XlsxError, match="占用"):
            read.save(keep=True)
        assert path.read_bytes() == before
    assert waited == [0.1, 0.2, 0.3, 0.4]
    assert [kept.name for kept in tmp_path.iterdir() if kept.name.endswith(".tmp")] == []


@pytest.mark.parametrize(("refusals", "read"), [(4, True), (5, False)])
def test_a_file_that_another_program_has_for_a_moment_is_read_all_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, refusals: int, read: bool
) -> None:
    """Five tries in a second; then it is told who is in the way."""
    path = book(tmp_path, '<row r="1"><c r="A1"><v>7</v></c></row>')
    status, waited, left = os.fstat, list[float](), [refusals]

    def refuse(handle: int) -> os.stat_result:
        if left[0]:
            left[0] -= 1
            raise windows(32, errno.EACCES, str(path))
        return status(handle)

    monkeypatch.setattr(disk.os, "fstat", refuse)
    monkeypatch.setattr(patience.time, "sleep", waited.append)
    if read:
        assert Workbook.open(path).grid("排名").value(1, 1) == 7
    else:
        with pytest.raises(XlsxError, match="占用"):
            Workbook.open(path)
    assert waited == [0.1, 0.2, 0.3, 0.4]


def test_restoring_past_a_program_that_has_the_file_keeps_the_present_state_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Four refusals, then the wanted state; beside it what stood there, not five times.

    The disk has no hard links, so that what is kept has no mark of the file that it was.
    """
    path = book(tmp_path, '<row r="1"><c r="A1"><v>0</v></c></row>')
    wanted = tmp_path / "from.xlsx"
    wanted.write_bytes(path.read_bytes())
    read = Workbook.open(path)
    read.set("排名", {(1, 1): "改"})
    read.save(keep=False)
    replace, left = os.replace, [4]

    def refuse(source: str, target: str) -> None:
        if left[0] and target == str(path):
            left[0] -= 1
            raise windows(32, errno.EACCES, target)
        replace(source, target)

    def no_link(*_: object, **__: object) -> None:
        raise OSError(errno.EOPNOTSUPP, "no links")

    monkeypatch.setattr(patience.os, "replace", refuse)
    monkeypatch.setattr(patience.os, "link", no_link)
    monkeypatch.setattr(patience.time, "sleep", lambda _: None)
    assert restore_file(str(path), str(wanted), lambda _: None)
    assert path.read_bytes() == wanted.read_bytes()
    kept = [Workbook.open(one.path).grid("排名").value(1, 1) for one in backups_of(str(path))]
    assert kept == ["改"]
