"""What a closing notes on 规则 for staff to copy down, and what it leaves on the hidden sheet."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from hashlib import sha256

from xl_appraisal.model.errors import BookError
from xl_appraisal.model.exact_json import fields_json
from xl_appraisal.model.record import NOTHING, Record
from xl_appraisal.work.closing.digest import Digest

VERSION = 2
"""Of the seals that are made now; all up to it are verified, each by its own rule."""

_KEPT = 32  # of 64 hexadecimal digits: 128 bits, and still fits a line of the minutes
_FIRST = re.compile(
    r"输入摘要 ([0-9a-f]{32})；成绩摘要 ([0-9a-f]{32})；逐格记录 ([0-9a-f]{32})", re.ASCII
)
_CODE = re.compile(r"封存码 ([0-9a-f]{32})（第([0-9]{1,4})版）", re.ASCII)


class FirstNote(Record):
    """The three fingerprints that closings of the first form noted."""

    inputs: str
    figures: str
    marks: str


class Note(Record):
    """The code of a seal: it covers the record on the hidden sheet, and that all else."""

    code: str

    def __str__(self) -> str:
        return f"封存码 {self.code}（第{VERSION}版）"


class SealRecord(Record):
    """What the hidden sheet keeps of a closing.

    ``parts`` are digests by part, ``shown`` that of what is shown otherwise, empty where the
    program could not tell; ``protected`` are the sheets that the closing protected;
    ``signature`` is Base64, empty where nobody signed.
    """

    protected: tuple[str, ...] = ()
    parts: Mapping[str, str] = NOTHING
    shown: str = ""
    signature: str = ""

    def line(self) -> str:
        """As it is kept."""
        names = ("protected", "parts", "shown", "signature")
        return json.dumps({"version": VERSION} | fields_json(self, *names))

    def note(self, marks: str) -> Note:
        """The note for this record above marks of that digest; the signature is not in it."""
        covered = encoded(VERSION, self.protected, sorted(self.parts.items()), self.shown, marks)
        return Note(short(sha256(covered).hexdigest()))


def encoded(*items: object) -> bytes:
    """Items as one line of JSON in ASCII: equal only for equal items."""
    return json.dumps(items, separators=(",", ":")).encode() + b"\n"


def short(digest: str) -> str:
    """As much of a digest as is noted."""
    return digest[:_KEPT]


def first_note_of(prints: Digest, marks: str) -> FirstNote:
    """The note of the first form for a workbook with these fingerprints."""
    return FirstNote(short(prints.inputs), short(prints.figures), short(marks))


def read_note(text: str) -> Note | FirstNote | None:
    """The note as it stands on 规则; ``None`` where it was changed beyond reading.

    Raises :class:`BookError` for a seal of a later version than this program knows.
    """
    if match := _FIRST.search(text):
        return FirstNote(*match.groups())
    match = _CODE.fullmatch(text)  # nothing is to be added beside it: nothing else covers its cell
    if match is None:
        return None
    if int(match[2]) > VERSION:
        raise BookError(
            f"这是第{match[2]}版的封存，本程序只认得第1版到第{VERSION}版，不能核验。"
            "请更新 xl-appraisal 后再核验。"
        )
    return Note(match[1]) if int(match[2]) == VERSION else None


def read_record(line: str) -> SealRecord | None:
    """The record of the hidden sheet; ``None`` where it is none of this form."""
    try:
        held = json.loads(line)
        return SealRecord(
            tuple(map(str, held["protected"])),
            {str(part): str(digest) for part, digest in held["parts"].items()},
            str(held["shown"]),
            str(held["signature"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
