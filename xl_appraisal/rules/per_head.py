"""``per_head``: counts × points, divided by the people that the measure with ``heads`` counts.

It need not end and is rounded half up to three places.  Everything must be there: without the
number of people there is no share of one.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from xl_appraisal.model.exact import ZERO, Number, half_up, plain
from xl_appraisal.model.notice.measure import Measure
from xl_appraisal.model.notice.notice import Rule
from xl_appraisal.rules.kind import PLACES, Cells, Counts, Derived, Kind, Said, path


class PerHead(Kind):
    """See above."""

    def derive(self, rule: Rule, known: list[Measure], counts: Counts) -> Derived:
        people = Fraction(sum((counts[path(rule, m)] for m in known if m.heads), ZERO))
        counted = [(m, counts[path(rule, m)]) for m in known if not m.heads]
        points = sum((Fraction(count) * Fraction(_each(m)) for m, count in counted), Fraction(0))
        each = half_up(points / people, PLACES) if people else ZERO
        return Derived(each, ZERO, (Said(_head_text, (counted, people, each)),))

    def points_formula(self, rule: Rule, cells: Cells) -> str:
        (people,) = (cells.count(measure) for measure in rule.measures if measure.heads)
        terms = [
            cells.times(m, cells.value(f"{m.id}.points", _each(m)))
            for m in rule.measures
            if not m.heads
        ]
        return f"IF({people}<=0,0,{cells.divided(rule.name, '+'.join(terms), people)})"

    def needed(self, given: bool, known: int, every: int) -> str:
        return "数量" if known < every and (known or given) else ""

    def refusal(self, measure: Measure, count: Number) -> str:
        return "大于0的人数" if measure.heads and count <= 0 else ""

    def refused(self, measure: Measure, count: str, full: str) -> str:
        return f"{count}<=0" if measure.heads else ""


def _each(measure: Measure) -> Decimal:
    return measure.points or ZERO


def _head_text(counted: list[tuple[Measure, Number]], people: Number, each: Decimal) -> str:
    terms = " + ".join(f"{m.name}{plain(n)}{m.unit}×{plain(_each(m))}分" for m, n in counted)
    terms = f"（{terms}）" if len(counted) > 1 else terms
    return f"{terms}÷{plain(people)}人 = {plain(each)}分"
