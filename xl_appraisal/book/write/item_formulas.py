"""Plain spreadsheet formulas for cells whose points come from the ledger, a rule or the staff.

They keep the figure following its inputs in any program, without macros, and a click on the
cell shows where it comes from.  Each formula comes to the very figure that scoring came to: what
a spreadsheet would not find or not take for a number (a name in another spelling, a figure
stored as text) is pointed at cell by cell.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from xl_appraisal.book.own_formulas import MARK
from xl_appraisal.book.read.list_sheets import ListTable
from xl_appraisal.book.read.ranking_table import RankingTable
from xl_appraisal.book.sheets import LEDGER, RULES, STAFF, STRUCK
from xl_appraisal.model.exact import ZERO, Number, plain
from xl_appraisal.model.findings import Place
from xl_appraisal.model.grid import Cell, Ref, a1, column_name
from xl_appraisal.model.layout.layout import Column
from xl_appraisal.model.notice.notice import Lift, Measure, Rule
from xl_appraisal.model.rulebook import Rulebook
from xl_appraisal.rules.kind import path
from xl_appraisal.rules.register import kind_of
from xl_appraisal.scoring import Entry, WindowEvidence
from xl_appraisal.scoring.points_state import PointsPlan

_LONGEST = 8_000  # characters; Excel takes 8,192
_LONGEST_CRITERION = 255  # characters that a criterion and a text in a formula may have
_NO_CRITERION = re.compile(r"[=<>].*|.*[*?~].*|[-+\d.,:/%\s年月日]*|true|false", re.IGNORECASE)
"""Names that a criterion would take for a comparison, a pattern or a number."""


class ItemFormulas:
    """The formulas for one workbook: where its lists and rules stand decides their text.

    ``rules`` maps a parameter's path to its cell on 规则 where that holds a number; any other
    value is written into the formula itself.
    """

    def __init__(
        self,
        book: Rulebook,
        table: RankingTable,
        ledger: ListTable,
        staff: ListTable,
        rules: Mapping[str, Place],
    ) -> None:
        self.book, self.plan = book, PointsPlan(book)
        self.table = table
        self.ledger = _Listed(LEDGER, ledger, ("window", "item"))
        self.staff = _Listed(STAFF, staff, ("window",))
        self.rules = rules
        self.measure_columns = {c.measure: c.id for c in book.layout.all_columns if c.measure}
        self.count_items: dict[str | None, set[str]] = defaultdict(set)
        for column in self.plan.points_columns:
            self.count_items[self.plan.single_measure(column)].add(column.id)

    def ledger_points(
        self, column: Column, window: WindowEvidence, row: int, points: Number
    ) -> str:
        """The sum of the ledger's points for the window and the item."""
        entries = [e for e in window.entries if e.item == column.id and e.points is not None]
        return _marked(self.ledger_sum("points", entries, row), points)

    def rule_points(self, column: Column, window: WindowEvidence, row: int, points: Number) -> str:
        """What the column's rule makes of the counts, from the values on the sheet 规则."""
        rule = self.book.notice.rules[column.rule]
        cells = _RuleCells(self, rule, window, row)
        kind = kind_of(rule)
        gives = self.plan.derived_columns.get(rule.id) is column
        text = (kind.points_formula if gives else kind.deduction_formula)(rule, cells)
        if rule.cap is not None and column.sign == "+":
            text = f"MIN({text},{cells.value('cap', rule.cap)})"
        return _marked(text, points)

    def staff_performance(self, window: WindowEvidence, row: int, points: Number) -> str:
        """Mean of the window's staff scores × weight, rounded and limited as the rules say."""
        notice = self.book.notice
        module = notice.staff_module
        given = {score.place.row: score.value for score in window.staff}
        mean = self.staff.mean("score", given, self.window(row))
        weight = self.value("setting.staff_weight", notice.share("staff_weight"))
        places = self.value("setting.staff_places", notice.number("staff_places"))
        most = self.value(f"module.{module.id}.max", module.maximum)
        return _marked(f"MIN(ROUND({mean}*{weight},{places}),{most})", points)

    def ledger_sum(self, field: str, entries: Sequence[Entry], row: int, name: str = "") -> str:
        values: dict[int, Number] = {
            entry.place.row: getattr(entry, field) or ZERO for entry in entries
        }
        labels = {entry.label for entry in entries} or {name}
        return self.ledger.total(field, values, self.window(row), *labels)

    def window(self, row: int) -> tuple[str, str]:
        """The window's cell and its text as it stands there."""
        value = self.table.cell(row, "window").value
        column = column_name(self.table.columns["window"])
        return f"${column}{row}", value if type(value) is str else ""

    def value(self, path: str, value: Number | int) -> str:
        """The rule's cell where it holds a number, else the value itself."""
        place = self.rules.get(path)
        if place is None:
            return _literal(value)
        return f"{RULES}!${column_name(place.column)}${place.row}"


class _RuleCells:
    """The cells of one rule's formula on a window's row: see :class:`Cells` of the rules."""

    def __init__(
        self, formulas: ItemFormulas, rule: Rule, window: WindowEvidence, row: int
    ) -> None:
        self.formulas, self.rule, self.window, self.row = formulas, rule, window, row

    def count(self, measure: Measure | Lift) -> str:
        """The count where it was found: typed on 名次表, else in the ledger."""
        found, key = self.formulas, path(self.rule, measure)
        column = found.measure_columns.get(key, "")
        entries = self._entries(key, column)
        typed = self.window.given.get(column)
        if column in found.table.columns and (typed is not None or not entries):
            ref = a1(*found.table.ref(self.row, column))
            cell = found.table.cell(self.row, column)
            return _cell(ref, cell, typed.value if typed else 0, blank_is_zero=True)
        return f"({found.ledger_sum('count', entries, self.row, measure.name)})"

    def value(self, path: str, value: Number) -> str:
        return self.formulas.value(f"rule.{self.rule.id}.{path}", value)

    def times(self, measure: Measure, each: str) -> str:
        return f"{self.count(measure)}*{each}"

    def step(self, title: str, formula: str) -> str:
        return formula

    def _entries(self, key: str, column: str) -> list[Entry]:
        """The entries that bring this count: by the measure, its column or its only item."""
        items = {key, column} - {""}
        points = self.formulas.count_items[key]
        return [
            entry
            for entry in self.window.entries
            if entry.count is not None
            and (entry.item in items or (entry.item in points and entry.points is None))
        ]


class _Listed:
    """A list sheet as SUMIFS sees it: which rows it would find by their texts."""

    def __init__(self, sheet: str, table: ListTable, keys: tuple[str, ...]) -> None:
        self.sheet = sheet
        self.table = table
        self.keys = keys
        self.status = "status" in table.columns
        self.rows: dict[tuple[str, ...], set[int]] = defaultdict(set)
        for row in table.rows():
            if table.grid[row.row, table.columns.get("status", 0)].value == STRUCK:
                continue  # the criterion of :meth:`_counting` leaves it out as well
            own = [table.grid[row.row, table.columns[key]].value for key in keys]
            texts = (value.casefold() if type(value) is str else "" for value in own)
            self.rows[tuple(texts)].add(row.row)

    def total(
        self, field: str, values: Mapping[int, Number], window: tuple[str, str], *labels: str
    ) -> str:
        """The sum of a field over those rows (row → value as read)."""
        if field not in self.table.columns:
            return "0"
        if len(labels) == 1 and self._finds(field, values, window[1], *labels):
            item = labels[0].replace('"', '""')
            ranges = [self._whole(name) for name in (field, *self.keys)]
            found = f'{ranges[1]},{window[0]},{ranges[2]},"{item}"'
            return f"SUMIFS({ranges[0]},{found}{self._counting()})"
        return "+".join(self._terms(field, values)) or "0"

    def mean(self, field: str, values: Mapping[int, Number], window: tuple[str, str]) -> str:
        """The mean of a field over those rows."""
        if self._finds(field, values, window[1]):
            found = f"{self._whole('window')},{window[0]}{self._counting()}"
            return f"AVERAGEIFS({self._whole(field)},{found})"
        return f"({'+'.join(self._terms(field, values))})/{len(values)}"

    def _counting(self) -> str:
        """The criterion that leaves struck lines out, where the sheet can have some."""
        return f',{self._whole("status")},"<>{STRUCK}"' if self.status else ""

    def _finds(self, field: str, values: Mapping[int, Number], *texts: str) -> bool:
        """Whether these criteria find just those rows, and a number in each."""
        if any(len(t) > _LONGEST_CRITERION or _NO_CRITERION.fullmatch(t) for t in texts):
            return False
        column = self.table.columns[field]
        found = self.rows.get(tuple(text.casefold() for text in texts), set())
        counted = {row for row in found if _is_number(self.table.grid[row, column])}
        return counted == set(values) and all(
            _is_number(self.table.grid[row, column]) for row in values
        )

    def _terms(self, field: str, values: Mapping[int, Number]) -> list[str]:
        column = self.table.columns[field]
        return [
            _cell(f"{self.sheet}!{_fixed((row, column))}", self.table.grid[row, column], value)
            for row, value in values.items()
        ]

    def _whole(self, field: str) -> str:
        name = column_name(self.table.columns[field])
        return f"{self.sheet}!${name}:${name}"


def _cell(ref: str, cell: Cell, value: Number | int, *, blank_is_zero: bool = False) -> str:
    """A reference to a cell that comes to the value as read, whatever form it was typed in."""
    number = f"N({ref})" if blank_is_zero else ref
    if isinstance(cell.value, str):
        return f"IF(ISTEXT({ref}),{_literal(value)},{number})"
    return number


def _is_number(cell: Cell) -> bool:
    return cell.value is not None and not isinstance(cell.value, str)


def _fixed(ref: Ref) -> str:
    return f"${column_name(ref[1])}${ref[0]}"


def _literal(value: Number | int) -> str:
    return str(value) if isinstance(value, int) else plain(value)


def _marked(text: str, points: Number) -> str:
    """The formula with our mark; past what a cell takes, the figure alone."""
    return f"{text if len(text) <= _LONGEST else plain(points)}+{MARK}"
