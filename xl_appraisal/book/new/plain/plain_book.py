"""All helper sheets of one workbook put together, and the formulas of 名次表's own cells."""

from __future__ import annotations

from collections.abc import Mapping

from xl_appraisal.book.new.plain.check_sheet import WRONG, NativeCheck, fault_here
from xl_appraisal.book.new.plain.entry_lines import Ledger, Staff
from xl_appraisal.book.new.plain.entry_names import Names
from xl_appraisal.book.new.plain.helper_block import (
    LINES,
    NATIVE_CHECK,
    ROW,
    VALUES,
    WINDOWS,
    Block,
    Field,
)
from xl_appraisal.book.new.plain.item_points import Points
from xl_appraisal.book.new.plain.rule_values import Values
from xl_appraisal.book.new.plain.typed_cells import SCALE, first_text, quoted
from xl_appraisal.book.new.plain.window_cells import WindowCells
from xl_appraisal.book.new.plain.window_scores import Scores
from xl_appraisal.book.new.ranking_plan import RankingPlan
from xl_appraisal.book.new.styles import Styles
from xl_appraisal.book.new.xlsx_writer import Sheet, write_text
from xl_appraisal.book.own_formulas import NATIVE_MARK
from xl_appraisal.book.read.name_index import module_text
from xl_appraisal.book.sheets import (
    COLUMNS,
    COLUMNS_TABLE,
    LEDGER_TABLE,
    RANKING,
    STAFF_TABLE,
)
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.grid import column_name
from xl_appraisal.model.layout.layout import KIND_NAMES, Column
from xl_appraisal.model.record import Record
from xl_appraisal.model.rulebook import Rulebook
from xl_appraisal.scoring.points_state import PointsPlan

_STOP = f"{VALUES}!$C$1"
_CHECKED = ("kind", "sign", "module", "rule", "measure")
_AGAIN = "本表的公式只认生成时的栏目，请用 xl-appraisal new --formulas native 重新生成"


class Room(Record):
    """How many rows the formulas look at: window rows that may be put in, lines, people."""

    windows: int
    ledger: int
    staff: int

    @classmethod
    def of(cls, windows: int) -> Room:
        """Ample for so many windows; every row looked at costs time on opening."""
        return cls(20, max(600, 20 * windows), max(500, 15 * windows))


class NativeAppraisal:
    """The formulas for one plan of a 名次表; ``rules`` maps parameters to their row on 规则."""

    unknown = ""  # a blank is computed on opening

    def __init__(
        self, rulebook: Rulebook, plan: RankingPlan, rules: Mapping[str, int], room: Room
    ) -> None:
        if rulebook.notice.form > 1:
            raise BookError(
                "纯公式工作簿（--formulas native）目前只会 form = 1 的通报；"
                f"{rulebook.notice.id} 是 form = {rulebook.notice.form}，"
                "请不加 --formulas native 新建。"
            )
        self.rulebook, self.plan = rulebook, plan
        points_plan = PointsPlan(rulebook)
        self.names = Names(rulebook, points_plan)
        self.values = Values(rulebook, rules)
        last = plan.last_window + 1 + room.windows
        block = Block(WINDOWS, plan.first_window + 1, last)
        self.windows = WindowCells(block, rulebook, plan, self.names)
        first = LEDGER_TABLE.header_row + 1
        lines = Block(LINES, first, first + room.ledger - 1)
        self.ledger = Ledger(lines, self.windows.key, self.names)
        first = STAFF_TABLE.header_row + 1
        people = Block(LINES, first, first + room.staff - 1, lines.next_column + 1)
        self.staff = Staff(people, self.windows.key)
        self.points = Points(block, self.windows, self.ledger, self.names, self.values)
        self.scores = Scores(
            block, self.windows, self.staff, self.ledger, self.points, self.values,
            rulebook.notice, _STOP,
        )  # fmt: skip
        self._blocks = ((WINDOWS, block), (LINES, lines), (LINES, people))

    def formula(self, column: Column, row: int) -> str | None:
        """The formula of a cell of 名次表, the same on every ``row``; ``None`` where one types."""
        field = self._field(column)
        if field is None:
            return None
        if column.id == "red_flag":
            return f'=IF({NATIVE_MARK}=0,{field.here},"")'
        scale = "" if column.id == "rank" else f"/{SCALE}"
        return f'=IF(ISNUMBER({field.here}),{field.here}{scale}+{NATIVE_MARK},"")'

    def _field(self, column: Column) -> Field | None:
        computed = {"rank": self.scores.rank, "total": self.scores.total}
        computed["red_flag"] = self.scores.flag
        if column.id in computed:
            return computed[column.id]
        if column.kind == "computed" and column.module in self.scores.shown:
            return self.scores.shown[column.module]
        return self.points.shown.get(column.id)

    def _tint_stopped(self, sheet: Sheet, look: Styles) -> None:
        """The names of windows without a score in red on 名次表."""
        place = self.plan.window_column
        area = (self.plan.first_window, place, self.plan.last_window, place)
        stopped = {"type": "formula", "criteria": f"={fault_here(self.scores.fault)}"}
        sheet.conditional_format(*area, {**stopped, "format": look.of({"bg_color": WRONG})})

    def write(self, sheets: Mapping[str, Sheet], look: Styles) -> None:
        """Fill the helper sheets and 自动核对."""
        for name, block in self._blocks:
            block.write(sheets[name], look)
        self.values.write(sheets[VALUES])
        self.names.write(sheets[VALUES])
        self._write_stop(sheets[VALUES])
        letters = column_name(self.plan.window_column + 1)
        name = f"INDEX({RANKING}!${letters}:${letters},{ROW})"
        lists = [self.ledger, self.staff]
        check = NativeCheck(self.windows, self.scores, lists, name, look)
        check.write(sheets[NATIVE_CHECK])
        self._tint_stopped(sheets[RANKING], look)
        for helper in (WINDOWS, LINES, VALUES):
            sheets[helper].hide()

    # ── what stops every window ──

    def _write_stop(self, sheet: Sheet) -> None:
        for row, check in enumerate(self._columns_as_made()):
            sheet.write_formula(row, 31, f"={check}", None, "")
        reasons = [self.values.fault, *self._shape_faults()]
        for row, reason in enumerate(reasons):
            sheet.write_formula(row, 30, f"={reason}", None, "")
        cells = [f"$AE${row + 1}" for row in range(len(reasons))]
        write_text(sheet, 0, 0, "全部停计的原因")
        sheet.write_formula(0, 2, f"={first_text(*cells)}", None, "")

    def _shape_faults(self) -> list[str]:
        """More rows than the formulas look at; columns put into 名次表 or taken out."""
        count = len(self.plan.layout.all_columns)
        right = column_name(count)
        spread = f"COLUMN({RANKING}!${right}$1)-COLUMN({RANKING}!$A$1)<>{count - 1}"
        full = [(f"“{listed.table.name}”", listed.overflow) for listed in (self.ledger, self.staff)]
        full.append((f"“{RANKING}”", self.windows.overflow))
        told = [f'IF({over},"{name}的行数超过本表公式的范围","")' for name, over in full]
        changed = f"SUM($AF$1:$AF${count})<>{count}"
        shapes = ((RANKING, spread), (COLUMNS, changed))
        return told + [
            f'IF(ISERROR({fault}),"“{name}”缺栏目：{_AGAIN}",'
            f'IF({fault},"“{name}”的栏目有改动：{_AGAIN}",""))'
            for name, fault in shapes
        ]

    def _columns_as_made(self) -> list[str]:
        """Whether 栏目 says of each column what the formulas were made for."""
        first = COLUMNS_TABLE.header_row
        letters = [column_name(COLUMNS_TABLE.place(field) + 1) for field in _CHECKED]
        columns = self.plan.layout.all_columns
        return [self._as_made(c, row, letters) for row, c in enumerate(columns, first + 1)]

    def _as_made(self, column: Column, row: int, letters: list[str]) -> str:
        module = module_text(column.module, self.rulebook.notice)
        made = (KIND_NAMES[column.kind], column.sign, module, column.rule, column.measure)
        held = '&"|"&'.join(f"{COLUMNS}!${letter}${row}" for letter in letters)
        return f"IF(EXACT({held},{quoted('|'.join(made))}),1,0)"
