"""A module's score while it is being made, and what a method of making one has.

A method is a subclass of :class:`Method`; :mod:`methods` has and lists them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple, Protocol

from xl_appraisal.model.exact import ZERO, plain
from xl_appraisal.model.findings import Place
from xl_appraisal.model.notice.notice import Module, Notice, Standing
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

    def step(self, title: str, formula: str) -> str:
        """A part of the formula in a cell of its own."""


class Method:
    """How a module's score comes about; a subclass overrides what it has."""

    def balance(self, case: Case) -> Balance | None:
        """The module's exact score; ``None`` where nothing is known that it follows from."""
        raise NotImplementedError

    def formula(self, module: Module, terms: Sequence[str], cells: HelperCells) -> str:
        """The same as a plain formula of the points that go to the module, its ``terms``."""
        raise NotImplementedError
