"""算式: what counts, rules, lines and typed cells bring to each points column, in millionths."""

from __future__ import annotations

from xl_appraisal.book.new.plain.entry_lines import Ledger
from xl_appraisal.book.new.plain.entry_names import Names
from xl_appraisal.book.new.plain.helper_block import Block, Field
from xl_appraisal.book.new.plain.rule_values import Values
from xl_appraisal.book.new.plain.typed_cells import SCALE
from xl_appraisal.book.new.plain.window_cells import WindowCells
from xl_appraisal.model.layout.layout import BY_ENTRY, Column
from xl_appraisal.model.notice.notice import Measure, Rule

_THOUSANDTH = SCALE // 1000


class Points:
    """The columns of 算式 for the stage ``points``.

    ``shown`` is what a points column's cell shows where nothing is typed; ``into`` lists, for
    each module, the terms that change it; ``faults`` are formulas for what stops the window.
    """

    def __init__(
        self, block: Block, windows: WindowCells, ledger: Ledger, names: Names, values: Values
    ) -> None:
        self._block, self._windows, self._ledger = block, windows, ledger
        self._names, self._values = names, values
        self._row = windows.lines.at
        self.plan = names.plan
        self.into: dict[str, list[str]] = {module: [] for module in names.modules}
        self.faults: list[str] = []
        self._measures = {path: self._measure(path) for path in self._wanted()}
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
        for path in sorted(self.plan.share_measures):
            twice = f"{ledger.count_number(self._row, names.measure(path))}>1"
            self.faults.append(f'IF({twice},"加扣分明细里比例填了不止一次","")')

    # ── counts ──

    def _wanted(self) -> list[str]:
        return [path for rule, _ in self.plan.deriving for path in rule.measure_ids()]

    def _measure(self, path: str) -> Field:
        """The count typed in its column, else the sum of the ledger's, else an empty text."""
        number = self._names.measure(path)
        found = self._ledger.count_number(self._row, number)
        known = f'IF({found}>0,{self._ledger.count_sum(self._row, number)},"")'
        for column in self.plan.count_columns:
            if (column.measure or column.id) == path:
                typed = self._windows.values[column.id].at
                known = f"IF(ISNUMBER({typed}),{typed},{known})"
        return self._block.add(path, known)

    def _at(self, rule: Rule, measure: str) -> str:
        return self._measures[f"{rule.id}.{measure}"].at

    # ── rules ──

    def _derive(self, rule: Rule) -> None:
        counts = [self._at(rule, measure.id) for measure in rule.measures]
        known = f"COUNT({','.join(counts)})>0"
        gain, loss = self._bands(rule) if rule.kind == "bands" else self._tally(rule)
        self._gains[rule.id] = self._block.add(f"{rule.id} 加", f'IF({known},{gain},"")')
        self._losses[rule.id] = self._block.add(f"{rule.id} 减", f'IF({known},{loss},"")')

    def _bands(self, rule: Rule) -> tuple[str, str]:
        bands = [
            self._block.add(f"{rule.id} {m.id} 档", self._band(rule, m)) for m in rule.measures
        ]
        points = "+".join(
            f"({band.at}={number})*{self._values.rule(rule, f'{measure.id}.{number}.points')}"
            for measure, band in zip(rule.measures, bands, strict=True)
            for number in range(1, len(measure.bands) + 1)
        )
        if rule.lift is None:
            return points, "0"
        share = self._at(rule, rule.lift.id)
        reached = "+".join(f"({band.at}>0)" for band in bands)
        limit, gain = (self._values.rule(rule, f"lift.{key}") for key in ("share", "points"))
        lifted = f"IF(ISNUMBER({share}),IF({share}>={limit},({reached})*{gain},0),0)"
        return f"{points}+{lifted}", "0"

    def _band(self, rule: Rule, measure: Measure) -> str:
        """The number of the band that the count reaches, 0 for none."""
        count = self._at(rule, measure.id)
        starts = [
            self._values.rule(rule, f"{measure.id}.{number}.from")
            for number in range(1, len(measure.bands) + 1)
        ]
        reached = "+".join(f"({count}>={start})" for start in starts)
        return f"IF(ISNUMBER({count}),{reached},0)"

    def _tally(self, rule: Rule) -> tuple[str, str]:
        terms = [self._tallied(rule, measure) for measure in rule.measures]
        return (
            "+".join(f"MAX({term},0)" for term in terms),
            "-".join(["0", *(f"MIN({term},0)" for term in terms)]),
        )

    def _tallied(self, rule: Rule, measure: Measure) -> str:
        """Count × points, both in thousandths; a finer count would need more than millionths."""
        count = self._at(rule, measure.id)
        each = self._values.rule(rule, f"{measure.id}.points")
        fine = f"MOD(N({count}),{_THOUSANDTH})<>0"
        self.faults.append(f'IF({fine},"{measure.name}的小数超过三位","")')
        term = f"N({count})/{_THOUSANDTH}*({each}/{_THOUSANDTH})"
        return self._block.add(f"{rule.id} {measure.id}", term).at

    # ── points columns ──

    def _limited(self, column: Column, points: str) -> str:
        rule = self.plan.rule_of(column)
        if rule is None or column.sign != "+":
            return points
        return self._capped(rule, points)

    def _capped(self, rule: Rule, points: str) -> str:
        try:
            cap = self._values.rule(rule, "cap")
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
        return self._block.add(title, f"IF({lines}>0,{entered},{rest})")

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
        field = self._block.add(f"{self.plan.labels[column.id]} 计入", counted)
        self.into[column.module].append(field.at)

    def _route(self, column: Column) -> None:
        """Deductions whose lines say where each part goes; a typed sum must agree with them."""
        item, typed = self._names.item(column.id), self._windows.values[column.id].at
        label = self.plan.labels[column.id]
        modules = self._names.deductive
        numbers = [
            self._block.add(
                f"{label} {m}", self._ledger.points_number(self._row, item, self._names.module(m))
            )
            for m in modules
        ]
        several = self._block.add(f"{label} 模块数", "+".join(f"({n.at}>0)" for n in numbers))
        total = self.shown[column.id].at
        agreed = f"OR(NOT(ISNUMBER({typed})),AND({several.at}>0,N({typed})=N({total})))"
        for module, number in zip(modules, numbers, strict=True):
            own = self._ledger.points_sum(self._row, item, self._names.module(module))
            alone = f"IF(AND({several.at}=1,{number.at}>0),N({typed}),0)"
            field = self._block.add(f"{label} 计入 {module}", f"IF({agreed},{own},{alone})")
            self.into[module].append(field.at)
        lost = f"AND(NOT({agreed}),N({typed})>0,{several.at}<>1)"
        told = f"{label}：加扣分明细没有写明各扣哪个模块"
        self.faults.append(f'IF({lost},"{told}","")')

    # ── what no column shows ──

    def _beside(self, rule: Rule) -> None:
        if rule.id not in self.plan.derived_columns:
            self.into[rule.module].append(f"N({self._gain_within_cap(rule)})")
        if rule.deduction_module is None or rule.id in self.plan.deduction_columns:
            return
        loss = self._losses[rule.id].at
        chosen = self._values.rule(rule, "deduction_module")
        for number, module in enumerate(self._names.deductive, 1):
            self.into[module].append(f"({chosen}={number})*N({loss})")

    def _gain_within_cap(self, rule: Rule) -> str:
        gain = self._gains[rule.id].at
        field = self._block.add(f"{rule.id} 计入", self._capped(rule, f"N({gain})"))
        return field.at
