"""The judgement: what the sheet shows beside what the core makes of what the sheet holds.

Runs inside LibreOffice.  A figure is right where it equals the core's; a cell that names what is
wrong instead is told; anything else is a wrong figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tests.libreoffice.clerk.merges import appraised_with_merges
from tests.libreoffice.clerk.saved import end_of
from xl_appraisal.book.new.plain.helper_block import NATIVE_CHECK
from xl_appraisal.book.own_formulas import calls_function, computes_itself, is_native
from xl_appraisal.book.sheets import LEDGER, RANKING, RULES, STAFF
from xl_appraisal.doors.calc_extension.relink import as_written
from xl_appraisal.hosts.calc.calc_host import CalcHost
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.grid import Ref, a1
from xl_appraisal.scoring import RankedWindow

_NAMES = {
    "WINDOW_TOTAL": "total", "WINDOW_RANK": "rank", "RED_FLAG": "red_flag",
    "MODULE_SCORE": "business_conduct",
}  # fmt: skip
_BARE = re.compile(rf'=({"|".join(_NAMES)})\((\d+)(?:;"业务规范")?\)')
_SHEETS = (RANKING, STAFF, LEDGER, RULES)


def judged(document: Any, how: str) -> dict[str, Any]:
    """Every figure of 名次表, and where things stand for the next action.

    ``how`` is the order in which cells are asked for: Calc computes a cell when it is looked at.
    """
    shown = dict(_shown(document, how))
    ends = {name: end_of(document, name) for name in _SHEETS if document.Sheets.hasByName(name)}
    found: dict[str, Any] = {"wrong": [], "named": [], "figures": 0, "ends": ends}
    try:
        done = appraised_with_merges(CalcHost(document), *_merged(shown))
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
        "end": table.end,
        "windows": [w.window for w in done.appraisal.windows],
        "scored": sum(w.total is not None for w in done.appraisal.windows),
        "faults": [f.where for f in done.appraisal.findings if f.severity == "error" and f.where],
        "closed": bool(done.quarter.rules.closed),
    }
    by_row = {w.score.place.row: w for w in done.appraisal.windows}
    places = {number: name for name, number in table.columns.items()}
    modules = {m.id for m in done.quarter.book.notice.modules}
    judge = _Judge(found, by_row, _told(document))
    for (row, column), (value, formula) in shown.items():
        name = places.get(column, "")
        if name in {"total", "rank", "red_flag", *modules} and computes_itself(formula):
            judge.figure(f"{a1(row, column)} {name}", value, formula, row, name)
        elif not name:
            judge.bare(f"{a1(row, column)}", value, formula)
    for sheet in (STAFF, LEDGER):
        for ref, (value, formula) in _shown(document, "", sheet):
            judge.bare(f"{sheet}!{a1(*ref)}", value, formula)
    return found


def _merged(shown: Mapping[Ref, tuple[Any, str]]) -> tuple[int | None, set[int]]:
    """The first row of windows, and the rows whose figures say that cells there are merged.

    No program computes anything anew because cells were merged or parted.
    """
    calls = [(row, value) for (row, _), (value, text) in shown.items() if calls_function(text)]
    said = {row for row, value in calls if isinstance(value, str) and "合并单元格" in value}
    return min((row for row, _ in calls), default=None), said


class _Judge:
    """Notes in ``found`` which figures are wrong, and which cells name what is wrong."""

    def __init__(
        self, found: dict[str, Any], by_row: Mapping[int, RankedWindow], told: Mapping[int, str]
    ) -> None:
        self._found, self._by_row, self._told = found, by_row, told
        scored = (row for row, w in by_row.items() if w.total is not None)
        self._guarded = any(told.get(row) for row in scored)

    def figure(self, place: str, value: object, formula: str, row: int, name: str) -> None:
        """A cell of a window's row, or one that asks for that row."""
        window = self._by_row.get(row)
        wanted = _wanted(window, name)
        named = window is not None and bool(window.window)
        if is_native(formula):
            verdict = self._native(value, wanted, row, name)
        else:
            verdict = _verdict(value, wanted, named)
        self._found["figures"] += 1
        if verdict == "wrong":
            self._found["wrong"].append(f"{place}: {value!r}, not {wanted!r} ({formula})")
        elif verdict == "named":
            self._found["named"].append([place, value])

    def _native(self, value: object, wanted: float | str | None, row: int, name: str) -> str:
        """A plain formula's figure: its guards stop more windows, and 自动核对 says why.

        Ranks and flags among the others are then not the core's, which counts the stopped too.
        """
        window = self._by_row.get(row)
        if wanted is None:
            vetoed = name == "red_flag" and window is not None and value == window.flag_text
            return "right" if value == "" or name == "staff_performance" or vetoed else "wrong"
        if value == wanted:
            return "right"
        stopped = value == "" and bool(self._told.get(row))
        moved = name in ("rank", "red_flag") and self._guarded
        return "named" if stopped or moved else "wrong"

    def bare(self, place: str, value: object, formula: str) -> None:
        """A cell anywhere that asks for a window by its row number."""
        asked = _BARE.fullmatch(as_written(formula)) if calls_function(formula) else None
        if asked:
            self.figure(place, value, formula, int(asked[2]), _NAMES[asked[1]])


def _told(document: Any) -> dict[int, str]:
    """What 自动核对 of a workbook of plain formulas says, by the row of 名次表."""
    if not document.Sheets.hasByName(NATIVE_CHECK):
        return {}
    lines = document.Sheets.getByName(NATIVE_CHECK).getCellRangeByName("A6:F60").getDataArray()
    return {int(line[0]): str(line[5]) for line in lines if isinstance(line[0], float)}


def _wanted(window: RankedWindow | None, name: str) -> float | str | None:
    if window is None or window.total is None:
        return None
    if name == "red_flag":
        return window.flag_text
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
        return "right" if wanted is None else "named" if "请重新计算" in str(value) else "wrong"
    return "wrong"


def _names_what_is_wrong(value: object) -> bool:
    return isinstance(value, str) and value.startswith(("错误：", "请重新计算"))


def _shown(document: Any, how: str, name: str = RANKING) -> Iterator[tuple[Ref, tuple[Any, str]]]:
    """The formulas of a sheet with what they show."""
    sheet = document.Sheets.getByName(name)
    height, width = end_of(document, name)
    if how == "backwards":  # ranks before totals before modules
        for row in range(height - 1, -1, -1):
            sheet.getCellByPosition(0, row).getValue()
    block = sheet.getCellRangeByPosition(0, 0, width - 1, height - 1)
    values, formulas = block.getDataArray(), block.getFormulaArray()
    for row, (line, texts) in enumerate(zip(values, formulas, strict=True), 1):
        for column, (value, text) in enumerate(zip(line, texts, strict=True), 1):
            if text.startswith(("=", "{=")):
                yield (row, column), (value, text)
