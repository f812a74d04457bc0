"""What a recalculation writes on 首页: the state, the next step, the ranking, what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xl_appraisal.book.read.list_sheets import find_list
from xl_appraisal.book.read.quarter import Quarter
from xl_appraisal.book.sheets import CHECK, HOME_NEXT_ROW, HOME_STATE_ROW, HOME_TABLE, RANKING
from xl_appraisal.book.write.links import linked
from xl_appraisal.book.write.outcome_text import figures_text, people_texts, title
from xl_appraisal.model.findings import Finding
from xl_appraisal.model.grid import Grid, Ref, Write
from xl_appraisal.scoring import Appraisal, RankedWindow

_MOST_MISSING = 40
_LONGEST = 2_000  # characters of a text; nobody reads that many at a glance


def home_cells(quarter: Quarter, appraisal: Appraisal, home: Grid) -> Iterator[tuple[Ref, Write]]:
    """The cells of 首页; none where its header is gone: nothing is read from it."""
    listed = find_list(home, HOME_TABLE)
    if listed is None:
        return
    yield (1, 1), title(quarter)
    told = "".join([figures_text(quarter, appraisal), *people_texts(quarter, appraisal)])
    yield (HOME_STATE_ROW, 1), told[:_LONGEST]
    yield (HOME_NEXT_ROW, 1), f"下一步：{next_step(quarter, appraisal)}"
    ranking = list(_ranking(appraisal))
    missing = list(_missing(appraisal))
    held = max((row.row for row in listed.rows()), default=listed.header_row) - listed.header_row
    for offset in range(max(len(ranking), len(missing), held)):
        cells = ranking[offset] if offset < len(ranking) else {}
        cells = cells | (missing[offset] if offset < len(missing) else {})
        for field, column in listed.columns.items():
            yield (listed.header_row + 1 + offset, column), cells.get(field)


def next_step(quarter: Quarter, appraisal: Appraisal) -> str:
    """What to do now, a Chinese sentence."""
    if quarter.rules.closed:
        return f"{quarter.book.notice.words.this}已封存。要更正，先“重新打开”，写明原因。"
    named = [window for window in appraisal.windows if window.window]
    if not named:
        return f"在“{RANKING}”填写窗口名称，再“重新计算”。"
    errors = sum(finding.severity == "error" for finding in appraisal.findings)
    without = sum(window.total is None for window in named)
    if errors or without:
        return (
            f"处理右边列出的{errors}处错误（点“位置”跳到单元格），再“重新计算”；"
            f"还有{without}个窗口没有得分。"
        )
    changed = sum(finding.code == "changed_since" for finding in appraisal.findings)
    if changed:
        return (
            f"{changed}个窗口的总分、名次或评选与“{RANKING}”上的不同，下面是现在的结果："
            f"先“重新计算”，再看“{CHECK}”。"
        )
    warnings = sum(finding.severity == "warning" for finding in appraisal.findings)
    if warnings:
        return f"全部窗口都有得分。看“{CHECK}”里的{warnings}条提醒，确认后“生成名次表”。"
    return "全部窗口都有得分，没有提醒。可以“生成名次表”“生成明细”；印发后“封存”。"


def _ranking(appraisal: Appraisal) -> Iterator[dict[str, Write]]:
    """Every window in rank order, with what it is short of the one before."""
    before: Decimal | None = None
    group = ""
    for window in appraisal.windows:
        total = window.total if window.takes_part else None
        before, group = (before if window.group == group else None), window.group
        short = None if total is None or before is None else before - total
        yield {
            "rank": (window.unranked or None) if window.rank is None else Decimal(window.rank),
            "window": _named(window),
            "total": "未计分" if window.total is None else window.total,
            "short": short,
            "flag": window.flag_text or window.grade or None,
        }
        before = total


def _named(window: RankedWindow) -> Write:
    place = window.score.place
    name = f"{window.window}（{window.group}）" if window.group else window.window
    return linked(place.sheet, place.cell, name[:_LONGEST])


def _missing(appraisal: Appraisal) -> Iterator[dict[str, Write]]:
    """The errors, which keep windows from their scores, each with its place."""
    errors = [finding for finding in appraisal.findings if finding.severity == "error"]
    for finding in errors[:_MOST_MISSING]:
        yield {"missing": finding.message[:_LONGEST], "where": _place(finding)}
    if len(errors) > _MOST_MISSING:
        more = len(errors) - _MOST_MISSING
        yield {"missing": f"另有{more}处，见“{CHECK}”。", "where": linked(CHECK, "A1", CHECK)}
    if not errors:
        yield {"missing": "没有缺的，也没有错误。"}


def _place(finding: Finding) -> Write:
    return linked(finding.sheet, finding.cell, finding.where) if finding.sheet else None
