"""恢复备份 in Calc: the earlier state takes the workbook's place, and the program shows it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.libreoffice.calc_book import NO, YES
from tests.libreoffice.office import until
from tests.libreoffice.staffed import Desk, Opened
from xl_appraisal.book.sheets import RANKING
from xl_appraisal.doors.buttons import BUTTONS, press
from xl_appraisal.files.backups import backups_of
from xl_appraisal.hosts import FileHost

PLACE = (60, 55)  # BC60, where nothing stands


@pytest.fixture
def opened(calc_desk: Desk, filled: Path, tmp_path: Path) -> Opened:
    """A workbook that was saved over twice: 一, then 二 beside the table."""
    book = tmp_path / filled.name
    shutil.copyfile(filled, book)
    for text in ("一", "二"):
        host = FileHost(book)
        host.write(RANKING, {PLACE: text})
        host.save()
    return calc_desk.open_here(book, hidden=False)


def give(opened: Opened, typed: str, answer: int) -> Any:
    """Press the button; the host that did it is returned."""
    opened.screen.here, opened.screen.typed, opened.screen.answer = True, [typed], answer
    host = opened.host
    press(BUTTONS["take_out_backup"], "恢复备份", host, opened.screen)
    return host


def shown(opened: Opened) -> list[str]:
    """What stands at the place in each workbook that is open, one that is being loaded left out."""
    books = [document.Sheets for document in opened.office.documents()]
    sheets = [sheets.getByName(RANKING) for sheets in books if sheets.hasByName(RANKING)]
    return [sheet.getCellRangeByName("BC60").String for sheet in sheets]


def test_the_state_chosen_takes_the_place_and_the_present_one_is_kept(opened: Opened) -> None:
    """一 comes back, file and window; 二 is the newest backup; what was not saved is gone."""
    present = opened.path.read_bytes()
    older = Path(backups_of(str(opened.path))[0].path).read_bytes()
    assert shown(opened) == ["二"]
    opened.ranking.getCellRangeByName("BC60").String = "三"
    host = give(opened, "1", YES)
    assert opened.path.read_bytes() == older != present
    assert Path(backups_of(str(opened.path))[0].path).read_bytes() == present
    question, outcome = opened.screen.told[1:]
    assert opened.path.name in question and "没有保存的改动不会留下" in question
    assert outcome.startswith("已换回")
    opened.office.on_main_thread(host.show_exchanged)
    assert until(lambda: shown(opened) == ["一"], 60)


def test_where_somebody_says_no_or_the_backup_is_damaged_all_is_as_it_was(opened: Opened) -> None:
    """The file byte for byte, the backups, the window with what was typed."""
    present = opened.path.read_bytes()
    backups = backups_of(str(opened.path))
    opened.ranking.getCellRangeByName("BC60").String = "三"
    refused = give(opened, "2", NO)
    damaged = Path(backups[0].path)
    data = damaged.read_bytes()
    damaged.unlink()  # a second name of it may be in use
    damaged.write_bytes(data[:-200])
    failed = give(opened, "1", YES)
    assert "没有完成" in opened.screen.told[-1]
    for host in (refused, failed):
        opened.office.on_main_thread(host.show_exchanged)
    assert shown(opened) == ["三"]
    assert opened.path.read_bytes() == present
    assert [one.path for one in backups_of(str(opened.path))] == [one.path for one in backups]
