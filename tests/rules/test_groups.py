"""Groups that are ranked apart, and windows that do not take part: hand-worked, and as told."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.evidence import entry
from tests.made_notice import faults, made, module
from tests.rules.test_awards import award, book_of
from xl_appraisal.model.errors import LayoutError
from xl_appraisal.model.findings import Place
from xl_appraisal.model.layout.layout import GROUP
from xl_appraisal.model.rulebook import rulebook_from_texts
from xl_appraisal.outputs.paragraph import paragraph
from xl_appraisal.scoring import Appraisal, Given, WindowEvidence, appraise_windows
from xl_appraisal.scoring.evidence import Words
from xl_appraisal.work.comparing.gap import gaps

POINTS = module("points", "given", 100)
GROUPS = '[[remark.group]]\nname = "A组"\n[[remark.group]]\nname = "B组"\n'
FLAG = award("flag", "红旗窗口", 'share = "30%"')
OUT = '[[remark.exclusion]]\nid = "fresh"\nname = "不参评"\ntyped = "text"\n'
KEPT = (
    '[[remark.exclusion]]\nid = "small"\nname = "不评先进"\nranked = true\ncounted = true\n'
    'awards = ["model"]\nshown = "不评"\n'
)
Row = tuple[str, object, dict[str, str]]
ROWS: list[Row] = [
    ("甲", 99, {GROUP: "A组"}),
    ("乙", 98, {GROUP: "B组"}),
    ("丙", 97, {GROUP: "A组"}),
    ("丁", 97, {GROUP: "Ｂ 组"}),
    ("戊", 97, {GROUP: "b组"}),
    ("己", 90, {GROUP: "A组"}),
]


def appraised(text: str, rows: list[Row]) -> Appraisal:
    """Windows of those totals, with what their columns of groups and exclusions say."""
    book, windows = book_of(text), []
    columns = {c.rule: c for c in book.layout.all_columns if c.kind in ("text", "flag")}
    for number, (name, total, marks) in enumerate(rows, 4):
        texts = {columns[r].id: Words(t) for r, t in marks.items() if columns[r].kind == "text"}
        ticks = [columns[r].id for r in marks if columns[r].kind == "flag"]
        windows.append(
            WindowEvidence(
                name,
                Place("名次表", number, 2),
                given={column: Given(Decimal(1)) for column in ticks},
                texts=texts,
                entries=(entry(number, module="points", points=total),),
            )
        )
    return appraise_windows(book, windows)


def ranks(appraisal: Appraisal) -> dict[str, str]:
    return {window.window: window.rank_text for window in appraisal.windows}


def flags(appraisal: Appraisal, column: str = "red_flag") -> dict[str, str]:
    return {w.window: w.awards[column].text for w in appraisal.windows if w.awards[column].text}


def test_each_group_is_ranked_and_elected_apart() -> None:
    """A: 99, 97, 90 → 1, 2, 3; B: 98, 97, 97 → 1, 2, 2; 30% of three is 0.9, one place each."""
    appraisal = appraised(made(POINTS, FLAG, GROUPS), ROWS)

    order = [(w.group, w.window, w.rank) for w in appraisal.windows]
    assert order == [
        ("A组", "甲", 1), ("A组", "丙", 2), ("A组", "己", 3),
        ("B组", "乙", 1), ("B组", "丁", 2), ("B组", "戊", 2),
    ]  # fmt: skip
    assert flags(appraisal) == {"甲": "红旗", "乙": "红旗"}
    assert [(one.group, one.counted, one.quota) for one in appraisal.contests] == [
        ("A组", 3, 1),
        ("B组", 3, 1),
    ]
    lines = {line.figure: line.text for line in appraisal.window("丁").lines}
    assert lines["rank"].startswith("B组3个有得分的窗口中第2名；丁、戊总分相同：")
    assert lines["red_flag"] == "B组名额1个（3×30%，四舍五入）；未评上红旗窗口"


def test_an_award_may_be_of_all_groups_or_of_one() -> None:
    """All six: 30% is 1.8, two places for 99 and 98; only in B: the one of 98."""
    together = made(POINTS, award("flag", "红旗窗口", 'share = "30%"\ngroup = "all"'), GROUPS)
    only = made(POINTS, award("flag", "红旗窗口", 'number = 1\ngroup = "B组"'), GROUPS)

    assert flags(appraised(together, ROWS)) == {"甲": "红旗", "乙": "红旗"}
    assert flags(appraised(only, ROWS)) == {"乙": "红旗"}
    assert [one.group for one in appraised(only, ROWS).contests] == ["B组"]


@pytest.mark.parametrize("written", ["", "C组", "A"])
def test_a_window_of_no_group_has_no_score(written: str) -> None:
    """It is told which groups there are; the others' ranks do not count it."""
    rows: list[Row] = [*ROWS, ("庚", 100, {GROUP: written})]
    appraisal = appraised(made(POINTS, FLAG, GROUPS), rows)

    assert appraisal.window("庚").total is None
    assert appraisal.windows[-1].window == "庚"
    told = [one.message for one in appraisal.findings if one.code == "group_unknown"]
    assert told == [f"庚：组别为{written or '空'}；应为A组、B组之一。此窗口暂不计分。"]
    assert appraisal.window("甲").rank == 1


def test_distances_are_those_within_the_group() -> None:
    """丙 is 2 behind 甲; 乙 leads its own group; 己 is 7 behind 丙 and 9 short of the flag."""
    text = made(POINTS, FLAG, GROUPS)
    found = {gap.window: gap for gap in gaps(book_of(text), appraised(text, ROWS))}

    assert (found["丙"].to_next, found["丙"].ahead) == (2, ("甲",))
    assert found["乙"].to_next is None
    assert (found["己"].to_next, found["己"].first.to_flag) == (7, 9)


def test_who_does_not_take_part_has_no_rank_and_no_place_of_the_share() -> None:
    """Three of six are out: 30% of three is 0.9, one place; of six it were 1.8, two."""
    rows: list[Row] = [
        ("甲", 99, {"fresh": "新进驻"}),
        ("乙", 98, {}),
        ("丙", 97, {"fresh": "√"}),
        ("丁", 96, {}),
        ("戊", 95, {}),
        ("己", 94, {"fresh": "撤并"}),
    ]
    appraisal = appraised(made(POINTS, FLAG, OUT), rows)

    assert ranks(appraisal) == {
        "乙": "1", "丁": "2", "戊": "3", "甲": "不参评", "丙": "不参评", "己": "不参评",
    }  # fmt: skip
    assert appraisal.contests[0].counted == 3
    assert flags(appraisal)["乙"] == "红旗"
    assert not appraisal.window("乙").substituted
    assert appraisal.window("甲").score.total == 99
    text = paragraph(book_of(made(POINTS, FLAG, OUT)), "2023Q1", appraisal)
    assert "乙绩效分值最高，为98.00分；戊最低，为95.00分；平均96.33分（四舍五入）。" in text
    assert "甲（新进驻）、丙、己（撤并）不参评，不排名次。" in text


def test_what_is_shown_and_counted_is_the_notices_to_say() -> None:
    """Counted: 30% of six is 1.8, two places; nothing shown in place of the rank."""
    rows: list[Row] = [(name, 99 - n, {"fresh": "新"} if n < 3 else {})
                       for n, name in enumerate("甲乙丙丁戊己")]  # fmt: skip
    more = OUT + 'counted = true\nshown = ""\n'
    appraisal = appraised(made(POINTS, FLAG, more), rows)

    assert appraisal.contests[0].quota == 2
    assert flags(appraisal) == {"丁": "红旗", "戊": "红旗"}
    assert ranks(appraisal)["甲"] == ""


def test_one_award_alone_may_be_withheld() -> None:
    """甲 keeps rank 1 and the flag; the other award's two places go to 乙 and 丙."""
    text = made(POINTS, FLAG, award("model", "服务先进窗口", "number = 2"), KEPT)
    rows: list[Row] = [("甲", 99, {"small": "√"}), ("乙", 98, {}), ("丙", 97, {})]
    appraisal = appraised(text, rows)

    assert ranks(appraisal) == {"甲": "1", "乙": "2", "丙": "3"}
    assert flags(appraisal) == {"甲": "红旗"}
    assert flags(appraisal, "award_model") == {"甲": "不评", "乙": "服务先进", "丙": "服务先进"}


GRADES = '[[remark.grade]]\nname = "优秀"\nfrom = 90\n[[remark.grade]]\nname = "合格"\nfrom = 60\n'


@pytest.mark.parametrize(
    ("said", "grade"),
    [
        ("", ""),
        ("graded = true", "优秀"),
        ("ranked = true", "优秀"),
        ("ranked = true\ngraded = false", ""),
    ],
)
def test_who_takes_no_part_has_a_grade_only_where_the_notice_says_so(said: str, grade: str) -> None:
    """99 points reach 90: 优秀 for who is ranked, else by the notice's own word; 乙 has 合格."""
    text = made(POINTS, FLAG, OUT + said, GRADES)
    appraisal = appraised(text, [("甲", 99, {"fresh": "新进驻"}), ("乙", 60, {})])

    assert {one.window: one.grade for one in appraisal.windows} == {"甲": grade, "乙": "合格"}
    told = "，照评等次" if grade else "，不评等次"
    assert any(line.text.endswith(told) for line in appraisal.window("甲").lines)


@pytest.mark.parametrize("written", ["否", "无", "×", "0", " no "])
def test_a_reason_that_may_mean_no_is_asked_about(written: str) -> None:
    """Whether the window takes part nobody can tell: it has no score until somebody says."""
    appraisal = appraised(made(POINTS, FLAG, OUT), [("甲", 99, {"fresh": written})])

    assert appraisal.windows[0].total is None
    told = [one.message for one in appraisal.findings if one.code == "reason_unclear"]
    assert told[0].startswith(f"甲：不参评填了“{written}”，分不清是否参评。")


FAULTS = [
    ('name = "B组"', 'name = "ａ组"', "应为与别的组不同的组名"),
    ('name = "B组"', 'name = "all"', "应为与别的组不同的组名"),
    ('share = "30%"', 'share = "30%"\ngroup = "C组"', "group 为“C组”；应为A组、B组、all 之一"),
    ('typed = "text"', 'typed = "reason"', "应为flag、text 之一"),
    ('typed = "text"', 'awards = ["flag"]', "或者写 ranked = true"),
    ('typed = "text"', 'ranked = true\nawards = ["no"]', "awards 里的no没有定义；应为flag。"),
    ('id = "fresh"', 'id = "points"', "id 为“points”，已是规则或模块的编号"),
    ('id = "fresh"', 'id = "group"', "应为没有用过的英文字母"),
    ('typed = "text"', "counted = 1", "应为true 或 false"),
]


@pytest.mark.parametrize(("there", "instead", "said"), FAULTS)
def test_faults_are_told(there: str, instead: str, said: str) -> None:
    """Each by the check, of a notice that is sound without it."""
    text = made(POINTS, FLAG, GROUPS, OUT)
    assert faults(text) == []
    assert any(said in told for told in faults(text.replace(there, instead, 1)))


def test_a_layout_needs_a_column_for_each_of_them() -> None:
    """Without it nobody could say who is in which group, or who takes no part."""
    text = made(POINTS, FLAG, GROUPS, OUT)
    layout = book_of(text).layout_text
    pieces = layout.split("\n[[column]]\n")
    for rule, name in (("group", "组别"), ("fresh", "不参评")):
        without = "\n[[column]]\n".join(p for p in pieces if f'rule = "{rule}"' not in p)
        with pytest.raises(LayoutError, match=f"“{name}”要有一栏填写，请加一栏"):
            rulebook_from_texts(text, without)
