"""Figures on a live sheet, whatever is typed and in whatever order the program computes."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from tests.excel.conftest import Opened, row_of
from tests.excel.real_table import COLUMNS, FIRST, NAMES
from tests.excel.recalculating import Recalculating
from xl_appraisal.book.sheets import LEDGER, LEDGER_TABLE, RANKING, RULES, RULES_TABLE, STAFF
from xl_appraisal.hosts.excel.excel_host import XlwingsHost
from xl_appraisal.work import desk

LEDGER_AT = {name: number for number, (name, _) in enumerate(LEDGER_TABLE.fields, 1)}


@pytest.fixture
def live(opening: Callable[..., Opened], call: Callable[..., Any]) -> Callable[..., Recalculating]:
    def made(seed: int = 1) -> Recalculating:
        book = opening(functions=True)
        sheet = Recalculating(book, call, seed)
        sheet.all()
        return sheet

    return made


def differing(sheet: Recalculating) -> list[str]:
    """Every figure that is not the core's; one that says what is wrong is none."""
    host = XlwingsHost(sheet.book.front)
    done = desk.appraise_host(host)
    cells = sheet.book.content().cells
    found = []
    for window in done.appraisal.windows:
        row = window.score.place.row
        expected: dict[str, Any] = {"rank": window.rank, "total": window.total}
        expected |= window.score.modules or dict.fromkeys(
            m.id for m in done.quarter.book.notice.modules
        )
        for column, wanted in expected.items():
            shown, formula = cells.get((row, COLUMNS[column]), (None, None))
            if formula is None:
                continue  # typed
            if wanted is None:
                right = isinstance(shown, str) and shown.startswith("错误：")
            else:
                right = shown == float(wanted)
            if not right:
                found.append(f"{window.window} {column}: {shown!r}, not {wanted!r}")
        flag = cells[row, COLUMNS["red_flag"]][0]
        if window.total is not None and (flag or "") != window.flag_text:
            found.append(f"{window.window} flag: {flag!r}, not {window.flag_text!r}")
    return found


def line(row: int, **values: Any) -> list[tuple[tuple[int, int], Any]]:
    return [((row, LEDGER_AT[name]), value) for name, value in values.items()]


def test_every_figure_of_the_published_quarter(live: Callable[..., Recalculating]) -> None:
    """25 windows: rank, modules, total and flag, each by its function alone."""
    sheet = live()
    assert differing(sheet) == []
    assert sheet.book.content().cells[FIRST, COLUMNS["total"]][0] == 107.562


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_ledger_lines_typed_cell_by_cell(live: Callable[..., Recalculating], seed: int) -> None:
    """Four cells of a line one by one: after each, every figure of every window is the core's."""
    sheet, choose = live(seed), random.Random(seed)
    for row in range(40, 43):
        window = choose.choice(NAMES)
        cells = line(row, window=window, item="投诉", module="业务规范", points=3.0)
        choose.shuffle(cells)
        for one in cells:
            sheet.put(LEDGER, one)
            assert differing(sheet) == [], (row, one)


def test_voided_and_cleared_lines(live: Callable[..., Recalculating]) -> None:
    """A line struck and cleared again takes its points back at once, for ranks as well."""
    sheet = live()
    window = NAMES[4]
    total = (row_of(window), COLUMNS["total"])
    before = sheet.book.content().cells[total][0]
    sheet.put(LEDGER, *line(40, window=window, module="业务规范", points=2.0))
    assert sheet.book.content().cells[total][0] == pytest.approx(before - 2)
    assert differing(sheet) == []
    for cell in line(40, status="作废", struck_reason="记错"):
        sheet.put(LEDGER, cell)
        assert differing(sheet) == []
    assert sheet.book.content().cells[total][0] == before
    sheet.put(LEDGER, *line(40, window=None, module=None, points=None, status=None))
    assert differing(sheet) == []


def test_lines_below_the_rows_that_were_ready(live: Callable[..., Recalculating]) -> None:
    """Row 2,000 of the ledger counts as row 5 does."""
    sheet = live()
    sheet.put(LEDGER, *line(2000, window=NAMES[0], module="业务规范", points=3.0))
    assert sheet.book.content().cells[FIRST, COLUMNS["total"]][0] == 104.562
    assert differing(sheet) == []


def test_staff_scores_rules_and_names(live: Callable[..., Recalculating]) -> None:
    """People's scores in place of a typed figure; another cap; a window renamed and doubled."""
    sheet = live()
    sheet.put(STAFF, ((10, 1), NAMES[2]), ((10, 3), 90.0))
    assert differing(sheet) == []
    rows = sheet.book.content(RULES).cells
    row = next(r for (r, _), (value, _) in rows.items() if value == "module.reward.max")
    value = [field for field, _ in RULES_TABLE.fields].index("value") + 1
    sheet.put(RULES, ((row, value), 5.0))
    assert differing(sheet) == []
    sheet.put(RULES, ((row, value), "许多"))
    assert differing(sheet) == []
    sheet.put(RULES, ((row, value), 20.0))
    for name in ("新窗口", NAMES[1], None):
        sheet.put(RANKING, ((FIRST, COLUMNS["window"]), name))
        assert differing(sheet) == []


def test_a_total_typed_over_is_no_total(live: Callable[..., Recalculating]) -> None:
    """The ranks say that it is none, and count on with nothing wrong."""
    sheet = live()
    sheet.put(RANKING, ((FIRST + 3, COLUMNS["total"]), 150.0))
    rank = sheet.book.content().cells[FIRST, COLUMNS["rank"]][0]
    assert rank == f"错误：请重新计算，I{FIRST + 3} 的总分不是公式"


def test_a_total_that_was_cleared_is_missed(live: Callable[..., Recalculating]) -> None:
    """Its window's rank names the cell, and no other window is ranked as if it were not there."""
    sheet = live()
    sheet.put(RANKING, ((FIRST + 3, COLUMNS["total"]), None))
    shown = {row: sheet.book.content().cells[row, COLUMNS["rank"]][0] for row in (FIRST, FIRST + 3)}
    assert shown[FIRST + 3] == f"错误：请重新计算，I{FIRST + 3} 没有总分"
    assert shown[FIRST] == "错误：请重新计算，有窗口还没有总分"


@pytest.mark.parametrize("seed", [11, 12])
def test_item_cells_of_every_kind(live: Callable[..., Recalculating], seed: int) -> None:
    """Typed, cleared, words, truths, and our own formulas that are behind the ledger."""
    sheet, choose = live(seed), random.Random(seed)
    ours = 'SUMIFS(加扣分明细!$D:$D,加扣分明细!$A:$A,$B7)+N("由程序填写")'
    columns = ("item_18", "item_37", "case_volume_bonus", "item_47", "veto_43", "assisted_times")
    values = (2.0, None, "两分", True, False, 0.0, "√", 1.0, (4.0, ours), (1.0, "1+0"))
    for _ in range(30):
        row = row_of(choose.choice(NAMES[:6]))
        column, value = choose.choice(columns), choose.choice(values)
        sheet.put(RANKING, ((row, COLUMNS[column]), value))
        assert differing(sheet) == [], (row, column, value)


def test_what_may_be_a_percent_stops_its_window_in_the_cells(
    live: Callable[..., Recalculating],
) -> None:
    """A cell function sees 0.95 where 95 % was typed; 1 person's score, a window's, a count.

    Half a point is a point's value, and stays one.
    """
    sheet = live()
    shown = sheet.book.content().cells
    for name, column, value in ((NAMES[1], "staff_performance", 0.95),):
        ref = row_of(name), COLUMNS[column]
        before = shown[ref]
        sheet.put(RANKING, (ref, value))
        cell = str(shown[row_of(name), COLUMNS["total"]][0])
        assert "0.95，像是百分比，请核对" in cell
        sheet.put(RANKING, (ref, before[0]))
        assert differing(sheet) == []
    sheet.put(STAFF, ((10, 1), NAMES[2]), ((10, 3), 0.95))
    cell = str(shown[row_of(NAMES[2]), COLUMNS["total"]][0])
    assert cell == "错误：人员考核!C10 考核分为0.95，像是百分比，请核对"
    sheet.put(STAFF, ((10, 3), 95.0))
    assert differing(sheet) == []
    sheet.put(RANKING, ((FIRST, COLUMNS["item_18"]), 0.5))
    assert differing(sheet) == []
    sheet.put(RANKING, ((FIRST, COLUMNS["immediate_cases"]), 0.7))
    assert "为0.7，像是百分比，请核对" in str(shown[FIRST, COLUMNS["total"]][0])


def test_a_count_of_pieces_is_no_fraction(live: Callable[..., Recalculating]) -> None:
    """多走流程次数 of a half: 0.5 points each time, and half a time there is none."""
    sheet = live()
    sheet.put(LEDGER, *line(40, window=NAMES[0], item="多走流程次数", count=0.5))
    cell = str(sheet.book.content().cells[FIRST, COLUMNS["total"]][0])
    assert "多走流程次数的数量为0.5，像是百分比，请核对" in cell
    sheet.put(LEDGER, *line(40, window=NAMES[0], item="多走流程次数", count=2.0))
    assert differing(sheet) == []
