"""What a recalculation writes: figures, ranks, red flags, item formulas and findings.

Only cells that staff do not type into are written, and a typed figure only where the rules of
the notice were asked for (``--apply-rules``) or staff lines took its place; a finding tells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from xl_appraisal.book.own_formulas import (
    calls_function,
    computes_itself,
    is_as_written,
    is_native,
)
from xl_appraisal.book.read.list_sheets import needed_list
from xl_appraisal.book.read.quarter import Quarter
from xl_appraisal.book.read.typed_values import is_blank
from xl_appraisal.book.sheets import (
    CHECK,
    CHECK_SUMMARY_ROWS,
    CHECK_TABLE,
    RANKING,
)
from xl_appraisal.book.write.formula_renewal import lacks_function
from xl_appraisal.book.write.item_formulas import ItemFormulas
from xl_appraisal.book.write.outcome_text import (
    election_texts,
    fault_told,
    figures_text,
    told,
)
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.exact import ZERO
from xl_appraisal.model.findings import SEVERITY_NAMES, Finding
from xl_appraisal.model.grid import EMPTY, Cell, Formula, Grid, Ref, Write
from xl_appraisal.model.layout.layout import Column
from xl_appraisal.scoring import Appraisal, RankedWindow, WindowEvidence

MOST_FINDINGS = 5000
"""Lines that 核对 takes; past that it says how many more there are, ``check`` lists them all."""

_LONGEST = 8_000  # characters of a text; a cell holds 32,767, nobody reads that many

_FLAGS = ("一票否决", "红旗（补位）", "红旗")

Changes = dict[str, dict[Ref, Write]]


def changes(quarter: Quarter, appraisal: Appraisal, check: Grid | None) -> Changes:
    """All cells to write, by sheet.  ``check`` is the sheet 核对 as it stands.

    Raises :class:`BookError` where that sheet or its header is gone: scores are not written
    where the findings about them cannot be.
    """
    if check is None:
        raise BookError(f"工作簿里没有工作表“{CHECK}”，写不了核对结果。请把它改回或恢复后再计算。")
    return {
        RANKING: _not_covered(quarter.table.grid, _ranking_cells(quarter, appraisal)),
        CHECK: _not_covered(check, _check_cells(quarter, appraisal, check)),
    }


def _not_covered(grid: Grid, cells: Iterable[tuple[Ref, Write]]) -> dict[Ref, Write]:
    """Without the cells that a merged area covers: no program can write into those."""
    written = dict(cells)
    first = min((row for row, _ in written), default=0)
    last = max((row for row, _ in written), default=0)
    areas = [a for a in grid.merges if a.bottom >= first and a.top <= last]
    hidden = {
        (row, column)
        for area in areas
        for row in range(max(area.top, first), min(area.bottom, last) + 1)
        for column in range(area.left, area.right + 1)
        if (row, column) != (area.top, area.left)
    }
    return {ref: value for ref, value in written.items() if ref not in hidden}


# ── 名次表 ──


def _ranking_cells(quarter: Quarter, appraisal: Appraisal) -> Iterator[tuple[Ref, Write]]:
    formulas, points = quarter.formulas(), _points_columns(quarter)
    evidence = {window.place: window for window in quarter.windows}
    for window in appraisal.windows:
        row = window.score.place.row
        yield from _figures(quarter, window, row)
        yield from _staff_cell(quarter, formulas, evidence[window.score.place], window, row)
        if window.total is not None:
            own = evidence[window.score.place]
            yield from _item_cells(quarter, formulas, points, own, window, row)
    for row in quarter.table.sums:
        yield from _no_standing(quarter, row)


def _no_standing(quarter: Quarter, row: int) -> Iterator[tuple[Ref, Write]]:
    """A row of totals has no rank and no flag: those that it once got as a window are cleared."""
    for column in {"rank", "red_flag"} & quarter.table.columns.keys():
        cell = quarter.table.grid[quarter.table.ref(row, column)]
        standing = cell.value in _FLAGS if column == "red_flag" else type(cell.value) is Decimal
        if cell.formula is None and standing:
            yield quarter.table.ref(row, column), None


def _figures(quarter: Quarter, window: RankedWindow, row: int) -> Iterator[tuple[Ref, Write]]:
    figures: dict[str, Write] = {
        "rank": None if window.rank is None else Decimal(window.rank),
        "total": window.total,
        "red_flag": red_flag_text(window) or None,
    }
    for module in quarter.book.notice.point_modules:
        figures[module.id] = window.score.modules.get(module.id)
    stopped = window.total is None
    fault = told(fault_told(window.score, quarter.rules.findings)) if stopped else ""
    for column, value in figures.items():
        if column in quarter.table.columns:
            own = quarter.table.cell(row, column).formula
            new = lacks_function(quarter, quarter.book.layout.by_id[column], row)
            kept = fault if new or calls_function(own) else ""
            yield quarter.table.ref(row, column), kept if (own or new) and value is None else value


def red_flag_text(window: RankedWindow) -> str:
    """What the working column 红旗窗口 shows."""
    if window.vetoed:
        return _FLAGS[0]
    if window.red_flag:
        return _FLAGS[1] if window.substituted else _FLAGS[2]
    return ""


def _staff_cell(
    quarter: Quarter,
    formulas: ItemFormulas,
    evidence: WindowEvidence,
    window: RankedWindow,
    row: int,
) -> Iterator[tuple[Ref, Write]]:
    """The mean of the staff lines as a formula; a typed figure stays where there are none.

    A function's cell shows what the function gives: the score, or what stops it.
    """
    module = quarter.book.notice.staff_module
    if module.id not in quarter.table.columns:
        return
    score = window.score.modules.get(module.id)
    cell, ref = quarter.table.cell(row, module.id), quarter.table.ref(row, module.id)
    column = quarter.book.layout.by_id[module.id]
    if calls_function(cell.formula) or lacks_function(quarter, column, row):
        stops = told(fault_told(window.score, quarter.rules.findings)) if score is None else ""
        yield ref, stops if score is None else score
    elif computes_itself(cell.formula):
        yield ref, "" if score is None or not evidence.staff else score
    elif evidence.staff and score is not None:
        if _free(cell) or cell.value != score:
            yield ref, Formula(formulas.staff_performance(evidence, row, score), score)
    elif is_as_written(cell.formula):
        yield ref, None


def _item_cells(
    quarter: Quarter,
    formulas: ItemFormulas,
    columns: Sequence[tuple[int, Column]],
    evidence: WindowEvidence,
    window: RankedWindow,
    row: int,
) -> Iterator[tuple[Ref, Write]]:
    cells, items = quarter.table.cells_by_row[row], window.score.items
    for number, column in columns:
        if number not in cells and column.id not in items:
            continue
        cell, ref = cells.get(number, EMPTY), (row, number)
        item = items.get(column.id)
        if is_native(cell.formula):  # the formula stays: only the figure it shows is new
            yield ref, "" if item is None else item.points
            continue
        if calls_function(cell.formula) and column.id not in evidence.given:
            yield ref, ZERO if item is None else item.points
            continue
        if item is None or item.source == "typed":
            if is_as_written(cell.formula):
                yield ref, None
            continue
        replaced = item.source == "derived" and not is_blank(cell.value)  # --apply-rules
        if not _free(cell) and not replaced:
            continue
        if item.source == "derived":
            text = formulas.rule_points(column, evidence, row, item.points)
        else:
            text = formulas.ledger_points(column, evidence, row, item.points)
        yield ref, Formula(text, item.points)


def _points_columns(quarter: Quarter) -> list[tuple[int, Column]]:
    """The columns of 名次表 that hold points, each with its number."""
    place = quarter.table.columns
    columns = quarter.book.layout.all_columns
    return [(place[c.id], c) for c in columns if c.kind == "points" and c.id in place]


def _free(cell: Cell) -> bool:
    """Whether a cell holds nothing typed: it is blank, or its formula is ours, as it was."""
    return is_as_written(cell.formula) or (cell.formula is None and is_blank(cell.value))


# ── 核对 ──


def _check_cells(
    quarter: Quarter, appraisal: Appraisal, check: Grid
) -> Iterator[tuple[Ref, Write]]:
    first, second, third = CHECK_SUMMARY_ROWS
    yield (first, 1), figures_text(quarter, appraisal)[:_LONGEST]
    flags, vetoes = election_texts(quarter, appraisal)
    yield (second, 1), flags[:_LONGEST]
    yield (third, 1), vetoes[:_LONGEST]
    headers = "、".join(CHECK_TABLE.headers)
    refusal = f"工作表“{CHECK}”的表头找不到，写不了核对结果。请恢复表头：{headers}。"
    found = needed_list(check, CHECK_TABLE, (), refusal)
    lines = list(_check_lines(appraisal.findings))
    last = max((row.row for row in found.rows()), default=found.header_row)
    for offset in range(max(len(lines), last - found.header_row)):
        line = lines[offset] if offset < len(lines) else {}
        for field, column in found.columns.items():
            yield (found.header_row + 1 + offset, column), line.get(field)


def _check_lines(findings: Sequence[Finding]) -> Iterator[dict[str, Write]]:
    for finding in findings[:MOST_FINDINGS]:
        yield {
            "severity": SEVERITY_NAMES[finding.severity],
            "where": finding.where or None,
            "window": finding.window[:_LONGEST] or None,
            "item": finding.item[:_LONGEST] or None,
            "found": finding.found[:_LONGEST] or None,
            "expected": finding.expected[:_LONGEST] or None,
            "remark": None if finding.remark is None else Decimal(finding.remark),
            "message": finding.message[:_LONGEST],
            "code": finding.code,
        }
    if len(findings) > MOST_FINDINGS:
        more = len(findings) - MOST_FINDINGS
        message = f"另有{more}条未列出，请用 xl-appraisal check 查看全部。"
        yield {"severity": SEVERITY_NAMES["info"], "message": message, "code": "more"}
