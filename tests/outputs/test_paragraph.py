"""The notice's paragraph: grammatical and exact in every situation, word for word."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from tests.evidence import appraise, rulebook, window, with_total
from tests.published import evidence, rows
from xl_appraisal.model.period import period_name
from xl_appraisal.outputs.paragraph import paragraph, summarise
from xl_appraisal.scoring import Appraisal, WindowEvidence

NO_SCORE = WindowEvidence("丁", stopped=True)


def told(appraisal: Appraisal) -> str:
    return paragraph(rulebook(), "2023Q1", appraisal)


CASES = {
    "nobody": ([], "2023年第1季度没有窗口参加绩效考核。"),
    "nobody scored": ([NO_SCORE], "2023年第1季度共有1个窗口参加绩效考核，均尚未计分。"),
    "one": (
        [with_total("甲", 100)],
        # 1 × 30 % = 0.3: no place
        "2023年第1季度共有1个窗口参加绩效考核。甲绩效分值100.00分。"
        "按参加考核窗口30%比例，红旗窗口名额0个，没有窗口评为红旗窗口。",
    ),
    "all level": (
        [with_total("甲", 100), with_total("乙", 100)],
        # 2 × 30 % = 0.6: one place, both level at the line are elected
        "2023年第1季度共有2个窗口参加绩效考核。2个窗口绩效分值均为100.00分。"
        "按参加考核窗口30%比例，红旗窗口名额1个，评选红旗窗口2个，依次为甲、乙。",
    ),
    "ties at both ends": (
        [with_total("甲", 101), with_total("乙", 101), with_total("丙", 99), with_total("戊", 99)],
        "2023年第1季度共有4个窗口参加绩效考核。甲、乙绩效分值并列最高，为101.00分；"
        "丙、戊并列最低，为99.00分；平均100.00分。"
        "按参加考核窗口30%比例，红旗窗口名额1个，评选红旗窗口2个，依次为甲、乙。",
    ),
    "one not scored": (
        [with_total("甲", 101), with_total("乙", "99.005"), NO_SCORE],
        # mean 100.0025, shown rounded
        "2023年第1季度共有3个窗口参加绩效考核，其中2个已计分，丁尚未计分，以下为暂列结果。"
        "甲绩效分值最高，为101.00分；乙最低，为99.01分；平均100.00分（四舍五入）。"
        "按参加考核窗口30%比例，红旗窗口名额1个，评选红旗窗口1个，为甲。",
    ),
    "veto and substitution": (
        [with_total("甲", 102, veto=True), with_total("乙", 101), with_total("丙", 100)],
        "2023年第1季度共有3个窗口参加绩效考核。甲绩效分值最高，为102.00分；丙最低，为100.00分；"
        "平均101.00分。按参加考核窗口30%比例，红旗窗口名额1个，评选红旗窗口1个，为乙。"
        "甲因一票否决，取消本季度参评红旗窗口资格；按绩效分值排名，由乙自动补位。",
    ),
    "veto below the line": (
        [with_total("甲", 102), with_total("乙", 101), with_total("丙", 100, veto=True)],
        "2023年第1季度共有3个窗口参加绩效考核。甲绩效分值最高，为102.00分；丙最低，为100.00分；"
        "平均101.00分。按参加考核窗口30%比例，红旗窗口名额1个，评选红旗窗口1个，为甲。"
        "丙因一票否决，取消本季度参评红旗窗口资格。",
    ),
    "all vetoed": (
        [with_total("甲", 102, veto=True), with_total("乙", 101, veto=True)],
        "2023年第1季度共有2个窗口参加绩效考核。甲绩效分值最高，为102.00分；乙最低，为101.00分；"
        "平均101.50分。按参加考核窗口30%比例，红旗窗口名额1个，没有窗口评为红旗窗口。"
        "甲、乙因一票否决，取消本季度参评红旗窗口资格。",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_paragraph_word_for_word(case: str) -> None:
    """None, one, ties, no score, vetoes with and without substitution."""
    windows, expected = CASES[case]

    assert told(appraise(*windows)) == expected


def test_the_mean_is_exact_and_only_shown_rounded() -> None:
    """(101 + 100 + 100) ÷ 3 = 301/3, which no decimal holds."""
    found = summarise(
        appraise(*(with_total(n, t) for n, t in (("甲", 101), ("乙", 100), ("丙", 100))))
    )

    assert found.mean == Fraction(301, 3)
    assert found.as_json()["mean"] == "301/3"


def test_the_mean_of_the_published_quarter() -> None:
    """From the published modules of all 25 windows, added up here."""
    totals = [sum(Decimal(row[f"c{n}"]) for n in range(3, 9)) for row in rows()]

    assert summarise(appraise(*evidence())).mean == Fraction(sum(totals, Decimal(0))) / 25


def test_a_window_without_a_total_never_counts_in_the_mean() -> None:
    """An unscored window is left out, not taken for nothing."""
    found = summarise(appraise(with_total("甲", 100), NO_SCORE, window("乙")))

    assert found.mean == Fraction(100)  # 乙 has 30 + 70 without any item


def test_quarters_are_named_as_people_do() -> None:
    """As in the notice's own title."""
    assert period_name("2023Q4") == "2023年第4季度"
