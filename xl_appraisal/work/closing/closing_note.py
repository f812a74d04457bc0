"""What a closing notes on 规则: the fingerprints, for staff to copy down and to compare."""

from __future__ import annotations

import re

from xl_appraisal.model.record import Record
from xl_appraisal.work.closing.digest import Digest

_KEPT = 32  # of 64 hexadecimal digits: 128 bits, and still fits a line of the minutes
_NOTE = re.compile(
    r"输入摘要 ([0-9a-f]{32})；成绩摘要 ([0-9a-f]{32})；逐格记录 ([0-9a-f]{32})", re.ASCII
)


class Note(Record):
    """The three fingerprints of a closing, cut to the digits that are noted."""

    inputs: str
    figures: str
    marks: str

    def __str__(self) -> str:
        return f"输入摘要 {self.inputs}；成绩摘要 {self.figures}；逐格记录 {self.marks}"


def note_of(prints: Digest, marks: str) -> Note:
    """The note for a workbook with these fingerprints."""
    return Note(prints.inputs[:_KEPT], prints.figures[:_KEPT], marks[:_KEPT])


def read_note(text: str) -> Note | None:
    """The note as it stands on 规则; ``None`` where it was changed beyond reading."""
    match = _NOTE.search(text)
    return Note(*match.groups()) if match else None
