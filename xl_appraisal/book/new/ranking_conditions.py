"""名次表's conditional formats: flags at names, words for faults, blue where a formula made it."""

from __future__ import annotations

from xl_appraisal.book.new import styles
from xl_appraisal.book.new.ranking_plan import RankingPlan
from xl_appraisal.book.new.styles import Styles
from xl_appraisal.book.new.table_sheets import below
from xl_appraisal.book.new.xlsx_writer import Properties, Sheet
from xl_appraisal.book.write.outcome_text import FAULT
from xl_appraisal.model.grid import a1
from xl_appraisal.model.notice.notice import Notice

FAULT_WORDS = (("为空", "待填"), ("重新计算", "待重算"), ("", "请核对"))
"""What a computed cell shows in place of a long fault, by what the fault says; first match."""


def write_conditions(sheet: Sheet, plan: RankingPlan, notice: Notice, look: Styles) -> None:
    """Write them all, those that come first first: Calc takes the first that applies."""
    _Conditions(sheet, plan, look).write(notice)


class _Conditions:
    """Each is one of a column, from the header down; its formula is that of the header.

    The header stays: Calc makes a formula ``#REF!`` everywhere when the row that it is written for
    is deleted, as that of the first window may be.
    """

    def __init__(self, sheet: Sheet, plan: RankingPlan, look: Styles) -> None:
        self._sheet, self._plan, self._look = sheet, plan, look
        self._top = plan.header_bottom

    def write(self, notice: Notice) -> None:
        self._mark_flags(notice)
        for place, column in self._plan.columns():
            first = a1(self._top + 1, place + 1)
            if column.kind in ("computed", "points") and column.id != "window":
                self._show_faults_short(place, first)
            if column.is_item:
                self._add(place, f"_xlfn.ISFORMULA({first})", {"font_color": styles.FORMULA})

    def _mark_flags(self, notice: Notice) -> None:
        """Names in the look of their flag, which stands far to the right of them."""
        places = self._plan.layout.positions
        for award in notice.window_awards:
            if award.column in places:
                flag = f"${a1(self._top + 1, places[award.column])}"
                for said, own in styles.flag_looks([award]):
                    where = f'AND({below(self._top)},COUNTIF({flag},"{said}*")=1)'
                    self._add(places["window"] - 1, where, own)

    def _show_faults_short(self, place: int, first: str) -> None:
        """A word that can be read instead of a sentence shrunk to dust; the value stays."""
        for said, word in FAULT_WORDS:
            where = f'AND(LEFT({first},{len(FAULT)})="{FAULT}",COUNTIF({first},"*{said}*")=1)'
            self._add(place, where, {"num_format": f'General;-General;General;"{word}"'}, stop=True)

    def _add(self, place: int, where: str, own: Properties, *, stop: bool = False) -> None:
        rule = {"type": "formula", "criteria": f"={where}", "format": self._look.of(own)}
        area = self._top, place, self._plan.last_window, place
        self._sheet.conditional_format(*area, rule | ({"stop_if_true": True} if stop else {}))
