"""Exact decimal figures: reading, rounding, showing.  No binary float passes through here.

All scores are summed in :data:`CONTEXT`, which is wide enough that adding them never rounds.
"""

from __future__ import annotations

import decimal
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

Number: TypeAlias = Decimal | Fraction
"""An exact figure: decimals for points and counts, fractions for shares such as 2/3."""

ZERO = Decimal(0)
_QUICK = 30  # digits before the point of a figure that CONTEXT rounds without running out
CONTEXT = decimal.Context(prec=60, rounding=decimal.ROUND_HALF_UP)
STORED = decimal.Context(prec=15, rounding=decimal.ROUND_HALF_EVEN)
"""What Excel keeps of a figure, and so of a quotient such as ``=400/600``."""


def half_up(value: Number, places: int) -> Decimal:
    """``value`` rounded half away from zero to ``places`` decimals, as the notice's table does.

    >>> half_up(Decimal("101.115"), 2)
    Decimal('101.12')
    """
    return _round(value, places, decimal.ROUND_HALF_UP)


def round_whole(value: Number, how: str) -> int:
    """``value`` as a whole number; ``how`` is ``half_up``, ``up`` or ``down``."""
    modes = {"half_up": decimal.ROUND_HALF_UP, "up": decimal.ROUND_UP, "down": decimal.ROUND_DOWN}
    return int(_round(value, 0, modes[how]))


def _round(value: Number, places: int, mode: str) -> Decimal:
    if isinstance(value, Decimal) and value.adjusted() < _QUICK:
        quick = value.quantize(Decimal(1).scaleb(-places), mode, CONTEXT)
        return quick if quick else quick.copy_abs()
    scaled = Fraction(value) * 10**places
    whole, rest = divmod(abs(scaled), 1)
    up = {
        decimal.ROUND_HALF_UP: 2 * rest >= 1,
        decimal.ROUND_UP: rest > 0,
        decimal.ROUND_DOWN: False,
    }[mode]
    sign = -1 if scaled < 0 else 1
    return Decimal(sign * (int(whole) + int(up))).scaleb(-places, CONTEXT)


def plain(value: Number) -> str:
    """The exact figure as people write it: no exponent, no needless zeros.

    >>> plain(Decimal("10.00")), plain(Decimal("1E+2")), plain(Fraction(2, 3))
    ('10', '100', '2/3')
    """
    if type(value) is not Decimal and isinstance(value, Fraction):
        exact = _terminating(value)
        if exact is None:
            return f"{value.numerator}/{value.denominator}"
        value = exact
    text = str(value)
    if "E" in text:
        text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def as_decimal(value: Number) -> Decimal:
    """A count as a decimal; shares, which may not terminate, never come here."""
    if isinstance(value, Decimal):
        return value
    if value.denominator != 1:
        raise ValueError(f"a count that is not a decimal: {value}")
    return Decimal(value.numerator)


def percent(share: Number) -> str:
    """A share as people write it: ``70%``, or ``2/3`` where a percentage would not be exact."""
    text = plain(share * 100)
    return plain(share) if "/" in text else f"{text}%"


def shown(value: Number, places: int) -> str:
    """``value`` half-up to ``places`` decimals with all of them written: ``93.33``, ``96.30``."""
    return format(half_up(value, places), "f")


def _terminating(value: Fraction) -> Decimal | None:
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return None
    return CONTEXT.divide(Decimal(value.numerator), Decimal(value.denominator))


def reaches(share: Number, threshold: Number) -> bool:
    """Whether ``share`` is at or above ``threshold``.

    A quotient typed as ``=400/600`` reaches us as a decimal of at most 15 digits, a hair below
    2/3.  Both sides are therefore also compared as a spreadsheet would store them.
    """
    if Fraction(share) >= Fraction(threshold):
        return True
    return as_stored(share) >= as_stored(threshold)


def as_stored(value: Number) -> Decimal:
    """``value`` as a spreadsheet keeps it: 15 digits."""
    if isinstance(value, Decimal):
        return STORED.plus(value)
    return STORED.divide(Decimal(value.numerator), Decimal(value.denominator))
