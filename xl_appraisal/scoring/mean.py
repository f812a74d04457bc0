"""``mean``: the mean of people's scores × a weight, in the notice's places."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from xl_appraisal.model.exact import Number, half_up, percent, plain
from xl_appraisal.rules.said import Said
from xl_appraisal.scoring.balance import Balance, Case, Method


class Mean(Method):
    """See above; a mean need not terminate, hence the rounding, half-up.

    Where there are no scores, the figure typed for the module counts.  The workbooks' formulas
    for it stand with the lists of people that they average.
    """

    def balance(self, case: Case) -> Balance | None:
        notice, module, typed = case.notice, case.module, case.window.given.get(case.module.id)
        balance = Balance(module)
        scores = tuple(Fraction(given.value) for given in case.window.staff)
        if scores:
            weight = notice.share("staff_weight")
            exact = sum(scores, Fraction(0)) / len(scores) * weight
            points = half_up(exact, int(notice.number("staff_places")))
            balance.change(points, "人员考核分", "staff", Said(_staff_text, (scores, weight)))
        elif typed is not None:
            points = Decimal(plain(typed.value))
            text, places = "名次表直接填写", (typed.place,)
            balance.change(points, module.name, "typed", text, places=places)
        else:
            return None
        balance.limit_to_maximum()
        return balance


def _staff_text(scores: Sequence[Fraction], weight: Number) -> str:
    mean = plain(half_up(sum(scores, Fraction(0)) / len(scores), 6))
    return f"{len(scores)}人考核分平均{mean}×{percent(weight)}"
