"""Awards of people, by their scores in 人员考核: hand-worked, and where they are told."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.evidence import entry
from tests.made_notice import faults, made, module
from tests.rules.test_awards import award, book_of
from tests.rules.test_groups import GROUPS
from xl_appraisal.model.findings import Place
from xl_appraisal.model.layout.layout import GROUP, VETO
from xl_appraisal.outputs.paragraph import paragraph, summarise
from xl_appraisal.scoring import Appraisal, Given, WindowEvidence, appraise_windows
from xl_appraisal.scoring.evidence import Words

POINTS = module("points", "given", 100)
FLAG = award("flag", "红旗窗口", "number = 1")
PEOPLE = {
    "甲": {"张一": 98, "张二": 97, "张三": 96},
    "乙": {"李一": 97, "李二": 90},
    "丙": {"王一": 95, "": 99},
    "丁": {},
}


def star(more: str) -> str:
    """A notice that elects windows and people."""
    return made(POINTS, FLAG, award("star", "服务标兵", f'of = "people"\n{more}'))


def appraised(text: str, marks: dict[str, dict[str, str]] | None = None) -> Appraisal:
    """The windows of :data:`PEOPLE`; what their columns say by rule, √ for a veto."""
    book, windows = book_of(text), []
    columns = {c.rule: c for c in book.layout.all_columns if c.kind in ("text", "flag")}
    for row, (name, scores) in enumerate(PEOPLE.items(), 7):
        own = (marks or {}).get(name, {})
        lines = [entry(row, module="points", points=100 - row)]
        lines += [entry(row, item=VETO)] if VETO in own else []
        staff = (
            Given(Decimal(score), Place("人员考核", 10 * row + n, 3), person)
            for n, (person, score) in enumerate(scores.items())
        )
        texts = {columns[r].id: Words(t) for r, t in own.items() if r != VETO}
        windows.append(
            WindowEvidence(
                name,
                Place("名次表", row, 2),
                staff=tuple(staff),
                entries=tuple(lines),
                texts=texts,
            )
        )
    return appraise_windows(book, windows)


def winners(appraisal: Appraisal) -> list[str]:
    contests = [one for one in appraisal.contests if one.award.of == "people"]
    return [f"{c.group}{one.name}" for c in contests for one in c.people]


def quota(appraisal: Appraisal) -> list[tuple[int, int]]:
    """Heads and places of each contest of people."""
    people = [one for one in appraisal.contests if one.award.of == "people"]
    return [(one.counted, one.quota) for one in people]


def test_a_share_of_all_who_have_a_score() -> None:
    """30% of seven is 2.1, two: 99 without a name, by its line, and 98."""
    appraisal = appraised(star('share = "30%"'))

    assert quota(appraisal) == [(7, 2)]
    assert winners(appraisal) == ["第91行人员", "张一"]
    assert appraisal.quota == 1  # of the windows' award


def test_equal_scores_at_the_line_are_as_the_notice_says() -> None:
    """99, 98, then 97 twice at the third place: both, or neither."""
    both, neither = (
        appraised(star(f'number = 3\nties = "{how}"')) for how in ("include", "exclude")
    )

    assert winners(both) == ["第91行人员", "张一", "张二", "李一"]
    assert winners(neither) == ["第91行人员", "张一"]
    told = [one.message for one in both.findings if one.code == "tie_of_people"]
    assert told == [
        "服务标兵名额3个，最后名额上张二（甲）97分、李一（乙）97分考核分相同；"
        "按“规则”表的设置：同分的都评上（可能超名额），共评4个，请考核部门确认。"
    ]


def test_at_most_so_many_of_a_window_and_a_smallest_score() -> None:
    """One a window: 99, 98, 97; from 98 on two; none where one has 100 to reach."""
    assert winners(appraised(star("number = 5\nper_window = 1"))) == ["第91行人员", "张一", "李一"]
    assert winners(appraised(star("number = 5\nsmallest = 98"))) == ["第91行人员", "张一"]
    assert winners(appraised(star("number = 5\nsmallest = 100"))) == []
    assert winners(appraised(star("number = 5\nper_window = 0"))) == []


def test_groups_and_exclusions_concern_people_where_the_notice_says_so() -> None:
    """B apart: 李一; 丙 out: five heads are left, 30% of them 1.5, two: 98 and the two of 97."""
    out = '[[remark.exclusion]]\nid = "fresh"\nname = "不参评"\ntyped = "text"\n'
    grouped = star('number = 1\ngroup = "each"') + GROUPS
    marks = {name: {GROUP: group} for name, group in zip(PEOPLE, "AABB", strict=True)}
    marks = {name: {GROUP: f"{own[GROUP]}组"} for name, own in marks.items()}
    assert winners(appraised(grouped, marks)) == ["A组张一", "B组第91行人员"]

    fresh = {"丙": {"fresh": "新进驻"}}
    listed = star('share = "30%"') + out
    assert quota(appraised(listed, fresh)) == [(7, 2)]
    closed = appraised(listed + 'awards = ["star"]\n', fresh)
    assert quota(closed) == [(5, 2)]
    assert winners(closed) == ["张一", "张二", "李一"]
    assert closed.window("丙").rank is None
    assert closed.window("丙").awards["red_flag"].text == "不参评"


def test_a_veto_is_the_windows_and_not_its_peoples() -> None:
    """甲 may not be elected; 张一 is all the same."""
    text = star("number = 2") + '[[remark.situation]]\nnumber = 1\ntext = "弄虚作假"\n'
    appraisal = appraised(text, {"甲": {VETO: "√"}})

    assert appraisal.window("甲").awards["red_flag"].text == "一票否决"
    assert winners(appraisal) == ["第91行人员", "张一"]


def test_the_paragraph_names_them_with_their_windows() -> None:
    """By the share, in order; and as JSON by the award's name."""
    text = star('share = "30%"\nsmallest = 98')
    appraisal = appraised(text)

    said = paragraph(book_of(text), "2023Q1", appraisal)
    sentence = (
        "按7名人员30%比例，服务标兵名额2个，评选服务标兵2名，依次为第91行人员（丙）、张一（甲）。"
    )
    assert sentence in said
    told = summarise(appraisal).as_json()["people"]
    assert told == {
        "服务标兵": [
            {"name": "第91行人员", "window": "丙", "score": "99"},
            {"name": "张一", "window": "甲", "score": "98"},
        ]
    }


FAULTS = [
    ("number = 2", 'number = 2\nsubstitution = "none"', "不认识 substitution"),
    ("number = 2", "smallest = 2", "share（比例）和 number（名额）要写其中一个"),
    ("number = 2", "number = 2\nper_window = 1.5", "应为整数"),
    ('of = "people"', 'of = "person"', "of 为 'person'；应为windows、people 之一"),
    ('of = "people"', 'of = "windows"\nper_window = 1', "不认识 per_window"),
]


@pytest.mark.parametrize(("there", "instead", "said"), FAULTS)
def test_faults_are_told(there: str, instead: str, said: str) -> None:
    """What windows alone have people's awards have not, and the other way round."""
    assert faults(star("number = 2")) == []
    assert any(said in told for told in faults(star("number = 2").replace(there, instead)))


def test_windows_that_take_no_part_cannot_be_kept_from_one_award_of_windows() -> None:
    """They have no rank: every award of windows is closed to them anyway."""
    out = '[[remark.exclusion]]\nid = "fresh"\nname = "不参评"\nawards = ["flag"]\n'
    assert any("awards 里有窗口的评选" in told for told in faults(star("number = 2") + out))
