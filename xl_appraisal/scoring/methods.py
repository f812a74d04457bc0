"""The methods by which a module's score comes about: a new one is a class and a line below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple, Protocol

from xl_appraisal.model.exact import ZERO, Number, half_up, percent, plain
from xl_appraisal.model.findings import Place
from xl_appraisal.model.notice.kinds import MethodKind
from xl_appraisal.model.notice.notice import Module, Notice, Standing
from xl_appraisal.rules.kind import Said
from xl_appraisal.scoring.evidence import WindowEvidence
from xl_appraisal.scoring.result import Line, Source, Words


class Balance:
    """A module's score with a line for each change."""

    __slots__ = ("lines", "module", "score")

    def __init__(self, module: Module) -> None:
        self.module = module
        self.score = ZERO
        self.lines: list[Line] = []

    def change(
        self,
        points: Decimal,
        item: str,
        source: Source,
        words: Words,
        remark: int | None = None,
        standing: Standing = "notice",
        column: str = "",
        places: tuple[Place, ...] = (),
    ) -> None:
        """Add signed points and note the change; the remark is that of the method, if not told."""
        module, before = self.module, self.score
        self.score = after = before + points
        remark = module.method_remark if remark is None else remark
        own = module.id
        line = own, item, source, remark, standing, words, points, before, after, column, places
        self.lines.append(tuple.__new__(Line, line))  # twice as quick, and it is made so often

    def take(self, contributions: Iterable[Line], sign: int) -> None:
        """Add contributions, or take them off."""
        for _, item, source, remark, standing, words, points, _, _, column, places in contributions:
            own = (points or ZERO) if sign > 0 else -(points or ZERO)
            self.change(own, item, source, words, remark, standing, column, places)

    def limit_to_maximum(self) -> None:
        """Cut what is above the full mark."""
        over = self.score - self.module.maximum
        if over > 0:
            text = f"加满{plain(self.module.maximum)}分为止，超出的{plain(over)}分不计"
            self.change(-over, "满分", "cap", text)


class Case(NamedTuple):
    """What a module's score follows from: the window, and the points that go to the module."""

    notice: Notice
    module: Module
    window: WindowEvidence
    contributions: Iterable[Line] = ()


class HelperCells(Protocol):
    """The helper cells of a plain-formula workbook, in millionths."""

    def value(self, path: str) -> str:
        """The cell of a parameter, which is empty where it is not set."""


class Method:
    """How a module's score comes about; a subclass overrides what it has."""

    def balance(self, case: Case) -> Balance | None:
        """The module's exact score; ``None`` where nothing is known that it follows from."""
        raise NotImplementedError

    def formula(self, module: Module, terms: Sequence[str], cells: HelperCells) -> str:
        """The same as a plain formula of the points that go to the module, its ``terms``."""
        raise NotImplementedError


class Mean(Method):
    """The mean of people's scores × a weight, half-up in the notice's places: it need not end.

    Where there are no scores, the figure typed for the module counts.  The workbooks' formulas
    for it stand with the lists of people that they average.
    """

    def balance(self, case: Case) -> Balance | None:
        notice, module, typed = case.notice, case.module, case.window.given.get(case.module.id)
        balance = Balance(module)
        scores = tuple(Fraction(given.value) for given in case.window.staff)
        if scores:
            weight = notice.share(module.settings["weight"])
            exact = sum(scores, Fraction(0)) / len(scores) * weight
            points = half_up(exact, int(notice.number(module.settings["places"])))
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


class Deduct(Method):
    """The full mark less every deduction, not below the floor that the settings give.

    A floor above the full mark is a mistake, no reward.
    """

    def balance(self, case: Case) -> Balance:
        balance = Balance(case.module)
        balance.change(case.module.maximum, "满分", "start", "倒扣分模块从满分起扣")
        balance.take(case.contributions, -1)
        setting = case.notice.setting_of(case.module, "floor")
        floor = setting.value if setting else None
        if setting and isinstance(floor, Decimal) and balance.score < floor:
            missing = floor - balance.score
            text = f"最低{plain(floor)}分，超出的扣分{plain(missing)}分不再扣"
            balance.change(missing, "最低分", "floor", text, setting.remark, setting.standing)
            balance.limit_to_maximum()
        return balance

    def formula(self, module: Module, terms: Sequence[str], cells: HelperCells) -> str:
        most = cells.value(f"module.{module.id}.max")
        floor = cells.value(f"setting.{module.settings['floor']}")
        limit = f"IF(ISNUMBER({floor}),MIN({floor},{most}),0-10^13)"  # below any score
        return f"MAX({'-'.join([most, *terms])},{limit})"


class Accumulate(Method):
    """All points that go to the module, up to its full mark."""

    def balance(self, case: Case) -> Balance | None:
        balance = Balance(case.module)
        balance.take(case.contributions, 1)
        balance.limit_to_maximum()
        return balance

    def formula(self, module: Module, terms: Sequence[str], cells: HelperCells) -> str:
        return f"MIN({'+'.join(terms)},{cells.value(f'module.{module.id}.max')})"


class Given(Accumulate):
    """Points that somebody gives the window, typed or by a rule; unlike a bonus they must be there.

    A typed figure above the full mark is cut to it, and told where it is read.
    """

    def balance(self, case: Case) -> Balance | None:
        return super().balance(case) if case.contributions else None


METHODS: dict[MethodKind, Method] = {
    "mean": Mean(),
    "deduct": Deduct(),
    "accumulate": Accumulate(),
    "given": Given(),
}
