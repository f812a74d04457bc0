"""``accumulate``: all points that go to the module, up to its full mark."""

from __future__ import annotations

from collections.abc import Sequence

from xl_appraisal.model.notice.notice import Module
from xl_appraisal.scoring.balance import Balance, Case, HelperCells, Method


class Accumulate(Method):
    """See above."""

    def balance(self, case: Case) -> Balance:
        balance = Balance(case.module)
        balance.take(case.contributions, 1)
        balance.limit_to_maximum()
        return balance

    def formula(self, module: Module, terms: Sequence[str], cells: HelperCells) -> str:
        return f"MIN({'+'.join(terms)},{cells.value(f'module.{module.id}.max')})"
