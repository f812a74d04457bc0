"""Live functions of a notice with two awards, groups and windows that take no part."""

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
from tests.rules.test_awards import SITUATION, award
from tests.rules.test_groups import GROUPS, KEPT, OUT
from xl_appraisal.book.sheets import RANKING

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


@pytest.fixture
def live(engine: MemoryEngine, call: Callable[..., Any], tmp_path: Path) -> Recalculating:
    """The macro workbook of that notice, open."""
    return live_sheet(engine, call, tmp_path, NOTICE, WINDOWS)


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
