"""Cells that a fresh recalculation would fill in differently."""

from __future__ import annotations

from decimal import Decimal

from xl_appraisal.book.own_formulas import is_listed
from xl_appraisal.book.sheets import RANKING
from xl_appraisal.book.write.filling import changes
from xl_appraisal.model.exact import as_stored, plain
from xl_appraisal.model.grid import Formula, Grid, Value, a1
from xl_appraisal.work.desk import Appraised


def stale_cells(done: Appraised, check: Grid | None, *, listed: bool = True) -> list[str]:
    """A sentence for each figure on 名次表 that is not what its inputs come to.

    Without ``listed`` not of what the ledger alone knows of counts and ticks: earlier versions
    left those cells blank.
    """
    grid = done.quarter.table.grid
    sentences = []
    for ref, write in sorted(changes(done.quarter, done.appraisal, check)[RANKING].items()):
        held = grid.value(*ref)
        value = write.value if isinstance(write, Formula) else write
        if not listed and held is None and isinstance(write, Formula) and is_listed(write.text):
            continue
        if not _same(held, value):
            sentences.append(f"{RANKING}!{a1(*ref)}：表中是{_shown(held)}，应为{_shown(value)}")
    return sentences


def _same(held: Value, value: Value) -> bool:
    if isinstance(value, Decimal) and isinstance(held, Decimal):
        return as_stored(value) == as_stored(held)
    return (held or None) == (value or None)


def _shown(value: Value) -> str:
    if value is None or value == "":
        return "空白"
    return plain(value) if isinstance(value, Decimal) else f"“{value}”"
