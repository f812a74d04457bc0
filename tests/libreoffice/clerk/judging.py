"""The judgement: what the sheet shows beside what the core makes of what the sheet holds.

Runs inside LibreOffice.  A figure is right where it equals the core's; a cell that names what is
wrong instead is told; anything else is a wrong figure.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.libreoffice.clerk.saved import end_of
from xl_appraisal.book.own_formulas import calls_function
from xl_appraisal.book.sheets import LEDGER, RANKING, RULES, STAFF
from xl_appraisal.book.write.filling import red_flag_text
from xl_appraisal.hosts.calc.calc_host import CalcHost
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.grid import a1
from xl_appraisal.scoring import RankedWindow
from xl_appraisal.work import desk

_RULE_ROWS = 200
_SHEETS = (RANKING, STAFF, LEDGER, RULES)


def judged(document: Any, how: str) -> dict[str, Any]:
    """Every figure of 名次表, and where things stand for the next action.

    ``how`` is the order in which cells are asked for: Calc computes a cell when it is looked at.
    """
    shown = dict(_shown(document, how))
    ends = {name: end_of(document, name) for name in _SHEETS if document.Sheets.hasByName(name)}
    found: dict[str, Any] = {"wrong": [], "named": [], "figures": 0, "ends": ends}
    try:
        done = desk.appraise_host(CalcHost(document))
    except BookError as error:
        found["named"] = [["工作簿", str(error)]]
        found["wrong"] = [
            f"{a1(*ref)} shows {value!r}, but the workbook cannot be read: {error}"
            for ref, (value, formula) in shown.items()
            if calls_function(formula) and isinstance(value, float)
        ]
        return found
    table = done.quarter.table
    found |= {
        "columns": dict(table.columns),
        "rows": list(table.rows),
        "below": table.below[0] if table.below else 0,
        "windows": [w.window for w in done.appraisal.windows],
        "scored": sum(w.total is not None for w in done.appraisal.windows),
        "faults": [f.where for f in done.appraisal.findings if f.severity == "error" and f.where],
        "closed": bool(done.quarter.rules.closed),
    }
    by_row = {w.score.place.row: w for w in done.appraisal.windows}
    places = {number: name for name, number in table.columns.items()}
    modules = {m.id for m in done.quarter.book.notice.modules}
    for (row, column), (value, formula) in shown.items():
        name = places.get(column, "")
        if name not in {"total", "rank", "red_flag", *modules} or not calls_function(formula):
            continue
        found["figures"] += 1
        wanted = _wanted(by_row.get(row), name)
        verdict = _verdict(value, wanted, by_row.get(row) is not None)
        place = f"{a1(row, column)} {name}"
        if verdict == "wrong":
            found["wrong"].append(f"{place}: {value!r}, not {wanted!r} ({formula})")
        elif verdict == "named":
            found["named"].append([place, value])
    return found


def _wanted(window: RankedWindow | None, name: str) -> float | str | None:
    if window is None or window.total is None:
        return None
    if name == "red_flag":
        return red_flag_text(window)
    if name == "rank":
        return None if window.rank is None else float(window.rank)
    figure = window.total if name == "total" else window.score.modules.get(name)
    return None if figure is None else float(figure)


def _verdict(value: object, wanted: float | str | None, is_window: bool) -> str:
    if not is_window:
        return "right" if value in ("", "—") or _names_what_is_wrong(value) else "wrong"
    if wanted is not None and value == wanted:
        return "right"
    if _names_what_is_wrong(value):
        return "right" if wanted is None else "named"
    return "wrong"


def _names_what_is_wrong(value: object) -> bool:
    return isinstance(value, str) and value.startswith(("错误：", "请重新计算"))


def _shown(document: Any, how: str) -> Iterator[tuple[tuple[int, int], tuple[Any, str]]]:
    sheet = document.Sheets.getByName(RANKING)
    height, width = end_of(document, RANKING)
    if how == "backwards":  # ranks before totals before modules
        for row in range(height - 1, -1, -1):
            sheet.getCellByPosition(0, row).getValue()
    block = sheet.getCellRangeByPosition(0, 0, width - 1, height - 1)
    values, formulas = block.getDataArray(), block.getFormulaArray()
    for row, (line, texts) in enumerate(zip(values, formulas, strict=True), 1):
        for column, (value, text) in enumerate(zip(line, texts, strict=True), 1):
            if text.startswith(("=", "{=")):
                yield (row, column), (value, text)
