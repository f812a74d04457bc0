"""A whole quarter: every window scored, ranked and put to the red-flag election."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, localcontext

from xl_appraisal.model.catalogue import finding
from xl_appraisal.model.exact import CONTEXT, plain
from xl_appraisal.model.findings import Finding, in_order
from xl_appraisal.model.notice.notice import Notice
from xl_appraisal.model.record import replace
from xl_appraisal.model.rulebook import Rulebook
from xl_appraisal.scoring.evidence import WindowEvidence
from xl_appraisal.scoring.red_flag import Election
from xl_appraisal.scoring.result import Appraisal, WindowScore
from xl_appraisal.scoring.standing_lines import StandingLines, some
from xl_appraisal.scoring.standings import Standings
from xl_appraisal.scoring.window_score import Scorer

_EFFECTS_SHOWN = 50  # each needs a second scoring; past that many, one reads the figures only


def appraise_windows(
    book: Rulebook, windows: Sequence[WindowEvidence], *, apply_rules: bool = False
) -> Appraisal:
    """Appraise all windows of a quarter.

    ``apply_rules`` lets the notice's own rules go before typed points that contradict them;
    otherwise what was typed stays and a finding tells what the rule would have changed.
    """
    with localcontext(CONTEXT):  # whatever context the caller is in
        return _appraise(Scorer(book), windows, apply_rules)


def _appraise(scorer: Scorer, windows: Sequence[WindowEvidence], apply_rules: bool) -> Appraisal:
    scores = [scorer.score(window, apply_rules=apply_rules) for window in windows]
    notice = scorer.book.notice
    standings = Standings(notice, scores)
    findings = [told for score in scores for told in score.findings]
    findings = _with_effects(scorer, windows, scores, standings, findings)
    findings.extend(_table_findings(notice, scores, standings.election))
    lines = StandingLines(notice, scores, standings)
    ranked = [lines.ranked(index) for index in range(len(scores))]
    ranked.sort(key=lambda window: (window.rank is None, window.rank or 0))
    return Appraisal(standings.election.quota, tuple(ranked), in_order(findings))


def _table_findings(
    notice: Notice, scores: Sequence[WindowScore], election: Election
) -> list[Finding]:
    findings = []
    unscored = [score.window for score in scores if score.total is None]
    if unscored and len(unscored) < len(scores):
        count, names = len(unscored), some(unscored)
        findings.append(
            finding(
                "ranking_provisional", remark=notice.remark_of("ranking"), count=count, names=names
            )
        )
    if election.tied:
        setting = notice.settings["tie_at_line"]
        names = "、".join(scores[i].window for i in election.tied)
        how = setting.choices[notice.choice("tie_at_line")]
        findings.append(
            finding(
                "tie_at_line",
                found=str(len(election.elected)),
                expected=str(election.quota),
                remark=setting.remark,
                names=names,
                how=how,
            )
        )
    return findings


def _with_effects(
    scorer: Scorer,
    windows: Sequence[WindowEvidence],
    scores: list[WindowScore],
    standings: Standings,
    findings: list[Finding],
) -> list[Finding]:
    """Tell of each contradiction with a rule what the rule would change in the standings."""
    index_of = {score.window: index for index, score in enumerate(scores)}
    effects: dict[str, str] = {}
    contradicted = {f.window: None for f in findings if f.code == "rule_disagrees" and f.remark}
    for name in list(contradicted)[:_EFFECTS_SHOWN]:
        index = index_of[name]
        changed = scorer.score(windows[index], apply_rules=True)
        if scores[index].total is not None:
            effects[name] = _effect(scores, standings, index, changed)
    return [_with_effect(told, effects) for told in findings]


def _with_effect(told: Finding, effects: Mapping[str, str]) -> Finding:
    effect = effects.get(told.window)
    if told.code != "rule_disagrees" or told.severity != "warning" or effect is None:
        return told
    return replace(told, message=f"{told.message}{effect}")


def _effect(
    scores: list[WindowScore], standings: Standings, index: int, changed: WindowScore
) -> str:
    if changed.total is None:
        return ""
    moved = standings.moved(index, changed.total, vetoed=changed.vetoed)
    total = f"总分由{_figure(scores[index].total)}变为{_figure(changed.total)}"
    rank = f"名次由第{moved.before}名变为第{moved.after}名"
    if moved.before == moved.after:
        rank = f"名次不变（第{moved.before}名）"
    if moved.ranks > (moved.before != moved.after):
        rank += f"，共{moved.ranks}个窗口名次变动"
    old, new = standings.election.elected, moved.election.elected
    gained = [scores[i].window for i in sorted(new - old)]
    lost = [scores[i].window for i in sorted(old - new)]
    flags = "红旗窗口不变"
    if gained or lost:
        flags = f"红旗窗口增{'、'.join(gained) or '无'}、减{'、'.join(lost) or '无'}"
    return f"若按备注计分：{total}，{rank}，{flags}。"


def _figure(total: Decimal | None) -> str:
    return "无" if total is None else plain(total)
