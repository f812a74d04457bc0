"""Typed into a live Calc cell by cell: every figure on the sheet is the core's, at every moment."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from tests.excel.real_table import COLUMNS, NAMES
from tests.libreoffice.staffed import Desk, Opened
from tests.places import letter, place
from xl_appraisal.book.sheets import LEDGER, LEDGER_TABLE, RANKING, RULES, RULES_TABLE, STAFF
from xl_appraisal.hosts.calc.calc_host import CalcHost
from xl_appraisal.model.grid import a1
from xl_appraisal.work import desk

LEDGER_AT = {name: number for number, (name, _) in enumerate(LEDGER_TABLE.fields, 1)}


def differing(opened: Opened) -> list[str]:
    """Every figure on 名次表 that is not the core's and does not say what is wrong."""
    done = desk.appraise_host(CalcHost(opened.document))
    block = opened.ranking.getCellRangeByName(f"A1:{a1(60, COLUMNS['red_flag'])}")
    values, formulas = block.getDataArray(), block.getFormulaArray()
    modules = dict.fromkeys(m.id for m in done.quarter.book.notice.modules)
    found = []
    for window in done.appraisal.windows:
        row = window.score.place.row
        flag = window.flag_text if window.total is not None else None
        wanted = {"rank": window.rank, "total": window.total, "red_flag": flag}
        for column, figure in (wanted | (window.score.modules or modules)).items():
            shown = values[row - 1][COLUMNS[column] - 1]
            if not formulas[row - 1][COLUMNS[column] - 1].startswith("="):
                continue  # typed
            if figure is None:
                right = isinstance(shown, str) and shown.startswith("错误：")
            else:
                right = shown == (figure if isinstance(figure, str) else float(figure))
            if not right:
                found.append(f"{window.window} {column}: {shown!r}, not {figure!r}")
    return found


def put(opened: Opened, sheet: str, ref: tuple[int, int], value: Any) -> None:
    """A value typed into a cell."""
    cell = opened.document.Sheets.getByName(sheet).getCellRangeByName(a1(*ref))
    if value is None:
        cell.String = ""
    elif isinstance(value, str):
        cell.String = value
    else:
        cell.Value = value


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_ledger_lines_typed_cell_by_cell(calc_desk: Desk, filled: Path, seed: int) -> None:
    """A line's four cells one after the other, in any order, then struck, then cleared."""
    opened, choose = calc_desk.open(filled), random.Random(seed)
    assert differing(opened) == []
    line = [
        ("window", choose.choice(NAMES)),
        ("item", "投诉"),
        ("module", "业务规范"),
        ("points", float(choose.randint(1, 4))),
    ]
    choose.shuffle(line)
    after = [("status", "作废"), ("status", None), ("window", None)]
    for name, value in (*line, *after):
        put(opened, LEDGER, (40, LEDGER_AT[name]), value)
        assert "; ".join(differing(opened)) == "", (name, value)


def test_staff_scores_rules_and_names(calc_desk: Desk, filled: Path) -> None:
    """People's scores, another cap, a name that is nobody's, a date for points, row 2,000."""
    opened = calc_desk.open(filled)
    put(opened, STAFF, (10, 1), NAMES[2])
    put(opened, STAFF, (10, 3), 90.0)
    assert differing(opened) == []
    ids = letter(RULES_TABLE, "path")
    sheet = opened.document.Sheets.getByName(RULES)
    paths = sheet.getCellRangeByName(f"{ids}1:{ids}200").getDataArray()
    row = [line[0] for line in paths].index("module.reward.max") + 1
    for value in (5.0, "许多", 20.0):
        put(opened, RULES, (row, place(RULES_TABLE, "value")), value)
        assert differing(opened) == []
    for name in ("新窗口", NAMES[1], NAMES[0]):
        put(opened, RANKING, (7, COLUMNS["window"]), name)
        assert differing(opened) == []
    for name, value in (("window", NAMES[0]), ("module", "业务规范"), ("points", 3.0)):
        put(opened, LEDGER, (2000, LEDGER_AT[name]), value)
    assert differing(opened) == []
    assert opened.at(7, "total").Value == pytest.approx(104.562)
