"""年度汇总 by its button: monthly workbooks, of which a quarter alone may be gathered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.command_line import Run
from xl_appraisal.book.sheets import LEDGER, LEDGER_TABLE, SHEETS
from xl_appraisal.doors.buttons import BUTTONS, press
from xl_appraisal.hosts import FileHost, MemoryHost, MemoryScreen


@pytest.fixture
def months(run: Callable[..., Run], tmp_path: Path) -> list[Path]:
    """January to March of two windows, of 80: 甲 loses 3, 5, 1 and 乙 nothing."""
    names, layout = tmp_path / "窗口.txt", tmp_path / "栏目.toml"
    names.write_text("甲\n乙\n", encoding="utf-8")
    run("layout", "make", "county-window-monthly", layout, "--period", "2024-01")
    made = []
    for month, points in enumerate((3, 5, 1), 1):
        path = tmp_path / f"2024-0{month}.xlsx"
        run("new", path, "--layout", layout, "--windows", names, "--period", path.stem)
        book = openpyxl.load_workbook(path)
        line = {"window": "甲", "module": "出勤", "points": points}
        for field, value in line.items():
            place = LEDGER_TABLE.place(field) + 1
            book[LEDGER].cell(LEDGER_TABLE.header_row + 1, place).value = value
        book.save(path)
        made.append(path)
    return made


@pytest.mark.parametrize(
    ("agrees", "name", "periods"),
    [(True, "2024年第1季度汇总.xlsx", 3), (False, "2024年度汇总.xlsx", 12)],
    ids=["the quarter", "the year"],
)
def test_months_add_up_by_the_button(
    months: list[Path], agrees: bool, name: str, periods: int
) -> None:
    """It asks which; 甲 has 77, 75, 79: a mean of 77 after 乙's 80, missing months shown."""
    first = months[0]
    grids = [grid for sheet in SHEETS if (grid := FileHost(first).grid(sheet)) is not None]
    screen = MemoryScreen(agrees=agrees, files=months[1:])
    press(BUTTONS["sum_up_year"], "年度汇总", MemoryHost(grids, first.name, str(first)), screen)

    assert any("正好是2024年第1季度" in text for text in screen.told)
    sheet = openpyxl.load_workbook(first.with_name(name))["年度汇总"]
    rows = {row[1].value: [cell.value for cell in row] for row in sheet.iter_rows(min_row=4)}
    assert [rows[window][2] for window in ("甲", "乙")] == [77, 80]
    header = [cell.value for row in sheet.iter_rows(max_row=3) for cell in row]
    assert len([text for text in header if str(text or "").endswith("月名次")]) == periods


def test_two_months_are_of_the_year(months: list[Path]) -> None:
    """They make up no quarter: nothing is asked."""
    first = months[0]
    grids = [grid for sheet in SHEETS if (grid := FileHost(first).grid(sheet)) is not None]
    screen = MemoryScreen(files=months[1:2])
    press(BUTTONS["sum_up_year"], "年度汇总", MemoryHost(grids, first.name, str(first)), screen)

    assert not any("正好是" in text for text in screen.told)
    assert first.with_name("2024年度汇总.xlsx").exists()


def test_charts_take_earlier_months_by_the_button(months: list[Path]) -> None:
    """March's 画图表 with January and February chosen: 甲 gained 4 on February's 75, 乙 nothing."""
    last = months[-1]
    grids = [grid for sheet in SHEETS if (grid := FileHost(last).grid(sheet)) is not None]
    screen = MemoryScreen(files=months[:-1])
    press(BUTTONS["draw_charts"], "画图表", MemoryHost(grids, last.name, str(last)), screen)

    book = openpyxl.load_workbook(last.with_name("2024-03-图表.xlsx"))
    moves = {row[0].value: row[3].value for row in book["总分增减"].iter_rows(min_row=2)}
    assert (moves["甲"], moves["乙"]) == (4, 0)
    assert "历季名次" in book.sheetnames
