"""Saving: the old file or the new one, whole, and a message when it cannot be done."""

from __future__ import annotations

import errno
import os
import resource
import stat
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from tests.ooxml.books import book, read
from xl_appraisal.files.backups import backups_of
from xl_appraisal.ooxml import Workbook, XlsxError

ROWS = '<row r="1"><c r="A1"><v>1</v></c></row>'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return book(tmp_path, ROWS)


def changed(path: Path, value: int = 2) -> Workbook:
    opened = Workbook.open(path)
    opened.set("排名", {(1, 1): Decimal(value)})
    return opened


def test_a_saved_file_keeps_its_mode_and_leaves_nothing_beside_it(path: Path) -> None:
    """Permissions stay and no temporary file is left."""
    path.chmod(0o640)
    changed(path).save()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [file.name for file in path.parent.iterdir()] == ["book.xlsx"]
    assert "<v>2</v>" in read(path)


def test_a_link_stays_a_link(path: Path) -> None:
    """Saving through a symbolic link replaces the file it leads to."""
    link = path.parent / "link.xlsx"
    link.symlink_to(path)
    changed(link).save()
    assert link.is_symlink()
    assert "<v>2</v>" in read(path)


def test_saving_elsewhere_leaves_the_file_opened_alone(path: Path) -> None:
    """The copy has the changes, the original its bytes."""
    before, copy = path.read_bytes(), path.parent / "新表.xlsx"
    changed(path).save(copy)
    assert path.read_bytes() == before
    assert "<v>2</v>" in read(copy)


def test_the_backup_holds_the_bytes_as_opened(path: Path) -> None:
    """It is the very file that was replaced, with its mode and time."""
    path.chmod(0o640)
    before, status = path.read_bytes(), path.stat()
    changed(path).save(keep=True)
    (backup,) = map(Path, (found.path for found in backups_of(str(path))))
    assert backup.read_bytes() == before
    assert (backup.stat().st_mode, backup.stat().st_mtime_ns, backup.stat().st_ino) == (
        status.st_mode,
        status.st_mtime_ns,
        status.st_ino,
    )
    assert "<v>2</v>" in read(path)


def test_a_workbook_can_be_changed_and_saved_again(path: Path) -> None:
    """Its own saving is not another's change; what was taken back is written too."""
    opened = changed(path)
    opened.save()
    opened.set("排名", {(1, 1): Decimal(1)})
    opened.save()
    assert "<v>1</v>" in read(path)


def test_the_changes_of_another_run_are_not_overwritten(path: Path) -> None:
    """Of two runs on one file the second to save is refused."""
    first, second = changed(path, 2), changed(path, 3)
    first.save()
    with pytest.raises(XlsxError, match="被别的程序改动过"):
        second.save()
    assert "<v>2</v>" in read(path)


@pytest.mark.parametrize("owner", ["~$book.xlsx", ".~lock.book.xlsx#"])
def test_a_file_open_in_a_spreadsheet_program_is_not_replaced(path: Path, owner: str) -> None:
    """Excel, WPS and LibreOffice leave an owner file beside it, which the message names."""
    before = path.read_bytes()
    (path.parent / owner).write_bytes(b"")
    with pytest.raises(XlsxError) as refused:
        changed(path).save()
    assert f"文件正被打开（同一文件夹中有 {owner}）" in str(refused.value)
    assert path.read_bytes() == before


def test_a_read_only_file_is_not_replaced(path: Path) -> None:
    """Though the folder would allow it."""
    path.chmod(0o444)
    with pytest.raises(XlsxError, match="文件是只读的"):
        changed(path).save()
    assert "<v>1</v>" in read(path)


def test_a_folder_that_is_gone_is_named(path: Path) -> None:
    """As when a network drive vanishes."""
    with pytest.raises(XlsxError, match="找不到这个文件或文件夹") as refused:
        changed(path).save(path.parent / "gone" / "book.xlsx")
    assert "gone" in str(refused.value)


def test_a_file_that_vanished_is_named(path: Path) -> None:
    """The workbook is not put back where somebody took it away."""
    opened = changed(path)
    path.unlink()
    with pytest.raises(XlsxError, match="文件已不在原处"):
        opened.save()
    assert not path.exists()


def _fail(code: int) -> Callable[..., None]:
    def failing(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    return failing


@pytest.mark.parametrize("call", ["fsync", "replace", "open", "fstat"])
@pytest.mark.parametrize(
    ("code", "found"),
    [
        (errno.ENOSPC, "磁盘已满"),
        (errno.EDQUOT, "磁盘已满"),
        (errno.EACCES, "没有写入权限，或文件正被其他程序占用"),
        (errno.EROFS, "没有写入权限"),
        (errno.EIO, "磁盘或网络盘没有响应（系统错误号5）"),
        (errno.EINVAL, "写入失败（系统错误号22）"),
    ],
)
def test_a_fault_at_any_step_leaves_the_old_file_whole(
    path: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int, found: str
) -> None:
    """Whatever step fails, the message says why, and no temporary file is left."""
    before, opened = path.read_bytes(), changed(path)
    with monkeypatch.context() as patch:
        patch.setattr(os, call, _fail(code))
        with pytest.raises(XlsxError, match=found):
            opened.save()
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == ["book.xlsx"]
    opened.save()
    assert "<v>2</v>" in read(path)


def test_an_interrupt_while_writing_leaves_the_old_file_whole(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C goes on as what it is, after the temporary file is removed."""

    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    before, opened = path.read_bytes(), changed(path)
    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        opened.save()
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == ["book.xlsx"]


def test_a_file_that_outgrows_what_may_be_written_leaves_the_old_one(path: Path) -> None:
    """A real limit of the system (file size), not a simulated one."""
    before, opened = path.read_bytes(), Workbook.open(path)
    opened.set("排名", {(row, 1): f"{row * 7919}{os.urandom(40).hex()}" for row in range(2, 900)})
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (16_384, hard))
    try:
        with pytest.raises(XlsxError, match="磁盘已满或超出配额"):
            opened.save()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert path.read_bytes() == before
