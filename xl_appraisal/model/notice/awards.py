"""What a notice elects to, among whom, and who may not take part."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Literal, TypeAlias

from xl_appraisal.model.record import Record

FIRST_COLUMN = "red_flag"
"""The id of the column that shows the first award, of whatever name: layouts call it so."""

VETOED, SUBSTITUTED = "一票否决", "（补位）"
"""What the column of an award shows beside its mark."""

EACH_GROUP, ALL_GROUPS = "each", "all"
"""Elected in each group apart, or among all windows whatever their group."""

AwardOf: TypeAlias = Literal["windows", "people"]
ExclusionKind: TypeAlias = Literal["flag", "text"]


class Award(Record):
    """What windows, or people of theirs, are elected to.

    ``settings`` maps ``share`` or ``number`` (of places), ``rounding``, ``ties``,
    ``substitution`` (of windows), ``per_window`` (of people) and ``smallest`` (total, or a
    person's score) to the ids of the notice's settings that hold them.  ``group`` is the one
    among which it is elected, or ``EACH_GROUP``, ``ALL_GROUPS``.  ``column`` is the id of the
    column of 名次表 that shows it, empty for people, who have none.
    """

    id: str
    name: str
    remark: int
    settings: Mapping[str, str]
    column: str = FIRST_COLUMN
    of: AwardOf = "windows"
    group: str = EACH_GROUP

    @property
    def mark(self) -> str:
        """What the table shows for a window that has it: its name without 窗口."""
        return self.name.removesuffix("窗口") or self.name

    @property
    def shown(self) -> tuple[str, ...]:
        """All that the column may show of a window's result."""
        return VETOED, self.mark, f"{self.mark}{SUBSTITUTED}"


def same_name(text: str) -> str:
    """A name without spaces, width and case, as it is compared: ``ａ 组`` is ``A组``."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


class Group(Record):
    """Windows that are ranked apart from the others; a column of 名次表 names it for each."""

    name: str
    remark: int


class Exclusion(Record):
    """Why a window may not take part: it is marked in a column of 名次表, by √ or a typed reason.

    ``ranked`` says whether it has a rank all the same, ``counted`` whether shares are counted
    over it too, ``awards`` (ids; empty: all that windows may have) what it cannot be elected to;
    an award of people among them is closed to the people of such windows.  ``graded`` says whether
    it gets a grade by its total like the others.
    ``shown`` stands in place of its rank and in the awards' columns.
    """

    id: str
    name: str
    remark: int
    typed: ExclusionKind
    ranked: bool
    counted: bool
    shown: str
    awards: tuple[str, ...]
    graded: bool

    def concerns(self, award: Award) -> bool:
        """Whether it keeps windows out of that award."""
        whole = not self.awards or not self.ranked
        return award.id in self.awards or (whole and award.of == "windows")
