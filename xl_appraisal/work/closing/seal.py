"""Close a quarter and open it again, on any host; nothing is saved here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from xl_appraisal.book.read.closing_events import event_cells, refuse_closed
from xl_appraisal.book.read.quarter import needed_grid, read_quarter_book
from xl_appraisal.book.sheets import CHECK, HOME, RULES, SHEETS, SOURCE
from xl_appraisal.book.write.filling import changes
from xl_appraisal.hosts.host import Host
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.grid import Cell, Grid, Ref, Write
from xl_appraisal.model.record import replace
from xl_appraisal.work.closing.cell_marks import (
    lines_digest,
    mark_cells,
    mark_lines,
    protected_sheets,
    read_lines,
)
from xl_appraisal.work.closing.closing_note import Note, SealRecord
from xl_appraisal.work.closing.sealed_parts import sealed_parts
from xl_appraisal.work.closing.shown_otherwise import shown_otherwise
from xl_appraisal.work.closing.signature import Signer
from xl_appraisal.work.closing.stale_figures import stale_cells
from xl_appraisal.work.desk import Appraised, appraise_host, replaced

_MOST_LISTED = 20


def close(
    host: Host, password: str = "", *, now: dt.datetime | None = None, sign: Signer | None = None
) -> Note:
    """Close the quarter: check, note time and code on 规则, protect every sheet.

    ``now`` is the time of this machine unless given; ``sign`` makes the signature of a code, if
    it is to be signed.  Raises :class:`BookError`, nothing written, where an error finding is
    open, a figure is not what a recalculation gives, or the quarter is closed already.
    """
    done = _closable(host)
    _refuse_replaced(done, host)
    sheets = [name for name in SHEETS if host.grid(name) is not None and not host.protected(name)]
    rules = needed_grid(host.grid, RULES)
    event = event_cells(rules, "closed", _time(now), "")
    note_ref = list(event)[-1]
    sealed = _with(rules, event)
    parts = sealed_parts(done.quarter, lambda n: sealed if n == RULES else host.grid(n), note_ref)
    shown = shown_otherwise(host)
    marks = mark_lines(parts.cells) + (shown.lines() if shown else [])
    record = SealRecord(tuple(sheets), parts.digests, shown.digest if shown else "")
    note = record.note(lines_digest(marks))
    if sign is not None:
        record = replace(record, signature=sign(note.code))
    source = needed_grid(host.grid, SOURCE)
    host.write(SOURCE, mark_cells(source, [record.line(), *marks]))
    _record(host, {**event, note_ref: str(note)})
    for name in sheets:
        host.protect(name, password)
    return note


def reminders(host: Host) -> list[str]:
    """What stands in no closing's way and should be looked at before it, a sentence each.

    Raises :class:`BookError` where something stands in its way, as :func:`close`.
    """
    found = _closable(host).appraisal.findings
    told = [f"{f.where} {f.message}" for f in found if f.severity == "warning"]
    return _cut(told)


def _closable(host: Host) -> Appraised:
    """The period computed.  Raises :class:`BookError` where it cannot be closed as it is."""
    done = appraise_host(host)
    refuse_closed(done.quarter.rules.closed)
    _refuse_open(done, host.grid(CHECK))
    return done


def _with(grid: Grid, written: Mapping[Ref, Write]) -> Grid:
    """The grid as it will be."""
    return replace(grid, cells={**grid.cells, **{r: Cell(str(v)) for r, v in written.items()}})


def reopen(
    host: Host, reason: str, password: str = "", *, now: dt.datetime | None = None
) -> tuple[str, ...]:
    """Open a closed quarter again; the closing stays on 规则 and the reason joins it.

    Returns the sheets whose protection was taken off: those that the closing protected.
    Raises :class:`BookError` without a reason or for a quarter that is not closed.
    """
    if not reason.strip():
        raise BookError("没有写重新打开的原因，没有改动。请写明为什么要改、谁同意的。")
    refuse_unclosed(host)
    sheets = protected_sheets(read_lines(needed_grid(host.grid, SOURCE)))
    opened = tuple(name for name in sheets if host.grid(name) is not None)
    for name in opened:
        host.unprotect(name, password)
    rules = needed_grid(host.grid, RULES)
    _record(host, event_cells(rules, "reopened", _time(now), " ".join(reason.split())))
    return opened


def refuse_unclosed(host: Host) -> None:
    """Raises :class:`BookError` for a period that is not closed."""
    if not read_quarter_book(host.grid).rules.closed:
        raise BookError("本期没有封存，不需要重新打开。")


def _refuse_open(done: Appraised, check: Grid | None) -> None:
    errors = [f"{f.where} {f.message}" for f in done.appraisal.findings if f.severity == "error"]
    if errors:
        raise BookError(_listed(f"还有{len(errors)}处错误没有处理，不能封存：", errors))
    unscored = [w.window for w in done.appraisal.windows if w.total is None]
    if unscored or not done.appraisal.windows:
        names = "、".join(unscored) or "没有窗口"
        raise BookError(f"还有窗口没有得分，不能封存：{names}。")
    stale = stale_cells(done, check)
    if stale:
        raise BookError(
            _listed(f"{len(stale)}格与重新计算的结果不同，不能封存。请先重新计算：", stale)
        )


def _refuse_replaced(done: Appraised, host: Host) -> None:
    told = [f.message for f in replaced(done, host.grid) if f.severity == "warning"]
    if told:
        raise BookError(_listed("有公式被改动，不能封存：", told))


def _listed(head: str, lines: list[str]) -> str:
    return "\n".join([head, *_cut(lines)])


def _cut(lines: list[str]) -> list[str]:
    more = [f"……另有{len(lines) - _MOST_LISTED}处。"] if len(lines) > _MOST_LISTED else []
    return [*lines[:_MOST_LISTED], *more]


def _time(now: dt.datetime | None) -> str:
    return (now or dt.datetime.now()).strftime("%Y-%m-%d %H:%M:%S")


def _record(host: Host, event: Mapping[Ref, Write]) -> None:
    """The event on 规则, then 核对 and 首页 anew, which tell it."""
    host.write(RULES, event)
    done = appraise_host(host)
    written = changes(done.quarter, done.appraisal, host.grid(CHECK), host.grid(HOME))
    for sheet in (CHECK, HOME):
        if written[sheet]:
            host.write(sheet, written[sheet])
