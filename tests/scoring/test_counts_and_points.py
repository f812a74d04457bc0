"""Counts and points that meet on one item: none is lost, none counts twice."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.evidence import LAYOUT_TEXT, NOTICE_TEXT, entry, window
from xl_appraisal.model.errors import LayoutError, NoticeError
from xl_appraisal.model.rulebook import Rulebook, load_rulebook, rulebook_from_texts
from xl_appraisal.scoring import Entry, appraise_windows
from xl_appraisal.scoring.result import RankedWindow

SHOWN_DEDUCTION = """
[[column]]
id = "walkthrough_deduction"
header = ["重点扣分", "局长走流程扣分"]
kind = "points"
sign = "-"
module = "business_conduct"
rule = "walkthrough"
standing = "sure"
"""


def appraised(
    *entries: Entry, book: Rulebook | None = None, **typed: object
) -> tuple[RankedWindow, list[str]]:
    """One window appraised, and the codes of all findings."""
    appraisal = appraise_windows(book or load_rulebook(), [window("甲", typed, entries)])
    return appraisal.windows[0], [finding.code for finding in appraisal.findings]


def test_points_on_a_counting_item_stop_the_score() -> None:
    """到岗次数 is a count; 2 points written there would otherwise be lost in silence."""
    found, codes = appraised(entry(item="leadership_visits", label="到岗次数", points=2, count=1))

    assert found.total is None
    assert codes == ["points_on_count"]


def test_points_and_count_of_one_line_are_held_against_the_rule() -> None:
    """0.2 × 2 = 0.4 by the inferred rule; the line says 0.2, which stands and is told."""
    found, codes = appraised(entry(item="item_24", label="c25", points="0.2", count=2))

    assert found.score.modules["reward"] == Decimal("0.2")
    assert codes == ["rule_disagrees"]


def test_points_and_count_that_agree_are_no_finding() -> None:
    """Two lines of 帮代办, once each: 2 times are 1 point by remark 6, as written."""
    lines = [
        entry(4, item="assisted_bonus", label="帮代办", points="0.5", count=1),
        entry(5, item="assisted_bonus", label="帮代办", points="0.5", count=1),
    ]
    found, codes = appraised(*lines)

    assert found.score.modules["reward"] == 1
    assert codes == []


def test_a_count_without_a_rule_is_compared_too() -> None:
    """一件事数量 scores nothing by itself, but two different counts deserve a look."""
    _, codes = appraised(entry(item="package_count", label="一件事数量", count=2), package_count=3)

    assert codes == ["count_disagrees"]


@pytest.mark.parametrize(("typed", "expected"), [({}, 29), ({"walkthrough_deduction": 1}, 29)])
def test_a_deduction_that_has_a_column_counts_once(typed: dict[str, object], expected: int) -> None:
    """30 - 1 for the missing plan, whether the column was filled in too or not."""
    first = "[[column]]  # 31"
    layout = LAYOUT_TEXT.replace(first, SHOWN_DEDUCTION + first)
    book = rulebook_from_texts(NOTICE_TEXT, layout)
    line = entry(item="walkthrough.plan_missing", label="年度工作方案未提交", count=1)
    found, codes = appraised(line, book=book, **typed)

    assert found.score.modules["business_conduct"] == expected
    assert codes == []


def test_two_columns_for_one_rule_are_refused() -> None:
    """Its points would have to be guessed apart."""
    twice = LAYOUT_TEXT.replace('id = "item_22"', 'id = "item_22"\nrule = "case_volume"')

    with pytest.raises(LayoutError, match="case_volume"):
        rulebook_from_texts(NOTICE_TEXT, twice)


def test_an_empty_notice_is_blamed_itself() -> None:
    """Not the layout, whose rules name its remarks."""
    with pytest.raises(NoticeError):
        rulebook_from_texts("", LAYOUT_TEXT)


def test_every_rule_with_a_wrong_remark_is_named() -> None:
    """All faults at once."""
    wrong = LAYOUT_TEXT.replace("remark = 3", "remark = 99")

    with pytest.raises(LayoutError) as caught:
        rulebook_from_texts(NOTICE_TEXT, wrong)
    assert len(caught.value.faults) == 3
