"""The quarter's workbook with the published inputs typed into it, as sheets in memory."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from tests.excel.memory_cells import Content, content_of
from tests.published import ITEM_IDS, routes, rows
from xl_appraisal.book.new import build_workbook
from xl_appraisal.book.new.macros.macro_book import macro_workbook_bytes
from xl_appraisal.book.sheets import LEDGER, LEDGER_TABLE, RANKING, RULES, RULES_TABLE, SHEETS
from xl_appraisal.hosts import FileHost
from xl_appraisal.model.grid import Grid
from xl_appraisal.model.rulebook import load_rulebook

FIRST = 7  # the row of the first window: title, hidden ids and three header rows stand above
COLUMNS = {name: number for number, name in enumerate(load_rulebook().layout.positions, 1)}
ITEMS = (COLUMNS["leadership_visits"], COLUMNS["platform_share"])
TYPED = {"c3": "staff_performance", **ITEM_IDS}
NAMES = [row["c2"] for row in rows()]


def cell_value(text: str) -> Any:
    """A published entry as a person types it."""
    text = text.strip()
    if text.endswith("%"):
        return float(Decimal(text[:-1]) / 100)
    try:
        return float(Decimal(text))
    except ArithmeticError:
        return text


@cache
def _grids(functions: bool) -> Mapping[str, Grid]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "2023Q1.xlsm"
        if functions:
            path.write_bytes(macro_workbook_bytes(load_rulebook(), NAMES, quarter="2023Q1"))
        else:
            build_workbook(path, load_rulebook(), NAMES, quarter="2023Q1")
        host = FileHost(path)
        return {name: grid for name in SHEETS if (grid := host.grid(name)) is not None}


def contents(*, functions: bool = False) -> dict[str, Content]:
    """Fresh sheets; ``functions`` for the macro workbook with a cell function in each figure."""
    made = {name: content_of(grid) for name, grid in _grids(functions).items()}
    table, ledger = made[RANKING].cells, made[LEDGER].cells
    for row, published in enumerate(rows(), FIRST):
        for position, column in TYPED.items():
            if published[position].strip():
                table[row, COLUMNS[column]] = (cell_value(published[position]), None)
    fields = [field for field, _ in LEDGER_TABLE.fields]
    for row, route in enumerate(routes(), LEDGER_TABLE.header_row + 1):
        entry = {
            "window": route["window"],
            "item": f"第{route['column'].removeprefix('c')}列",
            "module": route["module"],
            "points": float(route["points"]),
        }
        for field, value in entry.items():
            ledger[row, fields.index(field) + 1] = (value, None)
    return made


def rule_cell(book: Any, path: str) -> tuple[int, int]:
    """The cell on 规则 that holds the value of that path."""
    rows = book.content(RULES).cells
    row = next(r for (r, c), (value, _) in rows.items() if value == path)
    return row, [field for field, _ in RULES_TABLE.fields].index("value") + 1
