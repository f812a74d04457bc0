"""Several awards in one notice: each its own election, and what is shown of each everywhere."""

from __future__ import annotations

from decimal import Decimal

from tests.evidence import entry
from tests.made_notice import faults, made, module
from tests.other_schemes import notice_of
from xl_appraisal.model.findings import Place
from xl_appraisal.model.layout.layout import VETO
from xl_appraisal.model.layout.layout_for_notice import layout_for_notice
from xl_appraisal.model.rulebook import Rulebook, rulebook_from_texts
from xl_appraisal.outputs.paragraph import paragraph
from xl_appraisal.scoring import Appraisal, WindowEvidence, appraise_windows
from xl_appraisal.scoring.elections import quota_told
from xl_appraisal.work.comparing.gap import gaps


def award(name: str, called: str, more: str) -> str:
    """An award's block."""
    return f'[[remark.award]]\nid = "{name}"\nname = "{called}"\n{more}\n'


POINTS = module("points", "given", 120)
SITUATION = '[[remark.situation]]\nnumber = 1\ntext = "弄虚作假"\n'
TWO = made(
    POINTS,
    award("flag", "红旗窗口", 'share = "30%"\nrounding = "up"'),
    award("model", "服务先进窗口", 'number = 4\nsmallest = 90\nties = "exclude"'),
    SITUATION,
)
TOTALS = {"甲": 100, "乙": 98, "丙": 95, "丁": 95, "戊": 91, "己": 89, "庚": 80}


def appraised(text: str, totals: dict[str, int], veto: str = "") -> Appraisal:
    """Windows of those totals; one may be vetoed."""
    windows = []
    for row, (name, total) in enumerate(totals.items(), 4):
        lines = [entry(row, module="points", points=total)]
        lines += [entry(row, item=VETO)] if name == veto else []
        windows.append(WindowEvidence(name, Place("名次表", row, 2), entries=tuple(lines)))
    return appraise_windows(book_of(text), windows)


def book_of(text: str) -> Rulebook:
    """The notice with the layout that is made of it."""
    return rulebook_from_texts(text, layout_for_notice(notice_of(text), "2023Q1"))


def won(appraisal: Appraisal) -> dict[str, list[str]]:
    """The name of each award → the windows that have it, in rank order."""
    found: dict[str, list[str]] = {one.award.name: [] for one in appraisal.contests}
    for window in appraisal.windows:
        for contest in appraisal.contests:
            if window.has(contest.award):
                found[contest.award.name].append(window.window)
    return found


def test_each_award_is_elected_by_its_own_rules() -> None:
    """30% of seven is 2.1, up to 3: 丙 and 丁 tie at the 3rd and are in; four of the five from 90.

    The tie at 95 fills the 3rd and 4th place and none beyond, so ``exclude`` takes nobody out.
    """
    appraisal = appraised(TWO, TOTALS)

    assert [one.quota for one in appraisal.contests] == [3, 4]
    assert won(appraisal) == {
        "红旗窗口": ["甲", "乙", "丙", "丁"],
        "服务先进窗口": ["甲", "乙", "丙", "丁"],
    }


def test_a_window_may_have_one_award_and_not_the_other() -> None:
    """Of three places 丙 and 丁 tie at the 3rd and ``exclude`` takes neither; 100 and 98 stay."""
    appraisal = appraised(TWO.replace("number = 4", "number = 3"), TOTALS)

    assert won(appraisal)["服务先进窗口"] == ["甲", "乙"]
    texts = {one.window: one.flag_text for one in appraisal.windows}
    assert texts["甲"] == "红旗、服务先进"
    assert texts["丙"] == "红旗"
    assert texts["戊"] == ""
    tied = [one for one in appraisal.findings if one.code == "tie_at_line"]
    assert [one.message[:8] for one in tied] == ["红旗名额3个，最", "服务先进名额3个"]


def test_a_veto_takes_every_award_and_is_told_once() -> None:
    """乙 vetoed: 戊 (91) moves up to the 4th place; 丙 and 丁, who tied, had the first anyway."""
    appraisal = appraised(TWO, TOTALS, veto="乙")

    assert won(appraisal)["服务先进窗口"] == ["甲", "丙", "丁", "戊"]
    second = next(w for w in appraisal.windows if w.window == "乙")
    assert second.flag_text == "一票否决"
    vetoed = [line.text for line in second.lines if "标识√" in line.text]
    assert vetoed == ["不得参评标识√：取消本季度红旗窗口、服务先进窗口参评资格，得分和名次不变"]
    moved = next(w for w in appraisal.windows if w.window == "戊")
    assert moved.awards["award_model"].text == "服务先进（补位）"
    assert moved.awards["red_flag"].text == ""


def test_the_paragraph_has_a_sentence_for_each_award() -> None:
    """Places, names and who moved up, each by the award's own name."""
    book = book_of(TWO)
    text = paragraph(book, "2023Q1", appraised(TWO, TOTALS, veto="乙"))

    assert "按参加考核窗口30%比例，红旗窗口名额3个，评选红旗窗口3个，依次为甲、丙、丁。" in text
    assert "服务先进窗口名额4个，评选服务先进窗口4个，依次为甲、丙、丁、戊。" in text
    assert (
        "取消本季度参评红旗窗口、服务先进窗口资格；按绩效分值排名，由戊自动补位服务先进窗口。"
        in text
    )
    assert quota_told(book.notice, book.notice.awards[1], "7个窗口") == "通报定数"


def test_the_distance_is_told_for_each_award() -> None:
    """己 has 89, 6 short of both lines of 95; that of the other award, the 4th, it must pass."""
    found = {gap.window: gap for gap in gaps(book_of(TWO), appraised(TWO, TOTALS))}

    asked = [(one.flag, one.line, one.to_flag, one.strict) for one in found["己"].awards]
    line, short = Decimal(95), Decimal(6)
    assert asked == [("short", line, short, False), ("short", line, short, True)]


def test_faults_of_awards_name_their_line() -> None:
    """A name twice, an id twice, a module in the way of an award's column."""
    again = made(POINTS, award("a", "红旗窗口", "number = 1"), award("b", "红旗窗口", "number = 2"))
    same = made(POINTS, award("a", "红旗", "number = 1"), award("a", "先进", "number = 2"))
    taken = made(
        module("award_b", "given", 120),
        award("a", "红旗", "number = 1"),
        award("b", "先进", "number = 2"),
    )
    assert any("应为与别的评选不同的名称" in told for told in faults(again))
    assert any("应为未用过的编号" in told for told in faults(same))
    assert any("是评选的栏目用的编号，请换一个" in told for told in faults(taken))
