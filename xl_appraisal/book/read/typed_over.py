"""The figures that 名次表 shows, against those of now.

A figure that the program filled in may be one of its own from the last 重新计算.  But a constant
where the column's other windows have a formula was typed over by hand: it no longer follows its
inputs, whatever it says.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from xl_appraisal.book.own_formulas import calls_function
from xl_appraisal.book.read.quarter import Quarter
from xl_appraisal.book.read.typed_values import is_blank
from xl_appraisal.model.exact import ZERO, as_stored, plain
from xl_appraisal.model.findings import Finding, finding
from xl_appraisal.model.grid import Value
from xl_appraisal.model.layout.layout import Column
from xl_appraisal.model.listed import listed
from xl_appraisal.model.number_format import shown_number
from xl_appraisal.scoring import Appraisal, RankedWindow

_MOST = 6  # windows in a sentence


def typed_over(quarter: Quarter, appraisal: Appraisal) -> Iterator[Finding]:
    """A warning for each constant in a computed column whose other windows hold formulas.

    窗口人员表现 may be typed, and is left alone.
    """
    table, layout = quarter.table, quarter.book.layout
    typed = quarter.book.notice.staff_id
    for column in layout.all_columns:
        if column.kind != "computed" or column.id not in table.columns or column.id == typed:
            continue
        cells = {row: table.cell(row, column.id) for row in table.rows}
        if 2 * sum(cell.formula is not None for cell in cells.values()) <= len(cells):
            continue
        for window in appraisal.windows:
            row = window.score.place.row
            if cells[row].formula is None and not is_blank(cells[row].value):
                figure = _text(_figure(window, column))
                words: dict[str, Any] = {"window": window.window}
                words |= {"item": layout.labels[column.id]}
                words |= {"expected": figure or "公式", "figure": figure or "空白"}
                place, found = table.place(row, column.id), _text(cells[row].value)
                yield finding("typed_over", place, found=found, **words)


def _figure(window: RankedWindow, column: Column) -> Value:
    if column.id == "total":
        return window.total
    if column.id == "rank":
        return window.rank_text or None
    return window.score.modules.get(column.module)


def _text(value: Value) -> str:
    if value is None:
        return ""
    return plain(value) if isinstance(value, Decimal) else str(value)[:40]


def shown_alike(quarter: Quarter, appraisal: Appraisal) -> Iterator[Finding]:
    """Information for each figure that the totals of windows of different ranks are shown as."""
    code = quarter.book.layout.by_id["total"].number_format
    if "total" not in quarter.table.columns:
        return
    alike: dict[tuple[str, str], list[RankedWindow]] = {}
    for window in filter(lambda window: window.takes_part, appraisal.windows):
        figure = None if window.total is None else shown_number(window.total, code)
        if figure is not None:
            alike.setdefault((window.group, figure.strip()), []).append(window)
    for (_, figure), windows in alike.items():
        if len({window.rank for window in windows}) > 1:
            exact = [f"第{w.rank}名{w.window}{plain(w.total or ZERO)}分" for w in windows]
            words: dict[str, Any] = {
                "names": listed([w.window for w in windows], _MOST),
                "shown": figure,
            }
            place = quarter.table.place(windows[0].score.place.row, "total")
            yield finding("shown_alike", place, exact=listed(exact, _MOST), **words)


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
    if not {"total", "rank"} <= quarter.table.columns.keys():
        return
    total, rank = (quarter.table.cell(row, c) for c in ("total", "rank"))
    if not isinstance(total.value, Decimal) or calls_function(total.formula):
        return
    if window.total is None:
        yield f"总分由{plain(total.value)}变为未计分"
    elif as_stored(total.value) != as_stored(window.total):
        gain = window.total - total.value
        sign = "+" if gain > 0 else ""
        yield f"总分由{plain(total.value)}变为{plain(window.total)}（{sign}{plain(gain)}）"
    if isinstance(rank.value, Decimal) and rank.value != window.rank:
        now = f"第{window.rank}名" if window.rank else window.unranked or "没有"
        yield f"名次由第{plain(rank.value)}名变为{now}"
    for award in quarter.book.notice.window_awards:
        if award.column not in quarter.table.columns:
            continue
        flag, now = quarter.table.cell(row, award.column), window.awards[award.column].text
        shown = flag.value.strip() if isinstance(flag.value, str) else ""
        if shown != now:
            yield f"{award.name}由“{shown or '无'}”变为“{now or '无'}”"
