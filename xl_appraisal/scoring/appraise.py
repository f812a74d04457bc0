"""A whole quarter: every window scored, ranked, elected; the published table held against it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, localcontext

from xl_appraisal.model.exact import CONTEXT, ZERO, half_up, plain
from xl_appraisal.model.findings import Finding, finding, in_order
from xl_appraisal.model.layout.layout import BY_ENTRY
from xl_appraisal.model.notice.notice import Notice
from xl_appraisal.model.record import Record, replace
from xl_appraisal.model.rulebook import Rulebook
from xl_appraisal.scoring.contest import Contest
from xl_appraisal.scoring.elections import Election
from xl_appraisal.scoring.evidence import Given, WindowEvidence
from xl_appraisal.scoring.people import people_contests
from xl_appraisal.scoring.result import Appraisal, RankedWindow, WindowScore
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
    scorer.look_at(windows)
    scores = [scorer.score(window, apply_rules=apply_rules) for window in windows]
    notice = scorer.book.notice
    standings = Standings(notice, scores)
    findings = [told for score in scores for told in score.findings]
    findings = _with_effects(scorer, windows, scores, standings, findings)
    findings.extend(_table_findings(notice, scores, standings.elections))
    findings.extend(_untouched(scorer.book, scores))
    lines = StandingLines(notice, scores, standings)
    ranked = [lines.ranked(index) for index in range(len(scores))]
    groups = {group.name: number for number, group in enumerate(notice.groups)}
    ranked.sort(key=lambda window: _order(window, groups))
    contests = (
        Contest(one.award, one.group, one.counted, one.quota) for one in standings.elections
    )
    people, told = people_contests(notice, windows, scores)
    return Appraisal((*contests, *people), tuple(ranked), in_order([*findings, *told]))


def _order(window: RankedWindow, groups: Mapping[str, int]) -> tuple[int, bool, bool, int]:
    """By group and rank; then those that take no part, and last those without a score."""
    place = groups.get(window.group, len(groups))
    return place, window.rank is None, window.total is None, window.rank or 0


def _table_findings(
    notice: Notice, scores: Sequence[WindowScore], elections: Iterable[Election]
) -> Iterator[Finding]:
    unscored = [score.window for score in scores if score.total is None]
    if unscored and len(unscored) < len(scores):
        remark, count, names = notice.remark_of("ranking"), len(unscored), some(unscored)
        also = f"和{notice.award_names}" if notice.window_awards else ""
        yield finding("ranking_provisional", remark=remark, count=count, names=names, also=also)
    for election in elections:
        if election.tied:
            yield _tied(notice, scores, election)


def _tied(notice: Notice, scores: Sequence[WindowScore], election: Election) -> Finding:
    """That equal totals at the line make the number elected another than the quota."""
    setting = notice.settings[election.award.settings["ties"]]
    names = "、".join(scores[i].window for i in election.tied)
    how = setting.choices[notice.choice(setting.id)]
    mark = f"{election.group}{election.award.mark}"
    words = {"mark": mark, "office": notice.office, "names": names, "how": how}
    counts = {"found": str(len(election.elected)), "expected": str(election.quota)}
    return finding("tie_at_line", remark=setting.remark, **words, **counts)


def _untouched(book: Rulebook, scores: Sequence[WindowScore]) -> Iterator[Finding]:
    """Modules that no column and no rule leads to, where no ledger line gave anything either."""
    reached = {column.module for column in book.layout.all_columns if column.kind == "points"}
    for rule in book.notice.rules.values():
        reached |= {rule.module, rule.deduction_module or rule.module}
    if BY_ENTRY in reached:
        reached |= book.notice.deducting_modules.keys()
    for module in book.notice.point_modules:
        start = module.maximum if module.sign == "-" else ZERO
        scored = [score.modules[module.id] for score in scores if score.total is not None]
        if module.id not in reached and scored and set(scored) == {start}:
            remark, count = module.method_remark, len(scored)
            words = {"item": module.name, "found": plain(start)}
            yield finding("module_untouched", remark=remark, count=count, **words)


def _with_effects(
    scorer: Scorer,
    windows: Sequence[WindowEvidence],
    scores: list[WindowScore],
    standings: Standings,
    findings: list[Finding],
) -> list[Finding]:
    """Tell of each contradiction with a rule what the rule would change in the standings."""
    index_of = {score.window: index for index, score in enumerate(scores)}
    contradicting = dict.fromkeys(told.window for told in findings if _contradicts(told))
    effects: dict[str, str] = {}
    for name in list(contradicting)[:_EFFECTS_SHOWN]:
        index = index_of[name]
        changed = scorer.score(windows[index], apply_rules=True)
        effects[name] = _effect(scorer.book.notice, scores, standings, index, changed)
    return [
        replace(told, message=f"{told.message}{effects.get(told.window, '')}")
        if _contradicts(told)
        else told
        for told in findings
    ]


def _contradicts(told: Finding) -> bool:
    """Whether a finding tells of points against the notice's own word."""
    return told.code == "rule_disagrees" and told.severity == "warning"


def _effect(
    notice: Notice,
    scores: list[WindowScore],
    standings: Standings,
    index: int,
    changed: WindowScore,
) -> str:
    before, after = scores[index].total, changed.total
    if before is None or after is None:
        return ""
    moved = Standings(notice, [*scores[:index], changed, *scores[index + 1 :]])
    ranks = sum(old != new for old, new in zip(standings.places, moved.places, strict=True))
    was, becomes = standings.places[index], moved.places[index]
    total = f"总分由{plain(before)}变为{plain(after)}"
    rank = f"名次由第{was}名变为第{becomes}名" if was != becomes else f"名次不变（第{was}名）"
    if ranks > (was != becomes):
        rank += f"，共{ranks}个窗口名次变动"
    parts = [total, rank]
    for old, new in zip(standings.elections, moved.elections, strict=True):
        gained = _names(scores, new.elected - old.elected)
        lost = _names(scores, old.elected - new.elected)
        same = old.elected == new.elected
        parts.append(f"{old.group}{old.award.name}{'不变' if same else f'增{gained}、减{lost}'}")
    return f"若按备注计分：{'，'.join(parts)}。"


def _names(scores: list[WindowScore], indices: Iterable[int]) -> str:
    return "、".join(scores[index].window for index in sorted(indices)) or "无"


class Published(Record):
    """What was published of one window: ``rank``, module ids and ``total`` → figure and cell."""

    window: str
    figures: Mapping[str, Given]


def audit(
    notice: Notice, appraisal: Appraisal, published: Sequence[Published]
) -> tuple[Finding, ...]:
    """A finding for each published figure that does not come out of the inputs.

    Published figures never feed a score.  A total is compared as it is shown, half-up to the
    notice's places (published totals are); a module's score to the last digit.
    """
    computed = {window.window: window for window in appraisal.windows}
    return tuple(
        told
        for entry in published
        if entry.window in computed
        for told in _differences(notice, computed[entry.window], entry)
    )


def _differences(notice: Notice, window: RankedWindow, entry: Published) -> Iterator[Finding]:
    if window.total is None:
        return
    places = int(notice.number("total_places"))
    known = {module.id: (module.name, module.method_remark) for module in notice.modules}
    known["rank"] = "名次", notice.remark_of("ranking")
    known["total"] = "总分", notice.remark_of("total")
    for figure, given in entry.figures.items():
        ours = _ours(window, figure)
        theirs = Decimal(plain(given.value))
        if figure == "total":
            ours, theirs = half_up(ours, places), half_up(theirs, places)
        if ours != theirs:
            item, remark = known[figure]
            yield finding(
                "published_differs",
                given.place,
                window=window.window,
                item=item,
                found=plain(theirs),
                expected=plain(ours),
                remark=remark,
            )


def _ours(window: RankedWindow, figure: str) -> Decimal:
    if figure == "rank":
        return Decimal(window.rank or 0)
    if figure == "total":
        return window.total or Decimal(0)
    return window.score.modules[figure]
