"""The host of files: what is no workbook, in use or changed meanwhile is left alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from tests.hosts.workbooks import START, content, in_file
from xl_appraisal.hosts import FileHost
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.grid import Cell


def broken_zip(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-200])


def no_workbook(path: Path) -> None:
    path.write_bytes("窗口,分值\n税务,1\n".encode("gbk"))


def old_excel(path: Path) -> None:
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2048))


@pytest.mark.parametrize("damage", [broken_zip, no_workbook, old_excel])
def test_a_file_that_is_no_workbook_is_refused(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    """The message names the file, which stays as it was."""
    in_file(tmp_path, START)
    path = tmp_path / "簿.xlsx"
    damage(path)
    before = path.read_bytes()
    with pytest.raises(BookError, match=r"簿\.xlsx"):
        FileHost(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", ["没有.xlsx", "", "文件夹"])
def test_a_path_without_a_file_is_refused(tmp_path: Path, name: str) -> None:
    """A folder is none either."""
    (tmp_path / "文件夹").mkdir()
    with pytest.raises(BookError):
        FileHost(tmp_path / name)


def test_a_file_that_somebody_has_open_is_left_alone(tmp_path: Path) -> None:
    """Excel's lock file stands beside it: nothing is saved, and the message says what to do."""
    host = in_file(tmp_path, START)
    path = tmp_path / "簿.xlsx"
    before = path.read_bytes()
    (tmp_path / "~$簿.xlsx").write_bytes(b"")
    host.write("名次表", {(5, 1): Decimal(1)})
    with pytest.raises(BookError, match="关闭"):
        host.save()
    assert path.read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["~$簿.xlsx", "簿.xlsx"]


def test_a_file_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    """Somebody else's work since the opening is not written over."""
    host, other = in_file(tmp_path, START), FileHost(tmp_path / "簿.xlsx")
    other.write("名次表", {(5, 1): "别人写的"})
    other.save()
    host.write("名次表", {(5, 1): Decimal(1)})
    with pytest.raises(BookError, match="改动过"):
        host.save()
    assert content(FileHost(tmp_path / "簿.xlsx"))[5, 1] == Cell("别人写的")


def test_a_copy_may_be_saved_elsewhere(tmp_path: Path) -> None:
    """The file that was opened stays byte for byte."""
    host = in_file(tmp_path, START)
    assert isinstance(host, FileHost)
    before = host.path.read_bytes()
    host.write("名次表", {(5, 1): Decimal(1)})
    host.save(tmp_path / "另存.xlsx")
    assert host.path.read_bytes() == before
    assert content(FileHost(tmp_path / "另存.xlsx"))[5, 1] == Cell(Decimal(1))


def test_dates_and_errors_are_read_from_a_file(tmp_path: Path) -> None:
    """What a host cannot be asked to write it still reads: a date is no number."""
    path = tmp_path / "簿.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("名次表")
        style = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_datetime(0, 0, dt.datetime(2023, 3, 1), style)
        sheet.write_formula(0, 1, "=1/0", None, "#DIV/0!")
    cells = content(FileHost(path))
    assert cells[1, 1].value == dt.date(2023, 3, 1)
    assert str(cells[1, 2].value) == "#DIV/0!"
