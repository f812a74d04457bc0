"""The parts of scoring by themselves: rules, ranks and the election."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from tests.election import elect
from tests.evidence import (
    LAYOUT_TEXT,
    NOTICE_TEXT,
    appraise,
    entry,
    rulebook,
    window,
    with_total,
)
from xl_appraisal.model.exact import as_decimal, percent
from xl_appraisal.model.notice.notice import Rule
from xl_appraisal.model.rulebook import rulebook_from_texts
from xl_appraisal.rules.register import derive
from xl_appraisal.scoring import appraise_windows
from xl_appraisal.scoring.standings import ranks

D = Decimal


def rule(name: str) -> Rule:
    return rulebook().notice.rules[name]


def test_a_rule_without_any_count_derives_nothing() -> None:
    """Nothing is not 0: where no count is known there is nothing to compare with."""
    assert derive(rule("case_volume"), {}) is None
    assert derive(rule("case_volume"), {"case_volume.platform_share": D(1)}) is None
    assert derive(rule("package_services"), {"assisted_handling.times": D(3)}) is None


def test_a_judged_rule_derives_nothing() -> None:
    """The points of 领导重视 are the section's to give, whatever the visits."""
    assert derive(rule("leadership"), {"leadership.visits": D(102)}) is None


def test_derived_points_say_how_they_came_about() -> None:
    """Each count with its band, and what the platform's share did."""
    counts: dict[str, Decimal | Fraction] = {
        "case_volume.immediate": D("599.5"),
        "case_volume.promised": D(100),
        "case_volume.platform_share": Fraction(2, 3),
    }
    derived = derive(rule("case_volume"), counts)

    assert derived is not None
    assert derived.points == D("1.5")  # 1 + 0.5
    assert derived.text == (
        "窗口人均即办件599.5件，在300-599件区间，1分；"
        "窗口人均承诺件100件，未达200件，不加分；"
        "一体化平台办件占比2/3，达到2/3，1个区间各加0.5分"
    )


def test_a_tally_keeps_gains_and_losses_apart() -> None:
    """What is lost by 局长走流程 is not taken off what is gained: 2 × 0.5 and 1 + 0.5."""
    counts = {
        "walkthrough.extra_walks": D(2),
        "walkthrough.plan_missing": D(1),
        "walkthrough.schedule_missing": D(1),
    }
    derived = derive(rule("walkthrough"), counts)

    assert derived is not None
    assert (derived.points, derived.deduction) == (D(1), D("1.5"))


@pytest.mark.parametrize(
    ("share", "text"),
    [(D("0.7"), "70%"), (D("0.667"), "66.7%"), (Fraction(2, 3), "2/3"), (D(1), "100%")],
)
def test_shares_are_written_as_percentages_where_that_is_exact(
    share: Decimal | Fraction, text: str
) -> None:
    """A share that no percentage gives exactly stays a fraction."""
    assert percent(share) == text


def test_a_count_that_is_no_decimal_is_refused() -> None:
    """A third of a case cannot be multiplied into points unnoticed."""
    assert as_decimal(Fraction(3)) == D(3)
    with pytest.raises(ValueError, match="1/3"):
        as_decimal(Fraction(1, 3))


@pytest.mark.parametrize(
    ("totals", "shared", "dense"),
    [
        ([], [], []),
        (["5"], [1], [1]),
        (["5", "7", "6"], [3, 1, 2], [3, 1, 2]),
        (["9", "8", "8", "7"], [1, 2, 2, 4], [1, 2, 2, 3]),
        (["8", "8", "8"], [1, 1, 1], [1, 1, 1]),
        (["9", "9", "8", "8", "7"], [1, 1, 3, 3, 5], [1, 1, 2, 2, 3]),
        (["95.123", "95.124"], [2, 1], [2, 1]),
        (["8.0", "8.00"], [1, 1], [1, 1]),
        (["8", None, "9"], [2, None, 1], [2, None, 1]),
        ([None, None], [None, None], [None, None]),
    ],
)
def test_ranks(totals: list[str | None], shared: list[int | None], dense: list[int | None]) -> None:
    """Highest first; equal totals share a rank; a window without a score has none."""
    figures = [None if total is None else D(total) for total in totals]

    assert ranks(figures, "shared") == shared
    assert ranks(figures, "dense") == dense


def test_nobody_is_elected_where_nobody_has_a_score() -> None:
    """Three windows give one red flag, but none of them has a score."""
    election = elect(rulebook().notice, [(None, False)] * 3)

    assert election.quota == 1
    assert election.elected == frozenset()


def test_an_empty_table_is_appraised_to_nothing() -> None:
    """No window, no quota, no finding."""
    appraisal = appraise()

    assert (appraisal.quota, appraisal.windows, appraisal.findings) == (0, (), ())


def test_a_window_that_is_not_there_is_a_key_error() -> None:
    """Asking for a window by a name that nobody has is a mistake of the caller."""
    with pytest.raises(KeyError):
        appraise(with_total("甲", 90)).window("乙")


def test_windows_of_one_rank_name_each_other() -> None:
    """The rank's line says with whom, and how ties are ranked."""
    appraisal = appraise(*[with_total(name, 90) for name in ("甲", "乙")], with_total("丙", 80))

    (line,) = [line for line in appraisal.window("乙").lines if line.figure == "rank"]
    assert line.text.startswith("3个有得分的窗口中第1名；甲、乙总分相同")


def test_lines_as_json_hold_exact_text() -> None:
    """Figures are strings, exact, and every field is there."""
    appraisal = appraise(window(entries=[entry(12, item="item_22", points="0.10", reason="锦旗")]))

    lines = [line for line in appraisal.windows[0].lines if line.column == "item_22"]
    assert [line.as_json() for line in lines] == [
        {
            "figure": "reward",
            "item": "重点加分（第22列）",
            "source": "ledger",
            "remark": 3,
            "standing": "inferred",
            "points": "0.1",
            "before": "0",
            "after": "0.1",
            "column": "item_22",
            "places": ["加扣分明细!A12"],
            "text": "锦旗",
        }
    ]


def test_a_new_notice_needs_no_new_code() -> None:
    """Other marks and names come from the file: nothing in scoring knows them."""
    text = NOTICE_TEXT.replace('name = "奖励分"\nmax = 20', 'name = "激励分"\nmax = 2')
    text = text.replace('name = "人员进驻"\nmax = 10', 'name = "人员进驻"\nmax = 12')
    book = rulebook_from_texts(text, LAYOUT_TEXT)
    (changed,) = appraise_windows(book, [window(typed={"item_18": 3})]).windows

    # 30 + 12 + 30 + 15 + 15 + min(3, 2) = 104
    assert changed.total == 104
    assert "人员进驻12" in changed.lines[-3].text
    assert "激励分2 = 104" in changed.lines[-3].text


LOSSES = NOTICE_TEXT.replace(
    'module = "reward"\ndeduction_module = "business_conduct"',
    'module = "business_conduct"\ndeduction_module = "business_conduct"',
).replace('unit = "次", points = 0.5', 'unit = "次", points = -0.25')
SHOWN = LAYOUT_TEXT.replace(
    'sign = "+"\nmodule = "reward"\nrule = "walkthrough"',
    'sign = "-"\nmodule = "business_conduct"\nrule = "walkthrough"',
)
HIDDEN = LAYOUT_TEXT.replace(
    'sign = "+"\nmodule = "reward"\nrule = "walkthrough"', 'sign = "+"\nmodule = "reward"'
)


@pytest.mark.parametrize("layout", [SHOWN, HIDDEN])
def test_losses_of_a_deducting_module_are_taken_off_it(layout: str) -> None:
    """30 − 2×1 − 1×0.5 = 27.5, whether or not a column shows the points deducted."""
    book = rulebook_from_texts(LOSSES, layout)
    counts = (
        entry(item="walkthrough.plan_missing", count=2),
        entry(item="walkthrough.schedule_missing", count=1),
    )
    (found,) = appraise_windows(book, [window(entries=counts)]).windows

    assert found.score.modules["business_conduct"] == D("27.5")
    items = found.score.items
    assert layout is HIDDEN or items["walkthrough_bonus"].points == D("2.5")


UNREACHED = """
[[remark.module]]
id = "satisfaction"
name = "满意度"
max = 10

[[remark.method]]
kind = "deduct"
stage = "deductions"
modules = ["satisfaction"]
standing = "notice"
reading = "按测评计。"

# ───────────────────────────── 备注3"""
COLUMN = """[[column]]  # 9
id = "satisfaction"
header = ["满意度"]
kind = "computed"
module = "satisfaction"
standing = "sure"

[[column]]  # 9"""


def test_a_module_that_nothing_leads_to_is_told() -> None:
    """满意度 has no column, no rule and no line: all count 10 in full, and a finding says so.

    Nothing is told where a line of the ledger gave points, or a column lets a line name it.
    """
    notice = NOTICE_TEXT.replace("\n# ───────────────────────────── 备注3", UNREACHED, 1)
    by_entry = LAYOUT_TEXT.replace("[[column]]  # 9", COLUMN, 1)
    layout = by_entry.replace('module = "by_entry"', 'module = "business_conduct"')
    line = entry(item="", label="测评", module="satisfaction", points=2)
    for text, entries, told in (
        (layout, (), [("module_untouched", "warning", "10")]),
        (layout, (line,), []),
        (by_entry, (), []),
    ):
        book = rulebook_from_texts(notice, text)
        appraisal = appraise_windows(book, [window(entries=entries)])
        found = [f for f in appraisal.findings if f.item == "满意度"]
        assert [(f.code, f.severity, f.found) for f in found] == told
