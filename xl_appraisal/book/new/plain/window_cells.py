"""算式: the rows of 名次表 as they are read: which are windows, what their cells hold."""

from __future__ import annotations

from collections.abc import Iterable

from xl_appraisal.book.new.plain import typed_cells as cells
from xl_appraisal.book.new.plain.entry_names import Names
from xl_appraisal.book.new.plain.helper_block import HINT_ROW, LETTER_ROW, ROW, Block, Field
from xl_appraisal.book.new.plain.typed_cells import BAD, quoted
from xl_appraisal.book.new.ranking_plan import RankingPlan
from xl_appraisal.book.sheets import RANKING
from xl_appraisal.model.grid import column_name
from xl_appraisal.model.layout.layout import VETO, Column
from xl_appraisal.model.rulebook import Rulebook


class WindowCells:
    """The first columns of 算式.

    ``key`` is the window's name as names are compared, ``lines`` the row that its lines are
    counted for (one of them, where the name stands on several), ``values`` each input column's
    figure, ``used`` whether the row is a window's at all.  No column here depends on a computed
    column of 名次表: that would be a circle.
    """

    def __init__(self, block: Block, rulebook: Rulebook, plan: RankingPlan, names: Names) -> None:
        self.block, self.plan = block, plan
        self._names = names
        end = plan.first_remark + 1
        edge = column_name(plan.window_column + 1)
        top, bottom = plan.header_bottom + 1, f"ROW({RANKING}!${edge}${end})"
        self.active = f"AND(ROW()>ROW({RANKING}!${edge}${top}),ROW()<{bottom})"
        self.overflow = f"{bottom}>{block.last + 1}"
        name = cells.same_row(RANKING, edge)
        read = f"IF(ISERROR({name}),{quoted(BAD)},{cells.name_key(name)})"
        self.key = block.add("窗口", f'IF({self.active},{read},"")')
        same = f"ROW({self.key.column})*EXACT({self.key.column},{self.key.at})"
        self.lines = block.add("明细行", f'IF({self.key.at}="",0,SUMPRODUCT(MAX({same})))')
        mean = rulebook.notice.staff_id
        columns = [c for c in rulebook.layout.all_columns if c.is_item or c.id == mean]
        self.values: dict[str, Field] = {}
        for column in sorted(columns, key=lambda c: not self.counts(c)):
            self.values[column.id] = self._value(column)
        self._counting = [self.values[c.id] for c in columns if self.counts(c)]
        filled = f"SUMPRODUCT(--(LEN({_across(self.values.values())})>0))>0"
        given = f'OR({self.key.at}<>"",{filled})'
        self.used = block.add("是窗口", f"IF({self.active},IF({given},1,0),0)")

    @staticmethod
    def counts(column: Column) -> bool:
        """Whether a content that cannot be read there stops the window's score."""
        return column.kind not in ("percent", "text") or bool(column.measure)

    def _value(self, column: Column) -> Field:
        place = self.plan.layout.positions[column.id]
        letters = column_name(place)
        cell = cells.same_row(RANKING, letters)
        read, hint = self._read(column, cell)
        live = f'SUBSTITUTE(ADDRESS(1,COLUMN({RANKING}!${letters}$1),4),"1","")'
        title = self.plan.layout.labels[column.id]
        return self.block.add(title, f'IF({self.active},{read},"")', hint, live)

    def _read(self, column: Column, cell: str) -> tuple[str, str]:
        if column.kind == "text" or not self.counts(column):
            told = f'IF(ISERROR({cell}),"x",IF({cells.is_blank(cell)},"","x"))'
            return told, ""
        if column.kind == "flag":
            return cells.flag(cell, self._names.ticks, self._names.crosses), "应为√或留空"
        if column.kind == "percent":
            return cells.share(cell), "应为0到100%的数字"
        below = cells.MOST_COUNT if column.kind == "count" else cells.MOST_POINTS
        what = "数量" if column.kind == "count" else "分值"
        told = f"应为不小于0、小于{below}的{what}，最多{cells.PLACES}位小数"
        return cells.figure(cell, below), told

    @property
    def fault(self) -> str:
        """The first cell of the row that cannot be read, and what it should hold."""
        row = _across(self._counting)
        place = f"MATCH({quoted(BAD)},{row},0)"
        letter, hint = (row.replace(ROW, f"${above}") for above in (LETTER_ROW, HINT_ROW))
        told = f'INDEX({letter},{place})&{ROW}&"认不出："&INDEX({hint},{place})'
        return f'IF(COUNTIF({row},{quoted(BAD)})=0,"",{told})'

    @property
    def name_fault(self) -> str:
        """A row with data and without a name, one that cannot be read, or one that is repeated."""
        key = self.key.at
        return cells.cases(
            (f'{key}=""', quoted("有数据但没有窗口名称")),
            (f"{key}={quoted(BAD)}", quoted("窗口名称认不出")),
            (f"SUMPRODUCT(--EXACT({self.key.column},{key}))>1", quoted("窗口重复出现，请只留一行")),
        )

    def vetoes(self) -> list[Field]:
        columns = self.plan.layout.all_columns
        return [self.values[c.id] for c in columns if c.rule == VETO]


def _across(fields: Iterable[Field]) -> str:
    """The cells of neighbouring fields on the same row."""
    ends = [field.at for field in fields]
    return f"{ends[0]}:{ends[-1]}"
