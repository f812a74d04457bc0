"""算式: rank, grade and the elections of every award, from the totals."""

from __future__ import annotations

from collections.abc import Sequence

from xl_appraisal.book.new.plain.helper_block import NUMBER, TEXT, Block, Field
from xl_appraisal.book.new.plain.rule_values import Values
from xl_appraisal.book.new.plain.typed_cells import beyond, cases, countifs, quoted
from xl_appraisal.book.new.plain.window_marks import WindowMarks, first_shown
from xl_appraisal.model.notice.awards import EACH_GROUP, SUBSTITUTED, VETOED, Award
from xl_appraisal.model.notice.notice import Notice
from xl_appraisal.scoring.elections import groups_of, kept_out

_QUOTA_PLACES = 9
_LOWEST = -(10**13)
Contest = tuple[Award, str]
"""An award, and the group that it is elected in: empty where all are together."""


class Standing:
    """``rank``, what stands for it where a window takes no part, ``grade``, ``flags`` by column."""

    def __init__(self, block: Block, values: Values, notice: Notice, marks: WindowMarks) -> None:
        self._block, self._values, self._notice, self._marks = block, values, notice, marks
        self.awards = notice.window_awards
        self.contests: list[Contest] = [
            (award, group) for award in self.awards for group in groups_of(notice, award)
        ]
        self.out = marks.out(one.id for one in notice.exclusions)
        """1 where a row's window is marked as not taking part in anything."""
        self.rank: Field
        self.unranked: Field | None = None
        self.grade: Field | None = None
        self.flags: dict[str, Field] = {}

    @property
    def outcomes(self) -> dict[str, Field]:
        """What comes of the total beside the rank, by the column of 名次表 that shows it."""
        return self.flags | ({} if self.grade is None else {"grade": self.grade})

    # ── places ──

    def quota(self, contest: Contest) -> str:
        """How many windows get an award in a group."""
        award, group = contest
        left_out = self._marks.out(kept_out(self._notice, award)[1])
        windows = self._marks.counted(self._marks.number_of(group), left_out)
        return places(self._values, self._notice, award, windows)

    def elected(self, contest: Contest) -> str:
        """How many windows are elected to an award in a group."""
        award, group = contest
        flag = self.flags[award.column].column
        own = self._marks.members(self._marks.number_of(group))
        counts = (countifs(f"{flag},{quoted(text)}", *own) for text in award.shown[1:])
        return "+".join(counts)

    # ── ranks ──

    def rank_all(self, total: Field) -> None:
        """Rank and grade of every total."""
        add, marks = self._block.add, self._marks
        unranked = [one.id for one in self._notice.exclusions if not one.ranked]
        out = marks.out(unranked)
        if out is not None:
            taking = f'IF(OR({total.at}="",{out.at}=1),"",{total.at})'
            pool = add("排名总分", taking, low=_LOWEST)
            shown = first_shown(marks.shown(unranked), '""')
            self.unranked = add("不排名次", shown, kind=TEXT)
        else:
            pool = total
        own, column = pool.at, pool.column
        above = ",".join([f"{pool.above},{own}", *self._own_above()])
        first = f'IF({own}="",0,IF(COUNTIFS({above})=1,1,0))'
        firsts = add("首次", first, kind=NUMBER)
        better = ",".join([f'{column},">"&{own}', *marks.own])
        dense, shared = f"1+SUMIFS({firsts.column},{better})", f"1+COUNTIFS({better})"
        rank = f"IF({self._values.choice('tie_rank', 'dense')},{dense},{shared})"
        self.rank = add("名次", f'IF({own}="","",{rank})', low=1)
        self.grade = self._grade(total.at)

    def _own_above(self) -> list[str]:
        group = self._marks.group
        return [] if group is None else [f"{group.above},{group.at}"]

    def rank_shown(self, rank: str, unranked: str) -> str:
        """What stands for a rank: a window that takes no part has the notice's word for that."""
        return rank if self.unranked is None else f'IF({rank}="",{unranked},{rank})'

    def _grade(self, total: str) -> Field | None:
        """The name of the grade with the highest start that the total reaches."""
        grades = self._notice.grades
        if not grades:
            return None
        starts = [
            f"N({self._values[f'grade.{number}.from']})" for number in range(1, len(grades) + 1)
        ]
        reached = ",".join(f"IF({total}>={start},{start},{_LOWEST})" for start in starts)
        out = self._marks.out(one.id for one in self._notice.exclusions if not one.graded)
        none = f'{total}=""' if out is None else f'OR({total}="",{out.at}=1)'
        best = self._block.add("等次起点", f'IF({none},"",MAX({reached}))', low=_LOWEST).at
        pairs = zip(starts, grades, strict=True)
        named = cases(*((f"{best}={start}", quoted(grade.name)) for start, grade in pairs))
        return self._block.add("等次", f'IF({best}="","",{named})', kind=TEXT)

    # ── awards ──

    def elect(self, total: Field, vetoed: str, quotas: Sequence[str]) -> None:
        """Who is elected to what; ``quotas`` are cells, one a contest."""
        if not self.awards:
            return
        veto = self._block.add("一票否决", f"IF({vetoed},1,0)", kind=NUMBER)
        found = list(zip(self.contests, quotas, strict=True))
        for award in self.awards:
            own = [cell for (one, _), cell in found if one is award]
            self.flags[award.column] = self._flag(award, total, veto.at, own)

    def _flag(self, award: Award, total: Field, veto: str, quotas: list[str]) -> Field:
        """What a window is elected to; ``veto`` is 1 where it is vetoed."""
        add, marks = self._block.add, self._marks
        ways = list(self._barred(award, total))
        if ways:
            barred = ",".join([f'{total.at}=""', *ways])
            total = add("够格总分", f'IF(OR({barred}),"",{total.at})', low=_LOWEST)
        free = f'IF(OR({total.at}="",{veto}=1),"",{total.at})'
        eligible = add("参评总分", free, low=_LOWEST)
        quota = marks.by_group(quotas)
        plain, moved = (self._within(award, pool, quota) for pool in (total, eligible))
        mark = award.mark
        substituted = quoted(f"{mark}{SUBSTITUTED}")
        following = f'IF({moved},IF({plain},{quoted(mark)},{substituted}),"")'
        standing = f'IF({plain},{quoted(mark)},"")'
        moves = _choice(self._values, award, "substitution", "next")
        chosen = f"IF({moves},{following},{standing})"
        told = cases((f"{veto}=1", quoted(VETOED)), otherwise=chosen)
        keeping = kept_out(self._notice, award)[0]
        told = first_shown(marks.shown(keeping), told)
        return add(award.name, self._in_contest(award, told), kind=TEXT)

    def _barred(self, award: Award, total: Field) -> list[str]:
        """Conditions under which a window with a total has no part in an election."""
        smallest, found = self._notice.setting_of(award, "smallest"), []
        if smallest is not None:
            least = self._values.setting(smallest.id)
            found.append(f"{total.at}<IF(ISNUMBER({least}),{least},{_LOWEST})")
        out = self._marks.out(kept_out(self._notice, award)[0])
        if out is not None:
            found.append(f"{out.at}=1")
        number = self._elsewhere(award)
        return found if number is None else [*found, f"{self._group()}<>{number}"]

    def _elsewhere(self, award: Award) -> int | None:
        """The number of the one group in which an award is elected."""
        groups = groups_of(self._notice, award)
        return self._marks.number_of(groups[0]) if len(groups) == 1 else None

    def _group(self) -> str:
        assert self._marks.group is not None
        return self._marks.group.at

    def _in_contest(self, award: Award, told: str) -> str:
        """Nothing where the window is in no group that the award is elected in."""
        number = self._elsewhere(award)
        if number is not None:
            return f'IF({self._group()}={number},{told},"")'
        if award.group == EACH_GROUP and self._notice.groups:
            return f'IF(ISNUMBER({self._group()}),{told},"")'
        return told

    def _within(self, award: Award, pool: Field, quota: str) -> str:
        """Whether the quota reaches the row's total among those of the pool."""
        apart = list(self._marks.own) if award.group == EACH_GROUP else []
        return f'IF({pool.at}="",FALSE,{reaches(self._values, award, pool, quota, apart)})'


def reaches(values: Values, award: Award, pool: Field, quota: str, apart: Sequence[str]) -> str:
    """Whether that many places reach the row's figure, which is in the pool.

    ``apart`` are the further conditions of ``COUNTIFS`` on whom it is compared with.  With ties at
    the line taken in: fewer are above than there are places.  Left out: no more are above or equal.
    """
    above, equal = (countifs(beyond(pool.column, sign, pool.at), *apart) for sign in (">", ">="))
    return f"IF({_choice(values, award, 'ties', 'include')},{above}<{quota},{equal}<={quota})"


def places(values: Values, notice: Notice, award: Award, counted: str) -> str:
    """The number of places: the notice's own, or what a share of so many makes."""
    number = notice.setting_of(award, "number")
    if number is not None:
        return f"N({values.setting(number.id)})"
    part = f"N({values.setting(award.settings['share'])})"
    share = f"ROUND({counted}*{part},{_QUOTA_PLACES})"
    up, down = (_choice(values, award, "rounding", key) for key in ("up", "down"))
    cut = f"IF({down},ROUNDDOWN({share},0),ROUND({share},0))"
    return f"IF({up},ROUNDUP({share},0),{cut})"


def _choice(values: Values, award: Award, key: str, choice: str) -> str:
    """Whether an award's value under that key is that choice, as a condition."""
    return values.choice(award.settings[key], choice)
