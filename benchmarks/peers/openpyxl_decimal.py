"""openpyxl and Decimal: load the book, compute, put the figures in, save.

``python -m benchmarks.peers.openpyxl_decimal BOOK PLAN OUT``
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl


def _decimal(value: object) -> Decimal:
    return Decimal(str(value)) if isinstance(value, int | float) else Decimal(0)


def _module(module: dict[str, Any], cells: Any, entries: Decimal) -> Decimal:
    if module["method"] == "mean":
        return _decimal(cells[module["column"] - 1].value)
    full, points = Decimal(module["full"]), Decimal(0)
    for column, sign, cap in module["items"]:
        value = _decimal(cells[column - 1].value)
        value = min(value, Decimal(cap)) if cap else value
        points += value if sign == "+" else -value
    if module["method"] == "deduct":
        return max(full + points - entries, Decimal(0))
    return min(points + entries, full)


def main(book: str, plan_file: str, out: str) -> None:
    """Compute every window's modules, total and rank."""
    plan = json.loads(Path(plan_file).read_text(encoding="utf-8"))
    values = openpyxl.load_workbook(book, data_only=True, read_only=True)
    ledger: dict[tuple[object, object], Decimal] = defaultdict(Decimal)
    where = plan["ledger"]
    for cells in values["加扣分明细"].iter_rows(min_row=where["first"]):
        if len(cells) >= where["points"] and cells[where["points"] - 1].value is not None:
            key = cells[where["window"] - 1].value, cells[where["module"] - 1].value
            ledger[key] += _decimal(cells[where["points"] - 1].value)
    scores = {}
    rows = values["名次表"].iter_rows(min_row=plan["first"], max_row=plan["last"])
    for row, cells in enumerate(rows, plan["first"]):
        name = cells[plan["window"] - 1].value
        scores[row] = [_module(m, cells, ledger[name, m["name"]]) for m in plan["modules"]]
    totals = {row: sum(parts, Decimal(0)) for row, parts in scores.items()}
    ranks: dict[Decimal, int] = {}
    for place, total in enumerate(sorted(totals.values(), reverse=True), 1):
        ranks.setdefault(total, place)
    target = openpyxl.load_workbook(book)
    sheet = target["名次表"]
    for row, parts in scores.items():
        for module, score in zip(plan["modules"], parts, strict=True):
            if module["method"] != "mean":
                sheet.cell(row, module["column"], float(score))
        sheet.cell(row, plan["total"], float(totals[row]))
        sheet.cell(row, plan["rank"], ranks[totals[row]])
    target.save(out)


if __name__ == "__main__":
    main(*sys.argv[1:])
