"""Random work on a sheet that computes in an order of its own, and every figure judged after it."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.excel.conftest import Opened
from tests.excel.memory_cells import Content, content_of
from tests.excel.memory_engine import MemoryEngine
from tests.excel.moved_formulas import delete_row, insert_rows
from tests.excel.recalculating import Call, Recalculating
from tests.places import place
from xl_appraisal.book.new.macros.macro_book import macro_workbook_bytes
from xl_appraisal.book.own_formulas import calls_function
from xl_appraisal.book.sheets import (
    LEDGER,
    LEDGER_TABLE,
    RANKING,
    RULES,
    RULES_TABLE,
    SHEETS,
    STAFF,
    STAFF_TABLE,
)
from xl_appraisal.doors.buttons import BUTTONS
from xl_appraisal.hosts import FileHost
from xl_appraisal.hosts.excel.excel_host import XlwingsHost
from xl_appraisal.hosts.memory_screen import MemoryScreen
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.grid import Grid, Ref, a1
from xl_appraisal.model.rulebook import load_rulebook
from xl_appraisal.work import desk

WINDOWS = ("税务", "医保", "公安", "民政", "人社", "市监")
_VALUE = place(RULES_TABLE, "value")
_LEDGER_FIRST, _STAFF_FIRST = LEDGER_TABLE.header_row + 1, STAFF_TABLE.header_row + 1
_AT = {name: number for number, (name, _) in enumerate(LEDGER_TABLE.fields, 1)}
_VALUES: tuple[Any, ...] = (1.0, 2.0, 0.5, 3.0, 1.5, 2.25)
_ODD: tuple[Any, ...] = ("很多", -3.0, True, 0.0, 31.0, "３", " 2 ", -2146826281, "√", 0.7)
_PERCENT_COLUMNS = ("staff_performance", "item_18", "immediate_cases", "total")
_BESIDE = 55
"""A column right of the table: bare row numbers stand there."""


class Worker:
    """Does one thing after the other to a workbook of six windows."""

    def __init__(self, sheet: Recalculating, seed: int) -> None:
        self.sheet, self.book = sheet, sheet.book
        self.choose = random.Random(seed)
        self.columns = dict(load_rulebook().layout.positions)
        self._steps: list[dict[str, Content]] = []
        self.contents = {p._name: p._content for p in self.book.front.impl._pages}
        for number, name in enumerate(WINDOWS):
            self._put(STAFF, ((_STAFF_FIRST + number, 1), name), ((_STAFF_FIRST + number, 3), 80.0))

    def act(self) -> str:
        """Do something; what it was."""
        name = self.choose.choice(
            ("item", "item", "item", "ledger", "ledger", "block", "status", "clear", "staff",
             "rule", "name", "insert", "insert", "delete", "sort", "undo", "bare", "press",
             "over", "percent")
        )  # fmt: skip
        if name != "undo":
            self._steps.append({n: content.copy() for n, content in self.contents.items()})
        self.sheet.remember()
        doing: Callable[[], str] = getattr(self, f"_{name}")
        return f"{name}: {doing()}"

    def wrong(self) -> list[str]:
        """Every figure that is not the core's and does not say what is wrong."""
        cells = self.book.content().cells
        try:
            done = desk.appraise_host(XlwingsHost(self.book.front))
        except BookError:
            return [
                f"{a1(*ref)}: {value!r}"
                for ref, (value, formula) in cells.items()
                if calls_function(formula) and isinstance(value, float)
            ]
        columns, found = done.quarter.table.columns, []
        rows = {window.score.place.row: window for window in done.appraisal.windows}
        totals = [cells.get((row, columns["total"]), (None, None))[1] for row in rows]
        typed = not all(map(calls_function, totals))  # of such a total the others' ranks tell
        for (row, column), (shown, formula) in cells.items():
            if not calls_function(formula):
                continue
            bare = column == _BESIDE
            window = rows.get(int(formula.rpartition("(")[2][:-1]) if bare else row)
            wanted: dict[int, Any] = {columns[n]: None for n in ("total", "rank", "red_flag")}
            if window is not None and window.total is not None:
                figures = {"total": window.total, "rank": window.rank} | window.score.modules
                wanted |= {columns[n]: float(f) for n, f in figures.items() if f is not None}
                wanted[columns["red_flag"]] = window.flag_text
            if bare:
                wanted[column] = wanted[columns["rank" if "RANK" in formula else "total"]]
            told = bare or (typed and column in (columns["rank"], columns["red_flag"]))
            due = wanted.get(column)
            if not _right(shown, due, is_window=window is not None, may_tell=told):
                found.append(f"{a1(row, column)}: {shown!r}, not {due!r} ({formula})")
        return found

    # ── what can be done ──

    def _put(self, sheet: str, *values: tuple[Ref, Any]) -> str:
        self.sheet.put(sheet, *values)
        return f"{sheet} " + ", ".join(f"{a1(*ref)}={value!r}" for ref, value in values)

    def _row(self) -> int:
        column = self.columns["window"]
        rows = [
            row
            for (row, c), (value, _) in self.book.content().cells.items()
            if c == column and 7 <= row < self._below() and value
        ]
        return self.choose.choice(rows or [7])

    def _below(self) -> int:
        cells = self.book.content().cells.items()
        return min((r for (r, _), (v, _) in cells if str(v).startswith("备注")), default=40)

    def _value(self) -> Any:
        return self.choose.choice(_ODD if self.choose.random() < 0.2 else _VALUES)

    def _item(self) -> str:
        names = [n for n, c in self.columns.items() if 10 <= c <= 50]
        name = self.choose.choice(names)
        value = "√" if "veto" in name else None if self.choose.random() < 0.15 else self._value()
        return self._put(RANKING, ((self._row(), self.columns[name]), value))

    def _line(self) -> int:
        last = max(r for r, _ in self.book.content(LEDGER).cells)
        return self.choose.randint(_LEDGER_FIRST, max(last, _LEDGER_FIRST) + 1)

    def _typed(self, field: str) -> Any:
        if field == "window":
            return self.choose.choice((*WINDOWS, "没有的窗口", " 税务"))
        if field == "module":
            return self.choose.choice(("业务规范", "窗口规范", "奖励分", "评价管理", "某"))
        return self._value() if field == "points" else "投诉"

    def _ledger(self) -> str:
        field = self.choose.choice(("window", "item", "module", "points"))
        return self._put(LEDGER, ((self._line(), _AT[field]), self._typed(field)))

    def _block(self) -> str:
        row, fields = self._line(), ("window", "item", "module", "points")
        lines = range(row, row + self.choose.randint(1, 3))
        return self._put(LEDGER, *(((r, _AT[f]), self._typed(f)) for r in lines for f in fields))

    def _status(self) -> str:
        status = self.choose.choice(("作废", "作废", None, "废"))
        return self._put(LEDGER, ((self._line(), _AT["status"]), status))

    def _clear(self) -> str:
        row = self._line()
        fields = self.choose.choice((("window",), ("points",), tuple(_AT)))
        return self._put(LEDGER, *(((row, _AT[f]), None) for f in fields))

    def _staff(self) -> str:
        row = self.choose.randint(_STAFF_FIRST, _STAFF_FIRST + 8)
        window, score = self.choose.choice(WINDOWS), self.choose.choice((90.0, 85.5, 101.0, "优"))
        return self._put(STAFF, ((row, 1), window), ((row, 3), score))

    def _rule(self) -> str:
        last = max(r for r, _ in self.book.content(RULES).cells)
        row = self.choose.randint(8, last)
        known = self.book.content(RULES).cells.get((row, _VALUE), ("", None))[0]
        value = self.choose.choice((known, known, 5.0, 2.0, "许多"))
        return self._put(RULES, ((row, _VALUE), value))

    def _name(self) -> str:
        row = self.choose.choice((self._row(), self._below() - 1))
        value = self.choose.choice((*WINDOWS, "新窗口", None))
        return self._put(RANKING, ((row, self.columns["window"]), value))

    def _percent(self) -> str:
        """A figure typed with its percent sign: the cell keeps the format, whatever comes after."""
        sheet, ref = self.choose.choice(
            (
                (LEDGER, (self._line(), _AT["points"])),
                (STAFF, (self.choose.randint(_STAFF_FIRST, _STAFF_FIRST + 5), 3)),
                (RANKING, (self._row(), self.columns[self.choose.choice(_PERCENT_COLUMNS)])),
            )
        )
        self.contents[sheet].percents.add(ref)
        return self._put(sheet, (ref, self.choose.choice((0.95, 3.0, 0.0, 1.0)))) + " as %"

    def _over(self) -> str:
        name = self.choose.choice(("staff_performance", "total", "reward"))
        return self._put(RANKING, ((self._row(), self.columns[name]), self._value()))

    def _bare(self) -> str:
        name = self.choose.choice(("WINDOW_TOTAL", "WINDOW_RANK"))
        ref = (self.choose.randint(40, 43), _BESIDE)
        self.book.content().cells[ref] = (None, f"{name}({self.choose.randint(6, 14)})")
        self.sheet.look_again()
        self.sheet.compute([(RANKING, ref)])
        return f"{a1(*ref)} {name}"

    def _insert(self) -> str:
        sheet = self.choose.choice((RANKING, LEDGER, STAFF))
        row = self._row() if sheet == RANKING else self._line()
        insert_rows(self.contents, sheet, row, self.choose.randint(1, 2))
        return self._again(f"{sheet} {row}", sheet, row)

    def _delete(self) -> str:
        sheet = self.choose.choice((RANKING, LEDGER, STAFF))
        row = self._row() if sheet == RANKING else self._line()
        delete_row(self.contents, sheet, row)
        return self._again(f"{sheet} {row}", sheet, row)

    def _sort(self) -> str:
        cells = self.book.content(LEDGER).cells
        rows = range(_LEDGER_FIRST, max(r for r, _ in cells) + 1)
        lines = [[cells.get((row, c)) for c in _AT.values()] for row in rows]
        lines.sort(key=lambda line: str(line[self.choose.randrange(1)]))
        values = [
            ((row, column), cell[0] if cell else None)
            for row, line in zip(rows, lines, strict=True)
            for column, cell in zip(_AT.values(), line, strict=True)
        ]
        self._put(LEDGER, *values)
        return LEDGER

    def _undo(self) -> str:
        """What was typed is back; formulas still show what they showed until they are computed."""
        if not self._steps:
            return ""
        touched = []
        for name, before in self._steps.pop().items():
            content = self.contents[name]
            now, content.cells, content.merges = content.cells, dict(before.cells), before.merges
            content.percents = set(before.percents)
            for ref, (_, formula) in before.cells.items():
                if formula is not None and now.get(ref, (None, None))[1] == formula:
                    content.cells[ref] = now[ref]
            both = now.keys() | before.cells.keys()
            touched += [(name, ref) for ref in both if now.get(ref) != content.cells.get(ref)]
        same = self.sheet.look_again()
        self.sheet.compute(touched, self.sheet.calls.keys() - same.keys())
        return f"{len(touched)} cells"

    def _press(self) -> str:
        text = BUTTONS["recalculate"](XlwingsHost(self.book.front), MemoryScreen())
        self.sheet.look_again()
        self.sheet.all()
        return text

    def _again(self, what: str, sheet: str, row: int) -> str:
        """After rows moved: what is handed a longer or shorter range is computed anew, or more."""
        same = self.sheet.look_again()
        other = {place for place, call in self.sheet.calls.items() if _stretched(call, sheet, row)}
        if self.choose.random() < 0.5:
            other |= self.sheet.calls.keys() - same.keys()
        self.sheet.compute((), other)
        return what


def _stretched(call: Call, sheet: str, row: int) -> bool:
    areas = (a[1] for a in call.arguments if isinstance(a, tuple) and a[0] == sheet)
    return any(area.top <= row <= area.bottom + 1 and area.bottom > area.top for area in areas)


def _right(shown: object, wanted: object, *, is_window: bool, may_tell: bool) -> bool:
    told = isinstance(shown, str) and shown.startswith("错误：")
    if not is_window:
        return told or shown in (None, "", "—")
    if wanted is None:
        return told
    return (shown or "") == wanted or shown == wanted or (may_tell and told)


@cache
def six_windows() -> Mapping[str, Grid]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "2023Q1.xlsm"
        book = load_rulebook()
        path.write_bytes(macro_workbook_bytes(book, WINDOWS, quarter="2023Q1", spare_rows=2))
        host = FileHost(path)
        return {name: grid for name in SHEETS if (grid := host.grid(name)) is not None}


def worked(engine: MemoryEngine, call: Callable[..., Any], seed: int, actions: int) -> list[str]:
    """Work of that seed and so many actions: the script of it where a figure is wrong.

    ``call`` answers a function's name and arguments, rows or one value.
    """
    contents = {name: content_of(grid) for name, grid in six_windows().items()}
    book = Opened(engine.open("/one/2023Q1.xlsm", contents))
    book.becomes_caller()

    def one(name: str, *arguments: Any) -> Any:
        answer = call(name, *arguments)
        return answer[0][0] if isinstance(answer, list) and len(answer) == 1 else answer

    sheet = Recalculating(book, one, seed)
    sheet.all()
    worker, done = Worker(sheet, seed), []
    for _ in range(actions):
        done.append(worker.act())
        wrong = worker.wrong()
        if wrong:
            return [*done, *wrong]
    return []
