"""差距 and 试算 in a live Calc, on the published quarter: the copy, its figures, the sheets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import xlwings as xw

from tests.excel.conftest import ref_of
from tests.libreoffice.books import workbook_of_figures
from xl_appraisal.book.sheets import RANKING
from xl_appraisal.doors import buttons as macros
from xl_appraisal.doors.buttons import button_support as support
from xl_appraisal.doors.buttons.begin_buttons import NOTICE_FAULTS
from xl_appraisal.doors.buttons.compare_buttons import GAPS
from xl_appraisal.doors.buttons.trial_buttons import OUTCOME, TRIAL
from xl_appraisal.hosts.calc import calc_asking as asking


@pytest.fixture
def figures(calc_book: Callable[[Path], xw.Book], tmp_path: Path) -> xw.Book:
    book = calc_book(workbook_of_figures(tmp_path / "2023Q1.xlsx"))
    book.set_mock_caller()
    return book


def test_a_trial_on_the_copy_leaves_the_table_alone(figures: xw.Book) -> None:
    """残联's 办件量加分 from 3 to 4: 100.73 and 11th on the copy, 99.73 on 名次表 as before."""
    macros.recalculate()
    table = figures.sheets[RANKING]
    before = table.used_range.value
    macros.try_out()
    figures.sheets[TRIAL].range(ref_of("残联", "case_volume_bonus")).value = 4
    macros.try_out()

    copy = figures.sheets[TRIAL]
    assert (
        copy.range(ref_of("残联", "rank")).value,
        copy.range(ref_of("残联", "total")).value,
    ) == (
        11,
        100.73,
    )
    assert table.used_range.value == before
    assert "增分：残联+1；名次变动2个窗口。" in figures.sheets[OUTCOME].range("A1").value
    assert figures.sheets.active.name == OUTCOME


def test_gaps_stand_on_their_sheet(figures: xw.Book) -> None:
    """农业农村, 10th, is 103.845 - 101.115 = 2.73 short of the next rank."""
    macros.show_gaps()

    rows = figures.sheets[GAPS].used_range.value
    (farm,) = [row for row in rows if row[1] == "农业农村"]
    assert farm[:4] == [10, "农业农村", 101.115, 2.73]


def test_files_and_words_are_asked_for_in_windows_of_libreoffice(
    figures: xw.Book, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The windows are LibreOffice's own, but for showing them; answers stand in for staff.

    A name with blanks and Chinese comes back from its URL as it is on disk.
    """
    asked: list[str] = []
    wanted = tmp_path / "通报 2024.toml"
    wanted.write_text("x = 一", encoding="utf-8")

    def choose(window: Any) -> list[str]:
        asked.append(window.ImplementationName)
        return dialogs_choose(
            SimpleNamespace(execute=lambda: 1, getSelectedFiles=lambda: [wanted.as_uri()])
        )

    def ask(dialog: Any) -> str:
        asked.append(dialog.Model.getByName("prompt").Label)
        dialog.getControl("typed").Text = " 更正 "
        real = SimpleNamespace(
            execute=lambda: 1, getControl=dialog.getControl, dispose=dialog.dispose
        )
        return dialogs_ask(real) or ""

    dialogs_choose, dialogs_ask = asking.choose, asking.ask
    monkeypatch.setattr(asking, "choose", choose)
    monkeypatch.setattr(asking, "ask", ask)
    macros.check_notice_file()

    assert figures.sheets[NOTICE_FAULTS].range("A1").value == "通报 2024.toml：1处错误，0处提醒"
    assert support.ask_text(figures, "为什么要改？") == "更正"
    assert "FilePicker" in asked[0] and asked[1] == "为什么要改？"
