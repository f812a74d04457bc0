"""The formulas that a macro workbook's computed cells hold, and those that feed them.

All that a figure depends on stands in its formula: the window's item cells with the ids above
them, its name and typed staff score, and the hidden cells of 通报数据 that carry ledger, staff,
rules, columns and names (:mod:`~xl_appraisal.book.figure_data`); ranks and flags are handed all
totals.  No function's arguments hold a cell that it feeds: there is no circular reference.

Ranges reach from the ids to the row below the last window, and lists are handed as whole
columns: rows put in anywhere are within.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Protocol

from xl_appraisal.book.figure_data import PARTS, WIDTHS
from xl_appraisal.book.sheets import RANKING, SOURCE
from xl_appraisal.model.grid import Ref, a1, column_name
from xl_appraisal.model.layout.layout import GROUP, VETO, Column, Layout
from xl_appraisal.model.notice.awards import FIRST_COLUMN
from xl_appraisal.model.notice.notice import Notice
from xl_appraisal.model.record import Record
from xl_appraisal.rules.kind import path
from xl_appraisal.rules.register import kind_of


class Figures(Protocol):
    """What the computed cells of 名次表 hold.

    ``unknown`` is what such a cell shows until it is recalculated.
    """

    unknown: str

    def formula(self, column: Column, row: int) -> str | None:
        """The formula of that column's cell on ``row`` (from 1), ``None`` where there is none."""


class TablePlace(Record):
    """Where 名次表 stands: columns by id, and rows from 1.

    ``below`` is the row under the last one for windows; ``right`` the last column of the header;
    ``widths`` say how many columns of the lists are handed over, in the order of the arguments.
    """

    columns: Mapping[str, int]
    id_row: int
    first: int
    below: int
    right: int
    widths: Mapping[str, int] = WIDTHS


class FigureFormulas:
    """Formulas of the computed columns; ``data`` is the first cell that carries the rest."""

    unknown = "—"  # a blank would make LibreOffice call the function

    def __init__(
        self, notice: Notice, layout: Layout, place: TablePlace, data: Ref, parts: int = PARTS
    ) -> None:
        self.notice, self.layout, self.place = notice, layout, place
        self.data_cells = tuple((data[0] + part, data[1]) for part in range(parts))
        last = self.data_cells[-1]
        self.data = f"{SOURCE}!{_fixed(*data)}:{_fixed(*last)}"
        self.modules = {module.id: module for module in notice.modules}
        self.awards = {award.column: award for award in notice.window_awards}
        self.mean = notice.staff_id
        self.compared = [
            column
            for column in compared_columns(notice, layout)
            if column in place.columns and "window" in place.columns
        ]
        """The columns of counts that windows are held against each other by."""
        self.items = _item_span(layout, place)
        left, right = self.items
        self.apart = [
            column.id
            for column in layout.items
            if not left <= place.columns.get(column.id, left) <= right
        ]
        """The item columns that stand apart from the others: they are handed over whole."""
        self.parting = [*([GROUP] if notice.groups else []), *(e.id for e in notice.exclusions)]

    def formula(self, column: Column, row: int) -> str | None:
        """The formula of a computed column on ``row`` (from 1), ``None`` for any other column."""
        if column.kind != "computed" or not {"window", "total"} <= self.place.columns.keys():
            return None
        award = self.awards.get(column.id)
        name = {"total": "WINDOW_TOTAL", "rank": "WINDOW_RANK"}.get(
            column.id, "MODULE_SCORE" if column.module in self.modules else ""
        )
        name = "RED_FLAG" if award else name
        if not name:
            return None
        module = self.modules.get(column.module)
        own = [_quoted(module.name)] if name == "MODULE_SCORE" and module else []
        which = [_quoted(award.name)] if award and award.column != FIRST_COLUMN else []
        handed = self.handed(name, row, staff=column.id != self.mean)
        return f"={name}({','.join([self.across(row), *own, *handed, *which])})"

    def handed(self, name: str, row: int, *, staff: bool = True) -> list[str]:
        """What a function is handed after its window (and module), each as a formula's text."""
        if name in ("WINDOW_RANK", "RED_FLAG"):
            more = self._marks(VETO) if name == "RED_FLAG" else []
            return [self._down("total"), self._down("window"), *more, *self._parted(), self.data]
        others = [*self.apart, *self.compared]
        more = [*map(self._down, ["window", *others])] if others else []
        if name == "EXPLAIN_SCORE":
            standing = [*self._marks(VETO), *self._parted()]
            more = [self._down("total"), self._down("window"), *standing, *more]
        more = list(dict.fromkeys(more))  # each column once
        return [*self.own(row, staff), self.across(self.place.id_row), self.data, *more]

    def across(self, row: int) -> str:
        """The item cells of a row, or the ids above them."""
        left, right = self.items
        rows = f"${row}" if row == self.place.id_row else f"{row}"
        return f"${column_name(left)}{rows}:${column_name(right)}{rows}"

    def data_formulas(self) -> Iterator[tuple[Ref, str]]:
        """The cells of 通报数据 that carry the rest, each with its formula (with ``=``)."""
        place, parts = self.place, len(self.data_cells)
        window = place.columns.get("window", 1)
        ranges = (
            f"{RANKING}!${place.id_row}:${place.first - 1}",
            f"{RANKING}!{_fixed(place.first, window)}:{_fixed(place.below, window)}",
            *(f"{sheet}!$A:${column_name(width)}" for sheet, width in place.widths.items()),
        )
        for number, ref in enumerate(self.data_cells, 1):
            yield ref, f"=FIGURE_DATA({number},{parts},{','.join(ranges)})"

    def own(self, row: int, staff: bool) -> list[str]:
        """The window's name, and its typed staff score where it stands beside it."""
        columns = self.place.columns
        name, mean = columns["window"], columns.get(self.mean, 0)
        window, score = f"${a1(row, name)}", f"${a1(row, mean)}" if staff and mean else ""
        if score and mean == name + 1:
            return [f"{window}:{score}"]
        return [window, f"{score}:{score}"] if score else [window]

    def _parted(self) -> list[str]:
        """The columns that say who takes part, and in which group."""
        return [text for rule in self.parting for text in self._marks(rule)]

    def _marks(self, rule: str) -> list[str]:
        columns = self.layout.all_columns
        return [self._down(c.id) for c in columns if c.rule == rule and c.id in self.place.columns]

    def _down(self, column_id: str) -> str:
        """A column from its id to the row below the last window."""
        column = self.place.columns[column_id]
        return f"{_fixed(self.place.id_row, column)}:{_fixed(self.place.below, column)}"


def compared_columns(notice: Notice, layout: Layout) -> list[str]:
    """The columns of counts that rules hold windows against each other by."""
    rules = [rule for rule in notice.rules.values() if kind_of(rule).among_all]
    keys = {path(rule, measure) for rule in rules for measure in rule.measures}
    return [c.id for c in layout.all_columns if c.measure in keys and c.kind == "count"]


def _item_span(layout: Layout, place: TablePlace) -> tuple[int, int]:
    """First and last column of the longest run of columns that are not computed."""
    by_number = {number: layout.by_id.get(name) for name, number in place.columns.items()}

    def computed(number: int) -> bool:
        column = by_number.get(number)
        return column is not None and (column.kind == "computed" or column.id == "window")

    numbers = range(1, max([*by_number, place.right]) + 1)
    runs = [list(run) for is_computed, run in groupby(numbers, computed) if not is_computed]
    longest = max(runs, key=len, default=[1, 0])
    return longest[0], longest[-1]


def _quoted(name: str) -> str:
    """A text in a formula."""
    return '"' + name.replace('"', '""') + '"'


def _fixed(row: int, column: int) -> str:
    return f"${column_name(column)}${row}"
