"""The published table as rows of values in rank order, and where they go on a copy of 名次表."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from xl_appraisal.book.own_formulas import is_as_written
from xl_appraisal.book.read.quarter import Quarter
from xl_appraisal.book.read.typed_values import squeeze
from xl_appraisal.book.sheets import FLAG, REMARK_MARK
from xl_appraisal.model.exact import CONTEXT, Number
from xl_appraisal.model.grid import Ref, Value
from xl_appraisal.model.layout.layout import Column
from xl_appraisal.scoring import Appraisal, RankedWindow, WindowEvidence


def printed_columns(quarter: Quarter) -> list[int]:
    """The columns of 名次表 that are published, from the left."""
    return [quarter.table.columns[column.id] for column in published_columns(quarter)]


def published_columns(quarter: Quarter) -> list[Column]:
    """The same as the workbook's layout has them: header, kind, format."""
    place = quarter.table.columns
    return sorted(
        (c for c in quarter.book.layout.columns if c.id in place), key=lambda c: place[c.id]
    )


def annex_rows(quarter: Quarter, appraisal: Appraisal) -> list[list[Value]]:
    """A row a window in rank order, unscored ones last; a value for each published column.

    Figures are computed, items are what they count with, and what staff typed is read as it
    counts: full-width digits and ticks of any kind come out alike.
    """
    layout = published_columns(quarter)
    evidence = {window.place: window for window in quarter.windows}
    return [
        [_value(quarter, window, evidence[window.score.place], column) for column in layout]
        for window in appraisal.windows
    ]


def blank_rows(quarter: Quarter) -> range:
    """The rows of 名次表 that an annex of its windows leaves over, down to the remarks."""
    rows = quarter.table.rows
    last = rows[-1] if rows else quarter.table.first_row - 1
    mark = squeeze(REMARK_MARK)
    remarks = [
        row
        for (row, _), cell in quarter.table.grid.cells.items()
        if row > last and isinstance(cell.value, str) and squeeze(cell.value).startswith(mark)
    ]
    return range(quarter.table.first_row + len(rows), min(remarks, default=last + 1))


def other_formulas(quarter: Quarter) -> dict[Ref, Value]:
    """Formulas on 名次表 outside the windows' rows (in the title, say) and what they show."""
    rows = set(quarter.table.rows)
    return {
        ref: cell.value
        for ref, cell in quarter.table.grid.cells.items()
        if cell.formula is not None and ref[0] not in rows
    }


def _value(
    quarter: Quarter, window: RankedWindow, evidence: WindowEvidence, column: Column
) -> Value:
    if column.id == "window":
        return window.window
    if column.id == "rank":
        return (window.unranked or None) if window.rank is None else Decimal(window.rank)
    if column.id == "total":
        return window.total
    if column.id in window.awards:
        return window.awards[column.id].text or None
    if column.id == "grade":
        return window.grade or None
    if column.kind == "computed":
        return window.score.modules.get(column.module)
    if column.kind == "points" and window.total is not None:
        item = window.score.items.get(column.id)
        return None if item is None else item.points
    given, listed = evidence.given.get(column.id), window.score.listed.get(column.id)
    if given is not None:
        return _shown(column, given.value)
    if listed is not None:
        return _shown(column, listed)
    return _as_typed(quarter, window, column)


def _shown(column: Column, value: Number) -> Value:
    if column.kind == "flag":
        return FLAG if value else None
    if isinstance(value, Fraction):
        return CONTEXT.divide(Decimal(value.numerator), Decimal(value.denominator))
    return value


def _as_typed(quarter: Quarter, window: RankedWindow, column: Column) -> Value:
    """What stands in the cell and is no figure of ours: a text, or what could not be read."""
    row = window.score.place.row
    cell = quarter.table.cell(row, column.id)
    return None if is_as_written(cell.formula) else cell.value
