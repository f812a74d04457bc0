"""恢复备份 in a window: an earlier state comes out beside the workbook, which stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from xl_appraisal.book.sheets import RANKING
from xl_appraisal.doors.buttons import BUTTONS, press
from xl_appraisal.files.backups import backups_of
from xl_appraisal.hosts import FileHost, MemoryHost, MemoryScreen


@pytest.fixture
def book(demo_folder: Path, tmp_path: Path) -> Path:
    """A workbook saved twice, so that there are two earlier states."""
    path = tmp_path / "2023Q1.xlsx"
    path.write_bytes((demo_folder / "2023Q1.xlsx").read_bytes())
    for text in ("一", "二"):
        host = FileHost(path)
        host.write(RANKING, {(1, 1): text})
        host.save()
    return path


def pressed(book: Path, *typed: str, agrees: bool = True) -> MemoryScreen:
    screen = MemoryScreen(typed=typed, agrees=agrees)
    press(BUTTONS["take_out_backup"], "恢复备份", MemoryHost([], book.name, str(book)), screen)
    return screen


def beside(book: Path) -> list[Path]:
    return [path for path in book.parent.glob("*.xlsx") if path != book]


@pytest.mark.parametrize("agrees", [True, False])
def test_the_state_that_was_chosen_is_beside_the_workbook(book: Path, agrees: bool) -> None:
    """The older of two, as it was made: byte for byte; opened where somebody wants it."""
    before, older = book.read_bytes(), Path(backups_of(str(book))[1].path).read_bytes()
    screen = pressed(book, "2", agrees=agrees)
    (made,) = beside(book)
    assert made.read_bytes() == older != before
    assert book.read_bytes() == before
    assert screen.opened == ([made] if agrees else [])
    assert "1. " in screen.told[0] and "2. " in screen.told[0] and "3. " not in screen.told[0]
    assert "现在打开吗" in screen.told[1] and "本工作簿没有改动" in screen.told[1]
    assert "同名文件已存在" in pressed(book, "2").told[-1]


@pytest.mark.parametrize("typed", ["3", "0", "x"])
def test_a_number_that_is_none_is_told(book: Path, typed: str) -> None:
    """With those that there are."""
    told = pressed(book, typed).told[-1]
    assert f"没有序号“{typed}”" in told and "1 到 2" in told
    assert beside(book) == []


def test_cancelled_nothing_is_made(book: Path) -> None:
    """An empty line is no choice."""
    screen = pressed(book)
    assert beside(book) == [] and "已取消" in screen.said[-1]


def test_a_damaged_backup_and_none_at_all_are_told(book: Path, tmp_path: Path) -> None:
    """Nothing of a damaged one is written."""
    first = Path(backups_of(str(book))[0].path)
    data = first.read_bytes()
    first.unlink()
    first.write_bytes(data[:-200])
    assert "没有完成" in pressed(book, "1").told[-1]
    assert beside(book) == []
    alone = tmp_path / "其他" / "2023Q2.xlsx"
    alone.parent.mkdir()
    alone.write_bytes(data)
    assert "还没有备份" in pressed(alone, "1").told[-1]
