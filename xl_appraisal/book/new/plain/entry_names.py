"""算式设置, beside the values: what a line of 加扣分明细 may name, and what becomes of it.

A line's item and module lead to a row of the outcomes, its points and its count to a column:
there stands the slot that the line counts for, the code of the reason why it does not, or 0.
"""

from __future__ import annotations

from collections.abc import Iterator

from xl_appraisal.book.new.plain.fixed_table import FixedTable
from xl_appraisal.book.new.plain.line_outcomes import (
    COUNT_STATES,
    POINT_STATES,
    Outcome,
    always,
    readable,
)
from xl_appraisal.book.new.plain.line_reasons import FIRST_SLOT, LOST, REASONS
from xl_appraisal.book.new.plain.mark_names import MarkNames
from xl_appraisal.book.new.plain.rule_values import Values
from xl_appraisal.book.new.plain.set_points import SetPoints
from xl_appraisal.book.new.plain.typed_cells import END, name_key, place_of
from xl_appraisal.book.new.xlsx_writer import Sheet
from xl_appraisal.book.read.name_index import NameIndex
from xl_appraisal.book.read.typed_values import CROSSES, TICKS, squeeze
from xl_appraisal.book.sheets import STRUCK
from xl_appraisal.model.layout.layout import BY_ENTRY, VETO, Column
from xl_appraisal.model.rulebook import Rulebook
from xl_appraisal.scoring.points_state import PointsPlan

SLOT = FIRST_SLOT
_LEFT = 5  # E: the first table
_LONG = 99
"""Characters that no name of a module has."""
_NO_ITEM = ""
"""Lines without an item, or with one that is none of ours, go straight to their module."""


class Names:
    """Codes of slots, and the tables that lead lines to them."""

    def __init__(self, rulebook: Rulebook, plan: PointsPlan, values: Values) -> None:
        self.plan = plan
        self.modules = [module.id for module in rulebook.notice.modules]
        self.means = {rulebook.notice.staff_id}
        self.deductive = list(rulebook.notice.deducting_modules)
        self._index = NameIndex(rulebook.notice, rulebook.layout)
        self._vetoes = {c.id for c in plan.flag_columns}
        rules = rulebook.notice.rules.values()
        self._counted = {path for rule in rules for path in rule.measure_ids()}
        self._counted -= plan.share_measures
        self.set_points = SetPoints(rules, values)
        self.shares = {c.id for c in plan.count_columns if c.kind == "percent"}
        self.shares |= plan.share_measures
        self._slots: dict[tuple[str, ...], int] = {}
        self._rows: dict[tuple[int, ...], int] = {}
        names = {m.id: m.name for m in rulebook.notice.modules}
        listed = [*((squeeze(names[m]), m) for m in self.modules), *((m, m) for m in self.modules)]
        places = [(f"{n}{e}", self.modules.index(m) + 1) for n, m in listed for e in (END, "")]
        self._modules = FixedTable(_LEFT, [(END, 0), *places])
        self._statuses = FixedTable(self._modules.next_left, [(END,), (f"{STRUCK}{END}",)])
        self._items = FixedTable(self._statuses.next_left, list(self._item_rows()))
        self._outcomes = FixedTable(self._items.next_left, list(self._rows))
        self._ticks = FixedTable(self._outcomes.next_left, [(text,) for text in sorted(TICKS)])
        self._crosses = FixedTable(self._ticks.next_left, [(text,) for text in sorted(CROSSES)])
        told = [(REASONS.get(n, "这一行认不出"),) for n in range(1, LOST + 1)]
        self._reasons = FixedTable(self._crosses.next_left, told)
        self.ticks, self.crosses = self._ticks.column(), self._crosses.column()
        self._listings = [
            self._modules, self._statuses, self._items,
            self._outcomes, self._ticks, self._crosses, self._reasons
        ]  # fmt: skip
        self._listings += self.set_points.tables(self._reasons.next_left, self.cases)
        self.marks = MarkNames(rulebook.notice)
        self._listings += self.marks.tables(self._listings[-1].next_left)
        self.next_left = self._listings[-1].next_left

    # ── slots ──

    def _slot(self, *names: str) -> int:
        return self._slots.setdefault(names, SLOT + len(self._slots))

    def entry(self, module: str) -> list[int]:
        """The slots of lines straight to a module: none, if no line can be."""
        return self._known(("entry", module))

    def points(self, item: str, module: str = "") -> list[int]:
        """The slots of lines with points for an item; ``module`` where the lines name it."""
        shown = {rule: column.id for rule, column in self.plan.set_columns.items() if not module}
        rules = self.set_points.rules.items()
        cases = [("set", path) for path, rule in rules if shown.get(rule.id) == item]
        return self._known(("points", item, module), ("both", item, module), *cases)

    def cases(self, measure: str) -> list[int]:
        """The slots of lines that say what somebody sets for cases of a measure."""
        return self._known(("set", measure))

    def counts(self, measure: str) -> list[int]:
        """The slots of lines with a count of a measure."""
        items = [n[1] for n in self._slots if n[0] == "both" and self._measure(n[1]) == measure]
        return self._known(("count", measure), *(("both", item, "") for item in items))

    def ticks_of(self, column: str) -> list[int]:
        """The slots of lines that veto in that column."""
        return self._known(("veto", column))

    def _known(self, *names: tuple[str, ...]) -> list[int]:
        return [self._slots[name] for name in names if name in self._slots]

    # ── what becomes of a line ──

    def _item_rows(self) -> Iterator[tuple[str | int, ...]]:
        """Each name with the row of its outcomes, without a module, with each, with another."""
        modules = ("", *self.modules)
        yield _NO_ITEM, *(self._row(self._straight(m)) for m in modules), self._row(always(3))
        columns = range(1, len(self.plan.book.layout.columns) + 1)
        shown = [f"c{n}" for n in columns] + [f"第{n}列" for n in columns]
        names = (squeeze(name).lower() for name in (*self._index.names(), *shown))
        for name in dict.fromkeys(names):
            if any(self._index.meant(name, module) for module in modules):
                named = (self._row(self._named(name, module)) for module in modules)
                yield name, *named, self._row(always(3))

    def _row(self, outcome: Outcome) -> int:
        """The number of the outcomes' row, the same for items of which the same becomes."""
        codes = tuple(outcome(points, count) for points in POINT_STATES for count in COUNT_STATES)
        return self._rows.setdefault(codes, len(self._rows) + 1)

    def _straight(self, module: str) -> Outcome:
        if not module or module in self.means:
            return readable(always(7))
        slot = self._slot("entry", module)
        return readable(lambda points, count: 8 if points == "blank" else slot)

    def _named(self, name: str, module: str) -> Outcome:
        found = self._index.meant(name, module)
        if not found:
            return self._straight(module)
        if len(found) > 1 and not set(found) <= self._vetoes:
            return always(2)
        column = self.plan.columns.get(found[0])
        if column is None:
            return self._count(found[0])
        if column.kind == "points":
            return readable(self._points(column, module))
        if column.kind in ("count", "percent"):
            return self._count(column.measure or column.id)
        return readable(self._veto(column.id) if column.rule == VETO else always(13))

    def _measure(self, item: str) -> str:
        return self.plan.single_measure(self.plan.columns[item]) or ""

    def _points(self, column: Column, module: str) -> Outcome:
        if column.module == BY_ENTRY:
            if module not in self.deductive:
                return lambda points, count: 8 if points == "blank" else 9
            slot = self._slot("points", column.id, module)
            return lambda points, count: 8 if points == "blank" else slot
        if module not in ("", column.module):
            return always(10)
        slot, measure = self._slot("points", column.id, ""), self._measure(column.id)
        if not measure:
            return lambda points, count: 8 if points == "blank" else slot
        both, counted = self._slot("both", column.id, ""), self._slot("count", measure)

        def outcome(points: str, count: str) -> int:
            if count == "blank":
                return 8 if points == "blank" else slot
            if count == "fraction":
                return 6
            if count == "between" and measure in self._counted:
                return 14
            return counted if points == "blank" else both

        return outcome

    def _count(self, measure: str) -> Outcome:
        if measure in self.set_points.rules:
            case = self._slot("set", measure)
            return readable(lambda points, count: 8 if points == "blank" else case)
        slot, refused = self._slot("count", measure), {"fraction": 6}
        if measure in self._counted:
            refused = {"between": 14, "fraction": 14}
        if measure in self.shares:
            refused = {"more": 6}

        def outcome(points: str, count: str) -> int:
            if count == "blank":
                return 11
            return 12 if points != "blank" else refused.get(count, slot)

        return readable(outcome)

    def _veto(self, column: str) -> Outcome:
        """A line that says 0, in its count or without one in its points, vetoes nobody."""
        slot = self._slot("veto", column)
        return lambda points, count: (
            0 if count == "zero" or (count == "blank" and points == "zero") else slot
        )

    # ── formulas ──

    def item_place(self, cell: str) -> str:
        """The row of the table of items that a cell names: the first for none, and for a blank."""
        found = place_of(f"LOWER({name_key(cell)})", self._items.column(0, skipped=1))
        return f"IFERROR({found}+1,1)"

    def module_place(self, cell: str) -> str:
        """The column for a module's name, its full mark in brackets dropped; 0 for a blank.

        Whatever is before the bracket, where there is one, has no :data:`END` behind it.
        """
        name = f'SUBSTITUTE({name_key(cell)}&"{END}","(",REPT(" ",{_LONG}))'
        found = place_of(f"TRIM(LEFT({name},{_LONG}))", self._modules.column())
        code = f"INDEX({self._modules.column(1)},{found})"
        return f"IFERROR({code},{len(self.modules) + 1})"

    def status_place(self, cell: str) -> str:
        """1 for a line that counts, 2 for one that is struck, 3 where nobody can tell."""
        found = place_of(f'{name_key(cell)}&"{END}"', self._statuses.column())
        return f"IFERROR({found},3)"

    def outcome(self, item: str, module: str, points: str, count: str) -> str:
        """What becomes of a line: its cells for item and module, and figures as they are read."""
        one = 10**6
        ways = f'IF({points}="",0,IF(ISTEXT({points}),1,IF({points}=0,2,3)))'
        less = f"IF({count}<{one},IF(INT({count})={count},3,4),IF({count}={one},5,6))"
        much = f'IF({count}="",0,IF(ISTEXT({count}),1,IF({count}=0,2,{less})))'
        width = len(self.modules) + 2
        row = (
            f"INDEX({self._items.column(1, width)},{self.item_place(item)},"
            f"{self.module_place(module)}+1)"
        )
        states = len(POINT_STATES) * len(COUNT_STATES)
        table = self._outcomes.column(0, states - 1)
        return f"INDEX({table},{row},1+{len(COUNT_STATES)}*{ways}+{much})"

    def reason(self, code: str) -> str:
        """The words for a reason's code."""
        return f"INDEX({self._reasons.column()},{code})"

    @property
    def sound(self) -> str:
        """Whether every table is as it was made, as a condition."""
        return f"AND({','.join(check for one in self._listings for check in one.checks())})"

    def write(self, sheet: Sheet) -> None:
        for listing in self._listings:
            listing.write(sheet)
