"""A whole quarter: every window scored, ranked and put to the red-flag election."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, localcontext

from xl_appraisal.exact import CONTEXT, plain
from xl_appraisal.findings import Finding, in_order
from xl_appraisal.notice.model import Notice
from xl_appraisal.rulebook import Rulebook
from xl_appraisal.scoring.evidence import WindowEvidence
from xl_appraisal.scoring.ranking import ranks
from xl_appraisal.scoring.red_flag import Candidate, Election, elect
from xl_appraisal.scoring.result import Appraisal, Line, RankedWindow, WindowScore
from xl_appraisal.scoring.rules import percent
from xl_appraisal.scoring.score import Scorer

_EFFECTS_SHOWN = 50  # each needs a whole new ranking; past that many, one reads the figures only


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
    standings = _standings(notice, scores)
    findings = [finding for score in scores for finding in score.findings]
    findings = _with_effects(scorer, windows, scores, standings, findings)
    findings.extend(_table_findings(notice, scores, standings[1]))
    ranked = [_ranked(notice, scores, index, *standings) for index in range(len(scores))]
    ranked.sort(key=lambda window: (window.rank is None, window.rank or 0))
    return Appraisal(standings[1].quota, tuple(ranked), in_order(findings))


_Standings = tuple[list[int | None], Election]


def _standings(notice: Notice, scores: Sequence[WindowScore]) -> _Standings:
    places = ranks([score.total for score in scores], notice.choice("tie_rank"))
    return places, elect(notice, [Candidate(score.total, score.vetoed) for score in scores])


def _ranked(
    notice: Notice,
    scores: Sequence[WindowScore],
    index: int,
    places: list[int | None],
    election: Election,
) -> RankedWindow:
    score = scores[index]
    lines = [*score.lines]
    rank = places[index]
    if rank is not None:
        lines.append(_rank_line(notice, scores, places, index, rank))
        lines.append(_election_line(notice, scores, index, election))
    return RankedWindow(
        score=score,
        rank=rank,
        red_flag=index in election.elected,
        substituted=index in election.substituted,
        lines=tuple(lines),
    )


def _rank_line(
    notice: Notice,
    scores: Sequence[WindowScore],
    places: list[int | None],
    index: int,
    rank: int,
) -> Line:
    setting = notice.settings["tie_rank"]
    ranked = sum(place is not None for place in places)
    text = f"{ranked}个有得分的窗口中第{rank}名"
    if places.count(rank) > 1:
        equal = "、".join(s.window for s, p in zip(scores, places, strict=True) if p == rank)
        text += f"；{equal}总分相同：{setting.choices[notice.choice('tie_rank')]}"
    return Line("rank", "名次", "rank", setting.remark, "notice", text)


def _election_line(
    notice: Notice, scores: Sequence[WindowScore], index: int, election: Election
) -> Line:
    share = notice.settings["red_flag_share"]
    quota = f"名额{election.quota}个（{len(scores)}×{percent(notice.share('red_flag_share'))}"
    quota += f"，{notice.settings['quota_rounding'].choices[notice.choice('quota_rounding')]}）"
    veto_remark = notice.settings["substitution"].remark
    remark = share.remark
    if index in election.substituted:
        passed = "、".join(scores[i].window for i in election.passed_over) or "有窗口"
        text, remark = f"{quota}；{passed}一票否决，由本窗口补位，评为红旗窗口", veto_remark
    elif index in election.elected:
        text = f"{quota}；评为红旗窗口"
    elif index in election.passed_over:
        text, remark = f"{quota}；得分在名额内，但一票否决，由后一名补位", veto_remark
    elif scores[index].vetoed:
        text, remark = f"{quota}；一票否决，不参评", veto_remark
    else:
        text = f"{quota}；未评上红旗窗口"
    return Line("red_flag", "红旗窗口", "election", remark, share.standing, text)


def _table_findings(
    notice: Notice, scores: Sequence[WindowScore], election: Election
) -> list[Finding]:
    found = []
    unscored = [score.window for score in scores if score.total is None]
    if unscored and len(unscored) < len(scores):
        message = (
            f"{len(unscored)}个窗口没有得分（{_some(unscored)}），"
            "名次和红旗窗口只是暂列；处理完错误后请重新计算。"
        )
        found.append(Finding("warning", "ranking_provisional", message, remark=1))
    if election.tied:
        setting = notice.settings["tie_at_line"]
        names = "、".join(scores[i].window for i in election.tied)
        how = setting.choices[notice.choice("tie_at_line")]
        message = (
            f"红旗名额{election.quota}个，最后名额上{names}总分相同；"
            f"按“规则”表的设置：{how}，共评{len(election.elected)}个，请督查科确认。"
        )
        found.append(
            Finding(
                "warning",
                "tie_at_line",
                message,
                found=str(len(election.elected)),
                expected=str(election.quota),
                remark=setting.remark,
            )
        )
    return found


def _some(names: Sequence[str], most: int = 5) -> str:
    shown = "、".join(names[:most])
    return shown if len(names) <= most else f"{shown}等"


def _with_effects(
    scorer: Scorer,
    windows: Sequence[WindowEvidence],
    scores: list[WindowScore],
    standings: _Standings,
    findings: list[Finding],
) -> list[Finding]:
    """Tell of each contradiction with a rule what the rule would change in the standings."""
    index_of = {score.window: index for index, score in enumerate(scores)}
    effects: dict[str, str] = {}
    contradicted = {f.window: None for f in findings if f.code == "rule_disagrees" and f.remark}
    for name in list(contradicted)[:_EFFECTS_SHOWN]:
        index = index_of[name]
        changed = scorer.score(windows[index], apply_rules=True)
        if changed.total is not None and scores[index].total is not None:
            effects[name] = _effect(scorer.book.notice, scores, standings, index, changed)
    return [_told(finding, effects) for finding in findings]


def _told(finding: Finding, effects: Mapping[str, str]) -> Finding:
    effect = effects.get(finding.window)
    if finding.code != "rule_disagrees" or finding.severity != "warning" or effect is None:
        return finding
    changed = {**finding.as_json(), "message": f"{finding.message}{effect}"}
    return Finding(**changed)  # type: ignore[arg-type]  # the very fields of a Finding


def _effect(
    notice: Notice,
    scores: list[WindowScore],
    standings: _Standings,
    index: int,
    changed: WindowScore,
) -> str:
    places, election = standings
    after = [*scores[:index], changed, *scores[index + 1 :]]
    new_places, new_election = _standings(notice, after)
    total = f"总分由{_figure(scores[index].total)}变为{_figure(changed.total)}"
    moved = sum(old != new for old, new in zip(places, new_places, strict=True))
    rank = f"名次由第{places[index]}名变为第{new_places[index]}名"
    if places[index] == new_places[index]:
        rank = f"名次不变（第{places[index]}名）"
    if moved > (places[index] != new_places[index]):
        rank += f"，共{moved}个窗口名次变动"
    gained = [scores[i].window for i in sorted(new_election.elected - election.elected)]
    lost = [scores[i].window for i in sorted(election.elected - new_election.elected)]
    flags = "红旗窗口不变"
    if gained or lost:
        flags = f"红旗窗口增{'、'.join(gained) or '无'}、减{'、'.join(lost) or '无'}"
    return f"若按备注计分：{total}，{rank}，{flags}。"


def _figure(total: Decimal | None) -> str:
    return "无" if total is None else plain(total)
