"""Stage ``points``: the points of each item, from the table, the ledger or a rule.

A typed figure goes before the ledger, the ledger before a rule.  Where two of them disagree the
finding shows both; what was typed stays, unless the rules of the notice are to be applied.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from xl_appraisal.exact import ZERO, Number, plain
from xl_appraisal.findings import Finding, Place, Severity
from xl_appraisal.layout.model import BY_ENTRY, VETO, Column
from xl_appraisal.notice.model import Module, Rule, Standing
from xl_appraisal.rulebook import Rulebook
from xl_appraisal.scoring.evidence import Entry, Given, WindowEvidence
from xl_appraisal.scoring.result import ItemPoints, Source
from xl_appraisal.scoring.rules import Derived, as_decimal, cap, derive


@dataclass(frozen=True, slots=True)
class Contribution:
    """Points on their way into a module: positive, or negative for what a cap takes back."""

    module: str
    item: str
    source: Source
    remark: int
    standing: Standing
    points: Decimal
    text: str
    column: str = ""
    places: tuple[Place, ...] = ()


@dataclass(slots=True)
class Points:
    """What the stage found for one window."""

    contributions: list[Contribution] = field(default_factory=list)
    items: dict[str, ItemPoints] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    vetoes: list[tuple[str, Place]] = field(default_factory=list)


class PointsPlan:
    """What a rulebook means for this stage, worked out once for all windows."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self.columns = book.layout.by_id
        self.labels = book.layout.labels
        self.rules = book.notice.rules
        self.items_remark = _items_remark(book)

    @cached_property
    def modules(self) -> dict[str, Module]:
        return {module.id: module for module in self.book.notice.modules}

    @cached_property
    def points_columns(self) -> tuple[Column, ...]:
        return tuple(c for c in self.book.layout.all_columns if c.kind == "points")

    @cached_property
    def flag_columns(self) -> tuple[Column, ...]:
        return tuple(c for c in self.book.layout.all_columns if c.rule == VETO)

    @cached_property
    def measure_columns(self) -> dict[str, Column]:
        return {c.measure: c for c in self.book.layout.all_columns if c.measure}

    @cached_property
    def derived_columns(self) -> dict[str, Column]:
        """Rule id → the points column that shows what the rule derives."""
        return {c.rule: c for c in self.points_columns if c.rule and self._derives(c)}

    def _derives(self, column: Column) -> bool:
        rule = self.rules[column.rule]
        return rule.kind != "judged" and rule.module == column.module

    def rule_of(self, column: Column) -> Rule | None:
        return self.rules.get(column.rule)

    def points_of(self, window: WindowEvidence, *, apply_rules: bool = False) -> Points:
        """The points of one window; ``apply_rules`` lets the notice's rules go before typed ones."""
        return _WindowPoints(self, window, apply_rules).resolve()


def _items_remark(book: Rulebook) -> int:
    """The remark under which a quarter's items are selected."""
    remarks = [reading.remark for reading in book.notice.readings if reading.stage == "points"]
    return remarks[0] if remarks else book.notice.remarks[0].number


class _WindowPoints:
    """One window's way through the stage."""

    def __init__(self, plan: PointsPlan, window: WindowEvidence, apply_rules: bool) -> None:
        self.plan = plan
        self.window = window
        self.apply_rules = apply_rules
        self.found = Points()
        self.by_item: dict[str, list[Entry]] = {}
        self.counts: dict[str, list[tuple[Number, Place]]] = {}

    def resolve(self) -> Points:
        for entry in self.window.entries:
            self._sort_entry(entry)
        counts = self._measures()
        derived = {
            rule.id: result
            for rule in self.plan.rules.values()
            if (result := derive(rule, counts)) is not None
        }
        for column in self.plan.points_columns:
            self._column(column, derived)
        for rule_id, result in derived.items():
            self._beside_columns(self.plan.rules[rule_id], result)
        self._vetoes()
        return self.found

    # ── the ledger ──

    def _sort_entry(self, entry: Entry) -> None:
        """Put an entry where it counts: to its item, its measure or straight to its module."""
        column = self.plan.columns.get(entry.item)
        if column is None and entry.item:
            self._count(entry, entry.item)
        elif column is None:
            self._module_entry(entry)
        elif column.kind == "points":
            self._points_entry(entry, column)
        elif column.kind in ("count", "percent"):
            self._count(entry, column.measure or column.id)
        elif column.rule == VETO:
            self.found.vetoes.append((self._label(column), entry.place))
        else:
            self._entry_finding(
                entry, "entry_without_effect", "此项目不是加扣分项目", "加扣分项目或模块"
            )

    def _points_entry(self, entry: Entry, column: Column) -> None:
        if column.module != BY_ENTRY and entry.module not in ("", column.module):
            self._entry_finding(
                entry,
                "module_conflict",
                f"项目计入{self._module_name(column.module)}，明细却写{self._module_name(entry.module)}",
                f"模块写{self._module_name(column.module)}或留空",
            )
        elif entry.points is not None:
            self.by_item.setdefault(column.id, []).append(entry)
        else:
            rule = self.plan.rule_of(column)
            single = rule is not None and rule.kind != "judged" and len(rule.measures) == 1
            if rule is not None and single and entry.count is not None:
                self._count(entry, f"{rule.id}.{rule.measures[0].id}")
            else:
                self._entry_finding(entry, "entry_without_points", "没有分值", "填写分值（正数）")

    def _count(self, entry: Entry, measure: str) -> None:
        if entry.count is None:
            self._entry_finding(entry, "entry_without_count", "没有数量", "填写数量")
        else:
            self.counts.setdefault(measure, []).append((entry.count, entry.place))

    def _module_entry(self, entry: Entry) -> None:
        module = self.plan.modules.get(entry.module)
        if module is None or module.method == "mean":
            found = f"项目“{entry.label}”不在栏目中，" if entry.label else ""
            what = (
                "没有写模块" if module is None else f"{module.name}由人员考核分计算，不能直接加扣分"
            )
            self._entry_finding(entry, "unrouted", found + what, "写明栏目中的项目，或加扣分的模块")
        elif entry.points is None:
            self._entry_finding(entry, "entry_without_points", "没有分值", "填写分值（正数）")
        else:
            self._add_entry(entry, entry.label or "（未列项目）", module.id, "")

    def _add_entry(self, entry: Entry, label: str, module: str, column: str) -> None:
        known = self.plan.columns.get(column)
        rule = self.plan.rule_of(known) if known else None
        self.found.contributions.append(
            Contribution(
                module=module,
                item=label,
                source="ledger",
                remark=rule.remark if rule else self.plan.items_remark,
                standing="notice",
                points=entry.points or ZERO,
                text="，".join(part for part in (entry.date, entry.reason) if part),
                column=column,
                places=(entry.place,),
            )
        )

    # ── counts ──

    def _measures(self) -> dict[str, Number]:
        """Every measure that is known: typed in its column, else summed from the ledger."""
        totals = {measure: _sum(n for n, _ in found) for measure, found in self.counts.items()}
        for measure, column in self.plan.measure_columns.items():
            typed = self.window.given.get(column.id)
            if typed is None:
                continue
            if measure in totals and totals[measure] != typed.value:
                self._two_sources(column, typed, totals[measure], "count_disagrees")
            totals[measure] = typed.value
        return totals

    # ── item columns ──

    def _column(self, column: Column, derived: Mapping[str, Derived]) -> None:
        typed = self.window.given.get(column.id)
        entries = self.by_item.get(column.id, [])
        rule = self.plan.rule_of(column)
        result = None
        if rule is not None and self.plan.derived_columns.get(rule.id) is column:
            result = derived.get(rule.id)
        if typed is None and not entries and result is None:
            return
        ledger = sum((entry.points or ZERO for entry in entries), ZERO) if entries else None
        if typed is not None and ledger is not None and ledger != typed.value:
            self._two_sources(column, typed, ledger, "ledger_disagrees")
        if column.module == BY_ENTRY:
            self._by_entry(column, typed, entries, ledger)
            return
        chosen = as_decimal(typed.value) if typed is not None else ledger
        if (
            rule is not None
            and result is not None
            and self._rule_wins(column, rule, chosen, result)
        ):
            chosen, typed, entries = None, None, []
        self._contribute(column, rule, chosen, typed, entries, result)

    def _rule_wins(
        self, column: Column, rule: Rule, chosen: Decimal | None, result: Derived
    ) -> bool:
        """Compare what stands there with the rule; whether the rule is to be taken instead."""
        if chosen is None or cap(rule, chosen) == cap(rule, result.points):
            return False
        by_notice = rule.standing == "notice"
        applied = self.apply_rules and by_notice
        expected = plain(cap(rule, result.points))
        basis = f"备注{rule.remark}" if by_notice else f"推断的“{rule.name}”算法（通报未写）"
        outcome = f"已改按{expected}分计" if applied else f"仍按{plain(chosen)}分计"
        typed = self.window.given.get(column.id)
        self._finding(
            "warning" if by_notice else "info",
            "rule_applied" if applied else "rule_disagrees",
            f"{self._label(column)}填{plain(chosen)}分，按{basis}应为{expected}分（{result.text}）；{outcome}。",
            place=typed.place if typed else self.by_item[column.id][0].place,
            item=self._label(column),
            found=plain(chosen),
            expected=expected,
            remark=rule.remark,
        )
        return applied

    def _contribute(
        self,
        column: Column,
        rule: Rule | None,
        chosen: Decimal | None,
        typed: Given | None,
        entries: list[Entry],
        result: Derived | None,
    ) -> None:
        points = chosen if chosen is not None else (result.points if result else ZERO)
        agreed = entries and sum((e.points or ZERO for e in entries), ZERO) == points
        source: Source = "typed" if typed else ("ledger" if entries else "derived")
        if agreed:
            for entry in entries:
                self._add_entry(entry, self._label(column), column.module, column.id)
        else:
            text = self._basis(rule, source, points, result)
            self._add(column, rule, source, points, text, (typed.place,) if typed else ())
        limited = cap(rule, points) if rule is not None and column.sign == "+" else points
        if rule is not None and limited < points:
            self._cut(column, rule, points, limited, typed)
        self.found.items[column.id] = ItemPoints(limited, source)

    def _basis(
        self, rule: Rule | None, source: Source, points: Decimal, result: Derived | None
    ) -> str:
        """How the rule comes to the points, where it derived them or agrees with them."""
        if rule is None or result is None:
            return ""
        if source == "derived":
            return result.text
        return f"与规则相符：{result.text}" if points == result.points else ""

    def _add(
        self,
        column: Column,
        rule: Rule | None,
        source: Source,
        points: Decimal,
        text: str,
        places: tuple[Place, ...] = (),
    ) -> None:
        standing: Standing = "inferred" if column.standing == "unnamed" else "notice"
        self.found.contributions.append(
            Contribution(
                module=column.module,
                item=self._label(column),
                source=source,
                remark=rule.remark if rule else self.plan.items_remark,
                standing=rule.standing if rule else standing,
                points=points,
                text=text,
                column=column.id,
                places=places,
            )
        )

    def _cut(
        self, column: Column, rule: Rule, points: Decimal, limited: Decimal, typed: Given | None
    ) -> None:
        cut = points - limited
        text = f"{rule.name}加分上限{plain(limited)}分，超出的{plain(cut)}分不计"
        self._add(column, rule, "cap", -cut, text)
        self._finding(
            "info",
            "cap_cut",
            f"{self._label(column)}{plain(points)}分：{text}（备注{rule.remark}）。",
            place=typed.place if typed else self.window.place,
            item=self._label(column),
            found=plain(points),
            expected=plain(limited),
            remark=rule.remark,
        )

    def _by_entry(
        self, column: Column, typed: Given | None, entries: list[Entry], ledger: Decimal | None
    ) -> None:
        """A deduction column without a module of its own: the ledger says where each part goes."""
        modules = {entry.module for entry in entries}
        label = self._label(column)
        for entry in entries:
            module = self.plan.modules.get(entry.module)
            if module is None or module.method != "deduct":
                self._entry_finding(
                    entry, "unrouted", f"{label}没有写扣哪个模块", "写明倒扣分的模块"
                )
                return
        points = as_decimal(typed.value) if typed is not None else (ledger or ZERO)
        self.found.items[column.id] = ItemPoints(points, "typed" if typed else "ledger")
        if ledger == points:
            for entry in entries:
                self._add_entry(entry, label, entry.module, column.id)
        elif typed is not None and len(modules) == 1:
            self.found.contributions.append(
                Contribution(
                    module=modules.pop(),
                    item=label,
                    source="typed",
                    remark=self.plan.items_remark,
                    standing="inferred",
                    points=points,
                    text="模块依加扣分明细",
                    column=column.id,
                    places=(typed.place,),
                )
            )
        elif typed is not None and points:
            self._finding(
                "error",
                "unrouted",
                f"{label}填{plain(points)}分，加扣分明细没有写明各扣哪个模块；此窗口暂不计分。"
                f"请在“加扣分明细”逐笔写明模块和分值，合计{plain(points)}分。",
                place=typed.place,
                item=label,
                found=plain(points),
                expected="加扣分明细中同一项目、分值相符且写明模块",
                remark=self.plan.items_remark,
            )

    # ── rules without a column ──

    def _beside_columns(self, rule: Rule, result: Derived) -> None:
        """What a rule gives that no column shows: its points, or its deduction."""
        if rule.id not in self.plan.derived_columns and result.points:
            limited = cap(rule, result.points)
            self._beside(rule, rule.module, "derived", result.points, result.text)
            if limited < result.points:
                text = f"{rule.name}加分上限{plain(limited)}分"
                self._beside(rule, rule.module, "cap", limited - result.points, text)
        if result.deduction and rule.deduction_module is not None:
            self._beside(rule, rule.deduction_module, "derived", result.deduction, result.text)

    def _beside(self, rule: Rule, module: str, source: Source, points: Decimal, text: str) -> None:
        places = [place for key in rule.measure_ids() for _, place in self.counts.get(key, [])]
        standing = rule.standing
        if module == rule.deduction_module:
            standing = rule.standing_of("deduction_module")
        self.found.contributions.append(
            Contribution(
                module, rule.name, source, rule.remark, standing, points, text, "", tuple(places)
            )
        )

    # ── veto and findings ──

    def _vetoes(self) -> None:
        for column in self.plan.flag_columns:
            flag = self.window.given.get(column.id)
            if flag is not None and flag.value:
                self.found.vetoes.append((self._label(column), flag.place))

    def _two_sources(self, column: Column, typed: Given, ledger: Number, code: str) -> None:
        label = self._label(column)
        self._finding(
            "warning",
            code,
            f"{label}名次表填{plain(typed.value)}，加扣分明细合计{plain(ledger)}；按名次表所填计。",
            place=typed.place,
            item=label,
            found=plain(typed.value),
            expected=plain(ledger),
            remark=self.plan.items_remark,
        )

    def _entry_finding(self, entry: Entry, code: str, found: str, expected: str) -> None:
        what = f"{found}；应{expected}。此窗口暂不计分。"
        self._finding(
            "error", code, what, entry.place, entry.label, found, expected, self.plan.items_remark
        )

    def _finding(
        self,
        severity: Severity,
        code: str,
        message: str,
        place: Place,
        item: str,
        found: str,
        expected: str,
        remark: int,
    ) -> None:
        self.found.findings.append(
            Finding(
                severity,
                code,
                f"{self.window.name}：{message}",
                place.sheet,
                place.cell,
                self.window.name,
                item,
                found,
                expected,
                remark,
            )
        )

    def _label(self, column: Column) -> str:
        return self.plan.labels[column.id]

    def _module_name(self, module: str) -> str:
        known = self.plan.modules.get(module)
        return known.name if known else module


def _sum(numbers: Iterable[Number]) -> Number:
    total: Number = ZERO
    for number in numbers:
        if isinstance(total, Decimal) and isinstance(number, Decimal):
            total = total + number
        else:
            total = Fraction(total) + Fraction(number)
    return total
