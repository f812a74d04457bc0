"""One window on its way through the stage ``points``: what was found so far."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from xl_appraisal.model.exact import ZERO, Number, plain
from xl_appraisal.model.findings import Finding, Place, Severity
from xl_appraisal.model.layout.layout import Column
from xl_appraisal.model.notice.notice import Standing
from xl_appraisal.scoring.evidence import Entry, Given, WindowEvidence
from xl_appraisal.scoring.points_plan import PointsPlan
from xl_appraisal.scoring.result import ItemPoints, Source, Words


class Contribution(NamedTuple):
    """Points on their way into a module: positive, or negative for what a cap takes back."""

    module: str
    item: str
    source: Source
    remark: int
    standing: Standing
    points: Decimal
    text: Words
    column: str = ""
    places: tuple[Place, ...] = ()


class Points:
    """The stage's outcome for one window, and what it keeps on the way.

    ``by_item`` holds the ledger entries of each points column, ``counts`` the ledger's counts of
    each measure.
    """

    __slots__ = (
        "apply_rules",
        "by_item",
        "contributions",
        "counts",
        "findings",
        "items",
        "plan",
        "vetoes",
        "window",
    )

    def __init__(self, plan: PointsPlan, window: WindowEvidence, apply_rules: bool = False) -> None:
        self.plan = plan
        self.window = window
        self.apply_rules = apply_rules
        self.contributions: list[Contribution] = []
        self.items: dict[str, ItemPoints] = {}
        self.findings: list[Finding] = []
        self.vetoes: list[tuple[str, Place]] = []
        self.by_item: dict[str, list[Entry]] = {}
        self.counts: dict[str, list[tuple[Number, Place]]] = {}

    def add_entry(self, entry: Entry, label: str, module: str, column: str) -> None:
        known = self.plan.columns.get(column)
        rule = self.plan.rule_of(known) if known else None
        self.contributions.append(
            Contribution(
                module=module,
                item=label,
                source="ledger",
                remark=rule.remark if rule else self.plan.items_remark,
                standing=self.plan.standing_of(known),
                points=entry.points or ZERO,
                text="，".join(part for part in (entry.date, entry.reason) if part),
                column=column,
                places=(entry.place,),
            )
        )

    def two_sources(self, column: Column, typed: Given, ledger: Number, code: str) -> None:
        label = self.label(column)
        self.finding(
            "warning",
            code,
            f"{label}名次表填{plain(typed.value)}，加扣分明细合计{plain(ledger)}；按名次表所填计。",
            place=typed.place,
            item=label,
            found=plain(typed.value),
            expected=plain(ledger),
            remark=self.plan.items_remark,
        )

    def entry_finding(self, entry: Entry, code: str, found: str, expected: str) -> None:
        what = f"{found}；应{expected}。此窗口暂不计分。"
        self.finding(
            "error", code, what, entry.place, entry.label, found, expected, self.plan.items_remark
        )

    def finding(
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
        self.findings.append(
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

    def label(self, column: Column) -> str:
        return self.plan.labels[column.id]

    def module_name(self, module: str) -> str:
        known = self.plan.modules.get(module)
        return known.name if known else module
