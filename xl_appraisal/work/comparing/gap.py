"""How far each window is from the next rank and from the red flag, all others as they are."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Literal, TypeAlias

from xl_appraisal.model.exact_json import exact_json
from xl_appraisal.model.record import Record, as_dict
from xl_appraisal.model.rulebook import Rulebook
from xl_appraisal.scoring import Appraisal, RankedWindow
from xl_appraisal.work.comparing.room_to_gain import Chance, chances

FlagState: TypeAlias = Literal["elected", "short", "vetoed", "no_place", "unscored"]


class Gap(Record):
    """One window's distances, in points; ``None`` where there is none.

    ``to_next`` brings it level with the windows ``ahead``, which makes its rank ``next_rank``
    (equal totals share a rank, remark 1).  ``line`` is the total that the red flag asks of it:
    to be reached, or where ``strict`` to be passed (ties at the line settled by the rule
    ``tie_at_line``).  ``to_flag`` is what a window without red flag is short of it, ``lead``
    what an elected one has above it.  ``chances`` are the items that could bring points.
    """

    window: str
    rank: int | None
    total: Decimal | None
    next_rank: int | None
    to_next: Decimal | None
    ahead: tuple[str, ...]
    flag: FlagState
    line: Decimal | None
    strict: bool
    to_flag: Decimal | None
    lead: Decimal | None
    chances: tuple[Chance, ...]

    def enough_for_rank(self, chance: Chance) -> bool:
        """Whether that item alone could bring the window to the next rank."""
        return self.to_next is not None and chance.room >= self.to_next

    def enough_for_flag(self, chance: Chance) -> bool:
        """Whether that item alone could bring the window its red flag."""
        if self.to_flag is None:
            return False
        return chance.room > self.to_flag if self.strict else chance.room >= self.to_flag

    def as_json(self) -> dict[str, object]:
        """Figures exact, as strings; each chance with what it alone is enough for."""
        chances = [
            exact_json(chance)
            | {
                "enough_for_rank": self.enough_for_rank(chance),
                "enough_for_flag": self.enough_for_flag(chance),
            }
            for chance in self.chances
        ]
        return exact_json({**as_dict(self), "chances": chances})  # type: ignore[no-any-return]


def gaps(book: Rulebook, appraisal: Appraisal) -> tuple[Gap, ...]:
    """The distances of every window, in the appraisal's order."""
    totals: dict[Decimal, list[RankedWindow]] = {}
    for window in appraisal.windows:
        if window.total is not None:
            totals.setdefault(window.total, []).append(window)
    ahead = {below: totals[above] for below, above in pairwise(sorted(totals))}
    lines = _Lines(book, appraisal)
    return tuple(
        _gap(book, window, ahead.get(window.total, []) if window.total is not None else [], lines)
        for window in appraisal.windows
    )


def _gap(book: Rulebook, window: RankedWindow, ahead: Sequence[RankedWindow], lines: _Lines) -> Gap:
    """One window's, with the windows that have the next higher total."""
    flag, line = lines.of(window)
    short = line is not None and flag == "short"
    distance = None if line is None or window.total is None else line - window.total
    return Gap(
        window=window.window,
        rank=window.rank,
        total=window.total,
        next_rank=ahead[0].rank if ahead else None,
        to_next=ahead[0].total - window.total  # type: ignore[operator]  # both have totals
        if ahead
        else None,
        ahead=tuple(other.window for other in ahead),
        flag=flag,
        line=line,
        strict=lines.strict,
        to_flag=distance if short else None,
        lead=None if short or distance is None else -distance,
        chances=chances(book, window),
    )


class _Lines:
    """The total at which each window would be elected, the others' totals as they are.

    The election takes the first ``quota`` of a list: of those that may be elected where vetoed
    windows are passed over, of all where their places stay empty (remark 7).  A window is in as
    soon as fewer than ``quota`` others are level with it or above it; level with the last
    place it is in only where ties at the line are all elected.
    """

    def __init__(self, book: Rulebook, appraisal: Appraisal) -> None:
        settings = book.notice.settings
        following, ties = settings.get("substitution"), settings.get("tie_at_line")
        passed_over = following is not None and following.value == "next"
        self.strict = ties is not None and ties.value == "exclude"
        self._quota = appraisal.quota
        self._listed = sorted(
            (w.total for w in appraisal.windows
             if w.total is not None and not (passed_over and w.vetoed)),
            reverse=True,
        )  # fmt: skip

    def of(self, window: RankedWindow) -> tuple[FlagState, Decimal | None]:
        """Whether the window is elected, and the line; no line where no total decides it."""
        if window.vetoed:
            return "vetoed", None
        if window.total is None:
            return "unscored", None
        if self._quota == 0:
            return "no_place", None
        if len(self._listed) <= self._quota:
            return "elected", None
        within = window.total >= self._listed[self._quota - 1]
        line = self._listed[self._quota if within else self._quota - 1]
        return ("elected" if window.red_flag else "short"), line
