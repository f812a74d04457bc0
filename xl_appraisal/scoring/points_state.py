"""The stage ``points``: what a rulebook means for it, and one window on its way through it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from xl_appraisal.model.exact import ZERO, Number, plain
from xl_appraisal.model.findings import Finding, Place, finding
from xl_appraisal.model.layout.layout import BY_ENTRY, VETO, Column
from xl_appraisal.model.notice.notice import Measure, Rule, Standing
from xl_appraisal.model.rulebook import Rulebook
from xl_appraisal.rules.kind import path
from xl_appraisal.rules.register import cap, kind_of
from xl_appraisal.scoring.evidence import Entry, Given, WindowEvidence
from xl_appraisal.scoring.result import ItemPoints, Line, Source, Words


class PointsPlan:
    """Columns, rules and modules of a rulebook, by what the stage asks for."""

    def __init__(self, book: Rulebook) -> None:
        notice, every = book.notice, book.layout.all_columns
        self.book, self.rules = book, notice.rules
        self.columns, self.labels = book.layout.by_id, book.layout.labels
        self.modules = {module.id: module for module in notice.modules}
        self.items_remark = notice.remark_of("points")
        """The remark under which a quarter's items are selected."""
        self.points_columns = tuple(c for c in every if c.kind == "points")
        self.flag_columns = tuple(c for c in every if c.rule == VETO)
        self.count_columns = tuple(c for c in every if c.kind in ("count", "percent"))
        """Columns that hold a count or a share, whether or not a rule uses it."""
        rules = self.rules.values()
        self.share_measures = frozenset(share for rule in rules for share in rule.share_ids())
        """The measures that are shares: they are compared, never added up."""
        self.measures = {path(r, m): (r, m) for r in rules for m in r.measures}
        deriving = [rule for rule in rules if kind_of(rule).derives]
        self.deriving = [
            (r, frozenset(path(r, measure) for measure in r.measures)) for r in deriving
        ]
        """The rules that derive points, with the counts that each looks at."""
        self.targets = [
            (rule, rule.target, path(rule, rule.measures[0]))
            for rule in rules
            if rule not in deriving and rule.target is not None
        ]
        """The judged rules with a target, the target, and the count that it is set for."""
        ruled = [(c, self.rules[c.rule]) for c in self.points_columns if c.rule]
        ruled = [(column, rule) for column, rule in ruled if rule in deriving]
        self.derived_columns = {
            r.id: c for c, r in ruled if r.module == c.module and not only_deducts(r)
        }
        """Rule id → the points column that shows what the rule derives."""
        self.deduction_columns = {
            rule.id: column
            for column, rule in ruled
            if column.sign == "-" and rule.deduction_module is not None
        }
        """Rule id → the column that shows what the rule deducts beside the points it gives."""

    def single_measure(self, column: Column) -> str | None:
        """The one count that a column's points follow from, if there is just one."""
        rule = self.rule_of(column)
        if rule is None or not kind_of(rule).derives or len(rule.measures) != 1:
            return None
        return path(rule, rule.measures[0])

    def rule_of(self, column: Column) -> Rule | None:
        return self.rules.get(column.rule)

    def standing_of(self, column: Column | None) -> Standing:
        """How sure it is that points of this column go where they go."""
        if column is None:
            return "notice"
        rule = self.rule_of(column)
        if rule is not None:
            return rule.standing
        return "inferred" if column.standing == "unnamed" else "notice"


def only_deducts(rule: Rule) -> bool:
    """Whether a rule writes all its points as deductions from the very module that it names."""
    losing = all((measure.points or 0) < 0 for measure in rule.measures)
    return losing and rule.deduction_module == rule.module


class Points:
    """The stage's outcome for one window, and what it keeps on the way.

    ``by_item`` holds the ledger entries of each points column, ``counts`` the ledger's counts of
    each measure, ``listed`` what the ledger knows of columns that hold no points.
    """

    def __init__(self, plan: PointsPlan, window: WindowEvidence, apply_rules: bool = False) -> None:
        self.plan = plan
        self.window = window
        self.apply_rules = apply_rules
        self.contributions: list[Line] = []
        self.items: dict[str, ItemPoints] = {}
        self.findings: list[Finding] = []
        self.vetoes: list[tuple[str, Place]] = []
        self.by_item: dict[str, list[Entry]] = {}
        self.listed: dict[str, Number] = {}
        self.counts: dict[str, list[tuple[Number, Place]]] = {}

    def add(
        self,
        module: str,
        item: str,
        source: Source,
        points: Decimal,
        words: Words,
        places: tuple[Place, ...] = (),
        column: Column | None = None,
        rule: Rule | None = None,
        standing: Standing | None = None,
    ) -> None:
        """Points for a module: positive, or negative for what a cap takes back.

        They follow from ``rule``, else from the column's own, else from the selection of items.
        """
        rule = rule or (self.plan.rule_of(column) if column else None)
        remark = rule.remark if rule else self.plan.items_remark
        standing = standing or (rule.standing if rule else self.plan.standing_of(column))
        shown = column.id if column else ""
        line = module, item, source, remark, standing, words, points, None, None, shown, places
        self.contributions.append(tuple.__new__(Line, line))  # as in :class:`Balance`

    def limit(
        self,
        rule: Rule,
        module: str,
        item: str,
        points: Decimal,
        place: Place,
        column: Column | None = None,
    ) -> Decimal:
        """Points within the rule's cap; what is above it is taken back and told."""
        limited = cap(rule, points)
        if limited < points:
            how = f"{rule.name}加分上限{plain(limited)}分，超出的{plain(points - limited)}分不计"
            self.add(module, item, "cap", limited - points, how, column=column, rule=rule)
            words = {"found": plain(points), "expected": plain(limited), "how": how}
            self.tell("cap_cut", place, item, rule.remark, **words)
        return limited

    def add_entry(self, entry: Entry, label: str, module: str, column: Column | None) -> None:
        """The points of a ledger line."""
        words = "，".join(part for part in (entry.date, entry.reason) if part)
        self.add(module, label, "ledger", entry.points or ZERO, words, (entry.place,), column)

    def two_sources(self, column: Column, typed: Given, ledger: Number, name: str) -> None:
        """Tell that a typed figure and the ledger disagree."""
        words = {"found": plain(typed.value), "expected": plain(ledger)}
        self.tell(name, typed.place, self.label(column), self.plan.items_remark, **words)

    def refuse(self, entry: Entry, name: str, **words: object) -> None:
        """Tell of a ledger entry that cannot count as it stands."""
        self.tell(name, entry.place, entry.label, self.plan.items_remark, **words)

    def tell(self, name: str, place: Place, item: str, remark: int, **words: Any) -> None:
        """Keep a finding of the catalogue with the window."""
        window = self.window.name
        self.findings.append(finding(name, place, window=window, item=item, remark=remark, **words))

    def label(self, column: Column) -> str:
        return self.plan.labels[column.id]

    def module_name(self, module: str) -> str:
        known = self.plan.modules.get(module)
        return known.name if known else module


def sort_entry(state: Points, entry: Entry) -> None:
    """Put an entry where it counts: to its item, its measure or straight to its module."""
    column = state.plan.columns.get(entry.item)
    if column is None and entry.item:
        _count(state, entry, entry.item)
    elif column is None:
        _module_entry(state, entry)
    elif column.kind == "points":
        _points_entry(state, entry, column)
    elif column.kind in ("count", "percent"):
        _count(state, entry, column.measure or column.id)
    elif column.rule == VETO:
        state.vetoes.append((state.label(column), entry.place))
    else:
        state.refuse(entry, "entry_without_effect")


def _points_entry(state: Points, entry: Entry, column: Column) -> None:
    if column.module != BY_ENTRY and entry.module not in ("", column.module):
        own, written = state.module_name(column.module), state.module_name(entry.module)
        state.refuse(entry, "module_conflict", own=own, written=written)
        return
    measure = state.plan.single_measure(column)
    if entry.points is not None:
        state.by_item.setdefault(column.id, []).append(entry)
    elif measure is None or entry.count is None:
        state.refuse(entry, "entry_without_points")
    if measure is not None and entry.count is not None:
        state.counts.setdefault(measure, []).append((entry.count, entry.place))


def _count(state: Points, entry: Entry, measure: str) -> None:
    rule, one = state.plan.measures.get(measure, (None, None))
    if rule is not None and one is not None and kind_of(rule).given_points:
        _set_points(state, entry, rule, one)
    elif entry.count is None:
        state.refuse(entry, "entry_without_count")
    elif entry.points is not None:
        state.refuse(entry, "points_on_count", label=entry.label, points=plain(entry.points))
    elif measure in state.counts and measure in state.plan.share_measures:
        state.refuse(entry, "share_repeated")
    else:
        state.counts.setdefault(measure, []).append((entry.count, entry.place))


def _set_points(state: Points, entry: Entry, rule: Rule, measure: Measure) -> None:
    """Points set at discretion: those of the line, where they are within the range."""
    if entry.points is None:
        state.refuse(entry, "entry_without_points")
        return
    allowed = kind_of(rule).outside(measure, entry.points, entry.count)
    if allowed:
        place, points = entry.place, plain(entry.points)
        told = {"found": points, "expected": allowed}
        state.tell("outside_range", place, measure.name, rule.remark, **told)
        return
    words = "，".join(part for part in (entry.date, entry.reason) if part)
    state.add(rule.module, measure.name, "ledger", entry.points, words, (entry.place,), rule=rule)


def _module_entry(state: Points, entry: Entry) -> None:
    module = state.plan.modules.get(entry.module)
    if module is None or not module.sign:
        what = f"项目“{entry.label}”不在栏目中，" if entry.label else ""
        why = "没有写模块" if module is None else f"{module.name}由人员考核分计算，不能直接加扣分"
        state.refuse(entry, "unrouted", found=what + why)
    elif entry.points is None:
        state.refuse(entry, "entry_without_points")
    else:
        state.add_entry(entry, entry.label or "（未列项目）", module.id, None)
