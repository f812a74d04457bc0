"""算式: what counts, rules, lines and typed cells bring to each points column, in millionths."""

from __future__ import annotations

from xl_appraisal.book.new.plain.entry_lines import Ledger
from xl_appraisal.book.new.plain.entry_names import Names
from xl_appraisal.book.new.plain.helper_block import Block, Field
from xl_appraisal.book.new.plain.rule_values import Values
from xl_appraisal.book.new.plain.typed_cells import SCALE
from xl_appraisal.book.new.plain.window_cells import WindowCells
from xl_appraisal.model.exact import Number
from xl_appraisal.model.layout.layout import BY_ENTRY, Column
from xl_appraisal.model.notice.notice import Lift, Measure, Rule
from xl_appraisal.rules.kind import path
from xl_appraisal.rules.register import kind_of

_THOUSANDTH = SCALE // 1000


class Points:
    """The columns of 算式 for the stage ``points``.

    ``shown`` is what a points column's cell shows where nothing is typed; ``into`` lists, for
    each module, the terms that change it; ``faults`` are formulas for what stops the window.
    """

    def __init__(
        self, block: Block, windows: WindowCells, ledger: Ledger, names: Names, values: Values
    ) -> None:
        self.block, self._windows, self._ledger = block, windows, ledger
        self._names, self.values = names, values
        self._row = windows.lines.at
        self.plan = names.plan
        self.into: dict[str, list[str]] = {module: [] for module in names.modules}
        self.faults: list[str] = []
        self.measures = {
            key: self._measure(key) for rule, _ in self.plan.deriving for key in rule.measure_ids()
        }
        self._gains: dict[str, Field] = {}
        self._losses: dict[str, Field] = {}
        for rule, _ in self.plan.deriving:
            self._derive(rule)
        self.shown = {column.id: self._shown(column) for column in self.plan.points_columns}
        for column in self.plan.points_columns:
            self._settle(column)
        for rule, _ in self.plan.deriving:
            self._beside(rule)
        for module in self.into:
            if module not in names.means:
                self.into[module].append(ledger.points_sum(self._row, 0, names.module(module)))
        for share in sorted(self.plan.share_measures):
            twice = f"{ledger.count_number(self._row, names.measure(share))}>1"
            self.faults.append(f'IF({twice},"加扣分明细里比例填了不止一次","")')

    # ── counts ──

    def _measure(self, key: str) -> Field:
        """The count typed in its column, else the sum of the ledger's, else an empty text."""
        number = self._names.measure(key)
        found = self._ledger.count_number(self._row, number)
        known = f'IF({found}>0,{self._ledger.count_sum(self._row, number)},"")'
        for column in self.plan.count_columns:
            if (column.measure or column.id) == key:
                typed = self._windows.values[column.id].at
                known = f"IF(ISNUMBER({typed}),{typed},{known})"
        return self.block.add(key, known)

    # ── rules ──

    def _derive(self, rule: Rule) -> None:
        kind, cells = kind_of(rule), _RuleCells(self, rule)
        counts = [self.measures[path(rule, measure)].at for measure in rule.measures]
        known = f"COUNT({','.join(counts)})>0"
        gain, loss = kind.points_formula(rule, cells), kind.deduction_formula(rule, cells)
        self._gains[rule.id] = self.block.add(f"{rule.id} 加", f'IF({known},{gain},"")')
        self._losses[rule.id] = self.block.add(f"{rule.id} 减", f'IF({known},{loss},"")')

    # ── points columns ──

    def _limited(self, column: Column, points: str) -> str:
        rule = self.plan.rule_of(column)
        if rule is None or column.sign != "+":
            return points
        return self._capped(rule, points)

    def _capped(self, rule: Rule, points: str) -> str:
        try:
            cap = self.values.rule(rule, "cap")
        except KeyError:  # a rule that only deducts has none
            return points
        return f"IF(ISNUMBER({cap}),MIN({points},{cap}),{points})"

    def _shown(self, column: Column) -> Field:
        """The ledger's sum, else what the rule derives, within the cap."""
        item = self._names.item(column.id)
        lines = self._ledger.points_number(self._row, item)
        derived = self._derived(column)
        rest = f'IF({derived}="","",{self._limited(column, derived)})' if derived else '""'
        entered = self._limited(column, self._ledger.points_sum(self._row, item))
        title = f"{self.plan.labels[column.id]} 算得"
        return self.block.add(title, f"IF({lines}>0,{entered},{rest})")

    def _derived(self, column: Column) -> str:
        if self.plan.derived_columns.get(column.rule) is column:
            return self._gains[column.rule].at
        if self.plan.deduction_columns.get(column.rule) is column:
            return self._losses[column.rule].at
        return ""

    def _settle(self, column: Column) -> None:
        """What a column counts with: what is typed, else what it shows."""
        if column.module == BY_ENTRY:
            self._route(column)
            return
        typed, shown = self._windows.values[column.id].at, self.shown[column.id].at
        counted = f"IF(ISNUMBER({typed}),{self._limited(column, typed)},N({shown}))"
        field = self.block.add(f"{self.plan.labels[column.id]} 计入", counted)
        self.into[column.module].append(field.at)

    def _route(self, column: Column) -> None:
        """Deductions whose lines say where each part goes; a typed sum must agree with them."""
        item, typed = self._names.item(column.id), self._windows.values[column.id].at
        label = self.plan.labels[column.id]
        modules = self._names.deductive
        numbers = [
            self.block.add(
                f"{label} {m}", self._ledger.points_number(self._row, item, self._names.module(m))
            )
            for m in modules
        ]
        several = self.block.add(f"{label} 模块数", "+".join(f"({n.at}>0)" for n in numbers))
        total = self.shown[column.id].at
        agreed = f"OR(NOT(ISNUMBER({typed})),AND({several.at}>0,N({typed})=N({total})))"
        for module, number in zip(modules, numbers, strict=True):
            own = self._ledger.points_sum(self._row, item, self._names.module(module))
            alone = f"IF(AND({several.at}=1,{number.at}>0),N({typed}),0)"
            field = self.block.add(f"{label} 计入 {module}", f"IF({agreed},{own},{alone})")
            self.into[module].append(field.at)
        lost = f"AND(NOT({agreed}),N({typed})>0,{several.at}<>1)"
        told = f"{label}：加扣分明细没有写明各扣哪个模块"
        self.faults.append(f'IF({lost},"{told}","")')

    # ── what no column shows ──

    def _beside(self, rule: Rule) -> None:
        if rule.id not in self.plan.derived_columns:
            gain = self._capped(rule, f"N({self._gains[rule.id].at})")
            counted = self.block.add(f"{rule.id} 计入", gain).at
            self.into[rule.module].append(f"N({counted})")
        if rule.deduction_module is None or rule.id in self.plan.deduction_columns:
            return
        loss = self._losses[rule.id].at
        chosen = self.values.rule(rule, "deduction_module")
        for number, module in enumerate(self._names.deductive, 1):
            self.into[module].append(f"({chosen}={number})*N({loss})")


class _RuleCells:
    """The cells of one rule's formula on 算式, in millionths: see :class:`Cells` of the rules."""

    def __init__(self, points: Points, rule: Rule) -> None:
        self._points, self._rule = points, rule

    def count(self, measure: Measure | Lift) -> str:
        return f"N({self._points.measures[path(self._rule, measure)].at})"

    def value(self, path: str, value: Number) -> str:
        return self._points.values.rule(self._rule, path)

    def times(self, measure: Measure, each: str) -> str:
        """Count × points, both in thousandths; a finer count would need more than millionths."""
        count = self.count(measure)
        fine = f"MOD({count},{_THOUSANDTH})<>0"
        self._points.faults.append(f'IF({fine},"{measure.name}的小数超过三位","")')
        return self.step(measure.name, f"{count}/{_THOUSANDTH}*({each}/{_THOUSANDTH})")

    def step(self, title: str, formula: str) -> str:
        return self._points.block.add(f"{self._rule.id} {title}", formula).at
