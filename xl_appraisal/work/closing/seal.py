"""Close a quarter and open it again, on any host; nothing is saved here."""

from __future__ import annotations

import datetime as dt

from xl_appraisal.book.read.closing_events import EventKind, event_cells, refuse_closed
from xl_appraisal.book.read.quarter import needed_grid
from xl_appraisal.book.sheets import CHECK, RULES, SHEETS, SOURCE
from xl_appraisal.book.write.filling import changes
from xl_appraisal.hosts.host import Host
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.grid import Grid
from xl_appraisal.work.closing.cell_marks import (
    lines_digest,
    mark_cells,
    mark_lines,
    protected_sheets,
    read_lines,
)
from xl_appraisal.work.closing.closing_note import Note, note_of
from xl_appraisal.work.closing.digest import digest
from xl_appraisal.work.closing.stale_figures import stale_cells
from xl_appraisal.work.desk import Appraised, appraise_host

_MOST_LISTED = 20


def close(host: Host, password: str = "", *, now: dt.datetime | None = None) -> Note:
    """Close the quarter: check, note time and fingerprints on 规则, protect every sheet.

    ``now`` is the time of this machine unless given.  Raises :class:`BookError`, nothing
    written, where an error finding is open, a figure is not what a recalculation gives, or the
    quarter is closed already.
    """
    done = appraise_host(host)
    refuse_closed(done.quarter.rules.closed)
    _refuse_open(done, host.grid(CHECK))
    sheets = [name for name in SHEETS if host.grid(name) is not None and not host.protected(name)]
    prints = digest(done.quarter, host.grid)
    lines = mark_lines(prints.cells, sheets)
    note = note_of(prints, lines_digest(lines))
    host.write(SOURCE, mark_cells(needed_grid(host.grid, SOURCE), lines))
    _record(host, "closed", str(note), now)
    for name in sheets:
        host.protect(name, password)
    return note


def reopen(
    host: Host, reason: str, password: str = "", *, now: dt.datetime | None = None
) -> tuple[str, ...]:
    """Open a closed quarter again; the closing stays on 规则 and the reason joins it.

    Returns the sheets whose protection was taken off: those that the closing protected.
    Raises :class:`BookError` without a reason or for a quarter that is not closed.
    """
    if not reason.strip():
        raise BookError("没有写重新打开的原因，没有改动。请写明为什么要改、谁同意的。")
    done = appraise_host(host)
    if not done.quarter.rules.closed:
        raise BookError("本季度没有封存，不需要重新打开。")
    sheets = protected_sheets(read_lines(needed_grid(host.grid, SOURCE)))
    opened = tuple(name for name in sheets if host.grid(name) is not None)
    for name in opened:
        host.unprotect(name, password)
    _record(host, "reopened", " ".join(reason.split()), now)
    return opened


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


def _listed(head: str, lines: list[str]) -> str:
    more = [f"……另有{len(lines) - _MOST_LISTED}处。"] if len(lines) > _MOST_LISTED else []
    return "\n".join([head, *lines[:_MOST_LISTED], *more])


def _record(host: Host, kind: EventKind, note: str, now: dt.datetime | None) -> None:
    """The event on 规则, then 核对 anew, which tells it."""
    time = (now or dt.datetime.now()).strftime("%Y-%m-%d %H:%M:%S")
    host.write(RULES, event_cells(needed_grid(host.grid, RULES), kind, time, note))
    done = appraise_host(host)
    host.write(CHECK, changes(done.quarter, done.appraisal, host.grid(CHECK))[CHECK])
