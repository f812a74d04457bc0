"""Plain spreadsheet formulas for item cells whose points come from the ledger or a rule.

They keep the figure following its inputs in any program, without macros, and a click on the
cell shows where it comes from.  A formula that draws on 加扣分明细, 人员考核 or 规则 is ours: its
figure is never taken for something typed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from xl_appraisal.findings import Place
from xl_appraisal.grid import a1, column_name, parse_a1
from xl_appraisal.layout.model import Column
from xl_appraisal.notice.model import Measure, Rule
from xl_appraisal.rulebook import Rulebook
from xl_appraisal.workbook.ranking_table import RankingTable
from xl_appraisal.workbook.sheets import LEDGER, RULES, STAFF

_OURS = tuple(f"{sheet}{mark}" for sheet in (LEDGER, STAFF, RULES) for mark in ("!", "'!", "."))


def is_ours(formula: str | None) -> bool:
    """Whether a formula is one of those that this module writes."""
    return formula is not None and any(mark in formula for mark in _OURS)


class ItemFormulas:
    """The formulas for one workbook: where its lists and rules stand decides their text.

    ``ledger`` and ``staff`` map field ids to column numbers, ``rules`` a parameter's path to its
    cell.  A formula is ``None`` where a column or rule row that it needs is gone from its sheet.
    """

    def __init__(
        self,
        book: Rulebook,
        table: RankingTable,
        ledger: Mapping[str, int],
        staff: Mapping[str, int],
        rules: Mapping[str, Place],
    ) -> None:
        self.book = book
        self.table = table
        self.ledger = ledger
        self.staff = staff
        self.rules = rules
        self.measure_columns = {c.measure: c.id for c in book.layout.all_columns if c.measure}

    def ledger_points(self, column: Column, row: int) -> str | None:
        """The sum of the ledger's points for the window and the item."""
        return _if_known(lambda: self._sumifs("points", self.book.layout.labels[column.id], row))

    def rule_points(self, rule: Rule, row: int) -> str | None:
        """What the rule makes of the counts, from the values on the sheet 规则."""
        return _if_known(lambda: self._rule_points(rule, row))

    def staff_performance(self, row: int) -> str | None:
        """Mean of the window's staff scores × weight, rounded as the rules say."""
        return _if_known(lambda: self._staff_performance(row))

    def _rule_points(self, rule: Rule, row: int) -> str:
        if rule.kind == "bands":
            points = "+".join(self._bands(rule, measure, row) for measure in rule.measures)
        else:
            points = "+".join(
                self._tally(rule, m, row) for m in rule.measures if (m.points or 0) > 0
            )
        return f"MIN({points},{self._rule(rule, 'cap')})" if rule.cap is not None else points

    def _staff_performance(self, row: int) -> str:
        window, score = (_whole(STAFF, self.staff[field]) for field in ("window", "score"))
        mean = f"AVERAGEIFS({score},{window},{self._window(row)})"
        weight, places = self._setting("staff_weight"), self._setting("staff_places")
        return f"ROUND({mean}*{weight},{places})"

    def _bands(self, rule: Rule, measure: Measure, row: int) -> str:
        count = self._count(rule, measure.id, measure.name, row)
        points = "0"
        for number, _ in enumerate(measure.bands, 1):
            start = self._rule(rule, f"{measure.id}.{number}.from")
            gain = self._rule(rule, f"{measure.id}.{number}.points")
            points = f"IF({count}>={start},{gain},{points})"
        if rule.lift is None:
            return points
        share = self._count(rule, rule.lift.id, rule.lift.name, row)
        first = self._rule(rule, f"{measure.id}.1.from")
        reached = f"AND({count}>={first},{share}>={self._rule(rule, 'lift.share')})"
        return f"{points}+IF({reached},{self._rule(rule, 'lift.points')},0)"

    def _tally(self, rule: Rule, measure: Measure, row: int) -> str:
        count = self._count(rule, measure.id, measure.name, row)
        return f"{count}*{self._rule(rule, f'{measure.id}.points')}"

    def _count(self, rule: Rule, measure: str, name: str, row: int) -> str:
        column = self.measure_columns.get(f"{rule.id}.{measure}")
        if column is not None and column in self.table.columns:
            return f"N({a1(*self.table.ref(row, column))})"
        return self._sumifs("count", name, row)

    def _sumifs(self, field: str, item: str, row: int) -> str:
        total, window, items = (_whole(LEDGER, self.ledger[f]) for f in (field, "window", "item"))
        return f'SUMIFS({total},{window},{self._window(row)},{items},"{item}")'

    def _window(self, row: int) -> str:
        return f"${column_name(self.table.columns['window'])}{row}"

    def _rule(self, rule: Rule, path: str) -> str:
        return self._cell(f"rule.{rule.id}.{path}")

    def _setting(self, setting: str) -> str:
        return self._cell(f"setting.{setting}")

    def _cell(self, path: str) -> str:
        row, column = parse_a1(self.rules[path].cell)
        return f"{RULES}!${column_name(column)}${row}"


def _if_known(formula: Callable[[], str]) -> str | None:
    try:
        return formula()
    except KeyError:
        return None


def _whole(sheet: str, column: int) -> str:
    name = column_name(column)
    return f"{sheet}!${name}:${name}"
