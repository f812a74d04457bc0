"""What a cell accepts without asking back.

Always a question, never a refusal: a table is also pasted into, and the check of the whole
workbook reports what it finds.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from xl_appraisal.book.new.xlsx_writer import Properties
from xl_appraisal.book.sheets import STRUCK
from xl_appraisal.model.exact import plain
from xl_appraisal.model.layout.layout import Column


def _asking(title: str, message: str, **rest: Any) -> Properties:
    return {"error_type": "warning", "error_title": title, "error_message": message, **rest}


def at_least_zero(what: str) -> Properties:
    """A number of ``what`` (分值, 数量) that is not negative."""
    return _asking(
        f"{what}有误",
        f"{what}应为不小于 0 的数字。",
        validate="decimal",
        criteria=">=",
        value=0,
    )


def between(what: str, maximum: Decimal, unit: str) -> Properties:
    """A number of ``what`` from 0 to ``maximum``, both included."""
    return _asking(
        f"{what}有误",
        f"{what}应为 0 至 {plain(maximum)} 的数字（{unit}）。",
        validate="decimal",
        criteria="between",
        minimum=0,
        maximum=plain(maximum),
    )


SHARE = _asking(
    "百分比有误",
    "应为 0% 至 100%，可以直接输入 98%。",
    validate="decimal",
    criteria="between",
    minimum=0,
    maximum=1,
)
FLAG = _asking("标识有误", "此栏只填 √，没有的留空。", validate="list", source=["√"])
DATE = _asking(
    "日期有误",
    "应为日期，如 2023-3-15。",
    validate="date",
    criteria=">=",
    value=dt.date(2000, 1, 1),  # an earlier "date" is a number in the wrong column
)
STATUS = _asking(
    "状态有误",
    f"状态只有“{STRUCK}”一种；照常计入的留空。",
    validate="list",
    source=[STRUCK],
    input_title="状态",
    input_message=f"照常计入的留空；填错的选“{STRUCK}”，再写原因。",
)
ANYTHING: Properties = {"validate": "any"}
"""No limit: only the message beside the cell is wanted."""


def one_of(reference: str, what: str, allowed: str) -> Properties:
    """An entry of the list at ``reference``; blank entries of the list allow nothing more."""
    return _asking(
        f"{what}有误",
        allowed,
        validate="list",
        source=f"={reference}",
        ignore_blank=False,
    )


def for_column(column: Column) -> Properties | None:
    """What an input column of the 名次表 accepts; ``None`` where anything goes."""
    accepted = {"points": at_least_zero("分值"), "count": at_least_zero("数量")}
    return {**accepted, "flag": FLAG, "percent": SHARE}.get(column.kind)


def number(*, optional: bool) -> Properties:
    """Any number; where ``optional``, the question says that blank means 不设."""
    message = "应为数字；留空表示不设。" if optional else "应为数字，不能留空。"
    # as wide as Excel's 15 digits: it only keeps texts out
    return _asking(
        "取值有误",
        message,
        validate="decimal",
        criteria="between",
        minimum=-(10**15),
        maximum=10**15,
        ignore_blank=optional,
    )
