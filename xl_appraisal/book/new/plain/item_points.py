"""算式: what counts, rules, lines and typed cells bring to each points column, in millionths."""

from __future__ import annotations

from collections.abc import Iterator

from xl_appraisal.book.new.plain.count_faults import CountFaults, Counts, columns_of
from xl_appraisal.book.new.plain.entry_lines import Ledger
from xl_appraisal.book.new.plain.entry_names import Names
from xl_appraisal.book.new.plain.helper_block import NUMBER, Block, Field
from xl_appraisal.book.new.plain.measured_cells import Measured, RuleCells
from xl_appraisal.book.new.plain.module_terms import ModuleTerms
from xl_appraisal.book.new.plain.rule_values import Values
from xl_appraisal.book.new.plain.typed_cells import BEST, SCALE, quoted
from xl_appraisal.book.new.plain.window_cells import WindowCells
from xl_appraisal.model.layout.layout import BY_ENTRY, Column
from xl_appraisal.model.notice.notice import Rule
from xl_appraisal.rules.kind import path
from xl_appraisal.rules.register import kind_of


class Points:
    """The columns of 算式 for the stage ``points``.

    ``shown`` is what a points column's cell shows where nothing is typed, if that takes more than
    a sum of lines; ``into`` holds, for each module, the terms that change it; ``faults`` are
    conditions that stop the window, each with what is told.
    """

    def __init__(
        self, block: Block, windows: WindowCells, ledger: Ledger, names: Names, values: Values
    ) -> None:
        self.block, self._windows, self._ledger = block, windows, ledger
        self._names, self.values = names, values
        self._row = windows.lines.at
        self.plan = names.plan
        self.into = ModuleTerms(self.plan, values)
        self.faults: list[tuple[str, str]] = []
        self._ruled = dict.fromkeys(key for rule, _ in self.plan.deriving for key in _taken(rule))
        by_key = {c.measure or c.id: c for c in self.plan.count_columns}
        self.measures = {key: self._measure(key, by_key.get(key)) for key in sorted(
            self._ruled, key=lambda key: key not in by_key
        )}  # fmt: skip
        self._counts = Counts(self.measures)
        self._routed: dict[str, list[Field]] = {}
        self.shown: dict[str, Field] = {}
        self._typed: dict[str, Field] = {}
        self._terms: dict[str, tuple[str, str]] = {}
        measured = Measured(block, self.measures, values, windows.key, ledger.unread)
        for rule, _ in self.plan.deriving:
            kind, own = kind_of(rule), RuleCells(measured, rule)
            self._terms[rule.id] = kind.points_formula(rule, own), kind.deduction_formula(rule, own)
        self.faults += measured.faults
        for column in self.plan.points_columns:
            self._show(column)
        self._losses = {rule.id: self._loss(rule) for rule, _ in self.plan.deriving}

    def read(self) -> None:
        """Add the columns that read 名次表's own cells, after those that these cells show."""
        for column in self.plan.points_columns:
            self._settle(column)
        for column in self.plan.count_columns:
            if (column.measure or column.id) not in self._ruled and column.kind == "count":
                self._typed[column.id] = self._windows.count(
                    column, '""', ruled=bool(column.measure)
                )
        for column in self.plan.flag_columns:
            none = self._ledger.none(self._row, self._names.ticks_of(column.id))
            self._windows.veto(column, f'IF({none},"",1)')
        for rule, _ in self.plan.deriving:
            self._beside(rule)
        for rule in self.plan.rules.values():
            if kind_of(rule).given_points:
                self._set(rule)
        for module in self.into:
            slots = self._names.entry(module)
            if slots:
                term = self._ledger.sum_of(self._ledger.points, self._row, slots)
                self.into.add(module, term, self._ledger.number_of(self._row, slots))
        faults = CountFaults(self.plan, self._counts, self.values, self.into)
        self.faults += [*faults.unknown(), *faults.out_of_range()]
        for measure, what in sorted(self.plan.single_figures.items()):
            twice = f"{self._ledger.number_of(self._row, self._names.counts(measure))}>1"
            self.faults.append((twice, quoted(f"加扣分明细里{what}填了不止一次，请只留一行")))
        self.faults += self.into.settle()

    @property
    def veto_slots(self) -> list[int]:
        """The slots of lines that veto, whatever the column."""
        return [slot for c in self.plan.flag_columns for slot in self._names.ticks_of(c.id)]

    # ── counts ──

    def _measure(self, key: str, column: Column | None) -> Field:
        """The count typed in its column, else the sum of the ledger's, else an empty text."""
        slots, share = self._names.counts(key), key in self._names.shares
        limited = f"ROUND((#)/{SCALE},{BEST})" if share else "#"
        known = self._ledger.known(self._ledger.count, self._row, slots, limited)
        if column is None:
            return self.block.add(key, known)
        if share:
            return self._windows.share(column, known)
        return self._windows.count(column, known, ruled=True)

    # ── rules ──

    def _known(self, rule: Rule, formula: str, otherwise: str) -> str:
        return f"IF({self._counts.known(rule)}>0,{formula},{otherwise})"

    def _loss(self, rule: Rule) -> Field | None:
        """What a rule deducts that no column shows."""
        loss = self._terms[rule.id][1]
        shown = rule.id in self.plan.deduction_columns
        if rule.deduction_module is None or shown or loss == "0":
            return None
        return self.block.add(f"{rule.id} 减", self._known(rule, loss, "0"), kind=NUMBER)

    # ── points columns ──

    def limit(self, column: Column) -> str:
        """How a column's points count, ``#``: within its rule's cap."""
        rule = self.plan.rule_of(column)
        capped = rule is not None and (column.sign == "+" or rule.caps_deductions)
        return self._cap(rule) if rule is not None and capped else "#"

    def _cap(self, rule: Rule) -> str:
        try:
            cap = self.values.rule(rule, "cap")
        except KeyError:  # a rule that only deducts has none
            return "#"
        return f"MIN(#,IF(ISNUMBER({cap}),{cap},10^15))"

    def _show(self, column: Column) -> None:
        """The ledger's sum, else what the rule derives, within the cap."""
        if column.module == BY_ENTRY:
            self._show_routed(column)
            return
        derived = self._derived(column)
        if not derived:
            return
        slots, limit = self._names.points(column.id), self.limit(column)
        none = self._ledger.none(self._row, slots)
        summed = limit.replace("#", self._ledger.sum_of(self._ledger.points, self._row, slots))
        formula = f"IF({none},{derived},{summed})"
        self.shown[column.id] = self.block.add(f"{self.plan.labels[column.id]} 算得", formula)

    def _derived(self, column: Column) -> str:
        rule, limit = self.plan.rule_of(column), self.limit(column)
        if rule is None:
            return ""
        for columns, term in zip(
            (self.plan.derived_columns, self.plan.deduction_columns),
            self._terms.get(rule.id, ()),
            strict=False,
        ):
            if columns.get(rule.id) is column:
                return self._known(rule, limit.replace("#", term), '""')
        return ""

    def _show_routed(self, column: Column) -> None:
        """Deductions whose lines say where each part goes: each part, and their sum."""
        label, known = self.plan.labels[column.id], self._ledger.known
        parts = [
            self.block.add(
                f"{label} {module}",
                known(self._ledger.points, self._row, self._names.points(column.id, module)),
            )
            for module in self._names.deductive
        ]
        self._routed[column.id] = parts
        every = f"{parts[0].at}:{parts[-1].at}"
        formula = f'IF(COUNT({every})=0,"",SUM({every}))'
        self.shown[column.id] = self.block.add(f"{label} 算得", formula)

    def _settle(self, column: Column) -> None:
        """What a column counts with: what is typed, else what it shows."""
        if column.id in self.shown:
            blank = self.shown[column.id].at
        else:
            blank = self.listed(column, self._row)
        field = self._windows.points(column, blank, self.limit(column))
        if column.module == BY_ENTRY:
            self._route(column, field.at)
        else:
            self.into.add_column(column, field)

    def listed(self, column: Column, row: str) -> str:
        """The sum of a points column's lines for that row, within its cap; blank without any."""
        slots = self._names.points(column.id)
        return self._ledger.known(self._ledger.points, row, slots, self.limit(column))

    def _route(self, column: Column, typed: str) -> None:
        """A typed sum must agree with the lines, unless they all name the same module."""
        parts, total = self._routed[column.id], self.shown[column.id].at
        several, rule = f"COUNT({parts[0].at}:{parts[-1].at})", self.plan.rule_of(column)
        for module, part in zip(self._names.deductive, parts, strict=True):
            alone = f"IF(AND({several}=1,ISNUMBER({part.at})),N({typed}),0)"
            term = f"IF({typed}={total},N({part.at}),{alone})"
            self.into.add(module, term, rule=rule)
        lost = f"AND({typed}<>{total},N({typed})>0,{several}<>1)"
        told = f"{self.plan.labels[column.id]}：加扣分明细没有写明各扣哪个模块"
        self.faults.append((lost, quoted(told)))

    # ── what no column shows ──

    def _beside(self, rule: Rule) -> None:
        gain = self._terms[rule.id][0]
        if rule.id not in self.plan.derived_columns and gain != "0":
            term = self._known(rule, self._cap(rule).replace("#", gain), "0")
            self.into.add(rule.module, term, self._counts.known(rule), rule=rule)
        loss = self._losses[rule.id]
        if loss is not None:
            chosen = self.values.rule(rule, "deduction_module")
            for number, module in enumerate(self._names.deductive, 1):
                self.into.add(module, f"({chosen}={number})*{loss.at}", rule=rule)

    def _set(self, rule: Rule) -> None:
        """Points that somebody sets case by case; cases that were counted must have some."""
        columns, ledger = list(columns_of(self.plan, rule)), self._ledger
        stands = [self.into.given_by(column) for column in columns]
        shown = rule.id in self.plan.set_columns
        for measure in rule.measures:
            slots = self._names.cases(path(rule, measure))
            number = ledger.number_of(self._row, slots)
            if not shown and slots:
                term = ledger.sum_of(ledger.points, self._row, slots)
                self.into.add(rule.module, term, number, rule=rule)
        numbers = [
            ledger.number_of(self._row, self._names.cases(path(rule, measure)))
            for measure in rule.measures
            if not shown
        ]
        known = "+".join([*stands, *numbers]) or "0"
        for column in self.plan.count_columns:
            if column.id in self._typed and column.measure in rule.measure_ids():
                told = quoted(f"{self.plan.labels[column.id]}填了数量，没有写分值")
                unset = f"AND(N({self._typed[column.id].at})>0,{known}=0)"
                self.faults.append((unset, told))


def _taken(rule: Rule) -> Iterator[str]:
    """All counts that a rule looks at, another rule's among them."""
    yield from (path(rule, measure) for measure in rule.measures)
    if rule.lift is not None:
        yield path(rule, rule.lift)
