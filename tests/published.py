"""The published table of 2023 Q1 as evidence, by a way of its own: csv and Decimal only."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

from xl_appraisal.model.findings import Place
from xl_appraisal.scoring import Entry, Given, Published, WindowEvidence

FIXTURES = Path(__file__).parent / "fixtures" / "notice"

MODULES = {  # the notice's names in the order of columns 3 to 8, and what the data call them
    "窗口人员表现": "staff_performance",
    "人员进驻": "personnel_stationing",
    "业务规范": "business_conduct",
    "窗口规范": "window_conduct",
    "评价管理": "evaluation_management",
    "奖励分": "reward",
}
MODULE_COLUMNS = dict(zip(MODULES.values(), ("c3", "c4", "c5", "c6", "c7", "c8"), strict=True))
ITEM_IDS = {  # columns 10 to 49, by position
    "c10": "leadership_visits", "c11": "leadership_bonus", "c12": "leadership_deduction",
    "c13": "immediate_cases", "c14": "promised_cases", "c15": "case_volume_bonus",
    "c16": "package_count", "c17": "package_bonus", "c18": "item_18", "c19": "item_19",
    "c20": "item_20_count", "c21": "item_20", "c22": "item_22", "c23": "item_23",
    "c24": "item_24_count", "c25": "item_24", "c26": "assisted_times", "c27": "assisted_bonus",
    "c28": "walkthrough_bonus", "c29": "item_29", "c30": "item_30", "c31": "item_31",
    "c32": "item_32", "c33": "item_33_count", "c34": "item_33", "c35": "item_35_count",
    "c36": "item_35", "c37": "item_37", "c38": "item_38", "c39": "item_39_count",
    "c40": "item_39", "c41": "item_41", "c42": "item_42", "c43": "veto_43", "c44": "veto_44",
    "c45": "item_45", "c46": "item_46", "c47": "item_47", "c48": "item_48", "c49": "item_49",
}  # fmt: skip


def rows() -> list[dict[str, str]]:
    """The 25 published rows, as published."""
    with (FIXTURES / "table.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def routes() -> list[dict[str, str]]:
    """Which module each deduction of columns 47 and 48 was taken from."""
    with (FIXTURES / "routes.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _value(text: str) -> Decimal:
    if text == "√":
        return Decimal(1)
    if text.endswith("%"):
        return Decimal(text[:-1]) / 100
    return Decimal(text)


def evidence() -> list[WindowEvidence]:
    """What went into the published table: the typed items and the ledger, no result but c3."""
    entries: dict[str, list[Entry]] = {}
    for number, route in enumerate(routes(), 4):
        entries.setdefault(route["window"], []).append(
            Entry(
                Place("加扣分明细", number, 1),
                item=ITEM_IDS[route["column"]],
                module=MODULES[route["module"]],
                points=Decimal(route["points"]),
            )
        )
    return [
        WindowEvidence(
            name=row["c2"],
            place=Place("名次表", number, 2),
            given={
                column: Given(_value(row[position]), Place("名次表", number, int(position[1:])))
                for position, column in {"c3": "staff_performance", **ITEM_IDS}.items()
                if row[position].strip()
            },
            entries=tuple(entries.get(row["c2"], ())),
        )
        for number, row in enumerate(rows(), 6)
    ]


def published() -> list[Published]:
    """What the table says came out: six modules, total and rank of each window."""
    positions = {"rank": "c1", **MODULE_COLUMNS, "total": "c9"}
    return [
        Published(
            row["c2"],
            {
                name: Given(Decimal(row[position].strip()), Place("公布成绩", n, int(position[1:])))
                for name, position in positions.items()
            },
        )
        for n, row in enumerate(rows(), 4)
    ]
