"""Two appraisals held against each other: who gained, who lost, which ranks moved, and why."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, TypeAlias

from xl_appraisal.book.read.typed_values import squeeze
from xl_appraisal.model.exact import plain
from xl_appraisal.model.exact_json import exact_json, fields_json
from xl_appraisal.model.listed import listed
from xl_appraisal.model.notice.notice import ELECTION
from xl_appraisal.model.record import Record
from xl_appraisal.model.rulebook import Rulebook
from xl_appraisal.scoring import Appraisal, RankedWindow, WindowEvidence
from xl_appraisal.scoring.outcome import places_gained
from xl_appraisal.work.comparing.inputs import (
    InputChange,
    column_changes,
    names_of,
    rule_changes,
    window_changes,
)
from xl_appraisal.work.desk import Appraised

_MOST = 8  # names in a sentence
Presence: TypeAlias = Literal["both", "joined", "left"]


class Side(Record):
    """One of the two: its name, its rulebook, what went in and what came out."""

    name: str
    book: Rulebook
    windows: tuple[WindowEvidence, ...]
    appraisal: Appraisal


class FigureChange(Record):
    """A module's score before and after; ``None`` where there was none."""

    name: str
    before: Decimal | None
    after: Decimal | None

    @property
    def text(self) -> str:
        return f"{self.name} {_figure(self.before)} → {_figure(self.after)}"


class WindowChange(Record):
    """One window before and after; the empty one of ``before`` and ``after`` it was not in."""

    window: str
    presence: Presence
    before: RankedWindow | None
    after: RankedWindow | None
    figures: tuple[FigureChange, ...]
    inputs: tuple[InputChange, ...]

    @property
    def gain(self) -> Decimal | None:
        """What the total gained, negative where it lost; ``None`` where one is missing."""
        if self.before is None or self.after is None:
            return None
        if self.before.total is None or self.after.total is None:
            return None
        return self.after.total - self.before.total

    @property
    def moved(self) -> int | None:
        """How many ranks it went up, negative for down."""
        return places_gained(self.before, self.after)

    @property
    def flags(self) -> tuple[str, str]:
        """What 名次表 shows as elected, before and after."""
        return (
            self.before.flag_text if self.before else "",
            self.after.flag_text if self.after else "",
        )

    @property
    def changed(self) -> bool:
        """Whether anything at all is different."""
        if self.before is None or self.after is None:
            return True
        scored = (self.before.total is None) != (self.after.total is None)
        flagged = self.flags[0] != self.flags[1]
        return scored or flagged or bool(self.gain or self.moved or self.figures or self.inputs)

    def as_json(self) -> dict[str, object]:
        """Figures exact, as strings."""
        sides = {name: _standing_json(getattr(self, name)) for name in ("before", "after")}
        found = fields_json(self, "gain", "moved", "figures", "inputs")
        return fields_json(self, "window", "presence") | sides | found


class Comparison(Record):
    """All differences: every window of either side, in the later one's order, left ones last.

    ``common`` are changes of rules and columns, which concern all windows.
    """

    before: str
    after: str
    windows: tuple[WindowChange, ...]
    common: tuple[InputChange, ...]

    @property
    def mark(self) -> str:
        """What windows are elected to, the later one's word first; 评选 where there is none."""
        return "、".join(self.marks.values()) or ELECTION

    @property
    def marks(self) -> dict[str, str]:
        """What the columns of awards are called, the later one's word first."""
        windows = [w.after for w in self.windows] + [w.before for w in self.windows]
        found: dict[str, str] = {}
        for window in windows:
            for award, one in window.awards.items() if window is not None else ():
                found.setdefault(award, one.mark)
        return found

    @property
    def changed(self) -> tuple[WindowChange, ...]:
        """The windows of which anything is different."""
        return tuple(window for window in self.windows if window.changed)

    def as_json(self, *, every: bool = False) -> dict[str, object]:
        """The changed windows, or with ``every`` all of them."""
        windows = exact_json(self.windows if every else self.changed)
        return fields_json(self, "before", "after", "common") | {"windows": windows}


def side(name: str, done: Appraised) -> Side:
    """A workbook that was read and appraised, as one side of a comparison."""
    return Side(name, done.quarter.book, done.quarter.windows, done.appraisal)


def compare(before: Side, after: Side) -> Comparison:
    """Hold two appraisals against each other.  Windows are the same where their names are.

    Spaces and width of characters do not count in names; a renamed window left and joined.
    """
    return Comparison(
        before.name,
        after.name,
        tuple(_windows(before, after)),
        (*rule_changes(before.book, after.book), *column_changes(before.book, after.book)),
    )


def _windows(before: Side, after: Side) -> Iterator[WindowChange]:
    old = {squeeze(window.window): window for window in before.appraisal.windows}
    old_inputs = {squeeze(window.name): window for window in before.windows}
    new_inputs = {squeeze(window.name): window for window in after.windows}
    names = names_of(before.book, after.book)
    for window in after.appraisal.windows:
        key = squeeze(window.window)
        known = old.pop(key, None)
        inputs = () if known is None else window_changes(old_inputs[key], new_inputs[key], names)
        yield WindowChange(
            window.window,
            "joined" if known is None else "both",
            known,
            window,
            tuple(_figures(after.book, known, window)),
            tuple(inputs),
        )
    for window in old.values():
        yield WindowChange(window.window, "left", window, None, (), ())


def _figures(
    book: Rulebook, before: RankedWindow | None, after: RankedWindow
) -> Iterator[FigureChange]:
    if before is None:
        return
    for module in book.notice.modules:
        old, new = before.score.modules.get(module.id), after.score.modules.get(module.id)
        if old != new:
            yield FigureChange(module.name, old, new)


def _standing_json(window: RankedWindow | None) -> dict[str, object] | None:
    marks = ("rank", "total", "red_flag", "substituted", "vetoed")
    return None if window is None else fields_json(window, *marks)


def _figure(figure: Decimal | None) -> str:
    return "无" if figure is None else plain(figure)


def summary(found: Comparison) -> str:
    """Who gained and lost, how many ranks moved, red flags won and lost, in one sentence."""
    if not found.changed and not found.common:
        return "没有差别。"
    both = [w for w in found.windows if w.presence == "both"]
    moved = sum(bool(window.moved) for window in both)
    parts = [
        _named("增分", [f"{w.window}{signed(w)}" for w in both if (w.gain or 0) > 0]),
        _named("减分", [f"{w.window}{signed(w)}" for w in both if (w.gain or 0) < 0]),
        f"名次变动{moved}个窗口" if moved else "名次不变",
        *(part for award in found.marks for part in _turns(found, award)),
        _named("新增窗口", [w.window for w in found.windows if w.presence == "joined"]),
        _named("不再参加", [w.window for w in found.windows if w.presence == "left"]),
    ]
    return "；".join(part for part in parts if part) + "。"


def _turns(found: Comparison, award: str) -> Iterator[str]:
    """Who won that award, and who lost it."""
    for what, side in (("新增", 1), ("失去", -1)):
        names = [w.window for w in found.windows if flag_turn(w, award) == side]
        yield _named(f"{what}{found.marks[award]}", names)


def flag_turn(window: WindowChange, award: str) -> int:
    """1 where it won the award of that column, -1 where it lost it, else 0."""
    had, has = (
        side is not None and award in side.awards and side.awards[award].elected
        for side in (window.before, window.after)
    )
    return has - had


def signed(window: WindowChange) -> str:
    """The gain with its sign: ``+0.5``."""
    gain = window.gain
    if gain is None or gain == 0:
        return ""
    return f"+{plain(gain)}" if gain > 0 else plain(gain)


def arrow(moved: int | None) -> str:
    """``↑2``, ``↓1`` or nothing."""
    if not moved:
        return ""
    return f"↑{moved}" if moved > 0 else f"↓{-moved}"


def _named(what: str, names: list[str]) -> str:
    return f"{what}：{listed(names, _MOST)}" if names else ""
