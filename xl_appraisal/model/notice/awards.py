"""What a notice elects to: its awards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from xl_appraisal.model.record import Record

FIRST_COLUMN = "red_flag"
"""The id of the column that shows the first award, of whatever name: layouts call it so."""

VETOED, SUBSTITUTED = "一票否决", "（补位）"
"""What the column of an award shows beside its mark."""

AwardOf: TypeAlias = Literal["windows", "people"]


class Award(Record):
    """What windows, or people of theirs, are elected to.

    ``settings`` maps ``share`` or ``number`` (of places), ``rounding``, ``ties``,
    ``substitution`` and ``smallest`` (total, or a person's score) to the ids of the notice's
    settings that hold them.  ``column`` is the id of the column of 名次表 that shows it, empty
    for people, who have none.
    """

    id: str
    name: str
    remark: int
    settings: Mapping[str, str]
    column: str = FIRST_COLUMN
    of: AwardOf = "windows"

    @property
    def mark(self) -> str:
        """What the table shows for a window that has it: its name without 窗口."""
        return self.name.removesuffix("窗口") or self.name

    @property
    def shown(self) -> tuple[str, ...]:
        """All that the column may show of a window's result."""
        return VETOED, self.mark, f"{self.mark}{SUBSTITUTED}"
