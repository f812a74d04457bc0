"""What changed since the last 重新计算: the figures that 名次表 shows against those of now."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xl_appraisal.book.function_names import calls_function
from xl_appraisal.book.read.quarter import Quarter
from xl_appraisal.book.write.filling import red_flag_text
from xl_appraisal.model.catalogue import finding
from xl_appraisal.model.exact import as_stored, plain
from xl_appraisal.model.findings import Finding
from xl_appraisal.model.grid import Value
from xl_appraisal.scoring import Appraisal, RankedWindow


def changed_since(quarter: Quarter, appraisal: Appraisal) -> list[Finding]:
    """A finding (information) for each window whose total, rank or red flag is another by now.

    A window without a total on 名次表 was not computed yet; figures that cell functions show are
    those of now at any time.  Neither tells anything.
    """
    findings = []
    for window in appraisal.windows:
        parts = list(_parts(quarter, window))
        if parts:
            place = quarter.table.place(window.score.place.row, "total")
            changes = "，".join(parts)
            findings.append(finding("changed_since", place, window=window.window, changes=changes))
    return findings


def _parts(quarter: Quarter, window: RankedWindow) -> Iterator[str]:
    row = window.score.place.row
    if not {"total", "rank", "red_flag"} <= quarter.table.columns.keys():
        return
    total, rank, flag = (quarter.table.cell(row, c) for c in ("total", "rank", "red_flag"))
    if not isinstance(total.value, Decimal) or calls_function(total.formula):
        return
    if window.total is None:
        yield f"总分由{plain(total.value)}变为未计分"
    elif as_stored(total.value) != as_stored(window.total):
        gain = window.total - total.value
        sign = "+" if gain > 0 else ""
        yield f"总分由{plain(total.value)}变为{plain(window.total)}（{sign}{plain(gain)}）"
    if isinstance(rank.value, Decimal) and rank.value != window.rank:
        yield f"名次由第{plain(rank.value)}名变为{f'第{window.rank}名' if window.rank else '没有'}"
    if _text(flag.value) != red_flag_text(window):
        yield f"红旗窗口由“{_text(flag.value) or '无'}”变为“{red_flag_text(window) or '无'}”"


def _text(value: Value) -> str:
    return value.strip() if isinstance(value, str) else ""
