"""All helper sheets of one workbook put together, and the formulas of 名次表's own cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xl_appraisal.book.new.plain.check_sheet import WRONG, NativeCheck
from xl_appraisal.book.new.plain.entry_lines import Ledger, Staff
from xl_appraisal.book.new.plain.entry_names import Names
from xl_appraisal.book.new.plain.helper_block import (
    LINES,
    NATIVE_CHECK,
    VALUES,
    WINDOWS,
    Area,
    Block,
)
from xl_appraisal.book.new.plain.item_points import Points
from xl_appraisal.book.new.plain.people_list import PeopleList
from xl_appraisal.book.new.plain.people_standing import PeopleStanding
from xl_appraisal.book.new.plain.refusing import refuse
from xl_appraisal.book.new.plain.rule_values import Values
from xl_appraisal.book.new.plain.seals import Seals
from xl_appraisal.book.new.plain.shape_faults import Shape
from xl_appraisal.book.new.plain.typed_cells import SCALE
from xl_appraisal.book.new.plain.window_cells import WindowCells
from xl_appraisal.book.new.plain.window_marks import WindowMarks
from xl_appraisal.book.new.plain.window_scores import Scores
from xl_appraisal.book.new.plain.window_standing import Standing
from xl_appraisal.book.new.ranking_plan import RankingPlan
from xl_appraisal.book.new.styles import Styles
from xl_appraisal.book.new.xlsx_writer import Sheet
from xl_appraisal.book.own_formulas import NATIVE_MARK
from xl_appraisal.book.sheets import (
    LEDGER_TABLE,
    RANKING,
    STAFF_TABLE,
)
from xl_appraisal.model.grid import column_name
from xl_appraisal.model.layout.layout import Column
from xl_appraisal.model.record import Record
from xl_appraisal.model.rulebook import Rulebook
from xl_appraisal.scoring.points_state import PointsPlan


class Room(Record):
    """How many rows the formulas look at: window rows that may be put in, lines, people."""

    windows: int
    ledger: int
    staff: int

    @classmethod
    def of(cls, windows: int) -> Room:
        """Ample for so many windows; every row looked at costs time on opening."""
        return cls(max(5, windows // 10), max(500, 20 * windows), max(500, 15 * windows))


class NativeAppraisal:
    """The formulas for one plan of a 名次表; ``rules`` maps parameters to their row on 规则."""

    unknown = ""  # a blank is computed on opening

    def __init__(
        self, rulebook: Rulebook, plan: RankingPlan, rules: Mapping[str, int], room: Room
    ) -> None:
        refuse(rulebook.notice)
        self.rulebook, self.plan = rulebook, plan
        self.values = Values(rulebook, rules)
        self.names = names = Names(rulebook, PointsPlan(rulebook), self.values)
        self._seals = Seals(names.next_left)
        top, bottom = plan.first_window + 1, plan.last_window + 1 + room.windows
        self._block = Block(WINDOWS, top, bottom)
        edges = list(self._edges(bottom))
        ends = edges[0][0], edges[1][0]
        self.windows = WindowCells(self._block, plan, names, ends)
        first = LEDGER_TABLE.header_row + 1
        lines = Block(LINES, first, first + room.ledger - 1)
        self.ledger = Ledger(lines, self.windows.key, names)
        first, full = STAFF_TABLE.header_row + 1, str(100 * SCALE)
        if rulebook.notice.staff_id:
            full = self.values.setting("staff_score_max")
        self._people = people = Block(LINES, first, first + room.staff - 1, lines.next_column + 1)
        self.staff = Staff(people, self.windows.key, names, full)
        self._blocks = ((WINDOWS, self._block), (LINES, lines), (LINES, people))
        areas = [self.values.area, *(area for _, area in edges)]
        for _, block in self._blocks:
            areas += block.new_areas()
        self._rules = self._seals.cell("规则", self.values.fault)
        shape = Shape(rulebook, self.windows, (self.ledger, self.staff), self._seals)
        self._listed = self._seals.seal(areas, shape.faults((self._block, lines), names.sound))
        self._score(rulebook)

    def _score(self, rulebook: Rulebook) -> None:
        """From the lists to the flags, each step under the seal of those before it."""
        block, seal = self._block, self._seals.seal
        self.points = points = Points(block, self.windows, self.ledger, self.names, self.values)
        self.scores = scores = Scores(block, self.windows, self.staff, self.values, rulebook.notice)
        self._counted = seal(block.new_areas())
        points.read()
        scores.score(points)
        marks = WindowMarks(self.windows, self.names, rulebook.notice)
        idle = [c for c in self.plan.layout.all_columns if _counts_for_nothing(c)]
        self.windows.settle(idle)
        read = seal(block.new_areas())
        lists = []
        areas = []
        for listed in (self.ledger, self.staff):
            cell, area = self._seals.number(f"{listed.table.name} 不计", listed.faults)
            lists.append((listed, cell))
            areas.append(area)
        points.faults += marks.faults
        scores.judge(points, lists, (read, self._rules))
        self._judged = seal([*block.new_areas(), *areas])
        scores.compare()
        scores.add_up()
        self.standing = standing = Standing(block, self.values, rulebook.notice, marks)
        quotas = [self._seals.number("名额", standing.quota(one)) for one in standing.contests]
        self._quotas = [cell for cell, _ in quotas]
        standing.rank_all(scores.total)
        none = self.ledger.none(self.windows.lines.at, points.veto_slots)
        vetoed = f"AND({self.windows.used.at}=1,OR({self.windows.vetoed}>0,NOT({none})))"
        standing.elect(scores.total, vetoed, self._quotas)
        self.people = PeopleStanding(self._people, self.staff, self.values, rulebook.notice, marks)
        held = [self._seals.number("人员名额", self.people.quota(c)) for c in self.people.contests]
        self.people.elect([cell for cell, _ in held])
        self._ranked = seal([*block.new_areas(), *(area for _, area in quotas)])
        elected = seal([*self._people.new_areas(), *(area for _, area in held)])
        self._elected = PeopleList(self.people, self.windows, elected, [cell for cell, _ in held])

    def _edges(self, bottom: int) -> Iterator[tuple[str, Area]]:
        """The header's last row, and the first row below the windows.

        Each remark's row is asked in turn: the first ones may be deleted.
        """
        plan, number = self.plan, self._seals.number
        yield number("表头末行", f"ROW({RANKING}!$A${plan.header_bottom + 1})")
        below = str(bottom + 1)
        for row in range(plan.last_row + 1, plan.first_remark, -1):
            below = f"IFERROR(ROW({RANKING}!$A${row}),{below})"
        yield number("窗口以下", below)

    # ── the cells of 名次表 ──

    def formula(self, column: Column, row: int) -> str | None:
        """The formula of a cell of 名次表, the same on every ``row``; ``None`` where one types."""
        shown = self._shown(column)
        if shown is None:
            return None
        seal, value = shown
        return f'=IF({NATIVE_MARK}=0,IFERROR(IF({seal}="",{value},""),""),"")'

    def _shown(self, column: Column) -> tuple[str, str] | None:
        """The seal that a cell's figure is under, and the figure."""
        scores, counts = self.scores, self.points.shown
        if column.id == "rank":
            standing = self.standing
            unranked = "" if standing.unranked is None else standing.unranked.here
            return self._ranked, standing.rank_shown(standing.rank.here, unranked)
        outcome = self.standing.outcomes.get(column.id)
        if outcome is not None:
            return self._ranked, outcome.here
        if column.id == "total":
            return self._ranked, f"{scores.total.here}/{SCALE}"
        if scores.staff is not None and column.id == self.rulebook.notice.staff_id:
            return self._counted, f"{scores.staff.here}/{SCALE}"
        if column.id in scores.modules:
            own = f"{scores.modules[column.id].here}/{SCALE}"
            return (
                self._judged,
                f'IF(OR({scores.fault.here}<>"",{self.windows.used.here}=0),"",{own})',
            )
        if column.id in counts:
            return self._counted, f"{counts[column.id].here}/{SCALE}"
        listed = self._sum_of_lines(column)
        return None if listed is None else (self._listed, listed)

    def _sum_of_lines(self, column: Column) -> str | None:
        """What lines alone bring to a cell: points, a count, a share, a tick."""
        row, ledger = self.windows.lines.here, self.ledger
        if column.kind == "points":
            return f"{self.points.listed(column, row)}/{SCALE}"
        if column.kind in ("count", "percent"):
            slots = self.names.counts(column.measure or column.id)
            return f"{ledger.known(ledger.count, row, slots)}/{SCALE}"
        slots = self.names.ticks_of(column.id)
        return f'IF({ledger.none(row, slots)},"","√")' if slots else None

    def _tint_stopped(self, sheet: Sheet, look: Styles) -> None:
        """The names of windows without a score in red on 名次表."""
        place, first = self.plan.window_column, self.plan.first_window
        name = column_name(place + 1)
        total = column_name(self.plan.layout.positions["total"])
        missing = f"=AND(LEN(${name}{first + 1})>0,LEN(${total}{first + 1})=0)"
        stopped = {"type": "formula", "criteria": missing, "format": look.of({"bg_color": WRONG})}
        sheet.conditional_format(first, place, self.plan.last_window, place, stopped)

    def write(self, sheets: Mapping[str, Sheet], look: Styles) -> None:
        """Fill the helper sheets and 自动核对."""
        for name, block in self._blocks:
            block.write(sheets[name], look)
        self.values.write(sheets[VALUES])
        self.names.write(sheets[VALUES])
        self._seals.write(sheets[VALUES])
        lists = self.ledger, self.staff
        figures = self.scores, self.standing
        check = NativeCheck(self.windows, figures, lists, self._ranked, self._quotas, look)
        check.write(sheets[NATIVE_CHECK])
        self._elected.write(sheets[NATIVE_CHECK], look)
        self._tint_stopped(sheets[RANKING], look)
        for helper in (WINDOWS, LINES, VALUES):
            sheets[helper].hide()


def _counts_for_nothing(column: Column) -> bool:
    """Whether whatever stands in a column changes no score."""
    said = column.kind == "text" and column.id != "window" and not column.rule
    return said or (column.kind == "percent" and not column.measure)
