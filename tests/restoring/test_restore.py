"""Backups beside the workbook, and the command that brings one back."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command_line import Run
from tests.ooxml.books import book as plain_book
from xl_appraisal.files import backups
from xl_appraisal.files.backups import BACKUPS, BACKUPS_IN_A_ROW, FOLDER, Backup, backups_of
from xl_appraisal.files.write_file import restore_file
from xl_appraisal.ooxml import Workbook, XlsxError
from xl_appraisal.ooxml.file_kind import check_whole

Command = Callable[..., Run]


def states(path: Path) -> list[bytes]:
    return [Path(backup.path).read_bytes() for backup in backups_of(str(path))]


def test_every_command_that_changes_a_workbook_leaves_what_it_replaced(
    book: Path, run: Command, tmp_path: Path
) -> None:
    """Import, recalc, close, reopen: each adds the state that it wrote over, newest first."""
    more = tmp_path / "明细.csv"
    more.write_text("window,column,module,points\n残联,c47,业务规范,1\n", "utf-8")
    seen = []
    for arguments in (
        ("import", book, "--ledger", more),
        ("recalc", book),
        ("close", book),
        ("reopen", book, "--reason", "更正"),
    ):
        seen.insert(0, book.read_bytes())
        assert run(*arguments).code == 0
        assert book.read_bytes() != seen[0]
        assert states(book) == seen


def test_a_command_can_be_told_to_leave_none(book: Path, run: Command) -> None:
    """And one that changes nothing, or writes elsewhere, has nothing to leave."""
    assert run("close", book, "--no-backup").code == 0
    assert run("reopen", book, "--reason", "更正", "--no-backup").code == 0
    assert run("recalc", book, "--out", book.with_name("别处.xlsx")).code == 0
    assert not (book.parent / FOLDER).exists()


def test_restore_brings_a_state_back_and_keeps_the_present_one(book: Path, run: Command) -> None:
    """Restoring number 1 twice gives the first state and then the present one again."""
    open_state = book.read_bytes()
    run("close", book)
    closed = book.read_bytes()
    assert run("restore", book, "1").code == 0
    assert (book.read_bytes(), states(book)) == (open_state, [closed, open_state])
    assert run("restore", book, "1").code == 0
    assert book.read_bytes() == closed
    assert run("verify", book).code == 0


def test_the_list_tells_number_time_and_size(book: Path, run: Command) -> None:
    """And where they are; as JSON too; a workbook without any says so."""
    assert "没有备份" in run("restore", book).out
    run("close", book)
    listed = run("restore", book)
    (told,) = run("restore", book, "--json").json["backups"]
    assert listed.out.splitlines()[1].split()[:2] == ["1", told["replaced"]]
    assert told["bytes"] == Path(told["file"]).stat().st_size
    assert FOLDER in listed.err


def test_show_tells_what_would_change_and_writes_nothing(book: Path, run: Command) -> None:
    """In the words of diff, from the present to the backup."""
    more = book.with_name("明细.csv")
    more.write_text("window,column,module,points\n残联,c47,业务规范,1\n", "utf-8")
    run("import", book, "--ledger", more)
    run("recalc", book)
    now = book.read_bytes()
    shown = run("restore", book, "2", "--show")
    assert shown.code == 0
    assert "残联" in shown.out
    assert book.read_bytes() == now


def test_a_state_can_be_saved_elsewhere(book: Path, run: Command) -> None:
    """Only under a new name; the workbook is left alone."""
    first = book.read_bytes()
    run("close", book)
    now, out = book.read_bytes(), book.with_name("旧.xlsx")
    assert run("restore", book, "1", "--out", out).code == 0
    assert (out.read_bytes(), book.read_bytes()) == (first, now)
    refused = run("restore", book, "1", "--out", out)
    assert (refused.code, "同名文件已存在" in refused.err) == (2, True)


def test_a_workbook_that_is_lost_or_broken_is_brought_back(book: Path, run: Command) -> None:
    """Deleted, cut short, or something else: the broken one is kept among the backups."""
    first = book.read_bytes()
    run("close", book)
    book.write_bytes(first[:1000])
    assert run("restore", book, "1").code == 0
    assert (book.read_bytes(), states(book)[0]) == (first, first[:1000])
    book.unlink()
    assert run("restore", book, "2").code == 0
    assert book.read_bytes() == first


@pytest.mark.parametrize(
    ("which", "says"),
    [("3", "没有备份 3（现有 1 至 1）"), ("0", "没有备份 0"), ("昨天", "没有备份 昨天")],
)
def test_a_number_that_there_is_not_is_refused(
    book: Path, run: Command, which: str, says: str
) -> None:
    """With those that there are."""
    run("close", book)
    now = book.read_bytes()
    refused = run("restore", book, which)
    assert refused.code == 2
    assert says in refused.err
    assert book.read_bytes() == now


def test_a_backup_that_is_not_whole_replaces_nothing(book: Path, run: Command) -> None:
    """A bit that flipped on the disk is found before anything is written."""
    run("close", book)
    now = book.read_bytes()
    (backup,) = backups_of(str(book))
    data = bytearray(Path(backup.path).read_bytes())
    data[len(data) // 2] ^= 1
    Path(backup.path).write_bytes(data)
    refused = run("restore", book, "1")
    assert refused.code == 2
    assert backup.path in refused.err
    assert book.read_bytes() == now


def test_restore_leaves_an_open_workbook_alone(book: Path, run: Command) -> None:
    """As every command that writes."""
    run("close", book)
    now = book.read_bytes()
    book.with_name(f"~${book.name}").touch()
    refused = run("restore", book, "1")
    assert (refused.code, "文件正被打开" in refused.err) == (2, True)
    assert book.read_bytes() == now


def test_where_the_disk_has_no_links_the_backup_is_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """FAT and some network drives."""

    def refuse(*_: object) -> None:
        raise OSError(errno.EOPNOTSUPP, "no links")

    path = plain_book(tmp_path, "")
    before = path.read_bytes()
    monkeypatch.setattr(os, "link", refuse)
    opened = Workbook.open(path)
    opened.set("排名", {(1, 1): "改"})
    opened.save(keep=True)
    assert states(path) == [before]


def test_without_its_backup_a_workbook_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message says so and how to do without; nothing is left beside it."""

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "denied")

    path = plain_book(tmp_path, "")
    before = path.read_bytes()
    monkeypatch.setattr(os, "mkdir", refuse)
    opened = Workbook.open(path)
    opened.set("排名", {(1, 1): "改"})
    with pytest.raises(XlsxError, match=r"不能留下备份.*所以没有写入.*--no-backup"):
        opened.save(keep=True)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_the_last_ones_stay_and_then_the_last_of_each_day() -> None:
    """Thirty days with two states each: the last ten, then ten days' last; no more."""
    days = [
        Backup(f"{day:02}-{hour}", f"202304{day:02}-{hour}0000", 0.0, 1000)
        for day in range(30, 0, -1)
        for hour in (15, 9)
    ]
    outdated = {backup.path for backup in backups._outdated(days)}
    kept = [backup.path for backup in days if backup.path not in outdated]
    assert len(kept) == BACKUPS == 20
    assert kept[:BACKUPS_IN_A_ROW] == [backup.path for backup in days[:10]]
    assert kept[BACKUPS_IN_A_ROW:] == [f"{day}-15" for day in range(25, 15, -1)]


def test_the_newest_stays_at_any_size() -> None:
    """Older ones go where all together would be too large."""
    large = [Backup(str(n), f"202304{n:02}-090000", 0.0, 900 << 20) for n in (9, 8, 7)]
    assert [backup.path for backup in backups._outdated(large)] == ["8", "7"]


def test_old_backups_are_removed_as_new_ones_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The oldest first."""
    monkeypatch.setattr(backups, "BACKUPS", 3)
    monkeypatch.setattr(backups, "BACKUPS_IN_A_ROW", 3)
    path = plain_book(tmp_path, "")
    seen = [path.read_bytes()]
    for number in range(5):
        opened = Workbook.open(path)
        opened.set("排名", {(1, 1): f"第{number}次"})
        opened.save(keep=True)
        seen.append(path.read_bytes())
    assert states(path) == [seen[4], seen[3], seen[2]]


def test_what_a_killed_run_left_goes_with_a_later_save(tmp_path: Path) -> None:
    """After ten minutes; what another run may still be writing stays."""
    path = plain_book(tmp_path, "")
    old, young = tmp_path / f".{path.name}.1-0a.tmp", tmp_path / f".{path.name}.2-0b.tmp"
    for left in (old, young):
        left.write_bytes(b"half")
    hour_ago = path.stat().st_mtime - 3600
    os.utime(old, (hour_ago, hour_ago))
    opened = Workbook.open(path)
    opened.set("排名", {(1, 1): "改"})
    opened.save()
    assert (old.exists(), young.exists()) == (False, True)


def test_the_longest_name_that_a_disk_takes_can_be_saved(tmp_path: Path) -> None:
    """255 bytes, 83 Chinese characters and an ending; backup and temporary file too."""
    path = plain_book(tmp_path, "").rename(tmp_path / ("窗" * 83 + "1.xlsx"))
    before = path.read_bytes()
    opened = Workbook.open(path)
    opened.set("排名", {(1, 1): "改"})
    opened.save(keep=True)
    assert states(path) == [before]


def test_a_link_of_the_present_file_is_no_backup(book: Path, run: Command) -> None:
    """What a run leaves that was killed between link and rename; the next save removes it."""
    run("close", book)
    backups.keep_present(str(book))
    backups.keep_present(str(book))
    assert len(backups_of(str(book))) == 1
    run("reopen", book, "--reason", "更正")
    assert len(backups_of(str(book))) == 2
    assert len(list((book.parent / FOLDER / book.name).iterdir())) == 2


def failing_once(patch: pytest.MonkeyPatch, wanted: str, number: int, turn: int = 1) -> None:
    """The status of one file fails once, as on a shaky network drive: at that turn of asking."""
    real, asked = os.stat, []

    def shaky(path: object, *rest: object, **named: object) -> os.stat_result:
        if isinstance(path, str | Path) and str(path) == wanted:
            asked.append(path)
            if len(asked) == turn:
                raise OSError(number, os.strerror(number), wanted)
        return real(path, *rest, **named)  # type: ignore[call-overload,no-any-return]

    patch.setattr(os, "stat", shaky)


def test_a_backup_that_another_run_removes_meanwhile_takes_no_other_along(
    book: Path, run: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is gone between the listing and its status: the rest is listed, and stays."""
    for arguments in (("close", book), ("reopen", book, "--reason", "更正"), ("recalc", book)):
        run(*arguments)
    before = states(book)
    with monkeypatch.context() as patch:
        failing_once(patch, backups_of(str(book))[0].path, errno.ENOENT)
        backups.remove_outdated(str(book))
    assert len(before) >= 2
    assert states(book) == before


@pytest.mark.parametrize("turn", range(1, 7))
@pytest.mark.parametrize("number", [errno.ENOENT, errno.EACCES, errno.EIO, errno.ESTALE])
def test_a_workbook_whose_status_fails_does_not_pass_for_deleted(
    book: Path, monkeypatch: pytest.MonkeyPatch, run: Command, number: int, turn: int
) -> None:
    """Whenever it fails: the present state stays in its place, or goes among the backups."""
    run("close", book)
    closed, (backup,) = book.read_bytes(), backups_of(str(book))
    with monkeypatch.context() as patch, contextlib.suppress(XlsxError):
        failing_once(patch, os.path.realpath(book), number, turn)
        restore_file(str(book), backup.path, check_whole)
    assert closed in (book.read_bytes(), *states(book))
