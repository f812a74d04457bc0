"""Two awards, groups and windows that take no part in a live Calc, cell by cell."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from tests.excel.test_elections import FIRST, NOTICE, WINDOWS
from tests.libreoffice.staffed import Desk, Opened
from tests.rules.test_awards import book_of
from xl_appraisal.book.new.macros.macro_book import macro_workbook_bytes
from xl_appraisal.hosts.calc.calc_host import CalcHost
from xl_appraisal.model.grid import a1
from xl_appraisal.work import desk

KINDS: dict[str, tuple[Any, ...]] = {
    "group": ("A组", "B组", "ｂ组", "C组"),
    "conduct_deduction": (1.0, 2.0, 3.5),
    "fresh": ("新进驻", "否", None, None),
    "small": ("√", None, None),
    "veto": ("√", None, None),
}


def differing(opened: Opened) -> list[str]:
    """Every figure on 名次表 that is not the core's of the same cells."""
    done = desk.appraise_host(CalcHost(opened.document))
    at, found = done.quarter.table.columns, []
    for window in done.appraisal.windows:
        expected: dict[str, Any] = {"rank": window.rank or window.unranked, "total": window.total}
        expected |= {column: one.text for column, one in window.awards.items()}
        for column, wanted in expected.items():
            ref = a1(window.score.place.row, at[column])
            cell = opened.ranking.getCellRangeByName(ref)
            assert cell.Formula.startswith("=")
            shown = cell.getDataArray()[0][0]
            if window.total is None:
                right = isinstance(shown, str) and shown.startswith("错误：")
            else:
                right = shown == (float(wanted) if column == "total" else wanted)
            if not right:
                found.append(f"{window.window} {column}: {shown!r}, not {wanted!r}")
    return found


def test_every_figure_is_the_cores_whatever_is_typed(calc_desk: Desk, tmp_path: Path) -> None:
    """Groups, points, √ and reasons in any order; Calc computes what depends on them."""
    path = tmp_path / "2023Q1.xlsm"
    path.write_bytes(macro_workbook_bytes(book_of(NOTICE), WINDOWS, quarter="2023Q1"))
    opened, chance = calc_desk.open(path), random.Random(5)
    at = desk.appraise_host(CalcHost(opened.document)).quarter.table.columns

    def put(row: int, column: str, value: Any) -> None:
        cell = opened.ranking.getCellRangeByName(a1(row, at[column]))
        if isinstance(value, float):
            cell.Value = value
        else:
            cell.String = value or ""

    for row in range(FIRST, FIRST + len(WINDOWS)):
        put(row, "group", chance.choice(("A组", "B组")))
        put(row, "conduct_deduction", float(row))
    assert differing(opened) == []
    for _ in range(20):
        column = chance.choice(list(KINDS))
        row = FIRST + chance.randrange(len(WINDOWS))
        put(row, column, chance.choice(KINDS[column]))
        assert "; ".join(differing(opened)) == ""
