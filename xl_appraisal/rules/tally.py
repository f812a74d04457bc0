"""``tally``: each measure gives its points times its count; negative points are a deduction.

What is lost is never taken off what is gained: the two may go to different modules.
"""

from __future__ import annotations

from decimal import Decimal

from xl_appraisal.model.exact import ZERO, Number, as_decimal, plain
from xl_appraisal.model.notice.measure import Measure
from xl_appraisal.model.notice.notice import Rule
from xl_appraisal.rules.kind import Cells, Counts, Derived, Kind, Said, path


class Tally(Kind):
    """See above."""

    def derive(self, rule: Rule, known: list[Measure], counts: Counts) -> Derived:
        gain, loss, parts = ZERO, ZERO, []
        for measure in known:
            each, count = _each(measure), counts[path(rule, measure)]
            points = each * as_decimal(count)
            gain += max(points, ZERO)
            loss -= min(points, ZERO)
            parts.append(Said(_tally_text, (measure, count, each)))
        return Derived(gain, loss, tuple(parts))

    def points_formula(self, rule: Rule, cells: Cells) -> str:
        gaining = [measure for measure in rule.measures if _each(measure) >= 0]
        return "+".join(_term(measure, cells) for measure in gaining) or "0"

    def deduction_formula(self, rule: Rule, cells: Cells) -> str:
        losing = [measure for measure in rule.measures if _each(measure) < 0]
        return "-".join(["0", *(_term(measure, cells) for measure in losing)])


def _each(measure: Measure) -> Decimal:
    return measure.points or ZERO


def _term(measure: Measure, cells: Cells) -> str:
    return cells.times(measure, cells.value(f"{measure.id}.points", _each(measure)))


def _tally_text(measure: Measure, count: Number, each: Decimal) -> str:
    return f"{measure.name}{plain(count)}{measure.unit}×{plain(each)}分"
