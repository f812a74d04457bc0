"""``average``: the mean of several scores (of months, of people), each × its ``weight``.

It need not end and is rounded half up to three places.  All scores must be there: a month that
nobody wrote is no nought, and left out it would raise or lower the mean in silence.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from xl_appraisal.model.exact import ZERO, Number, half_up, percent, plain
from xl_appraisal.model.notice.measure import Measure
from xl_appraisal.model.notice.notice import Rule
from xl_appraisal.rules.kind import PLACES, Cells, Counts, Derived, Said, path
from xl_appraisal.rules.score import Score


class Average(Score):
    """See above; scores are held against their full marks as in a sum of scores."""

    def derive(self, rule: Rule, known: list[Measure], counts: Counts) -> Derived:
        scores = [Fraction(counts[path(rule, measure)]) for measure in known]
        weighed = sum((s * _weight(m) for s, m in zip(scores, known, strict=True)), Fraction(0))
        points = half_up(weighed / len(rule.measures), PLACES)
        return Derived(points, ZERO, (Said(_average_text, (rule, known, scores, points)),))

    def points_formula(self, rule: Rule, cells: Cells) -> str:
        terms = [cells.weighed(m, cells.value(f"{m.id}.weight", _weight(m))) for m in rule.measures]
        return cells.divided(rule.name, "+".join(terms), cells.whole(len(terms)))

    def most(self, rule: Rule) -> Decimal:
        full = sum((Fraction(m.full or 0) * _weight(m) for m in rule.measures), Fraction(0))
        return half_up(full / len(rule.measures), PLACES)


def _weight(measure: Measure) -> Fraction:
    return measure.weight or Fraction(0)


def _average_text(rule: Rule, known: list[Measure], scores: list[Number], points: Decimal) -> str:
    terms = " + ".join(
        f"{measure.name}{plain(score)}分×{percent(_weight(measure))}"
        for measure, score in zip(known, scores, strict=True)
    )
    return f"（{terms}）÷{len(rule.measures)} = {plain(points)}分"
