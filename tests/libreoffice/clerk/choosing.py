"""What the clerk does next: seeded, with an eye on where lists and windows stand now.

An action is a list that JSON carries: its name, then what :mod:`hands` takes for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.libreoffice.clerk.list_actions import ListActions
from tests.libreoffice.clerk.sight import FIRST_LINE, WINDOWS, Action
from tests.libreoffice.clerk.table_actions import TableActions
from tests.places import letter
from xl_appraisal.book.sheets import LEDGER, RANKING, RULES, RULES_TABLE, STAFF
from xl_appraisal.model.grid import a1, column_name

STAFF_LINES = [[name, f"{name}员", 80 + 2 * n] for n, name in enumerate(WINDOWS)]
"""A score for somebody in each window."""

_WEIGHTS = {
    "ledger_cell": 12, "ledger_line": 4, "ledger_block": 4, "void": 5, "unvoid": 3,
    "clear_lines": 4, "move_lines": 2, "fill_lines": 2, "sort_ledger": 3,
    "staff_cell": 7, "staff_block": 3, "clear_staff": 2, "sort_staff": 2,
    "item": 18, "items_block": 3, "copy_items": 3, "copy_row": 2, "clear_items": 3, "name": 3,
    "type_over": 2, "move_items": 2, "move_row": 2, "own_formula": 4,
    "insert": 8, "delete": 7, "sort_windows": 5, "insert_column": 1, "merge": 2,
    "rule": 6, "undo": 12, "redo": 9, "bare": 5, "recalculate": 5, "button": 5, "import": 2,
    "close_quarter": 1, "save": 4, "reopen": 2,
}  # fmt: skip
_MOVING = ("insert", "delete", "insert_column", "delete_column", "sort", "cut", "undo", "redo",
           "reopen")  # fmt: skip
_BACK = {"insert_column": "delete_column", "merge": "merge"}
"""What is undone by hand later."""


class Clerk(ListActions, TableActions):
    """Chooses actions for one workbook."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self._waiting: list[Action] = []
        self._rules: dict[str, str] = {}

    def begin(self) -> list[Action]:
        """A quarter half filled in: people's scores and a few items."""
        lines = [[name, "投诉", "业务规范", 1 + n % 3] for n, name in enumerate(WINDOWS[:3])]
        return [
            ["paste", STAFF, f"A{FIRST_LINE}", STAFF_LINES],
            ["paste", LEDGER, f"A{FIRST_LINE}", lines],
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
        if action[0] in _MOVING:
            self._waiting.clear()
        if action[0] in _BACK:
            self._waiting.append([_BACK[action[0]], *action[1:]])

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

    def _insert_column(self) -> list[Action]:
        sheet = self._choose.choice((LEDGER, STAFF, RANKING, RANKING))
        number = self._choose.randint(1, {LEDGER: 10, STAFF: 7}.get(sheet, 51))
        return [["insert_column", sheet, column_name(number)]]

    def _merge(self) -> list[Action]:
        row, number = self._row(), self._choose.randint(1, 20)
        right, below = self._choose.choice(((1, 0), (0, 1)))
        return [["merge", RANKING, f"{a1(row, number)}:{a1(row + below, number + right)}"]]

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
