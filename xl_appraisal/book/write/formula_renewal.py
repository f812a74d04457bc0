"""Formulas of ours as they are to be by now: older forms rewritten, ranges as long as their tables.

Only formulas that a workbook of ours was made with are touched: a computed cell of 名次表 that
holds its column's function and nothing else, and the cells of 通报数据 that carry the data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from xl_appraisal.book.figure_data import (
    COLUMN,
    NOT_CURRENT,
    PARTS,
    SHEETS,
    WIDTHS,
    data_grids,
    data_parts,
    parts_needed,
    widths_of,
)
from xl_appraisal.book.figure_formulas import FigureFormulas, TablePlace
from xl_appraisal.book.own_formulas import NAMES, calls_function, is_native
from xl_appraisal.book.read.quarter import Quarter, SheetReader
from xl_appraisal.book.read.typed_values import is_blank
from xl_appraisal.book.sheets import RANKING, SOURCE
from xl_appraisal.book.write.outcome_text import told
from xl_appraisal.model.grid import Cell, Formula, Grid, Ref, Write
from xl_appraisal.model.late_pattern import late_pattern
from xl_appraisal.model.layout.layout import Column
from xl_appraisal.model.record import Record

_PREFIX = r"(?:[\w.]+\.)?"  # _xll., or what Calc puts before an add-in's function
_WHOLE = late_pattern(rf"{_PREFIX}(?:{'|'.join(NAMES)})\([^()]*\)", re.IGNORECASE)
_DATA = late_pattern(rf"{_PREFIX}FIGURE_DATA\(", re.IGNORECASE)
_PLAIN = str.maketrans("", "", "' ")


class Renewal(Record):
    """The cells to write, by sheet, and how many formulas of figures have another form now."""

    changes: Mapping[str, Mapping[Ref, Write]]
    rewritten: int


def renewal(quarter: Quarter, sheet: SheetReader, figures: Mapping[Ref, Write]) -> Renewal:
    """What is to be written so that every formula of ours is as it should be.

    ``figures`` are the figures about to be written on 名次表: a rewritten cell shows its own.
    Nothing where the workbook has no functions of ours.
    """
    source = sheet(SOURCE) if _has_functions(quarter) else None
    if source is None:
        return Renewal({RANKING: dict(_new_native_rows(quarter, figures))}, 0)
    sheets = {name: grid for name in SHEETS if (grid := sheet(name)) is not None}
    widths = widths_of(sheets)
    grids = list(data_grids(sheets.values(), widths))
    formulas = _formulas(quarter, source, widths, parts_needed(grids))
    ranking = dict(_ranking(quarter, formulas, figures))
    older = sum(quarter.table.grid[ref].formula is not None for ref in ranking)
    texts = data_parts(grids, len(formulas.data_cells))
    data: dict[Ref, Write] = {}
    for (ref, formula), text in zip(formulas.data_formulas(), texts, strict=True):
        data[ref] = _written(source[ref].formula, formula, text)
    return Renewal({RANKING: ranking, SOURCE: data}, older)


def renewed_data(quarter: Quarter, sheet: SheetReader) -> Mapping[str, Mapping[Ref, Write]]:
    """The data cells alone, where the workbook has some: after inputs were written into a file."""
    source = sheet(SOURCE)
    if source is None or not _data_cells(source):
        return {}
    return {SOURCE: renewal(quarter, sheet, {}).changes.get(SOURCE, {})}


def stale_data(source: Grid | None) -> dict[Ref, Write]:
    """The data cells made to say that they are behind: inputs are written into a file."""
    text = told(f"{NOT_CURRENT}，有导入的数据")
    return dict.fromkeys(_data_cells(source), text) if source is not None else {}


def formulas_of(quarter: Quarter, source: Grid) -> FigureFormulas | None:
    """The formulas of a workbook as it stands; ``None`` where it has no cells of data."""
    known = _data_cells(source)
    return _formulas(quarter, source, WIDTHS, len(known)) if known else None


def _has_functions(quarter: Quarter) -> bool:
    computed = {c.id for c in quarter.book.layout.all_columns if c.kind == "computed"}
    columns = {n for name, n in quarter.table.columns.items() if name in computed}
    return any(
        column in columns and calls_function(cell.formula)
        for (_, column), cell in quarter.table.grid.cells.items()
    )


def _formulas(
    quarter: Quarter, source: Grid, widths: Mapping[str, int], needed: int
) -> FigureFormulas:
    table, layout = quarter.table, quarter.book.layout
    header = range(table.id_row, table.first_row)
    right = max((c for r, c in table.grid.cells if r in header), default=1)
    place = TablePlace(table.columns, table.id_row, table.first_row, table.end, right, widths)
    known = _data_cells(source)
    first = known[0] if known else (1, max(COLUMN, source.last_column + 1))
    parts = max(PARTS, needed, len(known))
    return FigureFormulas(quarter.book.notice, layout, place, first, parts)


def _data_cells(source: Grid) -> list[Ref]:
    """The cells that carry data already, in order."""
    return sorted(
        ref for ref, cell in source.cells.items() if cell.formula and _DATA.match(cell.formula)
    )


def _ranking(
    quarter: Quarter, formulas: FigureFormulas, figures: Mapping[Ref, Write]
) -> Iterator[tuple[Ref, Write]]:
    """Formulas of an older form, and those that a window's row lacks: it was put in by hand."""
    table = quarter.table
    for column in quarter.book.layout.all_columns:
        number = table.columns.get(column.id)
        rows = range(table.first_row, table.end) if number is not None else range(0)
        for row in rows:
            ref = row, number or 0
            wanted, cell = formulas.formula(column, row), table.grid[ref]
            ours = _WHOLE.fullmatch(cell.formula or "") or lacks_function(quarter, column, row)
            if wanted is None or not ours:
                continue
            if cell.formula is None or _differs(cell.formula, wanted):
                yield ref, Formula(wanted[1:], _figure(figures.get(ref, cell.value)))


def _new_native_rows(quarter: Quarter, figures: Mapping[Ref, Write]) -> Iterator[tuple[Ref, Write]]:
    """Plain formulas that a window's row lacks; they are the same on every row."""
    table, texts = quarter.table, dict[int, str]()
    for (row, number), cell in table.grid.cells.items():
        inside = table.first_row <= row < table.end
        if cell.formula is not None and inside and is_native(cell.formula):
            texts.setdefault(number, cell.formula)
    for column in quarter.book.layout.all_columns if texts else ():
        number = table.columns.get(column.id, 0)
        for row in table.rows if number in texts else ():
            ref, cell = (row, number), table.grid[row, number]
            if _lacks(quarter, column, ref, cell):
                yield ref, Formula(texts[number], _figure(figures.get(ref, cell.value)))


def lacks_function(quarter: Quarter, column: Column, row: int) -> bool:
    """Whether a window's computed cell should hold a function, as most of its column do."""
    table = quarter.table
    ref = row, table.columns.get(column.id, 0)
    functions = column.kind == "computed" and ref[1] in table.function_columns
    return functions and _lacks(quarter, column, ref, table.grid[ref])


def _lacks(quarter: Quarter, column: Column, ref: Ref, cell: Cell) -> bool:
    """Whether a window's cell is to be computed and holds no formula; one may be typed into."""
    if cell.formula is not None or ref[0] not in quarter.table.cells_by_row:
        return False
    typed = column.kind != "computed" or column.id == quarter.book.notice.staff_id
    return not (typed and not is_blank(cell.value))


def _figure(shown: object) -> bool | Decimal | str:
    value = shown.value if isinstance(shown, Formula) else shown
    return value if isinstance(value, bool | Decimal | str) else ""


def _written(known: str | None, formula: str, text: str) -> Write:
    """The text alone where the formula is right already."""
    return (
        text if known is not None and not _differs(known, formula) else Formula(formula[1:], text)
    )


def _differs(known: str, wanted: str) -> bool:
    plain = re.sub(rf"^{_PREFIX}(?=[A-Z_]+\()", "", known.translate(_PLAIN).upper())
    return plain != wanted[1:].translate(_PLAIN).upper()
