"""算式设置: what stops every window before anything is read, from sheets not as they were made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from xl_appraisal.book.new.plain.entry_lines import Lines
from xl_appraisal.book.new.plain.helper_block import VALUES, Block
from xl_appraisal.book.new.plain.seals import Seals
from xl_appraisal.book.new.plain.typed_cells import quoted
from xl_appraisal.book.new.plain.window_cells import WindowCells
from xl_appraisal.book.read.name_index import module_text
from xl_appraisal.book.sheets import COLUMNS, COLUMNS_TABLE, RANKING
from xl_appraisal.model.grid import column_name
from xl_appraisal.model.layout.layout import KIND_NAMES, Column
from xl_appraisal.model.rulebook import Rulebook

_CHECKED = ("kind", "sign", "module", "rule", "measure")
_AGAIN = "本表的公式只认生成时的栏目，请让信息科重新生成工作簿"
_MOVED = "请把它移到备注之上，或让信息科重新生成工作簿"
_ROOM = "请删去多余的行，或让信息科重新生成工作簿"
_COPY = "全部停计：请用改动前的副本"


class Shape:
    """Formulas for what is wrong with sizes, columns and tables."""

    def __init__(
        self, rulebook: Rulebook, windows: WindowCells, lists: Iterable[Lines], seals: Seals
    ) -> None:
        self._rulebook, self._windows, self._lists, self._seals = rulebook, windows, lists, seals
        self._layout = windows.plan.layout

    def faults(self, blocks: Iterable[Block], sound: str) -> Iterator[str]:
        """The first reason of each sort; ``sound`` is whether the tables are as they were made."""
        yield from self._sizes()
        yield from self._columns()
        tables = f"隐藏表“{VALUES}”的对照表被改动，{_COPY}"
        yield f'IF(IFERROR({sound},FALSE),"",{quoted(tables)})'
        for block in blocks:
            told = f"隐藏表“{block.sheet}”的行号被改动，{_COPY}"
            yield f'IF(IFERROR({block.numbered},FALSE),"",{quoted(told)})'

    def _sizes(self) -> Iterator[str]:
        """Windows among the remarks; more rows than the formulas look at.

        The first comes above the windows' rows: Gnumeric takes a range of texts for its cell in
        the formula's own row.
        """
        lost = f"“{RANKING}”的备注之间有窗口，没有计入：{_MOVED}"
        yield f'IF({self._windows.beyond},"{lost}","")'
        full = [(f"“{listed.table.name}”", listed.overflow) for listed in self._lists]
        full.append((f"“{RANKING}”", self._windows.overflow))
        for name, over in full:
            yield f'IF({over},"{name}的行数超过本表公式的范围：{_ROOM}","")'

    def _columns(self) -> Iterator[str]:
        """Columns put into 名次表 or taken out, or said otherwise of on 栏目."""
        columns = self._layout.all_columns
        count, right = len(columns), column_name(len(columns))
        spread = f"COLUMN({RANKING}!${right}$1)-COLUMN({RANKING}!$A$1)<>{count - 1}"
        letters = [column_name(COLUMNS_TABLE.place(field) + 1) for field in _CHECKED]
        rows = enumerate(columns, COLUMNS_TABLE.header_row + 1)
        made = [self._seals.cell("栏目", self._as_made(c, row, letters)) for row, c in rows]
        changed = f"SUM({made[0]}:{made[-1].split('!')[1]})<>{count}"
        for name, fault in ((RANKING, spread), (COLUMNS, changed)):
            yield (
                f'IF(ISERROR({fault}),"“{name}”缺栏目：{_AGAIN}",'
                f'IF({fault},"“{name}”的栏目有改动：{_AGAIN}",""))'
            )

    def _as_made(self, column: Column, row: int, letters: list[str]) -> str:
        module = module_text(column.module, self._rulebook.notice)
        made = (KIND_NAMES[column.kind], column.sign, module, column.rule, column.measure)
        held = '&"|"&'.join(f"{COLUMNS}!${letter}${row}" for letter in letters)
        return f"IF(EXACT({held},{quoted('|'.join(made))}),1,0)"
