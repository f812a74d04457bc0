"""What comes out of scoring: figures, and for each figure the lines that made it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, localcontext
from typing import Literal, NamedTuple, TypeAlias

from xl_appraisal.model.exact import CONTEXT, Number
from xl_appraisal.model.exact_json import fields_json
from xl_appraisal.model.findings import Finding, Place
from xl_appraisal.model.notice.notice import Standing
from xl_appraisal.model.record import NOTHING, Record
from xl_appraisal.rules.kind import Said

Words: TypeAlias = str | Said
VETOED, SUBSTITUTED = "一票否决", "（补位）"
"""What the column of an award shows beside its mark."""
Source: TypeAlias = Literal[
    "start", "staff", "typed", "ledger", "derived", "cap", "floor", "sum", "rank", "election"
]
SOURCE_NAMES: dict[Source, str] = {
    "start": "起始分",
    "staff": "人员考核",
    "typed": "名次表填写",
    "ledger": "加扣分明细",
    "derived": "按规则推算",
    "cap": "上限",
    "floor": "下限",
    "sum": "合计",
    "rank": "排名",
    "election": "评选",
}


class Line(NamedTuple):
    """One step on the way to a figure: what changed it, from how much to how much, and why.

    ``figure`` is a module id, ``total``, ``rank`` or ``red_flag``; ``column`` the column id that
    it came from, if any; ``remark`` the remark that it follows and ``standing`` how sure that
    is.  ``points`` are signed; for a rank and an election all three figures are ``None``, and
    so are ``before`` and ``after`` where points are still on their way into a module.
    """

    figure: str
    item: str
    source: Source
    remark: int
    standing: Standing
    words: Words
    points: Decimal | None = None
    before: Decimal | None = None
    after: Decimal | None = None
    column: str = ""
    places: tuple[Place, ...] = ()

    @property
    def text(self) -> str:
        """The words, put together as if where the points were scored."""
        with localcontext(CONTEXT):  # whatever context the reader is in
            return str(self.words)

    def as_json(self) -> dict[str, object]:
        head = ("figure", "item", "source", "remark", "standing", "points", "before", "after")
        places = [str(place) for place in self.places]
        return {**fields_json(self, *head, "column"), "places": places, "text": self.text}


class ItemPoints(NamedTuple):
    """The points that an item column counts with, before any cap, and where they came from."""

    points: Decimal
    source: Source


class WindowScore(Record):
    """The scores of one window: module id → points, their sum, and the lines behind them.

    ``modules`` is empty and ``total`` ``None`` where a finding of severity ``error`` stopped the
    score.  ``items`` tells what each item column counts with, ``lines`` how it all came about:
    every step to the modules and the total, and what vetoes the window.  ``listed`` are counts,
    shares and ticks (1) by column that the ledger alone knows.
    """

    window: str
    place: Place
    modules: Mapping[str, Decimal]
    total: Decimal | None
    vetoed: bool
    lines: tuple[Line, ...]
    items: Mapping[str, ItemPoints]
    findings: tuple[Finding, ...]
    listed: Mapping[str, Number] = NOTHING


class RankedWindow(Record):
    """A window in the ranking; ``rank`` is ``None`` where it has no score.

    ``substituted`` says that it has its red flag because a vetoed window was passed over;
    ``outcome`` are the lines of the rank and the flag; ``grade`` is empty where there is none.
    ``mark`` is what the notice's award shows for a window that has it.
    """

    score: WindowScore
    rank: int | None
    red_flag: bool
    substituted: bool
    outcome: tuple[Line, ...]
    grade: str = ""
    mark: str = ""

    @property
    def flag_text(self) -> str:
        """What the award's column shows: the veto, the mark, by substitution or not, or nothing."""
        if self.vetoed:
            return VETOED
        return f"{self.mark}{SUBSTITUTED * self.substituted}" if self.red_flag else ""

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines of the score, then those of the rank and the election."""
        return (*self.score.lines, *self.outcome)

    @property
    def window(self) -> str:
        return self.score.window

    @property
    def total(self) -> Decimal | None:
        return self.score.total

    @property
    def vetoed(self) -> bool:
        return self.score.vetoed


class Appraisal(Record):
    """A whole quarter appraised: windows in rank order, unscored ones last."""

    quota: int
    windows: tuple[RankedWindow, ...]
    findings: tuple[Finding, ...]

    def window(self, name: str) -> RankedWindow:
        """The window of that name; :class:`KeyError` if there is none."""
        for window in self.windows:
            if window.window == name:
                return window
        raise KeyError(name)

    @property
    def named(self) -> int:
        """How many windows there are: a row with data and without a name is none."""
        return sum(bool(window.window) for window in self.windows)

    @property
    def stopped(self) -> bool:
        """Whether any finding stops a score."""
        return any(finding.severity == "error" for finding in self.findings)
