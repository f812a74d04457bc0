"""Ledgers as departments send them, planned into a workbook: helpers of its tests."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.importing.books import (
    LEDGER,
    Given,
    new_book,
    plan_ledgers,
    quarter,
    source,
)
from xl_appraisal.hosts import MemoryHost
from xl_appraisal.model.errors import ImportFileError
from xl_appraisal.model.grid import a1
from xl_appraisal.work.importing.import_plan import ImportPlan

D = Decimal
FORMER = Path(__file__).parents[1] / "fixtures" / "workbooks" / "template-before-tables.xlsm"
SOURCE = 10
HEADER: list[Given] = ["窗口", "项目", "模块", "分值", "数量", "日期", "事由"]


def plan(host: MemoryHost, *rows: list[Given]) -> ImportPlan:
    return plan_ledgers(quarter(host), [(source(*rows), "明细.csv")])


def refusal(*rows: list[Given], merges: tuple[str, ...] = ()) -> str:
    with pytest.raises(ImportFileError) as caught:
        plan_ledgers(quarter(new_book()), [(source(*rows, merges=merges), "明细.csv")])
    return str(caught.value)


def lines(made: ImportPlan) -> list[dict[str, object]]:
    """What would be written, column letter → value for each row; 来源 in J is left out."""
    rows: dict[int, dict[str, object]] = {}
    for (row, column), written in sorted(made.changes.get(LEDGER, {}).items()):
        if column == SOURCE:
            continue
        rows.setdefault(row, {})[a1(1, column)[:-1]] = written
    return list(rows.values())
