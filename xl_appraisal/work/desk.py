"""The desk: what one does with a workbook, whatever host holds it.

Doors (command line, macros, cell functions) call these; nothing is computed in a door.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from itertools import chain

from xl_appraisal.book.own_formulas import is_native
from xl_appraisal.book.read.closing_events import refuse_closed
from xl_appraisal.book.read.quarter import Quarter, SheetReader, read_quarter_book
from xl_appraisal.book.read.shown_unlike import shown_unlike
from xl_appraisal.book.read.typed_over import changed_since, shown_alike, typed_over
from xl_appraisal.book.sheets import CHARTS, CHECK, HOME, NATIVE_SHEETS, RANKING
from xl_appraisal.book.write.chart_figures import chart_changes, charted_deductions, own_sums
from xl_appraisal.book.write.filling import changes
from xl_appraisal.book.write.formula_renewal import renewal
from xl_appraisal.hosts.host import Host
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.findings import Finding, in_order
from xl_appraisal.model.gc_pause import paused_gc
from xl_appraisal.model.grid import Grid
from xl_appraisal.model.record import Record, replace
from xl_appraisal.scoring import Appraisal


def _unwatched(_stage: str) -> None:
    """Nobody asked where the time goes."""


class Appraised(Record):
    """A workbook read and appraised: the quarter it holds and what came out."""

    quarter: Quarter
    appraisal: Appraisal
    rewritten: int = 0
    """How many formulas of an older form a recalculation wrote anew."""


@paused_gc()
def appraise_host(
    host: Host, *, apply_rules: bool = False, begin: Callable[[str], None] = _unwatched
) -> Appraised:
    """Read the host's workbook and appraise it; nothing is written.

    ``begin`` is told each stage (读取, 计分) as it begins.
    Raises :class:`BookError` where it cannot be read as an appraisal workbook.
    """
    return appraise_sheets(host.grid, apply_rules=apply_rules, begin=begin)


def appraise_sheets(
    sheet: SheetReader, *, apply_rules: bool = False, begin: Callable[[str], None] = _unwatched
) -> Appraised:
    """The same of sheets that need not stand in any workbook as they are."""
    begin("读取")
    quarter = read_quarter_book(sheet)
    begin("计分")
    appraisal = quarter.appraise(apply_rules=apply_rules)
    shown = typed_over(quarter, appraisal), shown_alike(quarter, appraisal), shown_unlike(quarter)
    findings = [*appraisal.findings, *chain(*shown)]
    return Appraised(quarter, replace(appraisal, findings=in_order(findings)))


@paused_gc()
def recalculate(
    host: Host, *, apply_rules: bool = False, begin: Callable[[str], None] = _unwatched
) -> Appraised:
    """Appraise and write figures, ranks, red flags and findings into the host (not saved yet).

    ``begin`` is told each stage (读取, 计分, 写入) as it begins.
    Raises :class:`BookError` as :func:`appraise_host`.
    """
    done = appraise_host(host, apply_rules=apply_rules, begin=begin)
    begin("写入")
    return replace(done, rewritten=write_back(host, done))


@paused_gc()
def write_back(host: Host, done: Appraised) -> int:
    """Write what came of the host's workbook into it (not saved yet).

    Gives how many formulas of an older form were written anew.

    Raises :class:`BookError` where the quarter is closed or the sheet 核对 is gone.
    """
    refuse_closed(done.quarter.rules.closed)
    written = changes(done.quarter, done.appraisal, host.grid(CHECK), _ours(host, HOME))
    charts, native = _ours(host, CHARTS), _computes_natively(done.quarter)
    if charts is not None and native:
        written[CHARTS] = chart_changes(charts, done.quarter.table.grid, written[RANKING])
    elif charts is not None:
        written[CHARTS] = charted_deductions(charts, done.quarter, done.appraisal)
        old_sums = own_sums(charts, written[CHARTS])
        if old_sums:
            host.write(CHARTS, old_sums)
    renewed = renewal(done.quarter, host.grid, written[RANKING])
    for sheet, rewritten in renewed.changes.items():
        written[sheet] = {**written.get(sheet, {}), **rewritten}
    for sheet, cells in written.items():
        if cells:
            host.write(sheet, cells)
    if native:
        for sheet in NATIVE_SHEETS:  # steps to the figures before would stand beside the new ones
            host.forget_figures(sheet)
    return renewed.rewritten


def _computes_natively(quarter: Quarter) -> bool:
    """Whether plain formulas make the totals; one column tells without a look at every cell."""
    table = quarter.table
    return "total" in table.columns and any(
        is_native(table.cell(row, "total").formula) for row in table.rows
    )


def _ours(host: Host, sheet: str) -> Grid | None:
    """A sheet that older workbooks lack; what else may be called so is no reason to fail."""
    try:
        return host.grid(sheet)
    except BookError:
        return None


def check(host: Host, *, apply_rules: bool = False) -> Appraised:
    """Appraise and write the findings into 核对 and 首页; no figure of 名次表 is changed.

    What changed since the last recalculation is among them.

    Raises :class:`BookError` as :func:`appraise_host`.
    """
    done = with_changes(appraise_host(host, apply_rules=apply_rules), host)
    refuse_closed(done.quarter.rules.closed)
    written = changes(done.quarter, done.appraisal, host.grid(CHECK), _ours(host, HOME))
    for sheet in (CHECK, HOME):
        if written[sheet]:
            host.write(sheet, written[sheet])
    return done


def check_what_came_in(host: Host) -> None:
    """Bring 核对 and 首页 up to date with lines just written; a workbook without stays so."""
    with suppress(BookError):
        check(host)


def with_changes(done: Appraised, host: Host) -> Appraised:
    """The same with findings that say what changed since the figures on 名次表 were computed.

    Of plain formulas, too, which are not those that compute them in a new workbook.
    """
    findings = [*done.appraisal.findings, *changed_since(done.quarter, done.appraisal)]
    findings += replaced(done, host.grid)
    return Appraised(done.quarter, replace(done.appraisal, findings=in_order(findings)))


def replaced(done: Appraised, sheet: SheetReader) -> list[Finding]:
    """What is told of plain formulas that were replaced; nothing of other workbooks."""
    if not _computes_natively(done.quarter):
        return []
    from xl_appraisal.work.replaced_formulas import replaced_formulas  # makes a workbook

    return list(replaced_formulas(done.quarter, sheet))
