"""What holds of every table, whatever is in it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, localcontext
from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import published
from tests.evidence import appraise, entry, rulebook, with_total
from tests.plain_appraisal import Row
from tests.published import MODULES
from tests.remark_cases import broken_chains
from tests.scoring.strategies import DEDUCTIVE, as_windows, rows, tables
from xl_appraisal.model.exact import half_up
from xl_appraisal.model.record import replace as replace_record
from xl_appraisal.scoring import Entry, Given, WindowEvidence, appraise_windows

points = st.integers(0, 30_000).map(lambda n: Decimal(n) / 1000)
totals = st.lists(
    st.one_of(
        st.sampled_from(["99", "98.5"]), st.integers(70_000, 120_000).map(lambda n: n / 1000)
    ),
    min_size=1,
    max_size=15,
).map(lambda found: [Decimal(str(total)) for total in found])


def one_more(window: WindowEvidence, more: Entry) -> WindowEvidence:
    return replace(window, entries=(*window.entries, more))


def scores_of(windows: list[WindowEvidence]) -> dict[str, object]:
    """All that is computed of each window, by name."""
    appraisal = appraise(*windows)
    return {
        window.window: (window.score.modules, window.rank, window.red_flag, window.substituted)
        for window in appraisal.windows
    }


@given(tables, st.randoms(use_true_random=False))
def test_the_order_of_the_windows_does_not_matter(table: list[Row], random: object) -> None:
    """Shuffled rows give every window the same modules, rank and red flag."""
    windows = as_windows(table)
    shuffled = list(windows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert scores_of(shuffled) == scores_of(windows)


@given(rows, st.sampled_from(DEDUCTIVE), points)
def test_a_further_deduction_never_raises_a_total(row: Row, module: str, more: Decimal) -> None:
    """It lowers the total by itself, or by less where the floor is met."""
    (window,) = as_windows([row])
    before = appraise(window).windows[0].total
    deduction = entry(9, module=MODULES[module], points=more)
    after = appraise(one_more(window, deduction)).windows[0].total

    assert before is not None
    assert after is not None
    assert before - more <= after <= before


@given(rows, points)
def test_a_further_bonus_never_lowers_a_total(row: Row, more: Decimal) -> None:
    """It raises the total by itself, or by less where 20 is met."""
    (window,) = as_windows([row])
    before = appraise(window).windows[0].total
    after = appraise(one_more(window, entry(9, module="reward", points=more))).windows[0].total

    assert before is not None
    assert after is not None
    assert before <= after <= before + more


@given(rows)
def test_caps_and_floors_hold(row: Row) -> None:
    """Every module is between 0 and its full mark (remark 1), the total between 0 and 120."""
    (window,) = appraise(*as_windows([row])).windows

    marks = {"窗口人员表现": 30, "人员进驻": 10, "业务规范": 30, "窗口规范": 15, "评价管理": 15}
    for name, mark in {**marks, "奖励分": 20}.items():
        assert 0 <= window.score.modules[MODULES[name]] <= mark
    assert window.total is not None
    assert 0 <= window.total <= 120


@given(tables)
def test_every_line_leads_to_the_next(table: list[Row]) -> None:
    """Each line starts where the last one ended, up to each module's score and the total."""
    assert broken_chains(appraise(*as_windows(table))) == []


@given(tables)
def test_a_total_is_the_exact_sum_of_its_modules(table: list[Row]) -> None:
    """Added as fractions, nothing is rounded away."""
    for window in appraise(*as_windows(table)).windows:
        assert window.total is not None
        exact = sum((Fraction(score) for score in window.score.modules.values()), Fraction(0))
        assert Fraction(window.total) == exact


@pytest.mark.parametrize("tie_rank", ["shared", "dense"])
@given(found=totals)
def test_ranks_follow_totals(tie_rank: str, found: list[Decimal]) -> None:
    """Shared: one more than the windows above; dense: one more than the different totals above."""
    windows = [with_total(f"窗{i}", total) for i, total in enumerate(found)]
    appraisal = appraise(*windows, changes={"setting.tie_rank": tie_rank})

    for i, total in enumerate(found):
        above = [other for other in found if other > total]
        expected = 1 + len(above if tie_rank == "shared" else set(above))
        assert appraisal.window(f"窗{i}").rank == expected


@pytest.mark.parametrize("at_line", ["include", "exclude"])
@pytest.mark.parametrize("substitution", ["next", "none"])
@given(found=totals, data=st.data())
def test_the_number_elected_fits_the_quota(
    at_line: str, substitution: str, found: list[Decimal], data: st.DataObject
) -> None:
    """Never more than the quota without a tie, never fewer while an eligible window is left."""
    vetoed = data.draw(st.lists(st.booleans(), min_size=len(found), max_size=len(found)))
    windows = [
        with_total(f"窗{i}", total, veto=veto)
        for i, (total, veto) in enumerate(zip(found, vetoed, strict=True))
    ]
    appraisal = appraise(
        *windows,
        changes={"setting.tie_at_line": at_line, "setting.substitution": substitution},
    )
    elected = [w for w in appraisal.windows if w.red_flag]
    tie = any(finding.code == "tie_at_line" for finding in appraisal.findings)
    eligible = vetoed.count(False)

    # 30 % rounded half-up, by integers: (3n + 5) // 10
    assert appraisal.quota == (3 * len(found) + 5) // 10
    assert not any(window.vetoed for window in elected)
    if at_line == "exclude" or not tie:
        assert len(elected) <= appraisal.quota
    if substitution == "next" and (at_line == "include" or not tie):
        assert len(elected) >= min(appraisal.quota, eligible)
    if not tie and substitution == "next":
        assert len(elected) == min(appraisal.quota, eligible)
    passed = [w for w in appraisal.windows if not w.red_flag and not w.vetoed]
    for window in elected:
        assert window.total is not None
        assert all(other.total is not None and other.total < window.total for other in passed)


@given(found=totals)
def test_equal_totals_share_their_red_flag(found: list[Decimal]) -> None:
    """Without a veto, two windows of one total are both elected or neither is."""
    appraisal = appraise(*[with_total(f"窗{i}", total) for i, total in enumerate(found)])

    for total in set(found):
        assert len({w.red_flag for w in appraisal.windows if w.total == total}) == 1


@pytest.mark.parametrize(("how", "rounded"), [("up", ceil), ("down", floor)])
@given(count=st.integers(1, 60))
def test_the_quota_rounds_as_set(how: str, rounded: object, count: int) -> None:
    """Up and down are ceiling and floor of 30 %."""
    windows = [with_total(f"窗{i}", 120 - i / 2) for i in range(count)]
    appraisal = appraise(*windows, changes={"setting.quota_rounding": how})

    assert appraisal.quota == rounded(Fraction(3 * count, 10))  # type: ignore[operator]


@given(tables, rows)
def test_another_window_changes_no_score(table: list[Row], other: Row) -> None:
    """A changed last row leaves every other window's modules and lines as they were."""
    before = appraise(*as_windows([*table, Row(staff=[Fraction(90)])]))
    after = appraise(*as_windows([*table, other]))

    for number in range(len(table)):
        name = f"窗{number}"
        assert before.window(name).score == after.window(name).score


@given(st.integers(4, 9))
def test_figures_do_not_hang_on_the_callers_decimal_context(digits: int) -> None:
    """A caller who works with few digits gets the same totals."""
    expected = [w.total for w in appraise_windows(rulebook(), published.evidence()).windows]
    with localcontext() as context:
        context.prec = digits
        totals = [w.total for w in appraise_windows(rulebook(), published.evidence()).windows]

    assert totals == expected


def test_lines_do_not_hang_on_the_readers_decimal_context() -> None:
    """A share is put into words when somebody reads it: all its digits, whoever that is."""
    first, *_ = published.evidence()
    window = replace_record(
        first,
        staff=(Given(Fraction(90)),),
        given={
            "immediate_cases": Given(Decimal(630)),
            "platform_share": Given(Decimal("0.666671")),
        },
        entries=(),
    )
    (ranked,) = appraise_windows(rulebook(), [window]).windows
    with localcontext() as context:
        context.prec = 3
        texts = [line.text for line in ranked.lines]

    assert any("66.6671%" in text for text in texts), texts


@given(rows)
def test_a_score_is_shown_within_half_a_hundredth(row: Row) -> None:
    """Display rounds, it never changes more than 0.005."""
    (window,) = appraise(*as_windows([row])).windows

    assert window.total is not None
    assert abs(half_up(window.total, 2) - window.total) <= Decimal("0.005")
