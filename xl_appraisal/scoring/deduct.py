"""``deduct``: the full mark less every deduction, not below the floor that the settings give."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from xl_appraisal.model.exact import plain
from xl_appraisal.model.notice.notice import Module
from xl_appraisal.scoring.balance import Balance, Case, HelperCells, Method

_FLOOR = "module_floor"


class Deduct(Method):
    """See above; a floor above the full mark is a mistake, no reward."""

    def balance(self, case: Case) -> Balance:
        balance = Balance(case.module)
        balance.change(case.module.maximum, "满分", "start", "倒扣分模块从满分起扣")
        balance.take(case.contributions, -1)
        floor, setting = case.notice.value(_FLOOR), case.notice.settings[_FLOOR]
        if isinstance(floor, Decimal) and balance.score < floor:
            missing = floor - balance.score
            text = f"最低{plain(floor)}分，超出的扣分{plain(missing)}分不再扣"
            balance.change(missing, "最低分", "floor", text, setting.remark, setting.standing)
            balance.limit_to_maximum()
        return balance

    def formula(self, module: Module, terms: Sequence[str], cells: HelperCells) -> str:
        most, floor = cells.value(f"module.{module.id}.max"), cells.value(f"setting.{_FLOOR}")
        score = cells.step(f"{module.name} 扣后", "-".join([most, *terms]))
        return f"IF(ISNUMBER({floor}),MAX({score},MIN({floor},{most})),{score})"
