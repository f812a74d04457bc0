"""差距 and 试算 in a live Calc, on the published quarter: the copy, its figures, the sheets."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.excel.conftest import ref_of
from tests.libreoffice.books import workbook_of_figures
from tests.libreoffice.calc_book import OK, CalcBook
from xl_appraisal.book.sheets import RANKING
from xl_appraisal.doors.buttons.compare_buttons import GAPS, OUTCOME, TRIAL
from xl_appraisal.doors.buttons.support_buttons import NOTICE_FAULTS
from xl_appraisal.hosts.calc.calc_screen import CalcScreen


@pytest.fixture
def figures(calc_book: Callable[[Path], CalcBook], tmp_path: Path) -> CalcBook:
    return calc_book(workbook_of_figures(tmp_path / "2023Q1.xlsx"))


def test_a_trial_on_the_copy_leaves_the_table_alone(figures: CalcBook) -> None:
    """残联's 办件量加分 from 3 to 4: 100.73 and 11th on the copy, 99.73 on 名次表 as before."""
    figures.press("recalculate")
    before = figures.contents()[RANKING]
    figures.press("try_out")
    figures.put(TRIAL, ref_of("残联", "case_volume_bonus"), 4)
    figures.press("try_out")

    assert figures.screen.told == []
    copy = figures.host.grid(TRIAL)
    outcome = figures.host.grid(OUTCOME)
    assert copy is not None and outcome is not None
    shown = [copy[ref_of("残联", column)].value for column in ("rank", "total")]
    assert shown == [11, Decimal("100.73")]
    assert figures.contents()[RANKING] == before
    assert "增分：残联+1；名次变动2个窗口。" in str(outcome.value(2, 1))
    assert figures.active == OUTCOME


def test_gaps_stand_on_their_sheet(figures: CalcBook) -> None:
    """农业农村, 10th, is 103.845 - 101.115 = 2.73 short of the next rank."""
    figures.press("show_gaps")

    grid = figures.host.grid(GAPS)
    assert grid is not None
    (row,) = [row for row in range(1, 99) if grid.value(row, 2) == "农业农村"]
    assert [grid.value(row, column) for column in range(1, 5)] == [
        10,
        "农业农村",
        Decimal("101.115"),
        Decimal("2.73"),
    ]


def test_files_and_words_are_asked_for_in_windows_of_libreoffice(
    figures: CalcBook, tmp_path: Path
) -> None:
    """The windows are LibreOffice's own, but for showing them; answers stand in for staff.

    A name with blanks and Chinese comes back from its URL as it is on disk.
    """
    wanted = tmp_path / "通报 2024.toml"
    wanted.write_text("x = 一", encoding="utf-8")
    screen = figures.screen
    screen.answer, screen.typed = OK, [" 更正 "]
    picked = SimpleNamespace(
        getSelectedFiles=lambda: [wanted.as_uri()], execute=lambda: OK, dispose=lambda: None
    )
    screen.chosen = CalcScreen._files(screen, picked)
    figures.press("check_notice_file")

    grid = figures.host.grid(NOTICE_FAULTS)
    assert grid is not None
    assert grid.value(1, 1) == "通报 2024.toml：1处错误，0处提醒"
    assert screen.ask_text("为什么要改？") == "更正"
    picker, dialog = screen.offered[-2:]
    assert "FilePicker" in picker.ImplementationName
    assert dialog.Model is None  # disposed of once it was answered
