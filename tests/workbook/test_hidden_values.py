"""A value that a merged area hides from the reader never counts in silence."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from tests.command_line import Run
from tests.workbook.books import BASE, Book
from xl_appraisal.book.sheets import LEDGER, RANKING, STAFF
from xl_appraisal.hosts import FileHost

CASES = Path(__file__).parents[1] / "fixtures" / "cases" / "t-04-average-row"
ENTRY = {"窗口": "甲", "项目": "重点加分（第18列）", "分值": 2}


def book(sheet: str, area: str) -> Book:
    """甲 with two people and two entries of 2 points, 乙 with one person."""
    return Book(
        {"甲": {}, "乙": {}},
        staff={"甲": [95, 95], "乙": [95]},
        ledger=[ENTRY, {**ENTRY, "分值": 3}],
        merges={sheet: [area]},
    )


@pytest.mark.parametrize(
    ("sheet", "area"),
    [
        (STAFF, "C4:C5"),  # the second person's score under the first's
        (LEDGER, "D4:D5"),  # 3 points under 2
        (LEDGER, "B4:D4"),  # 2 points under the item
        (LEDGER, "B4:D5"),
    ],
)
def test_a_line_with_something_hidden_stops_its_window(sheet: str, area: str) -> None:
    """The finding names the area; the other window has its score."""
    hidden = book(sheet, area)
    told = [f for f in hidden.findings("merged") if f.window == "甲"]
    assert {(f.sheet, f.found, f.severity) for f in told} == {(sheet, area, "error")}
    assert hidden.total("甲") is None
    assert hidden.total("乙") == BASE


def test_a_merged_area_that_hides_nothing_is_fine() -> None:
    """A window's name over its two lines counts for both: 2 + 3."""
    merged = Book(
        {"甲": {}},
        staff={"甲": [95]},
        ledger=[ENTRY, {**ENTRY, "窗口": None, "分值": 3}],
        merges={LEDGER: ["A4:A5", "H4:I4"]},
    )
    assert merged.findings("merged") == []
    assert merged.total("甲") == BASE + 5


@pytest.mark.parametrize("name", ["c1.xlsx", "c2.xlsx", "without.xlsx"])
def test_a_row_of_totals_has_no_standing_and_is_closed_so(
    run: Callable[..., Run], tmp_path: Path, name: str
) -> None:
    """24 windows, 7 flags (7.2), 窗口24 first; the row's old rank and flag are gone; it closes."""
    path = tmp_path / name
    shutil.copyfile(CASES / name, path)
    assert run("recalc", path).code == 0
    grid = FileHost(path).grid(RANKING)
    assert grid is not None
    ranks = [grid.value(row, 1) for row in range(7, 32)]
    flags = [grid.value(row, 51) for row in range(7, 32)]
    assert ranks[:24] == [Decimal(n) for n in range(24, 0, -1)]
    assert ranks[24] is None or str(ranks[24]).startswith("备注")
    assert [i for i, flag in enumerate(flags, 1) if flag] == list(range(18, 25))
    assert run("close", path).code == 0
    assert run("verify", path).code == 0
