"""Rules per head, by place and in proportion; one event that counts twice; limits of several."""

from __future__ import annotations

import pytest

from tests.evidence import entry
from tests.made_notice import codes, faults, made, module, rule, scored, totals
from tests.other_schemes import book_of
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.exact import plain
from xl_appraisal.scoring import WindowEvidence
from xl_appraisal.scoring.window_score import Scorer

HEADS = made(
    module("start", "deduct", 80),
    module("bonus", "accumulate", 20),
    rule(
        "volume",
        "per_head",
        "bonus",
        'measures = [{ id = "staff", name = "人数", heads = true },'
        ' { id = "cases", name = "办件", unit = "件", points = 0.1 },'
        ' { id = "hard", name = "难件", unit = "件", points = 1 }]',
    ),
)
PLACES = made(
    module("start", "deduct", 80),
    module("bonus", "accumulate", 20),
    rule(
        "volume",
        "place",
        "bonus",
        'measures = [{ id = "cases", name = "办件量", unit = "件", order = "high", bands = ['
        "{ from = 1, points = 5 }, { from = 2, to = 3, points = 3 }] }]",
    ),
)


def best(to: str) -> str:
    """Ten points for the window that a scheme holds the others against."""
    measure = f'{{ id = "cases", name = "件数", unit = "件", full = 10, to = "{to}" }}'
    given = rule("volume", "proportion", "bonus", f"measures = [{measure}]")
    return made(module("start", "deduct", 80), module("bonus", "accumulate", 20), given)


def texts(appraisal: object, figure: str = "bonus") -> dict[str, list[str]]:
    """Window → the words of each line to that figure."""
    return {
        one.window: [line.text for line in one.lines if line.figure == figure]
        for one in appraisal.windows  # type: ignore[attr-defined]
    }


# ── per head ──


def test_points_are_divided_by_the_people() -> None:
    """(125×0.1 + 3×1)÷6 = 15.5÷6 = 2.58333… → 2.583; (10×0.1 + 0)÷3 = 0.333."""
    counts = {"volume.staff": 6, "volume.cases": 125, "volume.hard": 3}
    few = {"volume.staff": 3, "volume.cases": 10, "volume.hard": 0}
    appraisal = scored(HEADS, {"甲": counts, "乙": few, "丙": {}})

    assert totals(appraisal) == {"甲": "82.583", "乙": "80.333", "丙": "80"}
    assert texts(appraisal)["甲"] == ["（办件125件×0.1分 + 难件3件×1分）÷6人 = 2.583分"]


def test_without_people_there_is_no_share_of_one() -> None:
    """No number of people, nobody, or a count that nobody wrote: no score."""
    cases = {"volume.cases": 125, "volume.hard": 0}
    assert codes(scored(HEADS, {"甲": cases})) == ["no_rule_figure"]
    assert codes(scored(HEADS, {"甲": {**cases, "volume.staff": 0}})) == ["outside_range"]
    assert codes(scored(HEADS, {"甲": {"volume.staff": 5}})) == ["no_rule_figure"]


def test_a_rule_per_head_needs_its_people_in_the_notice() -> None:
    """Neither without a number of people nor with nothing to count."""
    told = faults(HEADS.replace("heads = true", "points = 1"))
    assert any("一项 heads = true 的人数" in one for one in told)
    told = faults(HEADS.replace("points = 0.1", "points = -0.1"))
    assert any("per_head 的 points 写正数" in one for one in told)


# ── places and proportions ──


def test_points_follow_from_the_place_among_all_windows() -> None:
    """400 first: 5; 320 twice second: 3 each; 300 is fourth: behind 3, nothing; no count: none."""
    windows = {"甲": 320, "乙": 400, "丙": 300, "丁": 320}
    counts = {name: {"volume.cases": count} for name, count in windows.items()}
    appraisal = scored(PLACES, {**counts, "戊": {}})

    assert totals(appraisal) == {"乙": "85", "甲": "83", "丁": "83", "丙": "80", "戊": "80"}
    assert texts(appraisal)["丁"] == ["办件量320件，4个窗口由多到少第2名，3分"]


def test_the_fewest_may_be_first() -> None:
    """Two days before three: 5 and 3."""
    low = PLACES.replace('order = "high"', 'order = "low"')
    windows = {"甲": {"volume.cases": 3}, "乙": {"volume.cases": 2}}
    assert totals(scored(low, windows)) == {"乙": "85", "甲": "83"}


@pytest.mark.parametrize(
    ("to", "points"),
    [
        ("highest", {"甲": "10", "乙": "7.5", "丙": "3.333"}),  # 300/400 and 133.33…/400 of ten
        ("lowest", {"甲": "3.333", "乙": "4.444", "丙": "10"}),  # 133⅓/400, 133⅓/300
        ("mean", {"甲": "10", "乙": "10", "丙": "4.8"}),  # mean 277.77…: 1.44 → 1, 1.08 → 1, 0.48
    ],
)
def test_points_are_in_proportion_to_the_best_or_the_mean(to: str, points: dict[str, str]) -> None:
    """Counts 400, 300 and 133⅓."""
    windows = {"甲": {"volume.cases": 400}, "乙": {"volume.cases": 300}}
    appraisal = scored(best(to), {**windows, "丙": {"volume.cases": "400/3"}})
    bonus = {one.window: plain(one.score.modules["bonus"]) for one in appraisal.windows}
    assert bonus == points


def test_nothing_anywhere_is_no_best() -> None:
    """All counts 0: against the highest and the mean nobody has points, the fewest have all."""
    windows = {"甲": {"volume.cases": 0}, "乙": {"volume.cases": 0}}
    assert set(totals(scored(best("highest"), windows)).values()) == {"80"}
    assert set(totals(scored(best("mean"), windows)).values()) == {"80"}
    assert set(totals(scored(best("lowest"), windows)).values()) == {"90"}


def test_one_window_alone_is_refused_where_others_are_asked_about() -> None:
    """A cell that sees one row only must not call it the best of one."""
    alone = WindowEvidence("甲", entries=(entry(4, item="volume.cases", count=10),))
    score = Scorer(book_of(best("highest"))).score(alone)
    assert score.total is None
    assert [told.code for told in score.findings] == ["needs_all_windows"]


def test_rule_points_asks_for_the_counts_of_all_windows() -> None:
    """300 of 400 are 7.5 of ten; alone, or beside counts without the own, nothing is said."""
    from xl_appraisal.doors.cell_functions.rule_functions import _points

    notice = book_of(best("highest")).notice
    rule = notice.rules["volume"]
    assert _points(notice, rule, [300, [[400], [300], [None], [100]]]) == 7.5
    with pytest.raises(BookError, match="再写全部窗口的"):
        _points(notice, rule, [300])
    with pytest.raises(BookError, match="没有本窗口的"):
        _points(notice, rule, [300, [[400], [200]]])
    with pytest.raises(BookError, match="件数为“很多”"):
        _points(notice, rule, [300, [[300], ["很多"]]])


def test_rule_points_takes_a_count_for_the_rule_that_borrows_it() -> None:
    """Two times late are 1.5 each for the chief, though the count is the other rule's."""
    from xl_appraisal.doors.cell_functions.rule_functions import _points

    notice = book_of(TWICE).notice
    borrowing = next(rule for rule in notice.rules.values() if rule.measures[0].of)
    each = borrowing.measures[0].points
    assert each is not None
    assert _points(notice, borrowing, [2]) == -2 * float(each)


# ── one event twice ──

TWICE = made(
    module("conduct", "deduct", 30),
    module("chief", "deduct", 10),
    rule(
        "late",
        "tally",
        "conduct",
        'measures = [{ id = "late", name = "迟到", unit = "次", points = 3 },'
        ' { id = "absent", name = "旷工", unit = "次", points = 15 }]',
    ),
    rule(
        "chief_late",
        "tally",
        "chief",
        'measures = [{ id = "late", name = "首席迟到", points = 1.5, of = "late.late" },'
        ' { id = "absent", name = "首席旷工", points = 7.5, of = "late.absent" }]',
    ),
)


def test_one_event_counts_against_the_window_and_its_chief() -> None:
    """Two lates: 30 − 6 and 10 − 3; one absence: 30 − 15 and 10 − 7.5."""
    appraisal = scored(TWICE, {"甲": {"late.late": 2}, "乙": {"late.absent": 1}})
    modules = {one.window: dict(one.score.modules) for one in appraisal.windows}
    assert {key: plain(value) for key, value in modules["甲"].items()} == {
        "conduct": "24",
        "chief": "7",
    }
    assert {key: plain(value) for key, value in modules["乙"].items()} == {
        "conduct": "15",
        "chief": "2.5",
    }


def test_a_borrowed_count_must_be_there_and_of_its_sort() -> None:
    """A name that no rule counts, and a count borrowed from a borrower."""
    assert faults(TWICE) == []
    lost = faults(TWICE.replace('of = "late.late"', 'of = "late.gone"'))
    assert any(
        "of 为“late.gone”；应为别的规则自己的计数：late.late、late.absent" in one for one in lost
    )
    chained = faults(TWICE.replace('of = "late.late"', 'of = "chief_late.absent"'))
    assert any("of 为“chief_late.absent”" in one for one in chained)


def test_a_borrowed_count_has_one_column() -> None:
    """The made layout shows the event once, and the points of both rules."""
    from xl_appraisal.model.layout.layout_for_notice import layout_for_notice

    text = layout_for_notice(book_of(TWICE).notice, "2024Q1")
    assert text.count('measure = "late.late"') == 1
    assert 'measure = "chief_late' not in text
    assert 'rule = "chief_late"' in text


# ── limits of several rules ──

TOGETHER = made(
    module("bonus", "accumulate", 20),
    rule("a", "tally", "bonus", 'measures = [{ id = "n", name = "甲项", points = 2 }]\ncap = 6'),
    rule("b", "tally", "bonus", 'measures = [{ id = "n", name = "乙项", points = 1 }]'),
    rule("c", "tally", "bonus", 'measures = [{ id = "n", name = "丙项", points = 1 }]'),
    '[[remark.limit]]\nid = "ab"\nname = "表彰"\nrules = ["a", "b"]\ncap = 8\n',
)


def test_several_rules_have_a_limit_together() -> None:
    """4×2=8, capped to 6, and 5 are 11, of which 8 count; 3 beside: 11.  4 + 1 are below, 8."""
    windows = {"甲": {"a.n": 4, "b.n": 5, "c.n": 3}, "乙": {"a.n": 2, "b.n": 1, "c.n": 3}}
    appraisal = scored(TOGETHER, windows)
    assert totals(appraisal) == {"甲": "11", "乙": "8"}
    assert "表彰合计上限8分，超出的3分不计" in texts(appraisal)["甲"]


def test_a_limit_of_deductions_gives_back_what_is_above_it() -> None:
    """20 − min(6 + 5, 8) − 3 = 9."""
    lost = TOGETHER.replace('method = "accumulate"', 'method = "deduct"')
    assert totals(scored(lost, {"甲": {"a.n": 4, "b.n": 5, "c.n": 3}})) == {"甲": "9"}


def test_a_limit_is_a_value_of_the_sheet() -> None:
    """Changed to 10, the window has 10 + 3."""
    changed = TOGETHER.replace("cap = 8", "cap = 10")
    assert book_of(TOGETHER, {"setting.ab.cap": 10}).notice.number("ab.cap") == 10
    assert totals(scored(changed, {"甲": {"a.n": 4, "b.n": 5, "c.n": 3}})) == {"甲": "13"}


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        ('["a", "x"]', "没有规则 x"),
        ("[]", "没有规则 （没有写）"),
        ('["a", "a"]', "有重复"),
    ],
)
def test_a_limit_that_means_nothing_is_a_fault(rules: str, told: str) -> None:
    """A rule that is not there, none at all, one twice."""
    assert any(told in one for one in faults(TOGETHER.replace('["a", "b"]', rules)))


def test_a_limit_spans_one_module_and_no_other_limit() -> None:
    """Rules of two modules, and a rule that another limit has."""
    second = '[[remark.limit]]\nid = "bc"\nname = "又一合计"\nrules = ["b", "c"]\ncap = 3\n'
    assert any("规则 b，一条规则只能在一个合计里" in one for one in faults(TOGETHER + second))
    more = TOGETHER + module("other", "accumulate", 5)
    moved = more.replace('id = "b"\nname = "B"\nkind = "tally"\nmodule = "bonus"',
                         'id = "b"\nname = "B"\nkind = "tally"\nmodule = "other"')  # fmt: skip
    assert any("要计入同一个模块，现有bonus、other" in one for one in faults(moved))


def test_a_score_of_nought_is_a_score() -> None:
    """0×30% = 0 counts as given, whether a column shows the rule or none does; blank is none."""
    measures = 'measures = [{ id = "s", name = "得分", full = 100, weight = "30%" }]'
    text = made(module("votes", "given", 30), rule("vote", "score", "votes", measures))
    appraisal = scored(text, {"甲": {"vote.s": 0}, "乙": {}})
    assert totals(appraisal) == {"甲": "0", "乙": ""}
    assert codes(appraisal) == ["no_given_score", "ranking_provisional"]


def test_a_deducting_module_needs_no_second_one_for_deductions() -> None:
    """Its points deduct already; another module for negative ones would count twice."""
    moved = TWICE.replace('id = "chief_late"', 'id = "chief_late"\ndeduction_module = "conduct"')
    assert any("chief 本身倒扣，deduction_module 不用写" in one for one in faults(moved))
