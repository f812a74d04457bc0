"""Whether a closed quarter still says what it said when it was closed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from xl_appraisal.book.read.closing_events import Event, closed_at, read_events
from xl_appraisal.book.sheets import CHECK, RULES, SOURCE
from xl_appraisal.hosts.host import Host
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.exact_json import fields_json
from xl_appraisal.model.grid import Ref, a1
from xl_appraisal.model.record import Record
from xl_appraisal.work.closing.cell_marks import lines_digest, read_lines, read_marks
from xl_appraisal.work.closing.closing_note import (
    FirstNote,
    Note,
    SealRecord,
    first_note_of,
    read_note,
    read_record,
)
from xl_appraisal.work.closing.digest import CellDigests, cell_digests, digest
from xl_appraisal.work.closing.sealed_parts import PARTS, sealed_parts
from xl_appraisal.work.closing.shown_otherwise import Shown, shown_otherwise
from xl_appraisal.work.closing.signature import is_signed
from xl_appraisal.work.closing.stale_figures import stale_cells
from xl_appraisal.work.desk import Appraised, appraise_host, replaced

_MOST_SHOWN = 20
_PRINTED = 12  # of the code's 32 digits at the foot of a page


class Verdict(Record):
    """What a look at a workbook found.

    ``closed`` is when it was closed, empty while it is open; ``problems`` are Chinese sentences,
    none for a closed workbook as it was; ``cells`` are the cells that changed (``名次表!D7``);
    ``notes`` are what to know besides: what an old seal or a filter leaves open.
    """

    closed: str
    events: tuple[Event, ...]
    problems: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        return bool(self.closed) and not self.problems

    def as_json(self) -> dict[str, object]:
        events = [fields_json(event, "kind", "time", "note") for event in self.events]
        fields = fields_json(self, "sound", "problems", "cells", "notes")
        return {"closed": self.closed or None, **fields, "events": events}


def seal_mark(host: Host) -> str:
    """What the foot of a page says of the seal: the start of its code, or that there is none.

    So paper and file can be held against each other.
    """
    rules = host.grid(RULES)
    events = tuple(read_events(rules)) if rules is not None else ()
    if not closed_at(events):
        return "未封存"
    note = read_note(events[-1].note)
    if isinstance(note, Note):
        return f"封存码 {note.code[:_PRINTED]}"
    return f"输入摘要 {note.inputs[:_PRINTED]}" if note else "封存记录读不出"


def verify(host: Host, key_file: str | Path | None = None) -> Verdict:
    """Compare the workbook with what its last closing noted.  Nothing is written.

    ``key_file`` holds the public key that the closing must be signed with.  Raises
    :class:`BookError` where the record of closings itself cannot be found, where it is of a
    later version than this program knows, and for a key that cannot be used.
    """
    rules = host.grid(RULES)
    if rules is None:
        raise BookError(f"工作簿里没有工作表“{RULES}”，看不出是否封存过。")
    events = tuple(read_events(rules))
    closed = closed_at(events)
    if not closed:
        return Verdict("", events, ("本期没有封存，或封存后又重新打开过。",))
    note = read_note(events[-1].note)
    look = _Look(host, events[-1])
    problems, notes = [*look.problems], list[str]()
    if isinstance(note, Note) or (note is None and look.record is not None):
        problems += look.second(note)
        notes += look.notes()
        problems += _signature(note, look.record, key_file)
    else:
        problems += look.first(note)
        if note is not None:
            notes.append(
                "这是第1版的封存，管填写的内容和成绩，不管封存和重新打开的记录、公式、数字格式和"
                "隐藏的行列；重新打开后再封存，才都管到。"
            )
            problems += ["第1版的封存没有签名。"] if key_file else []
    if look.done is not None and not problems:
        lines = stale_cells(look.done, host.grid(CHECK), listed=isinstance(note, Note))
        problems += [f"{line}（软件版本或规则的算法可能变了）。" for line in lines]
    if look.done is not None:
        told = replaced(look.done, host.grid)
        problems += [finding.message for finding in told if finding.severity == "warning"]
    return Verdict(closed, events, tuple(problems), tuple(look.cells), tuple(notes))


class _Look:
    """A closed workbook as it is now, beside what its closing left on the hidden sheet."""

    def __init__(self, host: Host, event: Event) -> None:
        self.host, self._event = host, event
        self.problems: list[str] = []
        self.cells: list[str] = []
        self.lines = read_lines(host.grid(SOURCE))
        self.record = read_record(self.lines[0]) if self.lines else None
        self.shown: Shown | None = None
        self.done: Appraised | None = None
        try:
            self.done = appraise_host(host)
        except BookError as error:
            self.problems.append(f"工作簿已不能计算：{error}")

    def first(self, noted: FirstNote | None) -> Iterator[str]:
        """What differs from a closing of the first form; it has three digests."""
        self.cells = _changed(cell_digests(self.host.grid), self.lines)
        if noted is None:
            yield f"“{RULES}”表的封存记录被改动，读不出摘要。"
        elif self.done is not None:
            found = digest(self.done.quarter, self.host.grid)
            now = first_note_of(found, lines_digest(self.lines))
            for what, then, today in (
                ("填写的内容", noted.inputs, now.inputs),
                ("成绩", noted.figures, now.figures),
            ):
                if then != today:
                    yield f"{what}与封存时不同（封存时摘要 {then}，现在 {today}）。"
            if noted.marks != now.marks:
                yield f"“{SOURCE}”里的逐格记录被改动，下面列出的单元格只供参考。"
            if (noted.inputs, noted.figures) != (now.inputs, now.figures) and not self.cells:
                yield "没有一格与逐格记录不同：被改动的是封存记录本身。"

    def second(self, noted: Note | None) -> Iterator[str]:
        """What differs from a closing of the second form: the code, then each part.

        ``None`` for a code that cannot be read any more.
        """
        quarter = self.done.quarter if self.done is not None else None
        now = sealed_parts(quarter, self.host.grid, self._event.note_ref)
        self.cells = _changed(now.cells, self.lines)
        self.shown = shown_otherwise(self.host)
        record = self.record
        if record is None or record.note(lines_digest(self.lines[1:])) != noted:
            yield (
                f"“{RULES}”表的封存码与“{SOURCE}”里的封存记录对不上：有一处被改动，"
                "下面列出的单元格只供参考。"
            )
        if record is None or quarter is None:
            return
        for part, what in PARTS.items():
            if record.parts.get(part) != now.digests[part]:
                yield f"{what}与封存时不同。"
        if record.shown and self.shown and record.shown != self.shown.digest:
            new, gone = self.shown.since(self.lines)
            more = [f"另有{gone}处不再如封存时那样"] if gone else []
            yield f"显示与封存时不同：{_listed(new + more)}。"

    def notes(self) -> Iterator[str]:
        """What is no change of the quarter, and still to be known."""
        if self.shown is None:
            yield (
                "隐藏的行列和数字格式这里核验不了：请保存后交信息科核验"
                "〔命令行：xl-appraisal verify〕。"
            )
        elif self.record is not None and not self.record.shown:
            yield (
                "封存时没有记下隐藏的行列和数字格式（封存时的软件看不到这些）；"
                f"现在：{_listed(self.shown.otherwise)}。"
            )
        if self.shown is not None and self.shown.filtered:
            yield f"{'、'.join(self.shown.filtered)}正在筛选，有的行暂时看不见。"


def _listed(sentences: Sequence[str]) -> str:
    more = "……" if len(sentences) > _MOST_SHOWN else ""
    return "；".join(sentences[:_MOST_SHOWN]) + more or "没有隐藏的行列，显示与数值一致"


def _signature(
    note: Note | None, record: SealRecord | None, key_file: str | Path | None
) -> Iterator[str]:
    signature = record.signature if record is not None else ""
    if key_file and not signature:
        yield "封存没有签名。"
    elif key_file and not (note and is_signed(note.code, signature, key_file)):
        yield f"封存的签名与公钥 {key_file} 不符：不是用这把密钥签的，或签名被改动。"


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
