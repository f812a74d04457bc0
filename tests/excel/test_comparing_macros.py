"""差距, 试算, 比较, 年度汇总, 新建下季度 and 检查通报 through xlwings' front end."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.evidence import NOTICE_TEXT
from tests.excel.conftest import Opened, ref_of, row_of, snapshot
from tests.excel.real_table import COLUMNS
from xl_appraisal import macros
from xl_appraisal.book.read.quarter import read_quarter_book
from xl_appraisal.book.sheets import RANKING, RULES
from xl_appraisal.doors.buttons.compare_buttons import CHANGES, GAPS, OUTCOME, TRIAL
from xl_appraisal.doors.buttons.support_buttons import NOTICE_FAULTS
from xl_appraisal.hosts import FileHost
from xl_appraisal.model.grid import a1


def lines(book: Opened, sheet: str) -> list[list[Any]]:
    """The cells of a sheet, row by row, without the blanks at the end of each."""
    cells = book.content(sheet).cells
    rows: list[list[Any]] = []
    for row in range(1, max(row for row, _ in cells) + 1):
        columns = [column for known, column in cells if known == row]
        rows.append(
            [cells.get((row, c), (None,))[0] for c in range(1, max(columns, default=0) + 1)]
        )
    return rows


def value(book: Opened, window: str, column: str, sheet: str = RANKING) -> Any:
    return book.content(sheet).cells.get(ref_of(window, column), (None, None))[0]


def others(book: Opened, before: dict[str, Any], *changed: str) -> bool:
    """Whether every sheet but those is as it was."""
    now = snapshot(book)
    return {n: c for n, c in now.items() if n not in changed} == {
        n: c for n, c in before.items() if n not in changed
    }


def test_gaps_are_listed_on_a_sheet_of_their_own(book: Opened) -> None:
    """农业农村 is 103.845 - 101.115 = 2.73 short of the next rank; a second click is the same."""
    before = snapshot(book)
    macros.show_gaps()
    macros.show_gaps()

    rows = lines(book, GAPS)
    (farm,) = [row for row in rows if row[1:2] == ["农业农村"]]
    assert farm[:4] == [10.0, "农业农村", 101.115, 2.73]
    assert "一件事·加分2.5分" in farm[6]
    assert len(rows) == 3 + 25
    assert others(book, before, GAPS)


def test_the_first_trial_makes_a_copy_and_changes_nothing_else(book: Opened) -> None:
    """The copy shows the figures of now, without buttons; 名次表 stays as it is."""
    before = snapshot(book)
    macros.try_out()

    assert others(book, before, TRIAL)
    assert book.front.sheets.active.name == TRIAL
    assert value(book, "公安出入境", "rank", TRIAL) == 1
    assert value(book, "公安出入境", "total", TRIAL) == 107.562
    assert len(list(book.front.sheets[TRIAL].shapes)) == 0


def test_the_second_trial_compares_the_copy_with_the_table(book: Opened) -> None:
    """残联's 办件量加分 from 3 to 4 in the copy: 100.73 passes 教育's 100.565."""
    macros.try_out()
    before = snapshot(book)
    book.put(ref_of("残联", "case_volume_bonus"), 4.0, TRIAL)
    macros.try_out()

    assert others(book, before, TRIAL, OUTCOME)
    assert (value(book, "残联", "rank", TRIAL), value(book, "残联", "total", TRIAL)) == (11, 100.73)
    rows = lines(book, OUTCOME)
    assert "增分：残联+1；名次变动2个窗口。" in rows[1][0]
    (moved,) = [row for row in rows if row[:1] == ["残联"] and len(row) == 10]
    assert moved[:6] == ["残联", 12, 11, "↑1", 99.73, 100.73]
    assert any(row[:1] == ["残联"] and row[-1] == f"{TRIAL}!{cell(row_of('残联'))}" for row in rows)
    assert "没有改动" in rows[-1][0]


def cell(row: int) -> str:
    return a1(row, COLUMNS["case_volume_bonus"])


def test_a_trial_that_cannot_be_read_says_where(book: Opened) -> None:
    """The finding names the cell of the copy, and the window loses its score there alone."""
    macros.try_out()
    book.put(ref_of("残联", "case_volume_bonus"), "三分", TRIAL)
    macros.try_out()

    told = [row for row in lines(book, OUTCOME) if row and str(row[0]).startswith(f"{TRIAL}!")]
    assert any("三分" in str(row[1]) for row in told)
    assert value(book, "残联", "total", TRIAL) is None


def test_with_cell_functions_the_copy_holds_figures(opening: Callable[..., Opened]) -> None:
    """A function on the copy would show what is on 名次表: ranks and totals become values."""
    book = opening(functions=True)
    macros.recalculate()
    macros.try_out()

    cells = book.content(TRIAL).cells
    for column in ("rank", "total", "reward", "red_flag"):
        assert cells[ref_of("婚姻登记中心", column)][1] is None
    assert value(book, "婚姻登记中心", "total", TRIAL) == 106.745
    book.put(ref_of("残联", "case_volume_bonus"), 4.0, TRIAL)
    macros.try_out()
    assert value(book, "残联", "rank", TRIAL) == 11


def test_another_workbook_is_compared(book: Opened, demo_folder: Path) -> None:
    """With 4 instead of 3 here, 残联 gained 1 since the file; nothing but the sheet changes."""
    before = snapshot(book)
    macros.compare_books()
    assert snapshot(book) == before  # nothing was chosen
    book.put(ref_of("残联", "case_volume_bonus"), 4.0)
    before = snapshot(book)
    book.app._chosen = (str(demo_folder / "2023Q1.xlsx"),)
    macros.compare_books()

    rows = lines(book, CHANGES)
    assert rows[:2] == [
        ["与另一个工作簿比较"],
        ["2023Q1.xlsx → 2023Q1.xlsm：增分：残联+1；名次变动2个窗口。"],
    ]
    (moved,) = [row for row in rows if row[:1] == ["残联"] and len(row) == 10]
    assert moved[:6] == ["残联", 12, 11, "↑1", 99.73, 100.73]
    assert others(book, before, CHANGES)


@pytest.fixture
def beside(opening: Callable[..., Opened], tmp_path: Path) -> Opened:
    """A workbook that stands in a folder of this machine."""
    return opening(str(tmp_path / "2023Q1.xlsm"))


def test_a_year_is_summed_up_beside_the_workbook(
    beside: Opened, demo_folder: Path, tmp_path: Path
) -> None:
    """Two quarters; the window that was renamed is asked for, and the answer is followed."""
    second = tmp_path / "2023Q2.xlsx"
    shutil.copyfile(demo_folder / "2023Q1.xlsx", second)
    host = FileHost(second)
    host.write(RULES, {(4, 2): "2023Q2"})
    host.write(RANKING, {ref_of("教育", "window"): "教育体育"})
    host.save()
    beside.app._chosen = (str(second),)
    beside.app._typed, beside.app._answer = "教育=教育体育", "no"  # not the half-year alone
    before = snapshot(beside)
    macros.sum_up_year()

    sheet = openpyxl.load_workbook(tmp_path / "2023年度汇总.xlsx")["年度汇总"]
    found = {row[1].value: row[3].value for row in sheet.iter_rows(min_row=4)}
    assert found["教育体育"] == 2 and "教育" not in found
    assert snapshot(beside) == before
    macros.sum_up_year()
    assert "同名文件已存在" in beside.app._alerts[-1]


def test_the_next_quarter_begins_beside_the_workbook(
    beside: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows carried over, one added and one dropped; asked before anything is made."""
    answers = iter(["大数据", "侨务"] * 2)
    monkeypatch.setattr(type(beside.app), "InputBox", lambda *_: next(answers))
    beside.app._answer = "no"
    macros.begin_next_quarter()
    assert not (tmp_path / "2023Q2.xlsm").exists()
    beside.app._answer = "yes"
    before = snapshot(beside)
    macros.begin_next_quarter()

    made = read_quarter_book(FileHost(tmp_path / "2023Q2.xlsm").grid)
    assert made.quarter == "2023Q2"
    assert len(made.rows) == 25
    assert "大数据" in made.rows and "侨务" not in made.rows
    assert not any(window.given for window in made.windows)
    assert snapshot(beside) == before


def test_a_notice_file_is_checked(book: Opened, tmp_path: Path) -> None:
    """Every fault in a row, with its line as a number."""
    path = tmp_path / "通报.toml"
    path.write_text(
        NOTICE_TEXT.replace("max = 20", "max = 二十").replace("cap = 5", "cap = -5"), "utf-8"
    )
    book.app._chosen = (str(path),)
    macros.check_notice_file()

    rows = lines(book, NOTICE_FAULTS)
    assert rows[0] == ["通报.toml：2处错误，0处提醒"]
    assert [row[:2] for row in rows[2:]] == [["错误", 55], ["错误", 249]]


def test_a_workbook_that_is_nowhere_on_this_machine_makes_no_files(book: Opened) -> None:
    """It says to save it first."""
    for command in (macros.sum_up_year, macros.begin_next_quarter):
        command()
        assert "请先保存到本机的文件夹" in book.app._alerts[-1]
