"""The table as a peer needs it: which column adds to which module, with which limit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from xl_appraisal.book.read.quarter import Quarter
from xl_appraisal.book.sheets import LEDGER
from xl_appraisal.model.layout.layout import BY_ENTRY


def plan_of(quarter: Quarter) -> dict[str, Any]:
    """Row and column numbers and the modules' rules, as plain data.

    ``modules``: name, column, method, full mark, and its items as ``[column, sign, cap]``.
    Columns whose module each ledger line names are left to the ledger.
    """
    table, notice = quarter.table, quarter.book.notice
    items: dict[str, list[list[Any]]] = {module.id: [] for module in notice.modules}
    for column in quarter.book.layout.all_columns:
        if column.kind == "points" and column.module != BY_ENTRY:
            rule = notice.rules.get(column.rule)
            cap = str(rule.cap) if rule and rule.cap is not None and column.sign == "+" else None
            items[column.module].append([table.columns[column.id], column.sign, cap])
    ledger = quarter.lists[LEDGER]
    return {
        "first": table.rows[0],
        "last": table.rows[-1],
        "window": table.columns["window"],
        "total": table.columns["total"],
        "rank": table.columns["rank"],
        "modules": [
            {
                "name": module.name,
                "column": table.columns[module.id],
                "method": module.method,
                "full": str(module.maximum),
                "items": items[module.id],
            }
            for module in notice.modules
        ],
        "ledger": {
            "first": ledger.header_row + 1,
            "last": max((row.row for row in ledger.rows()), default=ledger.header_row + 1),
            **{field: ledger.columns[field] for field in ("window", "module", "points", "item")},
        },
    }


def write_plan(quarter: Quarter, path: Path) -> Path:
    """The plan as a JSON file."""
    path.write_text(json.dumps(plan_of(quarter), ensure_ascii=False), encoding="utf-8")
    return path
