"""A small quarter open in the engine, and the same quarter as plain figures beside it."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from tests.excel.conftest import Opened
from tests.excel.memory_cells import Content, content_of
from tests.excel.memory_engine import MemoryEngine
from tests.excel.real_table import COLUMNS, FIRST, ITEMS
from tests.udf_server.figures import DENSE, MODULES, SHARED, Rules, Window
from xl_appraisal.book.new import build_workbook
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
from xl_appraisal.hosts import FileHost
from xl_appraisal.model.grid import Area, Grid
from xl_appraisal.model.rulebook import load_rulebook

WINDOWS = 5
BONUSES = ("leadership_bonus", "item_18", "item_22", "item_29")
DEDUCTIONS = ("item_37", "item_38")
RULE_PATHS = {
    "reward_max": "module.reward.max",
    "business_max": "module.business_conduct.max",
    "staff_weight": "setting.staff_weight",
    "share": "setting.red_flag_share",
    "ties": "setting.tie_rank",
    "assisted_once": "rule.assisted_handling.times.1.points",
    "immediate_300": "rule.case_volume.immediate.1.points",
}
MOST_ENTRIES = 12


@cache
def _grids() -> Mapping[str, Grid]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        names = [f"窗口{number}" for number in range(WINDOWS)]
        build_workbook(path, load_rulebook(), names, quarter="2023Q1")
        host = FileHost(path)
        return {name: grid for name in SHEETS if (grid := host.grid(name)) is not None}


def tenths(random: Random, most: int) -> Fraction:
    return Fraction(random.randint(0, most * 10), 10)


class ServedBook:
    """An open workbook; every change goes into its cells and into the plain figures."""

    def __init__(self, engine: MemoryEngine, fullname: str, random: Random, app: Any) -> None:
        contents: dict[str, Content] = {n: content_of(grid) for n, grid in _grids().items()}
        self.opened = Opened(engine.open(fullname, contents, app))
        self.fullname = fullname
        self.rules = Rules()
        self.windows = [Window(f"窗口{n}", []) for n in range(WINDOWS)]
        self._rule_rows = {value: r for (r, _), (value, _) in contents[RULES].cells.items()}
        for row in self.rows:
            self.hire(row, random)
            for _ in range(4):
                self.type_item(row, random)

    rows = range(FIRST, FIRST + WINDOWS)
    block = Area(FIRST, ITEMS[0], FIRST + WINDOWS - 1, ITEMS[1])

    def window(self, row: int) -> Window:
        return self.windows[row - FIRST]

    def type_item(self, row: int, random: Random) -> None:
        """A bonus, a deduction or √ typed into the window's row, or emptied again."""
        window, column = self.window(row), random.choice((*BONUSES, *DEDUCTIONS, "veto_43"))
        if column == "veto_43":
            window.veto = not window.veto
            self._put(row, column, "√" if window.veto else None)
            return
        if column == window.broken:
            window.broken = ""
        points = tenths(random, 9)
        figures = window.bonuses if column in BONUSES else window.deductions
        figures[column] = points
        self._put(row, column, float(points) if points or random.random() < 0.5 else None)

    def spoil(self, row: int, random: Random) -> None:
        """A cell that holds no figure, or is mended: its figure typed again."""
        window = self.window(row)
        if window.broken:
            points = (window.bonuses | window.deductions).get(window.broken, Fraction(0))
            self._put(row, window.broken, float(points))
            window.broken = ""
        else:
            window.broken = random.choice((*BONUSES, *DEDUCTIONS))
            self._put(row, window.broken, random.choice(("坏", -2146826246, "1.2.3")))

    def hire(self, row: int, random: Random) -> None:
        """The window's people anew, one to three, each with a score."""
        window = self.window(row)
        window.scores = [tenths(random, 100) for _ in range(random.randint(1, 3))]
        fields = [name for name, _ in STAFF_TABLE.fields]
        for place in range(3):
            line = STAFF_TABLE.header_row + 1 + (row - FIRST) * 3 + place
            filled = place < len(window.scores)
            score = float(window.scores[place]) if filled else None
            values = {"window": window.name, "name": f"人{place}", "score": score}
            for name, value in values.items():
                ref = (line, fields.index(name) + 1)
                self.opened.put(ref, value if filled else None, STAFF)

    def enter(self, row: int, random: Random) -> None:
        """A line of the ledger more; none at all once there are too many."""
        fields = [name for name, _ in LEDGER_TABLE.fields]
        count = sum(len(window.entries) for window in self.windows)
        if count >= MOST_ENTRIES:
            for line in range(count):
                for column in range(1, 6):
                    self.opened.put((LEDGER_TABLE.header_row + 1 + line, column), None, LEDGER)
            for window in self.windows:
                window.entries = []
            return
        module, points = random.choice(MODULES[1:5]), tenths(random, 4) + Fraction(1, 10)
        self.window(row).entries.append((module, points))
        values = {"window": self.window(row).name, "module": module, "points": float(points)}
        for name, value in values.items():
            ref = (LEDGER_TABLE.header_row + 1 + count, fields.index(name) + 1)
            self.opened.put(ref, value, LEDGER)

    def rule(self, random: Random) -> None:
        """One of the rules edited on 规则."""
        name = random.choice(list(RULE_PATHS))
        value: Fraction | str
        match name:
            case "ties":
                value = random.choice((SHARED, DENSE))
            case "share":
                value = Fraction(random.randint(0, 10), 10)
            case "staff_weight":
                value = Fraction(random.randint(10, 30), 100)
            case "reward_max" | "business_max":
                value = Fraction(random.randint(5, 30))
            case _:
                value = Fraction(random.randint(1, 19), 10)
        setattr(self.rules, name, value)
        fields = [field for field, _ in RULES_TABLE.fields]
        ref = (self._rule_rows[RULE_PATHS[name]], fields.index("value") + 1)
        self.opened.put(ref, value if isinstance(value, str) else float(value), RULES)

    def close(self) -> None:
        """Close the workbook, and its program with the last one in it."""
        app = self.opened.app
        app._open.remove(self.opened.front.impl)
        if not app._open:
            app._engine.apps._running.remove(app)

    def _put(self, row: int, column: str, value: Any) -> None:
        self.opened.put((row, COLUMNS[column]), value, RANKING)
