"""One window on its way through the stage ``points``: what was found so far."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from xl_appraisal.model.catalogue import finding
from xl_appraisal.model.exact import ZERO, Number, plain
from xl_appraisal.model.findings import Finding, Place
from xl_appraisal.model.layout.layout import BY_ENTRY, VETO, Column
from xl_appraisal.model.notice.notice import Rule, Standing
from xl_appraisal.rules.register import cap
from xl_appraisal.scoring.evidence import Entry, Given, WindowEvidence
from xl_appraisal.scoring.points_plan import PointsPlan
from xl_appraisal.scoring.result import ItemPoints, Line, Source, Words


class Points:
    """The stage's outcome for one window, and what it keeps on the way.

    ``by_item`` holds the ledger entries of each points column, ``counts`` the ledger's counts of
    each measure.
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
    if entry.count is None:
        state.refuse(entry, "entry_without_count")
    elif entry.points is not None:
        state.refuse(entry, "points_on_count", label=entry.label, points=plain(entry.points))
    elif measure in state.counts and measure in state.plan.share_measures:
        state.refuse(entry, "share_repeated")
    else:
        state.counts.setdefault(measure, []).append((entry.count, entry.place))


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
