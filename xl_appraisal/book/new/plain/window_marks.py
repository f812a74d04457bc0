"""算式: in which group each row's window is, and what keeps it out of the ranking or an award."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from xl_appraisal.book.new.plain.entry_names import Names
from xl_appraisal.book.new.plain.helper_block import NUMBER, Block, Field
from xl_appraisal.book.new.plain.mark_names import UNCLEAR
from xl_appraisal.book.new.plain.typed_cells import BAD, cases, quoted
from xl_appraisal.book.new.plain.window_cells import WindowCells
from xl_appraisal.model.layout.layout import GROUP, Column
from xl_appraisal.model.notice.awards import Exclusion
from xl_appraisal.model.notice.notice import Notice


class WindowMarks:
    """``group`` is the number of each row's group; ``faults`` stop a window, with what is told."""

    def __init__(self, windows: WindowCells, names: Names, notice: Notice) -> None:
        self._block: Block = windows.block
        self._windows, self._notice = windows, notice
        self.faults: list[tuple[str, str]] = []
        self.group: Field | None = None
        self._marked: dict[str, Field] = {}
        self._out: dict[tuple[str, ...], Field] = {}
        columns = {column.rule: column for column in windows.plan.layout.all_columns}
        if notice.groups:
            self.group = self._group(columns[GROUP], names)
        for one in notice.exclusions:
            self._marked[one.id] = self._mark(one, columns[one.id], names)

    def _group(self, column: Column, names: Names) -> Field:
        known = f"应为{'、'.join(group.name for group in self._notice.groups)}之一"
        read = names.marks.group(self._windows.cell(column.id))
        group = self._windows.taken(column, read, known)
        label = self._windows.plan.layout.labels[column.id]
        self.faults.append((f'{group.at}=""', quoted(f"没有填写{label}：{known}")))
        return group

    def _mark(self, one: Exclusion, column: Column, names: Names) -> Field:
        cell = self._windows.cell(column.id)
        if one.typed == "flag":
            return self._windows.tick(column, '""')
        mark = self._windows.taken(column, names.marks.reason(cell), "应写不参评的原因，参评的留空")
        told = f"{one.name}一栏分不清是否参评：不参评的写明原因，参评的留空"
        self.faults.append((f"{mark.at}={UNCLEAR}", quoted(told)))
        return mark

    # ── what formulas ask ──

    def number_of(self, group: str) -> int | None:
        """The number of the group of that name; ``None`` for what is none."""
        names = [one.name for one in self._notice.groups]
        return names.index(group) + 1 if group in names else None

    def out(self, ids: Iterable[str]) -> Field | None:
        """1 where any of those exclusions is marked, else 0; ``None`` where there are none."""
        asked = set(ids)
        marked = tuple(one for one in self._marked if one in asked)
        if marked and marked not in self._out:
            some = ",".join(f"N({self._marked[one].at})>0" for one in marked)
            self._out[marked] = self._block.add("不参评", f"IF(OR({some}),1,0)", kind=NUMBER)
        return self._out.get(marked)

    def shown(self, ids: Iterable[str]) -> list[tuple[str, str]]:
        """For each of those exclusions, a condition and what is shown where it is marked."""
        every = {one.id: one for one in self._notice.exclusions}
        return [(f"N({self._marked[i].at})>0", quoted(every[i].shown)) for i in every if i in ids]

    def members(self, group: int | None) -> list[str]:
        """The further condition of ``COUNTIFS`` that a row is in that group."""
        return [] if group is None or self.group is None else [f"{self.group.column},{group}"]

    @property
    def own(self) -> Iterator[str]:
        """The further condition of ``COUNTIFS`` that a row is in the group of the formula's own."""
        if self.group is not None:
            yield f"{self.group.column},{self.group.at}"

    def counted(self, group: int | None, left_out: Field | None) -> str:
        """How many named windows there are in a group, or in all, that are not left out."""
        names = self._windows.key.column
        kept = [f'({names}<>"")', f"({names}<>{quoted(BAD)})"]
        if group is not None and self.group is not None:
            kept.append(f"({self.group.column}={group})")
        if left_out is not None:
            kept.append(f"({left_out.column}=0)")
        return f"SUMPRODUCT({'*'.join(kept)})"

    def by_group(self, figures: list[str]) -> str:
        """The one of a figure for each group that is the row's own."""
        if len(figures) == 1 or self.group is None:
            return figures[0]
        return f"CHOOSE({self.group.at},{','.join(figures)})"


def first_shown(shown: list[tuple[str, str]], otherwise: str) -> str:
    """What the first that is marked shows, else ``otherwise``."""
    return cases(*shown, otherwise=otherwise)
