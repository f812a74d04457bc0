"""The outcome in a few Chinese sentences, filled only with computed figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from xl_appraisal.book.read.quarter import Quarter
from xl_appraisal.model.exact import ZERO, plain
from xl_appraisal.model.findings import SEVERITY_NAMES, Finding
from xl_appraisal.model.listed import listed
from xl_appraisal.model.notice.notice import Notice
from xl_appraisal.model.period import parse_period, period_name
from xl_appraisal.scoring import Appraisal, RankedWindow, WindowScore
from xl_appraisal.scoring.contest import Contest
from xl_appraisal.scoring.elections import quota_told
from xl_appraisal.scoring.outcome import elected_in

FAULT = "错误："
"""How a cell begins that shows a fault instead of a figure."""

_MOST_NAMES = 100
"""Names in one sentence; 名次表 shows all of them."""


def title(quarter: Quarter) -> str:
    """The table's title with year and period filled in."""
    return quarter.book.notice.titled(parse_period(quarter.quarter))


def figures_text(quarter: Quarter, appraisal: Appraisal) -> str:
    """How many windows have a score, and how many findings there are of each severity."""
    scored = [window for window in appraisal.windows if window.total is not None]
    ranked = sorted(
        (window for window in scored if window.takes_part), key=lambda window: -(window.total or 0)
    )
    counts = Counter(finding.severity for finding in appraisal.findings)
    findings = "、".join(f"{name}{counts[severity]}条" for severity, name in SEVERITY_NAMES.items())
    spread = ""
    if ranked:
        top, bottom = ranked[0], ranked[-1]
        spread = f"最高{_scored(top)}，最低{_scored(bottom)}；"
    windows = f"{len(appraisal.windows)}个窗口，{len(scored)}个有得分；"
    return f"{period_name(quarter.quarter)}：{windows}{spread}{findings}。"


def election_texts(quarter: Quarter, appraisal: Appraisal) -> list[str]:
    """The elected windows of each award in order, then the vetoed and substituted ones."""
    notice, windows = quarter.book.notice, appraisal.windows
    texts = [] if appraisal.contests else ["这份通报没有评选。"]
    substituted = []
    contests = [contest for contest in appraisal.contests if contest.award.of == "windows"]
    for contest in contests:
        award = contest.award
        how = quota_told(notice, award, f"{contest.counted}个窗口")
        elected = elected_in(contest, windows)
        texts.append(
            f"{contest.group}{award.name}名额{contest.quota}个（{how}）：{_names(elected)}。"
        )
        moved = [window for window in elected if window.awards[award.column].substituted]
        what = f"{contest.group}{award.name}补位" if len(contests) > 1 else "补位"
        if moved or len(contests) == 1:
            substituted.append(f"；{what}：{_names(moved)}")
    texts += people_texts(quarter, appraisal)
    vetoed = [window for window in windows if window.vetoed]
    return [*texts, f"一票否决：{_names(vetoed)}{''.join(substituted)}。"]


def people_texts(quarter: Quarter, appraisal: Appraisal) -> list[str]:
    """A sentence on each election of people: its places and who is elected."""
    people = (contest for contest in appraisal.contests if contest.award.of == "people")
    return [_people_text(quarter.book.notice, contest) for contest in people]


def _people_text(notice: Notice, contest: Contest) -> str:
    how = quota_told(notice, contest.award, f"{contest.counted}人")
    names = [f"{one.name}（{one.window}，{plain(one.score)}分）" for one in contest.people]
    start = f"{contest.group}{contest.award.name}名额{contest.quota}个（{how}）"
    return f"{start}：{listed(names, _MOST_NAMES) or '无'}。"


def rewritten_text(formulas: int) -> str:
    """That formulas of an older form were written anew, and how many."""
    return f"{formulas}个旧写法的公式已改成现在的写法，此后随填写的数据自动更新。"


def told(text: str) -> str:
    """A fault as a cell shows it: its first line, short, marked as what it is."""
    return f"{FAULT}{text.splitlines()[0][:200]}"


def fault_told(score: WindowScore, rules: Iterable[Finding]) -> str:
    """What stops a score, in short: the cell, what it is about, what was found there.

    ``rules`` are the findings about the rules, which stop every window.
    """
    faults = [finding for finding in (*score.findings, *rules) if finding.severity == "error"]
    if not faults:
        return f"{score.window}暂不计分，见“核对”"
    fault = faults[0]
    if not fault.item or not fault.found:
        return f"{fault.where} {fault.message}".strip()
    return f"{fault.where} {fault.item}为{fault.found}"


def _names(windows: list[RankedWindow]) -> str:
    names = [f"{w.window}（{w.group}第{w.rank}名）" if w.rank else w.window for w in windows]
    return listed(names, _MOST_NAMES) or "无"


def _scored(window: RankedWindow) -> str:
    """A name may end in a figure: the score stands in brackets."""
    return f"{window.window}（{plain(window.total or ZERO)}分）"
