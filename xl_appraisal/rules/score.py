"""``score``: each measure is a score up to ``full``, of which the share ``weight`` counts.

Weights have four decimal places at most, so that no product needs rounding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction

from xl_appraisal.model.exact import ZERO, Number, as_decimal, percent, plain
from xl_appraisal.model.notice.measure import Measure
from xl_appraisal.model.notice.notice import Rule
from xl_appraisal.rules.kind import Cells, Counts, Derived, Kind, Said, path


class Score(Kind):
    """See above."""

    def derive(self, rule: Rule, known: list[Measure], counts: Counts) -> Derived:
        points, parts = ZERO, []
        for measure in known:
            score = as_decimal(counts[path(rule, measure)])
            points += score * _weight(measure)
            parts.append(Said(_score_text, (measure, score)))
        return Derived(points, ZERO, tuple(parts))

    def points_formula(self, rule: Rule, cells: Cells) -> str:
        terms = [
            cells.weighed(m, cells.value(f"{m.id}.weight", m.weight or Fraction(0)))
            for m in rule.measures
        ]
        return f"ROUND({'+'.join(terms)},6)"

    def needed(self, given: bool, known: int, every: int) -> str:
        return "得分" if known < every and (known or given) else ""

    def refusal(self, measure: Measure, count: Number) -> str:
        full = measure.full or ZERO
        return "" if 0 <= count <= full else f"0 到 {plain(full)} 的得分"

    def refused(self, measure: Measure, count: str, full: str) -> str:
        return f"OR({count}<0,{count}>{full})"

    def checks(self, rule: Rule, value: Callable[[str], str]) -> Iterator[tuple[str, str]]:
        for measure in rule.measures:
            yield f"{measure.name} 满分", f"{value(f'{measure.id}.full')}>0"

    def most(self, rule: Rule) -> Decimal:
        return sum(((m.full or ZERO) * _weight(m) for m in rule.measures), ZERO)


def _weight(measure: Measure) -> Decimal:
    weight = measure.weight or Fraction(0)
    return Decimal(weight.numerator) / weight.denominator


def _score_text(measure: Measure, score: Number) -> str:
    return f"{measure.name}{plain(score)}分×{percent(measure.weight or ZERO)}"
