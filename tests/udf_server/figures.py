"""What the cells of a small quarter must show, in plain fractions from the remarks' words.

Shares no code with the product.  Only what a run changes is modelled: people, typed bonuses and
deductions, ledger lines, √, and eight of the rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction as F

from tests.plain_appraisal import thousandths

MODULES = ("窗口人员表现", "人员进驻", "业务规范", "窗口规范", "评价管理", "奖励分")
SHARED, DENSE = "并列，其后空出名次（1、2、2、4）", "并列，其后不空名次（1、2、2、3）"
DEDUCTED_FROM = {"item_37": "业务规范", "item_38": "窗口规范"}


@dataclass
class Rules:
    """The rules that a run edits, as the notice of 2023 has them to begin with."""

    reward_max: F = F(20)
    business_max: F = F(30)
    staff_weight: F = F(3, 10)
    share: F = F(3, 10)
    ties: str = SHARED
    assisted_once: F = F(1)
    immediate_300: F = F(1)


@dataclass
class Window:
    """A window's quarter; ``broken`` is the column whose cell holds no figure."""

    name: str
    scores: list[F]
    bonuses: dict[str, F] = field(default_factory=dict)
    deductions: dict[str, F] = field(default_factory=dict)
    entries: list[tuple[str, F]] = field(default_factory=list)
    veto: bool = False
    broken: str = ""


def modules(window: Window, rules: Rules) -> dict[str, F]:
    """Remarks 1 to 3: what each module starts from, less deductions, never below 0."""
    left = {"人员进驻": F(10), "业务规范": rules.business_max, "窗口规范": F(15), "评价管理": F(15)}
    for column, points in window.deductions.items():
        left[DEDUCTED_FROM[column]] -= points
    for module, points in window.entries:
        left[module] -= points
    mean = sum(window.scores, F(0)) / len(window.scores)
    return {
        "窗口人员表现": thousandths(mean * rules.staff_weight),
        **{module: max(points, F(0)) for module, points in left.items()},
        "奖励分": min(sum(window.bonuses.values(), F(0)), rules.reward_max),
    }


def total(window: Window, rules: Rules) -> F:
    return sum(modules(window, rules).values(), F(0))


def ranks(windows: Sequence[Window], rules: Rules) -> list[int]:
    """Remark 1, with equal totals as the rule of the day has them."""
    totals = [total(window, rules) for window in windows]
    above = [[other for other in totals if other > own] for own in totals]
    return [1 + len(set(a) if rules.ties == DENSE else a) for a in above]


def flags(windows: Sequence[Window], rules: Rules) -> list[str]:
    """Remarks 1 and 7: the best of the share, √ passed over, whoever moves up named so."""
    totals = [total(window, rules) for window in windows]
    quota = int((rules.share * len(windows) + F(1, 2)) // 1)

    def within(number: int, among: Sequence[int]) -> bool:
        return sum(totals[other] > totals[number] for other in among) < quota

    fit = [number for number, window in enumerate(windows) if not window.veto]
    shown = []
    for number, window in enumerate(windows):
        if window.veto:
            shown.append("一票否决")
        elif not within(number, fit):
            shown.append("")
        else:
            shown.append("红旗" if within(number, range(len(windows))) else "红旗（补位）")
    return shown
