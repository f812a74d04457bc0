"""What comes out of scoring: figures, and for each figure the lines that made it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, localcontext
from typing import Literal, NamedTuple, TypeAlias

from xl_appraisal.model.exact import CONTEXT, Number
from xl_appraisal.model.exact_json import fields_json
from xl_appraisal.model.findings import Finding, Place
from xl_appraisal.model.notice.awards import SUBSTITUTED, VETOED, Award
from xl_appraisal.model.notice.notice import Standing
from xl_appraisal.model.record import NOTHING, Record
from xl_appraisal.rules.kind import Said
from xl_appraisal.scoring.contest import Contest

Words: TypeAlias = str | Said
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

    ``figure`` is a module id, ``total``, ``rank`` or an award's column; ``column`` the column
    id that it came from, if any; ``remark`` the remark that it follows and ``standing`` how sure
    that is.  ``points`` are signed; for a rank and an election all three figures are ``None``, and
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
    shares and ticks (1) by column that the ledger alone knows.  ``group`` is that in which it is
    ranked; ``out`` maps each exclusion that it is marked with to the reason typed, if any.
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
    group: str = ""
    out: Mapping[str, str] = NOTHING


class Result(NamedTuple):
    """One award for one window: whether it is elected, and what keeps it out, if anything.

    ``substituted`` says that a vetoed window was passed over for it.
    """

    award: Award
    elected: bool = False
    substituted: bool = False
    out: str = ""

    @property
    def name(self) -> str:
        return self.award.name

    @property
    def mark(self) -> str:
        return self.award.mark

    @property
    def text(self) -> str:
        """What the award's column shows: the veto, the mark, by substitution or not, or nothing."""
        if self.out:
            return self.out
        return f"{self.mark}{SUBSTITUTED * self.substituted}" if self.elected else ""


class RankedWindow(Record):
    """A window in the ranking; ``rank`` is ``None`` where it has no score.

    ``awards`` maps the column of each award that windows may have to its result, in the notice's
    order; ``outcome`` are the lines of the rank and the awards; ``grade`` is empty where there is
    none.  A window with a score that takes no part has no rank either: ``unranked`` is what is
    shown in its place, which may be nothing.
    """

    score: WindowScore
    rank: int | None
    awards: Mapping[str, Result]
    outcome: tuple[Line, ...]
    grade: str = ""
    unranked: str = ""

    @property
    def group(self) -> str:
        """The group in which it is ranked; empty where the notice has none."""
        return self.score.group

    @property
    def takes_part(self) -> bool:
        """Whether it has a score and a rank among the others."""
        return self.rank is not None

    @property
    def place_told(self) -> str:
        """``A组第3名``, or what is said of a window that takes no part."""
        rank = self.unranked or "不排名次" if self.rank is None else f"第{self.rank}名"
        return f"{self.group}{rank}"

    @property
    def rank_text(self) -> str:
        """What stands for its rank: of a window that takes no part the notice's word for that."""
        return self.unranked if self.rank is None else str(self.rank)

    def has(self, award: Award) -> bool:
        """Whether it is elected to that award, of its own notice or of another."""
        return award.column in self.awards and self.awards[award.column].elected

    @property
    def elected(self) -> bool:
        """Whether it has any award."""
        return any(one.elected for one in self.awards.values())

    @property
    def red_flag(self) -> bool:
        """Whether it has the first award, whatever its name."""
        return next((one.elected for one in self.awards.values()), False)

    @property
    def substituted(self) -> bool:
        """Whether it has the first award because a vetoed window was passed over."""
        return next((one.substituted for one in self.awards.values()), False)

    @property
    def flag_text(self) -> str:
        """All that its awards' columns show, each text once."""
        texts = dict.fromkeys(one.text for one in self.awards.values())
        return "、".join(filter(None, texts)) or (VETOED if self.vetoed else "")

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
    """A whole quarter appraised: windows in rank order, unscored ones last.

    ``contests`` are those of the awards in the notice's order.
    """

    contests: tuple[Contest, ...]
    windows: tuple[RankedWindow, ...]
    findings: tuple[Finding, ...]

    @property
    def quota(self) -> int:
        """The places of the first award that windows may have, in all groups."""
        windows = [one for one in self.contests if one.award.of == "windows"]
        return sum(one.quota for one in windows if one.award == windows[0].award)

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
