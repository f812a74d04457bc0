"""``discretion``: somebody sets the points of each case, within a range that is checked.

A case is a ledger line with its points, and their number where it stands for several.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction

from xl_appraisal.model.exact import Number, plain
from xl_appraisal.model.notice.measure import Measure
from xl_appraisal.model.notice.notice import Rule
from xl_appraisal.rules.kind import Kind


class Discretion(Kind):
    """See above."""

    derives = False
    given_points = True

    def checks(self, rule: Rule, value: Callable[[str], str]) -> Iterator[tuple[str, str]]:
        for measure in rule.measures:
            least, most = (value(f"{measure.id}.{key}") for key in ("least", "most"))
            yield f"{measure.name} 最少", f"{least}<={most}"

    def outside(self, measure: Measure, points: Decimal, cases: Number | None) -> str:
        """What would be allowed, where those points for so many cases are not; else empty."""
        least, most = Fraction(measure.least or 0), Fraction(measure.most or 0)
        number = Fraction(1 if cases is None else cases)
        if least * number <= Fraction(points) <= most * number and number > 0:
            return ""
        each = f"每{measure.unit}" if measure.unit else ""
        many = f"，{plain(number)}{measure.unit}" if number != 1 else ""
        return f"{each}{plain(least)}到{plain(most)}分{many}"
