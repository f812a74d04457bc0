"""Struck lines, people listed twice, item names almost right: what counts and what is told."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.workbook.books import BASE, LEDGER, LISTED, STAFF, Book, one, shown
from tests.workbook.libreoffice import recalculated_copies
from xl_appraisal.book.new import build_workbook
from xl_appraisal.hosts import FileHost
from xl_appraisal.model.grid import Cell
from xl_appraisal.model.rulebook import load_rulebook
from xl_appraisal.work.desk import appraise_host, recalculate

FORMER = Path(__file__).parents[1] / "fixtures" / "workbooks" / "template-before-tables.xlsm"
LINE = {"模块": "业务规范", "分值": 2, "事由": "晨会迟到"}


def book(*statuses: tuple[object, object]) -> Book:
    """甲 with a deduction of 2 points for each status and reason, in columns beside the rest."""
    cells: dict[str, object] = {"H3": "状态", "I3": "作废原因"}
    for row, (status, reason) in enumerate(statuses, LISTED):
        cells |= {f"H{row}": status, f"I{row}": reason}
    return one().but(ledger=[LINE] * len(statuses), cells={LEDGER: cells})


def test_a_struck_line_takes_nothing_off_and_stays_to_be_seen() -> None:
    """One of two deductions of 2 points is struck: 98.5 - 2 = 96.5."""
    struck = book(("", ""), ("作废", "重复登记"))
    assert struck.total() == BASE - 2
    finding = struck.finding("line_struck")
    assert finding.severity == "info"
    assert (finding.sheet, finding.cell, finding.window) == (LEDGER, f"H{LISTED + 1}", "甲")
    assert "晨会迟到" in finding.message and "重复登记" in finding.message


@pytest.mark.parametrize("status", ["作废", " 作废 ", "作　废", "作\u200b废"])
def test_it_is_struck_however_the_word_is_spaced(status: str) -> None:
    """As everything typed is compared."""
    assert book((status, "重复")).total() == BASE


def test_a_line_struck_without_a_reason_is_a_finding() -> None:
    """The score stands, somebody has to say why."""
    struck = book(("作废", None))
    assert struck.total() == BASE
    assert struck.finding("struck_without_reason").severity == "warning"


@pytest.mark.parametrize("status", ["有效", "作废？", Decimal(1), True, "×"])
def test_any_other_status_stops_the_window(status: object) -> None:
    """Neither counting the line nor leaving it out may be guessed."""
    unclear = book((status, ""))
    assert unclear.total() is None
    assert unclear.finding("status_unknown").cell == f"H{LISTED}"
    assert unclear.total("乙") is not None


def test_a_struck_line_may_name_a_window_that_left() -> None:
    """What does not count needs no window: it is told, nothing more."""
    gone = one().but(
        ledger=[{**LINE, "窗口": "丙"}],
        cells={LEDGER: {"H3": "状态", "H4": "作废", "I3": "作废原因", "I4": "撤并"}},
    )
    assert gone.finding("window_unknown").severity == "info"


def test_a_struck_person_is_not_in_the_mean() -> None:
    """95 and a struck 50: the mean is 95, × 30 % = 28.5, which is in BASE."""
    cells = {"E3": "状态", "E5": "作废", "F3": "作废原因", "F5": "调离"}
    staff = one().but(staff={"甲": [95, 50], "乙": [95]}, cells={STAFF: cells})
    assert staff.total() == BASE


def test_the_same_person_twice_in_a_window_is_a_warning() -> None:
    """Both scores count until somebody strikes one: (95 + 85) / 2 × 30 % = 27, 1.5 less."""
    names = {"B4": "张三", "B5": "张 三"}
    twice = one().but(staff={"甲": [95, 85], "乙": [95]}, cells={STAFF: names})
    assert twice.total() == BASE - Decimal("1.5")
    finding = twice.finding("person_repeated")
    assert (finding.severity, finding.cell, finding.window) == ("warning", "B5", "甲")
    struck = {**names, "E3": "状态", "E5": "作废", "F3": "作废原因", "F5": "重复"}
    assert not twice.but(cells={STAFF: struck}).findings("person_repeated")


def test_one_name_in_two_windows_is_only_told() -> None:
    """People may be called the same, or move from one window to another."""
    same = one().but(cells={STAFF: {"B4": "张三", "B5": "张三"}})
    finding = same.finding("person_in_windows")
    assert finding.severity == "info" and "甲、乙" in finding.message


def test_a_name_that_is_almost_an_items_is_told() -> None:
    """It counts for its module, as the line says; its item may have been meant."""
    almost = one().but(ledger=[{**LINE, "项目": "到岗次"}])
    assert almost.total() == BASE - 2
    assert "“到岗次数”" in almost.finding("item_near").message
    assert not one().but(ledger=[{**LINE, "项目": "未戴工作牌"}]).findings("item_near")


@pytest.fixture(scope="module")
def struck_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file whose 税务 has 2 and a struck 1 in an item, and 98 and a struck 10 as staff."""
    path = tmp_path_factory.mktemp("struck") / "作废.xlsx"
    build_workbook(path, load_rulebook(), ("税务", "残联"), quarter="2023Q1")
    host, number = FileHost(path), Decimal
    for row, (points, status) in enumerate(((2, None), (1, "作废")), 4):
        line = {
            1: "税务",
            2: "重点加分（第18列）",
            4: number(points),
            8: status,
            9: status and "重复",
        }
        host.write(LEDGER, {(row, column): value for column, value in line.items()})
    for row, (window, score, status) in enumerate(
        (("税务", 98, None), ("税务", 10, "作废"), ("残联", 90, None)), 4
    ):
        line = {1: window, 3: number(score), 5: status, 6: status and "调离"}
        host.write(STAFF, {(row, column): value for column, value in line.items()})
    recalculate(host)
    host.save()
    return path


def test_our_formulas_leave_struck_lines_out_in_a_spreadsheet_too(
    struck_file: Path, tmp_path: Path
) -> None:
    """LibreOffice's own arithmetic comes to the same figures; 98 × 30 % = 29.4."""
    (copy,) = recalculated_copies([struck_file], tmp_path)
    done = appraise_host(FileHost(struck_file))
    for column, expected in (("item_18", 2), ("staff_performance", Decimal("29.4"))):
        ref = done.quarter.table.ref(done.quarter.rows["税务"], column)
        grid = FileHost(copy).grid("名次表")
        assert grid is not None
        cell = grid[ref]
        assert cell.formula is not None and "<>作废" in cell.formula
        assert cell.value == expected


def test_a_workbook_made_before_still_reads_and_recalculates() -> None:
    """The template of the time without 状态, 作废原因 and 来源."""
    host = FileHost(FORMER)
    number = Decimal
    host.write("名次表", {(7, 2): "税务"})
    host.write(STAFF, {(4, 1): "税务", (4, 3): number(95)})
    host.write(LEDGER, {(4, 1): "税务", (4, 3): "业务规范", (4, 4): number(2)})
    recalculate(host)
    done = appraise_host(host)
    assert done.appraisal.window("税务").total == BASE - 2
    assert done.quarter.lists[LEDGER].missing == ("状态", "作废原因", "来源")


def test_cells_are_still_found_by_their_headers() -> None:
    """A blank status column changes nothing of the figures."""
    assert book(("", "")).total() == BASE - 2
    assert shown(book(("", "")).host(), "H3", LEDGER) == Cell("状态")
