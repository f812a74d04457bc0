"""Whatever a macro meets: the program is as it was before, and people are told in Chinese."""

from __future__ import annotations

import re

import pytest

from tests.excel.conftest import row_of, snapshot
from tests.excel.memory_cells import Content
from tests.excel.real_table import COLUMNS, FIRST
from xl_appraisal import macros
from xl_appraisal.book.sheets import RANKING

MACROS = [macros.recalculate, macros.check, macros.generate_annex, macros.explain]


@pytest.mark.parametrize("run", MACROS)
@pytest.mark.parametrize("mode", ["automatic", "manual", "semiautomatic"])
def test_screen_mode_and_selection_come_back(book, run, mode) -> None:
    """Also where the macro goes to another sheet, and for each mode of calculation."""
    book.app._mode, book.app._modes = mode, []
    chosen = book.items(row_of("税务"))
    chosen.select()
    run()
    assert book.app._alerts == []
    assert (book.app._screen, book.app._mode) == (True, mode)
    assert book.app._modes == ["manual", mode]
    assert book.app._selection is chosen or book.front.sheets.active.name != RANKING


@pytest.mark.parametrize("run", MACROS)
@pytest.mark.parametrize("where", ["reading", "writing"])
def test_so_they_do_after_a_failure_which_is_told(book, run, where, monkeypatch) -> None:
    """The program refuses to hand cells over, or to take them."""
    chosen = book.items(row_of("税务"))
    chosen.select()

    def refuse(*_: object) -> None:
        raise OSError("0x800AC472")

    if where == "reading":
        book.front.impl._hands_over = False
        monkeypatch.setattr("xl_appraisal.hosts.excel.excel_host.raw_rows", refuse)
    else:
        monkeypatch.setattr(Content, "put", refuse)
    before = snapshot(book)
    run()
    assert (book.app._screen, book.app._mode) == (True, "automatic")
    assert book.front.sheets.active.name == RANKING
    assert book.app._selection is chosen
    assert len(book.app._alerts) == 1
    assert book.app._alerts[0].startswith("没有完成")
    assert book.app._status is False
    assert {n: c for n, c in snapshot(book).items() if n in before} == before


def test_one_setting_that_cannot_come_back_does_not_hold_up_the_others(book, monkeypatch) -> None:
    """The program takes no calculation mode any more (its last window was closed)."""

    def refuse(_app: object, value: str) -> None:
        if value != "manual":
            raise OSError("0x800A03EC")

    app = type(book.app)
    monkeypatch.setattr(app, "calculation", property(lambda _: "automatic", refuse))
    macros.recalculate()
    assert book.app._screen is True
    assert "0x800A03EC" in book.app._alerts[0]


def test_a_protected_sheet_is_told_by_name(book) -> None:
    """What to do stands in the message."""
    book.content().protected = True
    macros.recalculate()
    assert "工作表“名次表”写不进去，可能受保护" in book.app._alerts[0]


def test_a_workbook_that_is_none_of_ours_is_told_and_left_alone(book) -> None:
    """栏目 was renamed: nothing is written."""
    book.front.sheets["栏目"].name = "栏目 (旧)"
    before = snapshot(book)
    for run in MACROS:
        run()
    assert len(book.app._alerts) == len(MACROS)
    assert all("栏目" in alert for alert in book.app._alerts)
    assert snapshot(book) == before


def test_progress_and_outcome_stand_in_the_status_bar(book) -> None:
    """First what is being done, at the end what came out, with the time of day."""
    macros.recalculate()
    assert book.app._said[0] == "正在重新计算……"
    assert re.match(r"\d\d:\d\d 2023年第1季度：25个窗口，25个有得分", book.app._said[-1])


def test_a_program_without_status_bar_and_messages_still_does_the_work(book, monkeypatch) -> None:
    """An engine need not have either."""

    def missing(*_: object) -> None:
        raise NotImplementedError

    app = type(book.app)
    monkeypatch.setattr(app, "status_bar", property(missing, missing))
    monkeypatch.setattr(app, "alert", missing)
    macros.recalculate()
    assert book.content().cells[FIRST, COLUMNS["total"]] == (107.562, None)
