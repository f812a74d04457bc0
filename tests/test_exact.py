"""Exact figures: rounding, writing and comparing them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_appraisal.model.exact import half_up, plain, reaches, round_whole, shown

D = Decimal
decimals = st.decimals(-(10**9), 10**9, places=6)


@pytest.mark.parametrize(
    ("exact", "display"),
    [  # the published totals that end in a 5: binary floats and round() get some of them wrong
        ("101.115", "101.12"),
        ("93.325", "93.33"),
        ("106.745", "106.75"),
        ("103.845", "103.85"),
        ("100.565", "100.57"),
        ("96.3", "96.30"),
        ("107.562", "107.56"),
        ("99.994999999", "99.99"),
        ("99.995", "100.00"),
        ("-0.005", "-0.01"),
        ("0", "0.00"),
    ],
)
def test_figures_are_shown_half_up(exact: str, display: str) -> None:
    """Half goes away from zero, and all places are written."""
    assert shown(D(exact), 2) == display


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        (Fraction(2, 3), 3, "0.667"),
        (Fraction(668, 7) * Fraction(3, 10), 3, "28.629"),
        (Fraction(57009, 2000), 3, "28.505"),  # 28.5045
        (D("2.5"), 0, "3"),
        (D("-2.5"), 0, "-3"),
        (D("1.5"), 6, "1.500000"),
    ],
)
def test_half_up_rounds_fractions_and_decimals_alike(
    value: Decimal | Fraction, places: int, rounded: str
) -> None:
    """To that many places, exactly at half away from zero."""
    assert str(half_up(value, places)) == rounded


@given(decimals, st.integers(0, 4))
def test_half_up_is_off_by_half_a_step_at_most(value: Decimal, places: int) -> None:
    """And what has no more places than wanted stays as it is."""
    once = half_up(value, places)

    assert abs(Fraction(once) - Fraction(value)) <= Fraction(1, 2 * 10**places)
    assert half_up(once, places) == once


@pytest.mark.parametrize(
    ("value", "half", "up", "down"),
    [
        (Fraction(15, 2), 8, 8, 7),
        (Fraction(36, 5), 7, 8, 7),
        (Fraction(69, 10), 7, 7, 6),
        (Fraction(3), 3, 3, 3),
        (Fraction(0), 0, 0, 0),
        (D("7.4999999"), 7, 8, 7),
    ],
)
def test_whole_numbers_round_as_asked(
    value: Decimal | Fraction, half: int, up: int, down: int
) -> None:
    """Half-up, up and down."""
    assert [round_whole(value, how) for how in ("half_up", "up", "down")] == [half, up, down]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (D("10.00"), "10"),
        (D("1E+2"), "100"),
        (D("0.500"), "0.5"),
        (D("-0"), "0"),
        (D("-0.10"), "-0.1"),
        (D("1E-7"), "0.0000001"),
        (Fraction(2, 3), "2/3"),
        (Fraction(1, 8), "0.125"),
        (Fraction(-1, 3), "-1/3"),
        (Fraction(7), "7"),
    ],
)
def test_figures_are_written_as_people_write_them(value: Decimal | Fraction, text: str) -> None:
    """No exponent, no needless zeros, a fraction only where a decimal would not end."""
    assert plain(value) == text


@given(st.one_of(decimals, st.fractions(max_denominator=10**6)))
def test_what_is_written_reads_back_as_the_same_figure(value: Decimal | Fraction) -> None:
    """Nothing is lost between a figure and its text."""
    assert Fraction(plain(value)) == Fraction(value)


@pytest.mark.parametrize(
    ("share", "reached"),
    [
        (Fraction(2, 3), True),
        (Fraction(400, 600), True),
        (D("0.667"), True),
        (D("0.666666666666667"), True),  # what a sheet shows of =400/600: 15 digits
        (D("0.6666666666666666"), True),  # what it stores of it: the shortest of the binary figure
        (D(str(400 / 600)), True),
        (D(str(2 / 3)), True),
        (D(str(1334 / 2001)), True),
        (D("0.666666666666666"), False),  # cut off, not rounded: typed by hand and below
        (D("0.66666666666"), False),
        (D("0.666"), False),
        (Fraction(1333, 2000), False),
        (D(1), True),
        (D(0), False),
    ],
)
def test_a_share_reaches_two_thirds(share: Decimal | Fraction, reached: bool) -> None:
    """At or above 2/3, also as a spreadsheet stores the quotient."""
    assert reaches(share, Fraction(2, 3)) is reached


@given(st.integers(1, 3000), st.integers(1, 3000))
def test_a_stored_quotient_reaches_what_the_exact_one_reaches(part: int, whole: int) -> None:
    """A share computed in a sheet's binary figures is judged as the counts themselves."""
    share = D(repr(part / whole))

    assert reaches(share, Fraction(2, 3)) is (3 * part >= 2 * whole)
