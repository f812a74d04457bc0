"""The cells of one rule's formula on 算式, in millionths: whole numbers, exact below 2**53."""

from __future__ import annotations

from collections.abc import Mapping

from xl_appraisal.book.new.plain.helper_block import NUMBER, Block, Field
from xl_appraisal.book.new.plain.rule_values import WEIGHT_SCALE, Values
from xl_appraisal.book.new.plain.typed_cells import BAD, SCALE, quoted
from xl_appraisal.model.exact import Number
from xl_appraisal.model.notice.measure import Lift, Measure
from xl_appraisal.model.notice.notice import Rule
from xl_appraisal.rules.kind import path

_THOUSANDTH = SCALE // 1000
MOST_DIVIDED = 4 * 10**13
"""Above, programs can no longer tell a half from a hair less when they divide."""
_NEAR = "0.00000001"
_SHARE_PLACES = 9


class Measured:
    """What rules' formulas look at: counts by measure, and columns added for single rules.

    ``faults`` are conditions that stop the window, each with what is told; ``unread`` is a
    condition for lines whose count the core takes and the formulas do not.
    """

    def __init__(
        self, block: Block, counts: Mapping[str, Field], values: Values, names: Field, unread: str
    ) -> None:
        self.block, self.counts, self.values = block, counts, values
        self.faults: list[tuple[str, str]] = []
        self._names, self._unread = names, unread
        self._compared: dict[str, Field] = {}

    def among(self, key: str, name: str) -> Field:
        """The counts of all named windows; where one of them cannot be taken, nobody's counts."""
        if key not in self._compared:
            own, window = self.counts[key].at, self._names.at
            fine = f"IF(ISNUMBER({own}),IF(MOD({own},{_THOUSANDTH})=0,{own},{quoted(BAD)}),{own})"
            formula = f'IF(OR({window}="",{window}={quoted(BAD)}),"",{fine})'
            field = self._compared[key] = self.block.add(f"{name} 参加比较", formula)
            wrong = f"COUNTIF({field.column},{quoted(BAD)})+{self._unread}>0"
            told = f"有窗口的{name}认不出，或小数超过三位，不能互相比较：请先改正"
            self.faults.append((f"IF(ISNUMBER({own}),{wrong},FALSE)", quoted(told)))
        return self._compared[key]


class RuleCells:
    """See :class:`Cells` of the rules."""

    def __init__(self, measured: Measured, rule: Rule) -> None:
        self._measured, self._rule = measured, rule

    def count(self, measure: Measure | Lift) -> str:
        return f"N({self._at(measure)})"

    def value(self, path: str, value: Number) -> str:
        return f"N({self._measured.values.rule(self._rule, path)})"

    def times(self, measure: Measure, each: str) -> str:
        """A count finer than thousandths would need more than millionths."""
        count = self.count(measure)
        self._refuse_finer(count, measure.name)
        return self.step(measure.name, self.product(count, each))

    def product(self, one: str, other: str) -> str:
        return f"{one}/{_THOUSANDTH}*({other}/{_THOUSANDTH})"

    def weighed(self, measure: Measure, weight: str) -> str:
        product = f"{self.count(measure)}*{weight}"
        told = quoted(f"{measure.name}的小数太多，本表算不准：请改为最多两位小数")
        self._refuse(f"MOD({product},{WEIGHT_SCALE})<>0", told)
        return f"{product}/{WEIGHT_SCALE}"

    def divided(self, title: str, above: str, below: str) -> str:
        """By whole-number division, in thousandths."""
        top, by = self.kept(f"{title} 被除数", above), f"({below}/{_THOUSANDTH})"
        self._refuse_finer(below, title)
        self._refuse(f"{top}>{MOST_DIVIDED}", quoted(f"{title}的数字太大，本表算不准"))
        return f"INT((2*{top}+{by})/(2*{by}))*{_THOUSANDTH}"

    def whole(self, number: int) -> str:
        return str(number * SCALE)

    def parts(self, measure: Measure, short: str, per: str, function: str) -> str:
        """At nine decimals; a finer share that hardly misses a whole part is refused."""
        share, parts = self.count(measure), f"({short})/MAX({per},{_NEAR})"
        finer = f"ROUND({share},{_SHARE_PLACES})<>{share}"
        near = f"ABS({parts}-ROUND({parts},0))<{_NEAR}"
        told = f"{measure.name}的小数太多，本表算不准：请改为最多{_SHARE_PLACES}位小数"
        self._refuse(f"AND({finer},{near})", quoted(told))
        return f"{function}(ROUND({parts},{_SHARE_PLACES}),0)"

    def step(self, title: str, formula: str) -> str:
        return f"({formula})"

    def kept(self, title: str, formula: str) -> str:
        return self._measured.block.add(title, formula, kind=NUMBER).at

    def known(self, measure: Measure) -> str:
        return f"ISNUMBER({self._at(measure)})"

    def among(self, measure: Measure) -> str:
        return self._measured.among(path(self._rule, measure), measure.name).column

    def _at(self, measure: Measure | Lift) -> str:
        return self._measured.counts[path(self._rule, measure)].at

    def _refuse(self, condition: str, told: str) -> None:
        if (condition, told) not in self._measured.faults:
            self._measured.faults.append((condition, told))

    def _refuse_finer(self, count: str, name: str) -> None:
        if not count.isdigit():
            told = f"{name}的小数超过三位，本表算不准：请改为最多三位小数"
            self._refuse(f"MOD({count},{_THOUSANDTH})<>0", quoted(told))
