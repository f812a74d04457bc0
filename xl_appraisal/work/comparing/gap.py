"""How far each window is from the next rank and from each award, all others as they are."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Literal, TypeAlias

from xl_appraisal.model.exact_json import exact_json
from xl_appraisal.model.record import Record, as_dict
from xl_appraisal.model.rulebook import Rulebook
from xl_appraisal.scoring import Appraisal, RankedWindow
from xl_appraisal.scoring.contest import Contest
from xl_appraisal.scoring.elections import kept_out
from xl_appraisal.work.comparing.room_to_gain import Chance, chances

FlagState: TypeAlias = Literal["elected", "short", "vetoed", "out", "no_place", "unscored"]


class AwardGap(Record):
    """What one award asks of a window, in points; ``None`` where no total decides it.

    ``line`` is the total that it asks for: to be reached, or where ``strict`` to be passed (ties
    at the line settled by the award's own rule).  ``to_flag`` is what a window without the
    award is short of it, ``lead`` what an elected one has above it.
    """

    flag: FlagState
    line: Decimal | None = None
    strict: bool = False
    to_flag: Decimal | None = None
    lead: Decimal | None = None

    def enough(self, chance: Chance) -> bool:
        """Whether that item alone could bring the window the award."""
        if self.to_flag is None:
            return False
        return chance.room > self.to_flag if self.strict else chance.room >= self.to_flag


class Gap(Record):
    """One window's distances, in points; ``None`` where there is none.

    ``to_next`` brings it level with the windows ``ahead``, which makes its rank ``next_rank``
    (equal totals share a rank).  ``awards`` are what each award asks of it, in the notice's order;
    ``chances`` are the items that could bring points, ``place`` what stands for the rank of a
    window that takes no part.
    """

    window: str
    rank: int | None
    total: Decimal | None
    next_rank: int | None
    to_next: Decimal | None
    ahead: tuple[str, ...]
    awards: tuple[AwardGap, ...]
    chances: tuple[Chance, ...]
    place: str = ""

    @property
    def first(self) -> AwardGap:
        """What the first award asks; of no award nothing."""
        return self.awards[0] if self.awards else AwardGap("no_place")

    def enough_for_rank(self, chance: Chance) -> bool:
        """Whether that item alone could bring the window to the next rank."""
        return self.to_next is not None and chance.room >= self.to_next

    def as_json(self) -> dict[str, object]:
        """Figures exact, as strings; each chance with what it alone is enough for."""
        chances = [
            exact_json(chance)
            | {
                "enough_for_rank": self.enough_for_rank(chance),
                "enough_for_flag": self.first.enough(chance),
            }
            for chance in self.chances
        ]
        own = {**as_dict(self), **as_dict(self.first), "chances": chances}
        further = own.pop("awards")[1:]
        del own["place"]
        own["chances"] = own.pop("chances")  # stands last
        told: dict[str, object] = exact_json(own)
        return told | ({"further": exact_json(further)} if further else {})


def gaps(book: Rulebook, appraisal: Appraisal) -> tuple[Gap, ...]:
    """The distances of every window, in the appraisal's order."""
    totals: dict[str, dict[Decimal, list[RankedWindow]]] = {}
    for window in appraisal.windows:
        if window.total is not None and window.takes_part:
            totals.setdefault(window.group, {}).setdefault(window.total, []).append(window)
    ahead = {
        (group, below): own[above]
        for group, own in totals.items()
        for below, above in pairwise(sorted(own))
    }
    lines = {
        (one.award.id, one.group): _Lines(book, appraisal, one)
        for one in appraisal.contests
        if one.award.of == "windows"
    }
    return tuple(
        _gap(
            book,
            window,
            ahead.get((window.group, window.total), [])
            if window.total is not None and window.takes_part
            else [],
            [
                lines.get((award.id, "")) or lines.get((award.id, window.group))
                for award in book.notice.window_awards
            ],
        )
        for window in appraisal.windows
    )


def _gap(
    book: Rulebook,
    window: RankedWindow,
    ahead: Sequence[RankedWindow],
    lines: Sequence[_Lines | None],
) -> Gap:
    """One window's, with the windows that have the next higher total."""
    return Gap(
        window=window.window,
        rank=window.rank,
        total=window.total,
        next_rank=ahead[0].rank if ahead else None,
        to_next=ahead[0].total - window.total  # type: ignore[operator]  # both have totals
        if ahead
        else None,
        ahead=tuple(other.window for other in ahead),
        awards=tuple(AwardGap("no_place") if one is None else one.gap(window) for one in lines),
        chances=chances(book, window),
        place=window.unranked,
    )


class _Lines:
    """The total at which each window would have an award, the others' totals as they are.

    The election takes the first ``quota`` of a list: of those that may be elected where vetoed
    windows are passed over, of all where their places stay empty.  A window is in as
    soon as fewer than ``quota`` others are level with it or above it; level with the last
    place it is in only where ties at the line are all elected.
    """

    def __init__(self, book: Rulebook, appraisal: Appraisal, contest: Contest) -> None:
        award = contest.award
        self._column = award.column
        self._keeping = kept_out(book.notice, award)[0]
        self._values = {
            key: setting.value
            for key in ("substitution", "ties", "smallest")
            if (setting := book.notice.setting_of(award, key))
        }
        passed_over = self._values.get("substitution") == "next"
        least = self._values.get("smallest")
        self._least = least if isinstance(least, Decimal) else None
        self._quota = contest.quota
        self._listed = sorted(
            (w.total for w in appraisal.windows
             if w.total is not None and self._tall_enough(w.total)
             and contest.group in ("", w.group) and not self._is_out(w)
             and not (passed_over and w.vetoed)),
            reverse=True,
        )  # fmt: skip

    def gap(self, window: RankedWindow) -> AwardGap:
        """What the award asks of the window."""
        flag, line, strict = self._of(window)
        distance = None if line is None or window.total is None else line - window.total
        if flag == "short":
            return AwardGap(flag, line, strict, distance)
        return AwardGap(flag, line, strict, None, None if distance is None else -distance)

    def _of(self, window: RankedWindow) -> tuple[FlagState, Decimal | None, bool]:
        """Whether the window is elected, the line, and whether it must be passed.

        There is no line where no total decides it.
        """
        strict = self._values.get("ties") == "exclude"
        if self._is_out(window):
            return "out", None, strict
        if window.vetoed:
            return "vetoed", None, strict
        if window.total is None:
            return "unscored", None, strict
        if self._quota == 0:
            return "no_place", None, strict
        if len(self._listed) <= self._quota:
            if self._tall_enough(window.total):
                return "elected", None, strict
            full = len(self._listed) == self._quota
            return "short", self._listed[-1] if full else self._least, strict and full
        within = window.total >= self._listed[self._quota - 1]
        line = self._listed[self._quota if within else self._quota - 1]
        return ("elected" if window.awards[self._column].elected else "short"), line, strict

    def _is_out(self, window: RankedWindow) -> bool:
        """Whether it may not take part in the election."""
        return not self._keeping.isdisjoint(window.score.out)

    def _tall_enough(self, total: Decimal) -> bool:
        """Whether a total reaches what the award asks for at least."""
        return self._least is None or total >= self._least
