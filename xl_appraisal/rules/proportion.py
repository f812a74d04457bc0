"""``proportion``: the best window, or one at the mean, has the full points; others in proportion.

Against the lowest count (days, errors) the fewest are best.  Never more than the full points;
what need not end is rounded half up to three places.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from xl_appraisal.model.exact import ZERO, Number, half_up, plain
from xl_appraisal.model.notice.measure import Measure
from xl_appraisal.model.notice.notice import Rule
from xl_appraisal.rules.kind import PLACES, Among, Counts, Derived, Kind, Said, path

_NAMES = {"highest": "最多的", "lowest": "最少的", "mean": "平均"}


class Proportion(Kind):
    """See above."""

    among_all = True

    def derive_among(
        self, rule: Rule, known: list[Measure], counts: Counts, among: Among
    ) -> Derived:
        points, parts = ZERO, []
        for measure in known:
            count = Fraction(counts[path(rule, measure)])
            held = _held_against(measure, [Fraction(n) for n in among[path(rule, measure)]])
            full = measure.full or ZERO
            own = half_up(min(_share(measure, count, held), Fraction(1)) * Fraction(full), PLACES)
            points += own
            parts.append(Said(_proportion_text, (measure, count, held, own)))
        return Derived(points, ZERO, tuple(parts))

    def most(self, rule: Rule) -> Decimal:
        return sum((measure.full or ZERO for measure in rule.measures), ZERO)


def _held_against(measure: Measure, others: list[Fraction]) -> Fraction:
    if measure.to == "mean":
        return sum(others, Fraction(0)) / len(others)
    return max(others) if measure.to == "highest" else min(others)


def _share(measure: Measure, count: Fraction, held: Fraction) -> Fraction:
    if measure.to == "lowest":
        return held / count if count else Fraction(1)
    return count / held if held else Fraction(0)


def _proportion_text(measure: Measure, count: Number, held: Number, own: Decimal) -> str:
    unit, full = measure.unit, plain(measure.full or ZERO)
    mine, theirs = f"{plain(count)}{unit}", f"{_NAMES[measure.to]}{plain(half_up(held, 6))}{unit}"
    above, below = (theirs, mine) if measure.to == "lowest" else (mine, theirs)
    return f"{measure.name}{mine}：{above}÷{below}×{full}分，不高于{full}分，得{plain(own)}分"
