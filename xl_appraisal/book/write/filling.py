"""What a recalculation writes: figures, ranks, red flags, item formulas and findings.

Only cells that staff do not type into are written, and a typed figure only where the rules of
the notice were asked for (``--apply-rules``) or staff lines took its place; a finding tells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from xl_appraisal.book.own_formulas import (
    calls_function,
    computes_itself,
    is_as_written,
    is_listed,
    is_native,
)
from xl_appraisal.book.read.quarter import Quarter
from xl_appraisal.book.read.typed_values import is_blank
from xl_appraisal.book.sheets import (
    CHECK,
    FLAG,
    HOME,
    RANKING,
)
from xl_appraisal.book.write.check_cells import check_cells
from xl_appraisal.book.write.formula_renewal import lacks_function
from xl_appraisal.book.write.home_cells import home_cells
from xl_appraisal.book.write.outcome_text import fault_told, told
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.exact import ZERO, as_stored
from xl_appraisal.model.grid import EMPTY, Cell, Formula, Grid, Ref, Write
from xl_appraisal.scoring import Appraisal, RankedWindow, WindowEvidence

Changes = dict[str, dict[Ref, Write]]


def changes(
    quarter: Quarter, appraisal: Appraisal, check: Grid | None, home: Grid | None = None
) -> Changes:
    """All cells to write, by sheet.  ``check`` is the sheet 核对 as it stands, ``home`` 首页.

    Raises :class:`BookError` where that sheet or its header is gone: scores are not written
    where the findings about them cannot be.
    """
    if check is None:
        raise BookError(f"工作簿里没有工作表“{CHECK}”，写不了核对结果。请把它改回或恢复后再计算。")
    return {
        RANKING: _not_covered(quarter.table.grid, _RankingCells(quarter, appraisal)),
        CHECK: _not_covered(check, check_cells(quarter, appraisal, check)),
        HOME: {} if home is None else _not_covered(home, home_cells(quarter, appraisal, home)),
    }


def _not_covered(grid: Grid, cells: Iterable[tuple[Ref, Write]]) -> dict[Ref, Write]:
    """Without the cells that a merged area covers: no program can write into those."""
    written = dict(cells)
    first = min((row for row, _ in written), default=0)
    last = max((row for row, _ in written), default=0)
    areas = [a for a in grid.merges if a.bottom >= first and a.top <= last]
    hidden = {
        ref
        for area in areas
        for ref in area._replace(bottom=min(area.bottom, last)).refs()
        if ref != area[:2] and ref[0] >= first
    }
    return {ref: value for ref, value in written.items() if ref not in hidden}


class _RankingCells:
    """The cells to write on 名次表, window by window."""

    def __init__(self, quarter: Quarter, appraisal: Appraisal) -> None:
        self._quarter, self._table, self._appraisal = quarter, quarter.table, appraisal
        self._formulas, self._staff = quarter.formulas(), quarter.book.notice.staff_id
        self._columns = quarter.book.layout.by_id
        self._evidence = {window.place: window for window in quarter.windows}
        place, every = quarter.table.columns, quarter.book.layout.all_columns
        known = [(place[c.id], c) for c in every if c.id in place]
        self._points = [(n, c) for n, c in known if c.kind == "points"]
        """The columns that hold points, each with its number."""
        self._listed = [(n, c) for n, c in known if c.kind in ("count", "percent", "flag")]

    def __iter__(self) -> Iterator[tuple[Ref, Write]]:
        for window in self._appraisal.windows:
            evidence, row = self._evidence[window.score.place], window.score.place.row
            stops = ""
            if window.total is None:
                stops = told(fault_told(window.score, self._quarter.rules.findings))
            yield from self._figures(window, row, stops)
            yield from self._staff_cell(evidence, window, row, stops)
            if window.total is not None:
                yield from self._item_cells(evidence, window, row)
                yield from self._listed_cells(evidence, window, row)
        for row in self._table.sums:
            yield from self._no_standing(row)

    def _no_standing(self, row: int) -> Iterator[tuple[Ref, Write]]:
        """A row of totals has no rank and no flag: those that it once got are cleared."""
        awards = self._quarter.book.notice.window_awards
        shown = {award.column: award.shown for award in awards}
        for column in {"rank", *shown} & self._table.columns.keys():
            ref = self._table.ref(row, column)
            cell = self._table.grid[ref]
            figure = isinstance(cell.value, Decimal)
            standing = cell.value in shown[column] if column in shown else figure
            if cell.formula is None and standing:
                yield ref, None

    def _figures(self, window: RankedWindow, row: int, stops: str) -> Iterator[tuple[Ref, Write]]:
        figures: dict[str, Write] = {
            "rank": window.unranked or None if window.rank is None else Decimal(window.rank),
            "total": window.total,
            **{column: one.text or None for column, one in window.awards.items()},
            "grade": window.grade or None,
        }
        for module in self._quarter.book.notice.point_modules:
            figures[module.id] = window.score.modules.get(module.id)
        for column, value in figures.items():
            if column in self._table.columns:
                if value is None:
                    own = self._table.cell(row, column).formula
                    new = self._lacks_function(column, row)
                    if own or new:
                        value = stops if new or calls_function(own) else ""
                yield self._table.ref(row, column), value

    def _staff_cell(
        self, evidence: WindowEvidence, window: RankedWindow, row: int, stops: str
    ) -> Iterator[tuple[Ref, Write]]:
        """The mean of the staff lines as a formula; a typed figure stays where there are none.

        A function's cell shows what the function gives: the score, or what stops it.
        """
        column = self._staff
        if column not in self._table.columns:
            return
        score = window.score.modules.get(column)
        cell, ref = self._table.cell(row, column), self._table.ref(row, column)
        new = self._lacks_function(column, row)
        if new or calls_function(cell.formula):
            yield ref, stops if score is None else score
        elif computes_itself(cell.formula):
            yield ref, "" if score is None or not evidence.staff else score
        elif evidence.staff and score is not None:
            if _free(cell) or cell.value != score:
                text = self._formulas.staff_performance(evidence, row, score)
                yield ref, Formula(text, score)
        elif is_as_written(cell.formula):
            yield ref, None

    def _lacks_function(self, column: str, row: int) -> bool:
        """Whether the cell should hold a function; not where 栏目 has lost its line."""
        known = self._columns.get(column)
        return known is not None and lacks_function(self._quarter, known, row)

    def _item_cells(
        self, evidence: WindowEvidence, window: RankedWindow, row: int
    ) -> Iterator[tuple[Ref, Write]]:
        cells, items = self._table.cells_by_row[row], window.score.items
        for number, column in self._points:
            if number not in cells and column.id not in items:
                continue
            cell, ref = cells.get(number, EMPTY), (row, number)
            item = items.get(column.id)
            if is_native(cell.formula):  # the formula stays: only the figure it shows is new
                yield ref, "" if item is None else item.points
            elif calls_function(cell.formula) and column.id not in evidence.given:
                yield ref, ZERO if item is None else item.points
            elif item is None or item.source == "typed":
                if is_as_written(cell.formula):
                    yield ref, None
            elif item.source == "derived":
                if _free(cell) or not is_blank(cell.value):  # typed over, with --apply-rules
                    text = self._formulas.rule_points(column, evidence, row, item.points)
                    yield ref, Formula(text, item.points)
            elif _free(cell):
                text = self._formulas.ledger_points(column, evidence, row, item.points)
                yield ref, Formula(text, item.points)

    def _listed_cells(
        self, evidence: WindowEvidence, window: RankedWindow, row: int
    ) -> Iterator[tuple[Ref, Write]]:
        """Counts, shares and ticks that the ledger knows, where nothing is typed."""
        cells, listed = self._table.cells_by_row[row], window.score.listed
        for number, column in self._listed:
            cell, value = cells.get(number, EMPTY), listed.get(column.id)
            if is_native(cell.formula):  # as in :meth:`_item_cells`
                shown = FLAG if column.kind == "flag" else as_stored(value or ZERO)
                yield (row, number), "" if value is None else shown
            elif value is None and is_listed(cell.formula):
                yield (row, number), None
            elif value is not None and (is_listed(cell.formula) or cell == EMPTY):
                shown = FLAG if column.kind == "flag" else as_stored(value)
                text = self._formulas.listed(column, evidence, row, value)
                yield (row, number), Formula(text, shown)


def _free(cell: Cell) -> bool:
    """Whether a cell holds nothing typed: it is blank, or its formula is ours, as it was."""
    return is_as_written(cell.formula) or (cell.formula is None and is_blank(cell.value))
