"""核对 says what changed since the last 重新计算; recalculating makes it the state of things."""

from __future__ import annotations

from decimal import Decimal

from tests.workbook.books import FIRST, Book, at
from xl_appraisal.book.sheets import CHECK, RANKING
from xl_appraisal.hosts import MemoryHost
from xl_appraisal.model.findings import Finding
from xl_appraisal.model.grid import parse_a1
from xl_appraisal.work import desk

TABLE = Book({"甲": {"item_18": 3}, "乙": {"item_18": 2}, "丙": {"item_18": 1}})


def computed() -> MemoryHost:
    host = TABLE.host()
    desk.recalculate(host)
    return host


def told(host: MemoryHost) -> list[Finding]:
    return [f for f in desk.check(host).appraisal.findings if f.code == "changed_since"]


def type_in(host: MemoryHost, row: int, value: Decimal | str) -> None:
    host.write(RANKING, {parse_a1(at("item_18", row)): value})


def test_nothing_is_told_of_a_table_that_is_up_to_date_or_was_never_computed() -> None:
    """Right after 重新计算, and before the first one."""
    assert told(computed()) == []
    assert told(TABLE.host()) == []


def test_gains_losses_ranks_and_flags_are_told_until_they_are_computed() -> None:
    """丙 gets 4 instead of 1: 102.5 passes 甲's 101.5 and 乙's 100.5; one red flag of three."""
    host = computed()
    type_in(host, FIRST + 2, Decimal(4))
    found = {finding.window: finding.message for finding in told(host)}

    assert found == {
        "丙": "丙：上次重新计算以来，总分由99.5变为102.5（+3），名次由第3名变为第1名，"
        "红旗窗口由“无”变为“红旗”。",
        "甲": "甲：上次重新计算以来，名次由第1名变为第2名，红旗窗口由“红旗”变为“无”。",
        "乙": "乙：上次重新计算以来，名次由第2名变为第3名。",
    }
    cells = host.grid(CHECK).cells.values()  # type: ignore[union-attr]
    assert set(found.values()) < {cell.value for cell in cells}
    desk.recalculate(host)
    assert told(host) == []


def test_a_window_that_lost_its_score_is_told() -> None:
    """An unreadable cell: no total and no rank any more."""
    host = computed()
    type_in(host, FIRST, "三分")
    (lost,) = [finding for finding in told(host) if finding.window == "甲"]

    assert "总分由101.5变为未计分，名次由第1名变为没有" in lost.message
    assert (lost.severity, lost.sheet) == ("info", RANKING)
