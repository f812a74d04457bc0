"""Stages ``staff_performance``, ``deductions`` and ``reward``: contributions become scores.

Remark 2 names the three methods: a weighted mean, deductions from the full mark, and an
accumulation up to the full mark.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from xl_appraisal.model.exact import ZERO, Number, half_up, percent, plain
from xl_appraisal.model.findings import Place
from xl_appraisal.model.notice.notice import Module, Notice, Standing
from xl_appraisal.rules.said import Said
from xl_appraisal.scoring.evidence import Given
from xl_appraisal.scoring.points_state import Contribution
from xl_appraisal.scoring.result import Source, Step, Words


class Balance:
    """A module's score while it is being made, with a step for each change."""

    __slots__ = ("module", "score", "steps")

    def __init__(self, module: Module) -> None:
        self.module = module
        self.score = ZERO
        self.steps: list[Step] = []

    def change(
        self,
        points: Decimal,
        item: str,
        source: Source,
        text: Words,
        *,
        remark: int | None = None,
        standing: Standing = "notice",
        column: str = "",
        places: tuple[Place, ...] = (),
    ) -> None:
        """Add signed points and note the step."""
        module, before = self.module, self.score
        self.score = after = before + points
        remark = module.method_remark if remark is None else remark
        self.steps.append(
            (
                module.id,
                item,
                source,
                remark,
                standing,
                text,
                points,
                before,
                after,
                column,
                places,
            )
        )

    def take(self, contribution: Contribution, sign: int) -> None:
        """Add a contribution, or take it off."""
        _, item, source, remark, standing, points, text, column, places = contribution
        self.change(
            sign * points,
            item,
            source,
            text,
            remark=remark,
            standing=standing,
            column=column,
            places=places,
        )

    def limit_to_maximum(self) -> None:
        """Cut what is above the full mark (remark 2: 加满为止)."""
        over = self.score - self.module.maximum
        if over > 0:
            text = f"加满{plain(self.module.maximum)}分为止，超出的{plain(over)}分不计"
            self.change(-over, "满分", "cap", text)


def staff_performance(
    notice: Notice, module: Module, staff: Iterable[Given], typed: Given | None
) -> Balance | None:
    """Mean of the staff's quarterly scores × weight; the typed figure where there are none.

    Rounded half-up to the notice's places, as a mean need not terminate.  ``None`` where
    neither is known.
    """
    balance = Balance(module)
    scores = [Fraction(given.value) for given in staff]
    if scores:
        exact = sum(scores, Fraction(0)) / len(scores) * notice.share("staff_weight")
        points = half_up(exact, int(notice.number("staff_places")))
        text = Said(_staff_text, (tuple(scores), notice.share("staff_weight")))
        balance.change(points, "人员考核分", "staff", text)
    elif typed is not None:
        points = Decimal(plain(typed.value))
        balance.change(points, module.name, "typed", "名次表直接填写", places=(typed.place,))
    else:
        return None
    balance.limit_to_maximum()
    return balance


def _staff_text(scores: Sequence[Fraction], weight: Number) -> str:
    mean = plain(half_up(sum(scores, Fraction(0)) / len(scores), 6))
    return f"{len(scores)}人考核分平均{mean}×{percent(weight)}"


def deductions(notice: Notice, module: Module, contributions: Iterable[Contribution]) -> Balance:
    """Full mark less every deduction, not below the floor that the settings give."""
    balance = Balance(module)
    balance.change(module.maximum, "满分", "start", "倒扣分模块从满分起扣")
    for contribution in contributions:
        balance.take(contribution, -1)
    floor = notice.value("module_floor")
    if isinstance(floor, Decimal) and balance.score < floor:
        missing = floor - balance.score
        setting = notice.settings["module_floor"]
        text = f"最低{plain(floor)}分，超出的扣分{plain(missing)}分不再扣"
        balance.change(
            missing, "最低分", "floor", text, remark=setting.remark, standing=setting.standing
        )
        balance.limit_to_maximum()  # a floor above the full mark is a mistake, no reward
    return balance


def reward(module: Module, contributions: Iterable[Contribution]) -> Balance:
    """All bonus points, up to the full mark."""
    balance = Balance(module)
    for contribution in contributions:
        balance.take(contribution, 1)
    balance.limit_to_maximum()
    return balance
