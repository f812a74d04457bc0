"""pandas: read the two sheets, compute by columns, put the figures into the book by openpyxl.

``python -m benchmarks.peers.pandas_openpyxl BOOK PLAN OUT``
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd


def _numbers(table: pd.DataFrame, column: int) -> pd.Series[float]:
    return pd.to_numeric(table[column - 1], errors="coerce").fillna(0.0)


def _score(
    module: dict[str, Any], table: pd.DataFrame, entries: pd.Series[float]
) -> pd.Series[float]:
    if module["method"] == "mean":
        return _numbers(table, module["column"])
    points = pd.Series(0.0, index=table.index)
    for column, sign, cap in module["items"]:
        values = _numbers(table, column)
        values = values.clip(upper=float(cap)) if cap else values
        points = points + values if sign == "+" else points - values
    if module["method"] == "deduct":
        return (float(module["full"]) + points - entries).clip(lower=0.0)
    return (points + entries).clip(upper=float(module["full"]))


def main(book: str, plan_file: str, out: str) -> None:
    """Compute every window's modules, total and rank; figures are binary floats, rounded."""
    plan = json.loads(Path(plan_file).read_text(encoding="utf-8"))
    sheets = pd.read_excel(book, sheet_name=["名次表", "加扣分明细"], header=None)
    table = sheets["名次表"].iloc[plan["first"] - 1 : plan["last"]]
    where = plan["ledger"]
    ledger = sheets["加扣分明细"].iloc[where["first"] - 1 :]
    points = pd.to_numeric(ledger[where["points"] - 1], errors="coerce").fillna(0.0)
    sums = points.groupby([ledger[where["window"] - 1], ledger[where["module"] - 1]]).sum()
    names = table[plan["window"] - 1]
    scores = {}
    for module in plan["modules"]:
        own = sums[sums.index.get_level_values(1) == module["name"]].droplevel(1)
        scores[module["column"]] = _score(module, table, names.map(own).fillna(0.0))
    total = sum(scores.values(), pd.Series(0.0, index=table.index)).round(9)
    rank = total.rank(ascending=False, method="min").astype(int)
    target = openpyxl.load_workbook(book)
    sheet = target["名次表"]
    written = {m["column"]: scores[m["column"]] for m in plan["modules"] if m["method"] != "mean"}
    for column, values in {**written, plan["total"]: total, plan["rank"]: rank}.items():
        for row, value in enumerate(values.tolist(), plan["first"]):
            sheet.cell(row, column, value)
    target.save(out)


if __name__ == "__main__":
    main(*sys.argv[1:])
