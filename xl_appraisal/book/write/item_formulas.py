"""Plain spreadsheet formulas for cells whose points come from the ledger, a rule or the staff.

They keep the figure following its inputs in any program, without macros, and a click on the
cell shows where it comes from.  Each formula comes to the very figure that scoring came to: what
a spreadsheet would not find or not take for a number (a name in another spelling, a figure
stored as text) is pointed at cell by cell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from xl_appraisal.book.own_formulas import MARK
from xl_appraisal.book.read.list_sheets import ListTable
from xl_appraisal.book.read.ranking_table import RankingTable
from xl_appraisal.book.sheets import LEDGER, RULES, STAFF
from xl_appraisal.book.write.listed_sums import LONGEST, Listed, cell_text, literal
from xl_appraisal.model.exact import ZERO, Number, plain
from xl_appraisal.model.findings import Place
from xl_appraisal.model.grid import a1, column_name
from xl_appraisal.model.layout.layout import Column
from xl_appraisal.model.notice.measure import Lift, Measure
from xl_appraisal.model.notice.notice import Rule
from xl_appraisal.model.record import NOTHING
from xl_appraisal.model.rulebook import Rulebook
from xl_appraisal.rules.kind import PLACES, Among, path
from xl_appraisal.rules.register import kind_of
from xl_appraisal.scoring import Entry, WindowEvidence
from xl_appraisal.scoring.points_state import PointsPlan


class ItemFormulas:
    """The formulas for one workbook: where its lists and rules stand decides their text.

    ``rules`` maps a parameter's path to its cell on 规则 where that holds a number; any other
    value is written into the formula itself.  ``among`` are the counts that rules hold windows
    against each other by.
    """

    def __init__(
        self,
        book: Rulebook,
        table: RankingTable,
        ledger: ListTable,
        staff: ListTable,
        rules: Mapping[str, Place],
        among: Among = NOTHING,
    ) -> None:
        self.among = among
        self.book, self.plan = book, PointsPlan(book)
        self.table = table
        self.ledger = Listed(LEDGER, ledger, ("window", "item"))
        self.staff = Listed(STAFF, staff, ("window",))
        self.rules = rules
        self.measure_columns = {c.measure: c.id for c in book.layout.all_columns if c.measure}
        self.count_items: dict[str | None, set[str]] = defaultdict(set)
        for column in self.plan.points_columns:
            self.count_items[self.plan.single_measure(column)].add(column.id)

    def ledger_points(
        self, column: Column, window: WindowEvidence, row: int, points: Number
    ) -> str:
        """The sum of the ledger's points for the window and the item."""
        items = {column.id, *self._cases(column)}
        entries = [e for e in window.entries if e.item in items and e.points is not None]
        return _marked(self.ledger_sum("points", entries, row), points)

    def _cases(self, column: Column) -> Iterator[str]:
        """What lines may be called whose points somebody sets: the measure, or its column."""
        rule = self.plan.rule_of(column)
        if rule is not None and kind_of(rule).given_points:
            for key in rule.measure_ids():
                yield from {key, self.measure_columns.get(key, key)}

    def listed(self, column: Column, window: WindowEvidence, row: int, value: Number) -> str:
        """What the ledger knows of a count, a share or a tick; blank while it knows nothing."""
        if column.kind == "flag":
            entries = [entry for entry in window.entries if entry.item == column.id]
            return self.ledger.tick(entries, self.window(row))
        entries = self.count_entries(window, column.measure or column.id, column.id)
        return self.ledger.known_total("count", entries, self.window(row), value)

    def count_entries(self, window: WindowEvidence, key: str, column: str) -> list[Entry]:
        """The entries that bring a count: by the measure, its column or its only item."""
        items = {key, column} - {""}
        points = self.count_items[key]
        return [
            entry
            for entry in window.entries
            if entry.count is not None
            and (entry.item in items or (entry.item in points and entry.points is None))
        ]

    def rule_points(self, column: Column, window: WindowEvidence, row: int, points: Number) -> str:
        """What the column's rule makes of the counts, from the values on the sheet 规则."""
        rule = self.book.notice.rules[column.rule]
        cells = _RuleCells(self, rule, window, row)
        kind = kind_of(rule)
        if kind.among_all and not all(self.compared(path(rule, m)) for m in rule.measures):
            return _marked("", points)
        gives = self.plan.derived_columns.get(rule.id) is column
        text = (kind.points_formula if gives else kind.deduction_formula)(rule, cells)
        if rule.cap is not None and rule.caps(column.sign):
            text = f"MIN({text},{cells.value('cap', rule.cap)})"
        return _marked(text, points)

    def compared(self, key: str) -> str:
        """The cells of a count on all windows' rows, where they hold every count there is.

        Empty where some stand in the ledger alone, are written as text or on a row without a name.
        """
        column, rows = self.measure_columns.get(key, ""), self.table.rows
        if column not in self.table.columns or not rows:
            return ""
        cells = [self.table.cell(row, column).value for row in rows]
        numbers = [value for value in cells if isinstance(value, Decimal)]
        if any(isinstance(value, str) and value for value in cells) or (
            sorted(numbers) != sorted(self.among.get(key, ()))
        ):
            return ""
        letters = column_name(self.table.columns[column])
        return f"${letters}${rows[0]}:${letters}${rows[-1]}"

    def staff_performance(self, window: WindowEvidence, row: int, points: Number) -> str:
        """Mean of the window's staff scores × weight, rounded and limited as the rules say."""
        notice = self.book.notice
        module = notice.module(notice.staff_id)
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
            return literal(value)
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
        entries = found.count_entries(self.window, key, column)
        typed = self.window.given.get(column)
        if column in found.table.columns and (typed is not None or not entries):
            ref = a1(*found.table.ref(self.row, column))
            cell = found.table.cell(self.row, column)
            return cell_text(ref, cell, typed.value if typed else 0, blank_is_zero=True)
        return f"({found.ledger_sum('count', entries, self.row, measure.name)})"

    def value(self, path: str, value: Number) -> str:
        return self.formulas.value(f"rule.{self.rule.id}.{path}", value)

    def times(self, measure: Measure, each: str) -> str:
        return f"{self.count(measure)}*{each}"

    def product(self, one: str, other: str) -> str:
        return f"{one}*{other}"

    def weighed(self, measure: Measure, weight: str) -> str:
        return f"{self.count(measure)}*{weight}"

    def divided(self, title: str, above: str, below: str) -> str:
        """A float just below a half is a half."""
        return f"ROUND(ROUND(({above})/{below},9),{PLACES})"

    def whole(self, number: int) -> str:
        return str(number)

    def parts(self, measure: Measure, short: str, per: str, function: str) -> str:
        return f"{function}(ROUND(({short})/{per},9),0)"

    def step(self, title: str, formula: str) -> str:
        return formula

    def kept(self, title: str, formula: str) -> str:
        return formula

    def known(self, measure: Measure) -> str:
        column = self.formulas.measure_columns[path(self.rule, measure)]
        return f"ISNUMBER({a1(*self.formulas.table.ref(self.row, column))})"

    def among(self, measure: Measure) -> str:
        return self.formulas.compared(path(self.rule, measure))


def _marked(text: str, points: Number) -> str:
    """The formula with our mark; where there is none, or past what a cell takes, the figure."""
    return f"{text if text and len(text) <= LONGEST else plain(points)}+{MARK}"
