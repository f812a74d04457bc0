"""One window on its way through the stage ``points``: what was found so far."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

from xl_appraisal.model.catalogue import finding
from xl_appraisal.model.exact import ZERO, Number, plain
from xl_appraisal.model.findings import Finding, Place
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
