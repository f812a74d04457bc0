"""Where everything on the 名次表 stands; rows and columns count from 0."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xl_appraisal.book.sheets import HEADER_ROW, RANKING, REMARK_MARK
from xl_appraisal.model.grid import column_name
from xl_appraisal.model.layout.layout import Column, Layout
from xl_appraisal.model.notice.notice import Notice
from xl_appraisal.model.record import Record
from xl_appraisal.model.rulebook import Rulebook

_REMARK_INDENT = " " * 6  # as in the notice: under the words 备注：


class RankingPlan(Record):
    """The rows and columns of a 名次表 with these windows."""

    layout: Layout
    windows: tuple[str, ...]
    remarks: tuple[str, ...]

    @property
    def header_top(self) -> int:
        return HEADER_ROW - 1

    @property
    def header_bottom(self) -> int:
        return self.header_top + self.layout.depth - 1

    @property
    def first_window(self) -> int:
        return self.header_bottom + 1

    @property
    def last_window(self) -> int:
        return self.header_bottom + len(self.windows)

    @property
    def first_remark(self) -> int:
        return self.last_window + 1

    @property
    def last_row(self) -> int:
        return self.last_window + len(self.remarks)

    @property
    def printed(self) -> int:
        """How many columns are printed."""
        return len(self.layout.columns)

    @property
    def window_column(self) -> int:
        return self.layout.positions["window"] - 1

    def columns(self) -> Iterator[tuple[int, Column]]:
        """Every column with its place, the working ones after the printed."""
        return enumerate(self.layout.all_columns)

    @property
    def window_list(self) -> str:
        """The window names as a formula that keeps up with rows put in at either end.

        It begins with the second cell from the header on: ``ROW()`` would be a list of one
        number wherever a formula works on lists.
        """
        names = column_name(self.window_column + 1)
        heading, end = self.header_bottom + 1, self.first_remark + 1
        remark = f'MATCH("{REMARK_MARK}*",{RANKING}!$A:$A,0)'
        return (
            f"INDEX({RANKING}!${names}${heading}:${names}${end},2)"
            f":INDEX({RANKING}!${names}:${names},{remark}-1)"
        )


def plan_ranking(rulebook: Rulebook, windows: Sequence[str]) -> RankingPlan:
    """The plan of that rulebook's table; a blank name is a row still to be filled in."""
    return RankingPlan(rulebook.layout, tuple(windows), remark_lines(rulebook.notice))


def remark_lines(notice: Notice) -> tuple[str, ...]:
    """The remarks as they are printed under the table."""
    return tuple(
        f"{_REMARK_INDENT if place else REMARK_MARK}{remark.number}.{remark.text}"
        for place, remark in enumerate(notice.remarks)
    )
