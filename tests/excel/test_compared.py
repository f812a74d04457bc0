"""Live functions of a notice that holds windows against each other: by place, to the best."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.excel.made_live import FIRST, columns, differing, live_sheet
from tests.excel.memory_engine import MemoryEngine
from tests.excel.recalculating import Recalculating
from tests.made_notice import made, module, rule
from xl_appraisal.book.sheets import LEDGER, LEDGER_TABLE, RANKING

CASES = 'measures = [{ id = "cases", name = "办件量", order = "high", bands = [\n'
CASES += "{ from = 1, points = 5 }, { from = 2, to = 3, points = 3 }] }]"
DAYS = 'measures = [{ id = "days", name = "天数", full = 10, to = "lowest" }]'
NOTICE = made(
    module("bonus", "accumulate", 20),
    rule("volume", "place", "bonus", CASES),
    rule("speed", "proportion", "bonus", DAYS),
)
WINDOWS = ("甲", "乙", "丙", "丁")


@pytest.fixture
def live(engine: MemoryEngine, call: Callable[..., Any], tmp_path: Path) -> Recalculating:
    """The macro workbook of that notice, open."""
    return live_sheet(engine, call, tmp_path, NOTICE, WINDOWS)


def shown(sheet: Recalculating, column: str) -> list[Any]:
    cells, at = sheet.book.content().cells, columns(sheet)
    return [cells.get((row, at[column]), (None, None))[0] for row in range(FIRST, FIRST + 4)]


def test_everybody_follows_a_count_that_is_typed(live: Recalculating) -> None:
    """400 first: 5; 320 twice second: 3 each; with 500 typed 丁 is first and they are third: 3."""
    at = columns(live)
    live.all()
    for row, count in enumerate((320, 400, 320, 100), FIRST):
        live.put(RANKING, ((row, at["volume_cases"]), count))
    assert shown(live, "bonus") == [3, 5, 3, 0]
    live.put(RANKING, ((FIRST + 3, at["volume_cases"]), 500))
    assert shown(live, "bonus") == [3, 3, 3, 5]
    assert shown(live, "rank") == [2, 2, 2, 1]
    assert differing(live) == []


def test_counts_of_the_ledger_are_compared_too(live: Recalculating) -> None:
    """甲's 2 days of the ledger against 乙's 4 typed: 10 and 5."""
    at = columns(live)
    fields = {"window": "甲", "item": "天数", "count": 2}
    place = {field: number for number, (field, _) in enumerate(LEDGER_TABLE.fields, 1)}
    first = LEDGER_TABLE.header_row + 1
    live.put(LEDGER, *(((first, place[field]), value) for field, value in fields.items()))
    live.put(RANKING, ((FIRST + 1, at["speed_days"]), 4))
    live.all()

    assert shown(live, "bonus")[:2] == [10, 5]
    assert differing(live) == []


def test_the_order_in_which_they_are_typed_does_not_matter(live: Recalculating) -> None:
    """Random counts in both columns; a blank, a word and a window's name among them."""
    at, chosen = columns(live), random.Random(7)
    live.all()
    for _ in range(30):
        row = chosen.randrange(FIRST, FIRST + 4)
        column = chosen.choice(("volume_cases", "speed_days", "window"))
        typed = chosen.choice((None, 0, 1, 2, 3, 400, 400, "很多"))
        if column == "window":
            typed = chosen.choice((*WINDOWS, WINDOWS[row - FIRST]))
        live.put(RANKING, ((row, at[column]), typed))
        assert differing(live) == [], (row, column, typed)
