"""Helper cells spoiled one after another: a figure stays right or goes, and 自动核对 says why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from random import Random
from typing import Any

from tests.native.opened_book import Opened
from tests.native.tables import Content, Table
from xl_appraisal.book.sheets import NATIVE_SHEETS
from xl_appraisal.model.grid import a1

SPOILS = ("=1/0", "'abc", "-5", "1E+300", "", "7")
"""What a slip may leave in a hidden cell: an error, a text, a figure, nothing."""
_CHECK, *HELPERS = NATIVE_SHEETS
Cell = tuple[str, int, int]


def table() -> Table:
    """Windows that tie, carry √, have lines of every sort, and one that is stopped."""
    windows: list[dict[str, Content]] = [
        {"window": f"窗口{n}", "item_18": Decimal(n), "immediate_cases": Decimal(300 * n)}
        for n in range(1, 7)
    ]
    windows[0]["veto_43"] = "√"
    windows[5]["item_20"] = "五"
    ledger: list[dict[str, Content]] = [
        {"window": "窗口2", "module": "业务规范", "points": Decimal(3)},
        {"window": "窗口3", "item": "扣分（第47列）", "module": "人员进驻", "points": Decimal(2)},
        {"window": "窗口3", "item": "帮代办次数", "count": Decimal(6)},
        {"window": "窗口4", "item": "一体化平台办件占比", "count": Decimal("0.7")},
        {"window": "窗口4", "item": "一票否决（第44列）"},
        {"window": "窗口5", "item": "年度工作方案未提交", "count": Decimal(1)},
        {"window": "窗口5", "item": "重点加分（第18列）", "points": Decimal(2)},
        {"window": "窗口5", "item": "办件量加分", "points": Decimal(1)},
    ]
    staff: list[dict[str, Content]] = [
        {"window": f"窗口{n}", "score": Decimal(90 + n)} for n in range(1, 7)
    ]
    return Table(windows, staff, ledger)


class Spoiler:
    """An open workbook, whose helper cells are spoiled and mended again."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._right, self._noted = self._figures(), self._notes()
        self.gone = 0
        """After how many spoils figures were gone."""

    def cells(self) -> list[Cell]:
        """Every cell of the helper sheets that holds anything."""
        found: list[Cell] = []
        for name in HELPERS:
            for row, contents in enumerate(self._used(name).getDataArray()):
                found += [(name, row, column) for column, c in enumerate(contents) if c != ""]
        formulas = ((n, self._used(n).getFormulaArray()) for n in HELPERS)
        blank = [
            (name, row, column)
            for name, rows in formulas
            for row, contents in enumerate(rows)
            for column, text in enumerate(contents)
            if text.startswith("=")
        ]
        return sorted({*found, *blank})

    def sample(self, number: int, seed: int) -> list[tuple[Cell, str]]:
        """So many of all cells and spoils, no column of a helper twice as likely as another."""
        chosen = Random(seed)
        columns: dict[tuple[str, int], list[Cell]] = {}
        for cell in self.cells():
            columns.setdefault((cell[0], cell[2]), []).append(cell)
        every = list(columns.values())
        return [(chosen.choice(chosen.choice(every)), chosen.choice(SPOILS)) for _ in range(number)]

    def wrong(self, spoils: Sequence[tuple[Cell, str]]) -> Iterator[str]:
        """The figures that are neither right nor gone, and figures gone without a word."""
        for (name, row, column), spoil in spoils:
            cell = self._opened.document.Sheets.getByName(name).getCellByPosition(column, row)
            before = cell.getFormula()
            cell.setFormula(spoil)
            self._opened.document.calculate()
            yield from (f"{name}!{a1(row + 1, column + 1)} {spoil!r}: {w}" for w in self._faults())
            cell.setFormula(before)
            self._opened.document.calculate()
            assert self._figures() == self._right, f"{name}!{a1(row + 1, column + 1)} not mended"

    def _faults(self) -> Iterator[str]:
        gone = False
        for number, (right, found) in enumerate(zip(self._right, self._figures(), strict=True)):
            for place, (was, now) in enumerate(zip(right, found, strict=True)):
                if now == was:
                    continue
                gone = True
                if now != "":
                    yield f"{a1(self._opened.first + number, place + 1)} shows {now!r}, not {was!r}"
        self.gone += gone
        if gone and not self._told():
            yield "figures are gone, and 自动核对 says nothing"

    def _told(self) -> bool:
        return self._notes() > self._noted

    def _notes(self) -> int:
        return sum(bool(note) for note in self._opened.notes())

    def _used(self, name: str) -> Any:
        sheet = self._opened.document.Sheets.getByName(name)
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        address = cursor.getRangeAddress()
        return sheet.getCellRangeByPosition(0, 0, address.EndColumn, address.EndRow)

    def _figures(self) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self._opened.ranking_rows()]
