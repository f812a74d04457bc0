"""Where lists and windows stand for the clerk, and what is typed in them."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from xl_appraisal.book.sheets import LEDGER_TABLE
from xl_appraisal.model.grid import a1
from xl_appraisal.model.rulebook import load_rulebook

Action: TypeAlias = list[Any]
"""What JSON carries: a name, then what :mod:`hands` takes for it."""

WINDOWS = ("税务", "医保", "公安", "民政", "人社", "市监", "住建", "自然资源")
MODULES = [module.name for module in load_rulebook().notice.modules]
FIRST_LINE = LEDGER_TABLE.header_row + 1


class Sight:
    """One workbook as the clerk sees it; ``look`` is the last judgement of it."""

    def __init__(self, seed: int) -> None:
        self._choose = random.Random(seed)
        self._look: dict[str, Any] = {}

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
        return max(int(self._look["ends"][sheet][0]), FIRST_LINE) if self._look else FIRST_LINE

    def _line(self, sheet: str, more: int = 2) -> int:
        return self._choose.randint(FIRST_LINE, min(self._last(sheet), 60) + more)

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


def plain(text: str) -> Any:
    """What a copied cell holds: a number where the text is one."""
    try:
        return float(text)
    except ValueError:
        return text
