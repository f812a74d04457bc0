"""The same table as plain spreadsheet formulas, for programs that only recalculate."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import xlsxwriter

from xl_appraisal.book.read.quarter import Quarter
from xl_appraisal.book.sheets import LEDGER
from xl_appraisal.model.grid import column_name


def write_plain_book(quarter: Quarter, plan: dict[str, Any], path: Path) -> Path:
    """Sheets 名次表 and 加扣分明细 at the same cells: inputs as values, figures as formulas."""
    computed = {m["column"] for m in plan["modules"] if m["method"] != "mean"}
    computed |= {plan["total"], plan["rank"]}
    with xlsxwriter.Workbook(path) as book:
        sheet, ledger = book.add_worksheet("名次表"), book.add_worksheet(LEDGER)
        for row, cells in quarter.table.grid.rows():
            for column, cell in cells.items():
                if plan["first"] <= row <= plan["last"] and column not in computed:
                    sheet.write(row - 1, column - 1, cell.value)
        for row, cells in quarter.lists[LEDGER].grid.rows():
            for column, cell in cells.items():
                ledger.write(row - 1, column - 1, cell.value)
        for row in range(plan["first"], plan["last"] + 1):
            for column, text in _formulas(plan, row):
                sheet.write_formula(row - 1, column - 1, text)
    return path


def _formulas(plan: dict[str, Any], row: int) -> list[tuple[int, str]]:
    found = []
    for module in plan["modules"]:
        if module["method"] == "mean":
            continue
        sums = "".join(
            f"{sign}MIN(N({column_name(column)}{row}),{cap})" if cap
            else f"{sign}N({column_name(column)}{row})"
            for column, sign, cap in module["items"]
        )  # fmt: skip
        entries = _entries(plan, module["name"], row)
        if module["method"] == "deduct":
            text = f"=MAX({module['full']}{sums}-{entries},0)"
        else:
            text = f"=MIN(0{sums}+{entries},{module['full']})"
        found.append((module["column"], text))
    scores = "+".join(f"{column_name(m['column'])}{row}" for m in plan["modules"])
    total = column_name(plan["total"])
    found.append((plan["total"], f"=ROUND({scores},9)"))
    every = f"${total}${plan['first']}:${total}${plan['last']}"
    found.append((plan["rank"], f"=RANK({total}{row},{every})"))
    return found


def _entries(plan: dict[str, Any], module: str, row: int) -> str:
    ledger = plan["ledger"]
    where = {}
    for name in ("points", "window", "module"):  # not whole columns, which some programs walk
        column = column_name(ledger[name])
        where[name] = f"{LEDGER}!${column}${ledger['first']}:${column}${ledger['last']}"
    window = f"{column_name(plan['window'])}{row}"
    return f'SUMIFS({where["points"]},{where["window"]},{window},{where["module"]},"{module}")'
