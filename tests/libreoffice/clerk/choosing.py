"""What the clerk does next: seeded, with an eye on where lists and windows stand now.

An action is a list that JSON carries: its name, then what :mod:`hands` takes for it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from tests.places import letter
from xl_appraisal.book.sheets import LEDGER, LEDGER_TABLE, RANKING, RULES, RULES_TABLE, STAFF
from xl_appraisal.model.grid import a1, column_name
from xl_appraisal.model.rulebook import load_rulebook

Action: TypeAlias = list[Any]

WINDOWS = ("税务", "医保", "公安", "民政", "人社", "市监", "住建", "自然资源")
STAFF_LINES = [[name, f"{name}员", 80 + 2 * n] for n, name in enumerate(WINDOWS)]
"""A score for somebody in each window."""

MODULES = [module.name for module in load_rulebook().notice.modules]
_FIRST_LINE = LEDGER_TABLE.header_row + 1
_FIGURES = ("rank", "total", "business_conduct", "reward", "red_flag", "personnel_stationing")
_WEIGHTS = {
    "ledger_cell": 12, "ledger_line": 4, "ledger_block": 4, "void": 5, "unvoid": 3,
    "clear_lines": 4, "move_lines": 2, "fill_lines": 2, "sort_ledger": 3,
    "staff_cell": 7, "staff_block": 3, "clear_staff": 2, "sort_staff": 2,
    "item": 18, "items_block": 3, "copy_items": 3, "copy_row": 2, "clear_items": 3, "name": 3,
    "type_over": 2, "move_items": 2, "move_row": 2, "own_formula": 4,
    "insert": 8, "delete": 7, "sort_windows": 5,
    "rule": 6, "undo": 12, "redo": 9, "bare": 5, "recalculate": 5, "button": 5, "import": 2,
    "close_quarter": 1, "save": 4, "reopen": 2,
}  # fmt: skip


class Clerk:
    """Chooses actions for one workbook; ``look`` is the last judgement of it."""

    def __init__(self, seed: int) -> None:
        self._choose = random.Random(seed)
        self._waiting: list[Action] = []
        self._rules: dict[str, str] = {}
        self._look: dict[str, Any] = {}

    def begin(self) -> list[Action]:
        """A quarter half filled in: people's scores and a few items."""
        lines = [[name, "投诉", "业务规范", 1 + n % 3] for n, name in enumerate(WINDOWS[:3])]
        return [
            ["paste", STAFF, f"A{_FIRST_LINE}", STAFF_LINES],
            ["paste", LEDGER, f"A{_FIRST_LINE}", lines],
            ["save"],
        ]

    def seen(self, action: Action, answer: dict[str, Any]) -> None:
        """What came of an action: bad input is mended some actions later."""
        if "ends" in answer:
            self._look = answer
        if action[:2] == ["type", RULES]:
            self._rules.setdefault(action[2], answer["before"])
        if action[0] == "type" and action[1] in (RULES, RANKING) and self._choose.random() < 0.6:
            back = answer["before"]
            self._waiting.append(["type", *action[1:3], back] if back else ["clear", *action[1:3]])
        if action[0] in ("insert", "delete", "sort", "cut", "undo", "redo", "reopen"):
            self._waiting.clear()

    def next(self) -> list[Action]:
        """One action, or a few that belong together."""
        if self._look.get("closed"):
            return self._when_closed()
        if self._waiting and self._choose.random() < 0.4:
            return [self._waiting.pop(0)]
        if self._look.get("faults") and self._choose.random() < 0.3:
            return self._mend(self._choose.choice(self._look["faults"]))
        kind = self._choose.choices(list(_WEIGHTS), list(_WEIGHTS.values()))[0]
        made: Callable[[], list[Action]] = getattr(self, f"_{kind}")
        return made()

    def _mend(self, where: str) -> list[Action]:
        """What 核对 names is put right: the cell is emptied, a whole line, a rule's value typed."""
        sheet, _, cell = where.partition("!")
        row = cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        if not row.isdigit():
            return [["undo", 1]]
        if sheet in (LEDGER, STAFF):
            return [["clear", sheet, f"A{row}:J{row}"]]
        if sheet == RULES:
            return [["type", sheet, cell, self._rules.get(cell, "2")]]
        if sheet == RANKING and cell == self._at(int(row), "window"):
            name = self._choose.choice(
                [n for n in WINDOWS if n not in self._look["windows"]] or ["新"]
            )
            return [["type", sheet, cell, name]]
        return [["clear", sheet, cell]]

    # ── where things stand ──

    @property
    def _rows(self) -> Sequence[int]:
        return self._look.get("rows") or range(7, 7 + len(WINDOWS))

    def _row(self) -> int:
        return self._choose.choice(list(self._rows))

    def _spare(self) -> int:
        """A row above the remarks that no window stands on, or one that a window stands on."""
        last = max(self._rows, default=7)
        return self._choose.choice(list(range(last + 1, self._look.get("end", 0))) or [last])

    def _last(self, sheet: str) -> int:
        return max(int(self._look["ends"][sheet][0]), _FIRST_LINE) if self._look else _FIRST_LINE

    def _line(self, sheet: str, more: int = 2) -> int:
        return self._choose.randint(_FIRST_LINE, min(self._last(sheet), 60) + more)

    def _at(self, row: int, column: str) -> str:
        columns = self._look.get("columns") or load_rulebook().layout.positions
        return a1(row, columns.get(column, 60))

    def _items(self) -> list[str]:
        columns = self._look.get("columns") or load_rulebook().layout.positions
        left, right = columns.get("leadership_visits", 10), columns.get("platform_share", 50)
        return [name for name, number in columns.items() if left <= number <= right]

    # ── what is typed ──

    def _window_name(self) -> str:
        present = self._look.get("windows") or WINDOWS
        odd = (" 税务 ", "税 务", "没有的窗口", "合计", "1")
        return self._choose.choice(odd if self._choose.random() < 0.08 else [*present, *WINDOWS])

    def _number(self) -> str:
        odd = ("很多", "-3", "1,5", "2023-4-5", "=1+1", "=2/3", "３", " 4 ", "0", "31", "'3", "70%",
               "0.5", "=1/0", "√", "1E2", "TRUE", "3分")  # fmt: skip
        plain = ("1", "2", "3", "0.5", "1.5", "2.25", "0.2", "5")
        return self._choose.choice(odd if self._choose.random() < 0.15 else plain)

    def _item_value(self, column: str) -> str:
        if "veto" in column:
            return self._choose.choice(("√", "√", "1", "是", "x", "0"))
        if column in ("item_45", "item_46", "platform_share"):
            return self._choose.choice(("70%", "0.7", "=2/3", "66.67%", "1", "95"))
        if column == "item_49":
            return self._choose.choice(("备忘", "3"))
        return self._number()

    def _ledger_value(self, field: str) -> str:
        values: dict[str, Callable[[], str]] = {
            "window": self._window_name,
            "item": lambda: self._choose.choice(
                ("投诉", "第47列", "第48列", "帮代办", "第20列", "一票否决", "第43列", "表彰")
            ),
            "module": lambda: self._choose.choice(
                (*MODULES, "奖励分", "业务规范", "扣", "窗口人员表现")
            ),
            "points": self._number,
            "count": lambda: self._choose.choice(("1", "2", "3", "10", "", "半")),
            "date": lambda: self._choose.choice(("2023-01-05", "2023-02-30", "3月", "2024-01-01")),
            "status": lambda: self._choose.choice(("作废", "作废", "有效", "废")),
        }
        return values.get(field, lambda: self._choose.choice(("说明", "来信", "")))()

    def _typed(self, sheet: str, place: str, text: str) -> Action:
        return ["type", sheet, place, text] if text else ["clear", sheet, place]

    # ── 加扣分明细 ──

    def _ledger_cell(self) -> list[Action]:
        number, (field, _) = self._choose.choice(list(enumerate(LEDGER_TABLE.fields, 1)))
        place = a1(self._line(LEDGER), number)
        return [self._typed(LEDGER, place, self._ledger_value(field))]

    def _ledger_line(self) -> list[Action]:
        row = self._last(LEDGER) + 1
        fields = [(n, f) for n, (f, _) in enumerate(LEDGER_TABLE.fields[:4], 1)]
        if self._choose.random() < 0.4:
            fields.append((5, "count"))
        if self._choose.random() < 0.5:
            self._choose.shuffle(fields)
        return [self._typed(LEDGER, a1(row, n), self._ledger_value(f)) for n, f in fields]

    def _ledger_block(self) -> list[Action]:
        rows = [
            [self._ledger_value(f) for f, _ in LEDGER_TABLE.fields[:4]]
            for _ in range(self._choose.randint(1, 4))
        ]
        rows = [[*line[:3], _plain(line[3])] for line in rows]
        return [["paste", LEDGER, f"A{self._line(LEDGER)}", rows]]

    def _void(self) -> list[Action]:
        return [["type", LEDGER, f"H{self._line(LEDGER, 0)}", "作废"]]

    def _unvoid(self) -> list[Action]:
        return [["clear", LEDGER, f"H{self._line(LEDGER, 0)}"]]

    def _clear_lines(self) -> list[Action]:
        row = self._line(LEDGER, 0)
        area = self._choose.choice((f"A{row}:J{row + 1}", f"D{row}", f"A{row}", f"A{row}:D{row}"))
        return [["clear", LEDGER, area]]

    def _move_lines(self) -> list[Action]:
        row, to = self._line(LEDGER, 0), self._line(LEDGER)
        return [["cut", LEDGER, f"A{row}:J{row}", LEDGER, f"A{to}"]]

    def _fill_lines(self) -> list[Action]:
        row, column = self._line(LEDGER, 0), self._choose.choice("ABCDH")
        return [["fill", LEDGER, f"{column}{row}:{column}{row + 2}"]]

    def _sort_ledger(self) -> list[Action]:
        last = max(self._last(LEDGER), _FIRST_LINE + 1)
        column, up = self._choose.choice((1, 2, 3, 4)), self._choose.random() < 0.5
        return [["sort", LEDGER, f"A{_FIRST_LINE}:J{last}", column, up]]

    # ── 人员考核 ──

    def _staff_cell(self) -> list[Action]:
        row = self._line(STAFF)
        if self._choose.random() < 0.3:
            return [["type", STAFF, f"A{row}", self._window_name()]]
        if self._choose.random() < 0.2:
            return [["type", STAFF, f"E{row}", "作废"]]
        score = self._choose.choice(("90", "85.5", "100", "101", "优", "0", "66.7", "=180/2"))
        return [["type", STAFF, f"C{row}", score]]

    def _staff_block(self) -> list[Action]:
        rows = [
            [self._window_name(), "某", self._choose.randint(60, 100)]
            for _ in range(self._choose.randint(1, 4))
        ]
        return [["paste", STAFF, f"A{self._line(STAFF)}", rows]]

    def _clear_staff(self) -> list[Action]:
        row = self._line(STAFF, 0)
        return [["clear", STAFF, self._choose.choice((f"A{row}:G{row}", f"C{row}", f"E{row}"))]]

    def _sort_staff(self) -> list[Action]:
        last = max(self._last(STAFF), _FIRST_LINE + 1)
        column = self._choose.choice((1, 3))
        return [["sort", STAFF, f"A{_FIRST_LINE}:G{last}", column, self._choose.random() < 0.5]]

    # ── 名次表 ──

    def _item(self) -> list[Action]:
        column = self._choose.choice(self._items())
        return [["type", RANKING, self._at(self._row(), column), self._item_value(column)]]

    def _items_block(self) -> list[Action]:
        column = self._choose.choice(self._items())
        rows = [[_plain(self._item_value(column))] for _ in range(self._choose.randint(2, 4))]
        return [["paste", RANKING, self._at(self._row(), column), rows]]

    def _copy_items(self) -> list[Action]:
        column = self._choose.choice(self._items())
        what = self._choose.choice(("", "SVD", "SVDF"))
        source, target = self._at(self._row(), column), self._at(self._row(), column)
        return [["copy", RANKING, source, RANKING, target, what]]

    def _copy_row(self) -> list[Action]:
        row, to = self._row(), self._choose.choice((self._row(), self._spare()))
        right = column_name(51)
        what = self._choose.choice(("", "SVDF", "SVD"))
        return [["copy", RANKING, f"A{row}:{right}{row}", RANKING, f"A{to}", what]]

    def _clear_items(self) -> list[Action]:
        items, row = self._items(), self._row()
        start = self._choose.randrange(len(items))
        left = self._at(row, items[start])
        right = self._at(row, items[min(start + self._choose.randint(0, 12), len(items) - 1)])
        return [["clear", RANKING, f"{left}:{right}"]]

    def _name(self) -> list[Action]:
        row = self._choose.choice((self._row(), self._spare()))
        name = self._choose.choice((self._window_name(), "新窗口", "税务", ""))
        return [self._typed(RANKING, self._at(row, "window"), name)]

    def _type_over(self) -> list[Action]:
        column = self._choose.choice((*_FIGURES, "staff_performance"))
        return [["type", RANKING, self._at(self._row(), column), self._number()]]

    def _move_items(self) -> list[Action]:
        column = self._choose.choice(self._items())
        source, target = self._at(self._row(), column), self._at(self._row(), column)
        return [["cut", RANKING, source, RANKING, target]]

    def _move_row(self) -> list[Action]:
        row, right = self._row(), column_name(51)
        to = self._choose.choice((self._row(), self._spare()))
        return [["cut", RANKING, f"A{row}:{right}{row}", RANKING, f"A{to}"]]

    def _own_formula(self) -> list[Action]:
        items, other = self._items(), self._at(self._row(), self._choose.choice(self._items()))
        points, score = f"$加扣分明细.D{self._line(LEDGER)}", f"$人员考核.C{self._line(STAFF)}"
        text = self._choose.choice(
            (f"={other}", f"={other}+1", f"=SUM({other};0.5)", f"={points}", f"={score}/100",
             f'=IF({other}="";1;2)')
        )  # fmt: skip
        sheet, place = self._choose.choice(
            ((RANKING, self._at(self._row(), self._choose.choice(items))),
             (RANKING, self._at(self._row(), self._choose.choice(items))),
             (LEDGER, f"D{self._line(LEDGER)}"), (STAFF, f"C{self._line(STAFF)}"))
        )  # fmt: skip
        text = text.replace(other, f"$名次表.{other}") if sheet != RANKING else text
        return [["type", sheet, place, text]]

    def _insert(self) -> list[Action]:
        sheet = self._choose.choice((LEDGER, LEDGER, STAFF, RANKING))
        count = self._choose.randint(1, 2)
        if sheet == RANKING:
            return [["insert", sheet, self._choose.choice((self._row(), self._spare())), count]]
        return [["insert", sheet, self._line(sheet, 0), count]]

    def _delete(self) -> list[Action]:
        sheet = self._choose.choice((LEDGER, LEDGER, STAFF, RANKING))
        row = self._row() if sheet == RANKING else self._line(sheet, 0)
        return [["delete", sheet, row, 1 if sheet == RANKING else self._choose.randint(1, 2)]]

    def _sort_windows(self) -> list[Action]:
        first, last = min(self._rows), max(self._rows)
        by = self._choose.choice((1, 2, 9, 10))
        area = f"A{first}:{column_name(51)}{last}"
        return [["sort", RANKING, area, by, self._choose.random() < 0.5]]

    # ── 规则, formulas, buttons ──

    def _rule(self) -> list[Action]:
        row = self._choose.randint(4, max(self._last(RULES), 5))
        value = self._choose.choice(("0", "1", "2", "3", "5", "10", "0.5", "30", "许多", "20%"))
        return [["type", RULES, f"{letter(RULES_TABLE, 'value')}{row}", value]]

    def _undo(self) -> list[Action]:
        return [["undo", self._choose.choice((1, 1, 2, 4))]]

    def _redo(self) -> list[Action]:
        return [["redo", self._choose.choice((1, 1, 2))]]

    def _bare(self) -> list[Action]:
        row = self._choose.choice((self._row(), self._row(), self._spare()))
        text = self._choose.choice(
            (f"=WINDOW_TOTAL({row})", f"=WINDOW_RANK({row})", f"=RED_FLAG({row})",
             f'=MODULE_SCORE({row};"业务规范")', "=ASSIST_BONUS(12)", f"=window_total({row})")
        )  # fmt: skip
        sheet, place = self._choose.choice(
            ((RANKING, f"BC{self._choose.randint(40, 45)}"), (STAFF, "K40"), (LEDGER, "N40"))
        )
        return [["type", sheet, place, text]]

    def _recalculate(self) -> list[Action]:
        return [["press", "recalculate"]]

    def _button(self) -> list[Action]:
        command = self._choose.choice(
            ("check", "explain", "generateAnnex", "showGaps", "tryOut", "verifyQuarter",
             "generateSlips")
        )  # fmt: skip
        return [["press", command]]

    def _import(self) -> list[Action]:
        lines = [
            f"{self._window_name()},投诉,业务规范,{self._choose.choice((1, 2, 0.5))}"
            for _ in range(self._choose.randint(1, 3))
        ]
        text = "\n".join(["窗口,项目,模块,分值", *lines, ""])
        return [["import", text]]

    def _close_quarter(self) -> list[Action]:
        return [["press", "recalculate"], ["press", "sealQuarter"]]

    def _when_closed(self) -> list[Action]:
        return self._choose.choice(
            (
                [["press", "reopenQuarter", "更正"]],
                [["press", "verifyQuarter"]],
                [["save"]],
                [["type", LEDGER, "D5", "3"]],
                [["undo", 1]],
                [["press", "recalculate"]],
                [["reopen", "save"]],
            )
        )

    def _save(self) -> list[Action]:
        return [["save"]]

    def _reopen(self) -> list[Action]:
        return [["reopen", self._choose.choice(("save", "save", "drop"))]]


def _plain(text: str) -> Any:
    try:
        return float(text)
    except ValueError:
        return text
