"""Whether a closed quarter still says what it said when it was closed."""

from __future__ import annotations

from xl_appraisal.book.read.closing_events import Event, closed_at, read_events
from xl_appraisal.book.sheets import CHECK, RULES, SOURCE
from xl_appraisal.hosts.host import Host
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.exact_json import fields_json
from xl_appraisal.model.grid import Ref, a1
from xl_appraisal.model.record import Record
from xl_appraisal.work.closing.cell_marks import lines_digest, read_lines, read_marks
from xl_appraisal.work.closing.closing_note import Note, note_of, read_note
from xl_appraisal.work.closing.digest import CellDigests, cell_digests, digest
from xl_appraisal.work.closing.stale_figures import stale_cells
from xl_appraisal.work.desk import appraise_host


class Verdict(Record):
    """What a look at a workbook found.

    ``closed`` is when it was closed, empty while it is open; ``problems`` are Chinese sentences,
    none for a closed workbook as it was; ``cells`` are the cells that changed (``名次表!D7``).
    """

    closed: str
    events: tuple[Event, ...]
    problems: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        return bool(self.closed) and not self.problems

    def as_json(self) -> dict[str, object]:
        events = [fields_json(event, "kind", "time", "note") for event in self.events]
        fields = fields_json(self, "sound", "problems", "cells")
        return {"closed": self.closed or None, **fields, "events": events}


def verify(host: Host) -> Verdict:
    """Compare the workbook with what its last closing noted.  Nothing is written.

    Raises :class:`BookError` where the record of closings itself cannot be found.
    """
    rules = host.grid(RULES)
    if rules is None:
        raise BookError(f"工作簿里没有工作表“{RULES}”，看不出是否封存过。")
    events = tuple(read_events(rules))
    closed = closed_at(events)
    if not closed:
        return Verdict("", events, ("本季度没有封存，或封存后又重新打开过。",))
    source = host.grid(SOURCE)
    lines = read_lines(source) if source is not None else []
    cells = _changed(cell_digests(host.grid), lines)
    try:
        done = appraise_host(host)
    except BookError as error:
        return Verdict(closed, events, (f"工作簿已不能计算：{error}",), tuple(cells))
    now = note_of(digest(done.quarter, host.grid), lines_digest(lines))
    problems = _problems(read_note(events[-1].note), now, cells)
    stale = stale_cells(done, host.grid(CHECK)) if not problems else []
    return Verdict(closed, events, (*problems, *_stale(stale)), tuple(cells))


def _problems(noted: Note | None, now: Note, cells: list[str]) -> list[str]:
    if noted is None:
        return [f"“{RULES}”表的封存记录被改动，读不出摘要。"]
    problems = []
    for what, then, today in (
        ("填写的内容", noted.inputs, now.inputs),
        ("成绩", noted.figures, now.figures),
    ):
        if then != today:
            problems.append(f"{what}与封存时不同（封存时摘要 {then}，现在 {today}）。")
    if noted.marks != now.marks:
        problems.append(f"“{SOURCE}”里的逐格记录被改动，下面列出的单元格只供参考。")
    if problems and not cells:
        problems.append("没有一格与逐格记录不同：被改动的是封存记录本身。")
    return problems


def _changed(now: CellDigests, lines: list[str]) -> list[str]:
    """The cells that differ from the marks: changed, filled in since or emptied."""
    before = read_marks(lines)
    differing = {key for key in {*before, *now} if before.get(key) != now.get(key)}
    return [
        f"{sheet}!{a1(*ref)}{_how(before, now, (sheet, ref))}" for sheet, ref in sorted(differing)
    ]


def _how(before: CellDigests, now: CellDigests, key: tuple[str, Ref]) -> str:
    if key not in before:
        return "（新填）"
    return "" if key in now else "（清空）"


def _stale(lines: list[str]) -> list[str]:
    return [f"{line}（软件版本或规则的算法可能变了）。" for line in lines]
