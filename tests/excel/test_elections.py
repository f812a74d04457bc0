"""Live functions of a notice with two awards, groups and windows that take no part."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.excel.conftest import Opened
from tests.excel.memory_cells import content_of
from tests.excel.memory_engine import MemoryEngine
from tests.excel.recalculating import Recalculating
from tests.made_notice import made, module, rule
from tests.rules.test_awards import SITUATION, award, book_of
from tests.rules.test_groups import GROUPS, KEPT, OUT
from xl_appraisal.book.new.macros.macro_book import macro_workbook_bytes
from xl_appraisal.book.sheets import ID_ROW, RANKING, SHEETS
from xl_appraisal.hosts import FileHost
from xl_appraisal.hosts.excel.excel_host import XlwingsHost
from xl_appraisal.work import desk

LATE = 'measures = [{ id = "late", name = "迟到", unit = "次", points = 1 }]'
NOTICE = made(
    module("service", "deduct", 100),
    rule("conduct", "tally", "service", LATE),
    award("flag", "红旗窗口", 'share = "50%"'),
    award("model", "服务先进窗口", 'number = 3\ngroup = "all"'),
    GROUPS,
    OUT,
    KEPT,
    SITUATION,
)
WINDOWS = ("甲", "乙", "丙", "丁", "戊", "己")
FIRST = 7


@pytest.fixture
def live(engine: MemoryEngine, call: Callable[..., Any], tmp_path: Path) -> Recalculating:
    """The macro workbook of that notice, open."""
    path = tmp_path / "2023Q1.xlsm"
    path.write_bytes(macro_workbook_bytes(book_of(NOTICE), WINDOWS, quarter="2023Q1"))
    host = FileHost(path)
    grids = {name: grid for name in SHEETS if (grid := host.grid(name)) is not None}
    book = Opened(engine.open("/two/2023Q1.xlsm", {n: content_of(g) for n, g in grids.items()}))
    book.becomes_caller()
    return Recalculating(book, call, 1)


def columns(sheet: Recalculating) -> dict[str, int]:
    cells = sheet.book.content().cells
    return {str(value): ref[1] for ref, (value, _) in cells.items() if ref[0] == ID_ROW and value}


def differing(sheet: Recalculating) -> list[str]:
    """Every figure that is not the core's own of the same cells."""
    done = desk.appraise_host(XlwingsHost(sheet.book.front))
    cells, at, found = sheet.book.content().cells, columns(sheet), []
    for window in done.appraisal.windows:
        row = window.score.place.row
        expected: dict[str, Any] = {"rank": window.rank or window.unranked, "total": window.total}
        expected |= {column: one.text for column, one in window.awards.items()}
        for column, wanted in expected.items():
            shown, formula = cells[row, at[column]]
            assert formula is not None
            if window.total is None:
                right = isinstance(shown, str) and shown.startswith("错误：")
            else:
                right = (shown or "") == (float(wanted) if column == "total" else wanted)
            if not right:
                found.append(f"{window.window} {column}: {shown!r}, not {wanted!r}")
    return found


def test_ranks_in_groups_and_both_awards_follow_what_is_typed(live: Recalculating) -> None:
    """A: 99, 97, and 98 out; B: 96, 95, 94 → a flag each, 50% of two and of three up."""
    at = columns(live)
    typed = [("A组", 1), ("B组", 4), ("A组", 2), ("A组", 3), ("B组", 5), ("b 组", 6)]
    for row, (group, late) in enumerate(typed, FIRST):
        live.put(RANKING, ((row, at["group"]), group), ((row, at["conduct_late"]), late))
        live.put(RANKING, ((row, at["conduct_deduction"]), late))
    live.put(RANKING, ((FIRST + 2, at["fresh"]), "新进驻"))
    live.all()

    cells = live.book.content().cells
    shown = {
        name: tuple(cells[row, at[c]][0] for c in ("rank", "red_flag", "award_model"))
        for row, name in enumerate(WINDOWS, FIRST)
    }
    assert shown == {
        "甲": (1, "红旗", "服务先进"),
        "乙": (1, "红旗", "服务先进"),
        "丙": ("不参评", "不参评", "不参评"),
        "丁": (2, "", "服务先进"),
        "戊": (2, "红旗", ""),
        "己": (3, "", ""),
    }
    assert differing(live) == []


@pytest.mark.parametrize("seed", [1, 2])
def test_figures_are_the_cores_whatever_is_typed(live: Recalculating, seed: int) -> None:
    """Groups, counts, √ and reasons typed in any order: what depends on each is computed anew."""
    at, chance = columns(live), random.Random(seed)
    kinds: dict[str, tuple[Any, ...]] = {
        "group": ("A组", "B组", "ｂ组", None, "C组"),
        "conduct_deduction": (1.0, 2.0, 3.5, None),
        "fresh": ("新进驻", "√", "否", None, None),
        "small": ("√", None, None),
        "veto": ("√", None, None),
    }
    for row in range(FIRST, FIRST + len(WINDOWS)):
        live.put(RANKING, ((row, at["group"]), chance.choice(("A组", "B组"))))
    live.all()
    for _ in range(25):
        column = chance.choice(list(kinds))
        row = FIRST + chance.randrange(len(WINDOWS))
        live.put(RANKING, ((row, at[column]), chance.choice(kinds[column])))
        assert differing(live) == []


def test_an_award_that_there_is_not_is_refused_by_name(
    live: Recalculating, call: Callable[..., Any]
) -> None:
    """The cell says which awards there are."""
    at = columns(live)
    for row in range(FIRST, FIRST + len(WINDOWS)):
        live.put(RANKING, ((row, at["group"]), "A组"), ((row, at["conduct_deduction"]), 1.0))
    live.all()
    place = RANKING, (FIRST, at["award_model"])
    arguments = [
        live.book.cells(a[1], a[0]) if isinstance(a, tuple) else a
        for a in live.calls[place].arguments
    ]
    assert call("RED_FLAG", *arguments) == "服务先进"
    assert arguments[-1] == "服务先进窗口"
    arguments[-1] = "最美窗口"
    assert call("RED_FLAG", *arguments) == "错误：没有评选“最美窗口”；应为红旗窗口、服务先进窗口"
