"""算式: the rows of 名次表 as they are read: which are windows, what their cells hold."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from xl_appraisal.book.new.plain import typed_cells as cells
from xl_appraisal.book.new.plain.entry_names import Names
from xl_appraisal.book.new.plain.helper_block import (
    HINT_ROW,
    LETTER_ROW,
    NUMBER,
    TEXT,
    Block,
    Field,
)
from xl_appraisal.book.new.plain.typed_cells import BAD, END, ROW, quoted
from xl_appraisal.book.new.ranking_plan import RankingPlan
from xl_appraisal.book.sheets import RANKING
from xl_appraisal.model.grid import column_name, parse_a1
from xl_appraisal.model.layout.layout import Column

_COUNT = f"应为不小于0、小于{cells.MOST_COUNT}的数量，最多{cells.PLACES}位小数"
_DOUBT = "；0到1之间的像是百分比，请核对"
_POINTS = f"应为不小于0、小于{cells.MOST_POINTS}的分值，最多{cells.PLACES}位小数"


class WindowCells:
    """The columns of 算式 that read 名次表.

    ``key`` is the window's name as names are compared, ``lines`` the row that its lines are
    counted for (the first, where the name stands on several), ``used`` whether the row is a
    window's at all.  A figure in a cell with a formula of ours is read as what it shows; where
    somebody emptied the cell, it counts for what the formula would show.
    """

    def __init__(
        self, block: Block, plan: RankingPlan, names: Names, edges: tuple[str, str]
    ) -> None:
        self.block, self.plan, self._names = block, plan, names
        self.active = f"AND({ROW}>{edges[0]},{ROW}<{edges[1]})"
        self.overflow = f"{edges[1]}>{block.last + 1}"
        self.beyond = self._named_beyond(edges[1])
        name = self.cell("window")
        known = f'IF(LEN({cells.name_key(name)})=0,"",{cells.name_key(name)}&{quoted(END)})'
        read = f"IF(ISERROR({name}),{quoted(BAD)},{known})"
        self.key = block.add("窗口", f'IF({self.active},{read},"")', kind=TEXT)
        place = f"{cells.place_of(self.key.at, self.key.column)}+{block.first - 1}"
        self.lines = block.add("明细行", f'IF({self.key.at}="",0,{place})', kind=NUMBER)
        self._read: list[Field] = []
        self._vetoes: list[Field] = []

    def _named_beyond(self, edge: str) -> str:
        """Whether a name stands among the remarks, as a condition.

        LibreOffice keeps asking for a remark's row that was deleted: the edge then stays behind
        when a row is put in above the remarks.
        """
        plan, letters = self.plan, column_name(self.plan.window_column + 1)
        names = f"{RANKING}!${letters}${plan.first_window + 1}:${letters}${plan.last_row + 1}"
        named = f"(ISTEXT({names})+ISNUMBER({names}))"  # an error as a name is told elsewhere
        return f"SUMPRODUCT({named}*(ROW({names})>={edge}))>0"

    def cell(self, column: str) -> str:
        return cells.same_row(RANKING, column_name(self.plan.layout.positions[column]))

    def shown(self, column: str) -> str:
        """What stands in a computed cell of 名次表, in millionths."""
        return f"ROUND({self.cell(column)}*{cells.SCALE},0)"

    # ── figures ──

    def points(self, column: Column, blank: str, taken: str = "#") -> Field:
        """Points in millionths; ``taken`` is how a typed figure counts (``#``)."""
        own = cells.figure(self.cell(column.id), cells.MOST_POINTS, taken=taken, blank=blank)
        return self.taken(column, own, _POINTS)

    def count(self, column: Column, blank: str, *, ruled: bool) -> Field:
        """A count in millionths; with ``ruled`` none between 0 and 1, which may be a percent."""
        cell = self.cell(column.id)
        doubt = cells.may_be_percent(cell) if ruled else ""
        own = cells.figure(cell, cells.MOST_COUNT, unless=doubt, blank=blank)
        return self.taken(column, own, _COUNT + (_DOUBT if ruled else ""))

    def share(self, column: Column, blank: str) -> Field:
        return self.taken(column, cells.share(self.cell(column.id), blank), "应为0到100%的数字")

    def tick(self, column: Column, blank: str) -> Field:
        """1 for a tick."""
        ticks, crosses = self._names.ticks, self._names.crosses
        own = cells.flag(self.cell(column.id), ticks, crosses, blank)
        return self.taken(column, own, "应为√或留空")

    def veto(self, column: Column, blank: str) -> None:
        """A tick, 1, that bars its window from being elected."""
        self._vetoes.append(self.tick(column, blank))

    def taken(self, column: Column, read: str, hint: str) -> Field:
        """What ``read`` makes of a column's cell; ``hint`` says what may stand there."""
        letters = column_name(self.plan.layout.positions[column.id])
        live = f'SUBSTITUTE(ADDRESS(1,COLUMN({RANKING}!${letters}$1),4),"1","")'
        title = self.plan.layout.labels[column.id]
        field = self.block.add(title, f'IF({self.active},{read},"")', hint, live)
        self._read.append(field)
        return field

    def settle(self, idle: Sequence[Column]) -> None:
        """Add whether the row is a window's; ``idle`` columns count for nothing and may say so."""
        filled = [f'SUMPRODUCT(({run}<>"")*1)' for run in self._runs()]
        texts = (self.cell(column.id) for column in idle)
        said = [f"IFERROR(LEN(TRIM({text}))>0,TRUE)*1" for text in texts]
        number = "+".join([*filled, *said]) or "0"
        given = f'OR({self.key.at}<>"",{number}>0)'
        formula = f"IF({self.active},IF({given},1,0),0)"
        self.used = self.block.add("是窗口", formula, kind=NUMBER)

    def _runs(self) -> Iterator[str]:
        """The cells of the columns read, neighbours together."""
        numbers = (parse_a1(f"{field.letters}1")[1] for field in self._read)
        for _, run in itertools.groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
            ends = [column_name(number) for _, number in run]
            yield f"${ends[0]}{ROW}:${ends[-1]}{ROW}"

    @property
    def vetoed(self) -> str:
        """How many ticks the row has."""
        return "+".join(f"N({field.at})" for field in self._vetoes) or "0"

    @property
    def faults(self) -> Iterator[tuple[str, str]]:
        """Conditions that stop a window, with what is told: its name, a cell that is no figure."""
        key = self.key.at
        yield f'{key}=""', quoted("有数据但没有窗口名称：请填写窗口名称，或清空这一行")
        yield f"{key}={quoted(BAD)}", quoted("窗口名称认不出：请重新填写")
        yield f"SUMPRODUCT(({self.key.column}={key})*1)>1", quoted("窗口重复出现，请只留一行")
        for row in self._runs():
            letter, hint = (row.replace(ROW, f"${above}") for above in (LETTER_ROW, HINT_ROW))
            place = f"MATCH({quoted(BAD)},{row},0)"
            told = f'INDEX({letter},{place})&{ROW}&"认不出："&INDEX({hint},{place})'
            yield f"COUNTIF({row},{quoted(BAD)})>0", told
