"""What to know of a year beside its figures: a sentence for each thing missing or unlike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from xl_appraisal.model.listed import listed
from xl_appraisal.model.period import period_name
from xl_appraisal.work.comparing.inputs import rule_changes
from xl_appraisal.work.year.window_renames import LatestNames
from xl_appraisal.work.year.year_model import GATHERED, GivenQuarter, WindowYear

_MOST = 8  # names or rules in a sentence; the rest is counted
RENAMED_HINT = "如果其中有同一个窗口改了名，请写明旧名和新名〔命令行：--renamed 旧名=新名〕"


def year_notes(
    quarters: Sequence[str],
    given: Sequence[GivenQuarter],
    windows: Sequence[WindowYear],
    names: LatestNames,
) -> tuple[str, ...]:
    """One sentence for each thing; none where all quarters are there and alike."""
    return (
        *_missing(quarters, given),
        *(f"改名：{old} → {new}，按同一个窗口汇总。" for old, new in names.renames.items()),
        *_come_and_gone(given, names),
        *_last_places(quarters, given, windows),
        *_unscored(windows, _word(given)),
        *_nameless(given),
        *_rules(given),
        *_incomplete(windows, given),
    )


def _missing(quarters: Sequence[str], given: Sequence[GivenQuarter]) -> Iterator[str]:
    there = {one.quarter for one in given}
    gone = [period_name(quarter) for quarter in quarters if quarter not in there]
    if gone:
        there_are = f"{len(given)}{given[0].words.several}"
        how = f"{_word(given)}只按给出的{there_are}算，没有把缺的当0分"
        yield f"缺{'、'.join(gone)}的工作簿：{how}。"


def _come_and_gone(given: Sequence[GivenQuarter], names: LatestNames) -> Iterator[str]:
    for before, after in pairwise(given):
        old, new = (
            {names.key(w.window): w.window for w in one.appraisal.windows if w.window}
            for one in (before, after)
        )
        come = [name for key, name in new.items() if key not in old]
        gone = [name for key, name in old.items() if key not in new]
        parts = [f"新增{listed(come, _MOST)}"] if come else []
        parts += [f"不再有{listed(gone, _MOST)}"] if gone else []
        if parts:
            hint = f"；{RENAMED_HINT}" if come and gone else ""
            yield (
                f"{period_name(after.quarter)}与{period_name(before.quarter)}比，"
                f"{'，'.join(parts)}{hint}。"
            )


def _last_places(
    quarters: Sequence[str], given: Sequence[GivenQuarter], windows: Sequence[WindowYear]
) -> Iterator[str]:
    """Windows in the last place so often in a row as the newest notice tells; a gap ends a row."""
    least = given[-1].book.notice.last_in_a_row
    lowest: dict[tuple[str, str], int] = {}
    for one in given:
        for ranked in one.appraisal.windows:
            key = one.quarter, ranked.group
            lowest[key] = max(lowest.get(key, 0), ranked.rank or 0)
    for window in windows if least else ():
        last = [
            (one.rank or 0) > 1 and one.rank == lowest[one.quarter, one.group]
            for one in window.standings
        ]
        for is_last, run in groupby(zip(quarters, last, strict=True), key=lambda pair: pair[1]):
            row = [quarter for quarter, _ in run]
            if is_last and len(row) >= least:
                span = f"{period_name(row[0])}至{period_name(row[-1])}"
                several = given[-1].words.several
                yield f"{window.window}{span}连续{len(row)}{several}末位；请按通报处理。"


def _word(given: Sequence[GivenQuarter]) -> str:
    return GATHERED[given[-1].book.notice.gather]


def _unscored(windows: Sequence[WindowYear], word: str) -> Iterator[str]:
    for window in windows:
        found = [period_name(s.quarter) for s in window.standings if s.state == "unscored"]
        if found:
            when = "、".join(found)
            yield f"{window.window}在{when}有错误没有得分，不计入它的{word}；请先改好再汇总。"


def _nameless(given: Sequence[GivenQuarter]) -> Iterator[str]:
    for one in given:
        rows = sum(not window.window for window in one.appraisal.windows)
        if rows:
            yield f"{one.source} 的名次表有{rows}行没有窗口名称，没有汇总；请补上名称。"


def _rules(given: Sequence[GivenQuarter]) -> Iterator[str]:
    """Averages over quarters that were counted differently have to be read with care."""
    for before, after in pairwise(given):
        changes = [
            f"{c.what.removeprefix('规则·')} {c.before or '没有'} → {c.after or '没有'}"
            for c in rule_changes(before.book, after.book)
        ]
        if changes:
            yield (
                f"{period_name(after.quarter)}的规则与{period_name(before.quarter)}不同："
                f"{listed(changes, _MOST, '；', '处')}。{_word(given)}分跨了两种算法。"
            )


def _incomplete(windows: Sequence[WindowYear], given: Sequence[GivenQuarter]) -> Iterator[str]:
    words, how = given[0].words, _word(given)
    if given[-1].book.notice.gather == "last":
        gone = [w.window for w in windows if w.place is None]
        if gone:
            yield f"{period_name(given[-1].quarter)}没有得分的窗口不排位次：{listed(gone, _MOST)}。"
        return
    found = [f"{w.window}（{w.counted}个）" for w in windows if w.counted < len(given)]
    if found:
        yield (
            f"没有在{len(given)}{words.several}都得分的窗口，{how}按有得分的{words.word}算，不排{how}分位次："
            f"{listed(found, _MOST)}。"
        )
