"""``proportion``: the best window, or one at the mean, has the full points; others in proportion.

Against the lowest count (days, errors) the fewest are best.  Never more than the full points;
what need not end is rounded half up to three places.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from xl_appraisal.model.exact import ZERO, Number, half_up, plain
from xl_appraisal.model.notice.measure import Measure
from xl_appraisal.model.notice.notice import Rule
from xl_appraisal.rules.kind import PLACES, Cells, Kind, Said

_NAMES = {"highest": "最多的", "lowest": "最少的", "mean": "平均"}


class Proportion(Kind):
    """See above."""

    among_all = True

    def held_against(
        self, measure: Measure, count: Number, others: Sequence[Number]
    ) -> tuple[Decimal, Said]:
        exact, full_at = Fraction(count), _full_at(measure, [Fraction(other) for other in others])
        full = Fraction(measure.full or ZERO)
        own = half_up(min(_share(measure, exact, full_at), Fraction(1)) * full, PLACES)
        return own, Said(_proportion_text, (measure, exact, full_at, own))

    def points_formula(self, rule: Rule, cells: Cells) -> str:
        return "+".join(_term(measure, cells) for measure in rule.measures)

    def most(self, rule: Rule) -> Decimal:
        return sum((measure.full or ZERO for measure in rule.measures), ZERO)


def _full_at(measure: Measure, others: list[Fraction]) -> Fraction:
    if measure.to == "mean":
        return sum(others, Fraction(0)) / len(others)
    return max(others) if measure.to == "highest" else min(others)


def _share(measure: Measure, count: Fraction, full_at: Fraction) -> Fraction:
    if measure.to == "lowest":
        return full_at / count if count else Fraction(1)
    return count / full_at if full_at else Fraction(0)


def _term(measure: Measure, cells: Cells) -> str:
    """Against the mean, the count times the number of windows is divided by their sum."""
    full = cells.value(f"{measure.id}.full", measure.full or ZERO)
    among, count = cells.among(measure), cells.count(measure)
    function = {"highest": "MAX", "lowest": "MIN", "mean": "SUM"}[measure.to]
    held = cells.kept(f"{measure.name} {_NAMES[measure.to]}", f"{function}({among})")
    if measure.to == "lowest":
        above, below, at_nought = cells.product(held, full), count, full
    else:
        above, below, at_nought = cells.product(count, full), held, "0"
        above += f"*COUNT({among})" if measure.to == "mean" else ""
    share = f"MIN({full},{cells.divided(measure.name, above, below)})"
    return f"IF({cells.known(measure)},IF({below}=0,{at_nought},{share}),0)"


def _proportion_text(measure: Measure, count: Number, held: Number, own: Decimal) -> str:
    unit, full = measure.unit, plain(measure.full or ZERO)
    mine, theirs = f"{plain(count)}{unit}", f"{_NAMES[measure.to]}{plain(half_up(held, 6))}{unit}"
    above, below = (theirs, mine) if measure.to == "lowest" else (mine, theirs)
    return f"{measure.name}{mine}：{above}÷{below}×{full}分，不高于{full}分，得{plain(own)}分"
