"""Findings: what the product has to say about a workbook, short of an error.

A finding says where (sheet and cell), whom it concerns, what was found and what is allowed.
``error`` stops the score of the window it names, ``warning`` wants a person's eye, ``info``
only tells.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeAlias

from xl_appraisal.model.grid import a1
from xl_appraisal.model.record import Record
from xl_appraisal.model.text_table import read_rows

Severity: TypeAlias = Literal["error", "warning", "info"]
SEVERITY_NAMES: dict[Severity, str] = {"error": "错误", "warning": "提醒", "info": "说明"}
_ORDER: dict[Severity, int] = {"error": 0, "warning": 1, "info": 2}


class Place(NamedTuple):
    """Where a value stands: the sheet's name, row and column from 1; both 0 for no cell."""

    sheet: str
    row: int
    column: int

    @property
    def cell(self) -> str:
        """The cell's address such as ``N17``; empty for no cell."""
        return a1(self.row, self.column) if self.row else ""

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell}"


NOWHERE = Place("", 0, 0)


class Finding(Record):
    """One finding.  All fields are text for staff except ``code``, which never changes.

    ``window`` and ``item`` are empty where the finding concerns the whole table; ``remark`` is
    the number of the notice's remark that it rests on, if there is one.
    """

    severity: Severity
    code: str
    message: str
    sheet: str = ""
    cell: str = ""
    window: str = ""
    item: str = ""
    found: str = ""
    expected: str = ""
    remark: int | None = None

    @property
    def where(self) -> str:
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet


def in_order(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Errors first, then warnings, then information.

    Within each those about the whole table first, then window by window; else as they were found.
    """
    windows: dict[str, int] = {"": -1}
    for finding in findings:
        windows.setdefault(finding.window, len(windows))
    return tuple(sorted(findings, key=lambda f: (_ORDER[f.severity], windows[f.window])))


class Message(Record):
    """A row of ``findings.tsv``: what a finding of that code can say.

    A code that is said of several circumstances has a row for each, ``code.circumstance``;
    ``*.circumstance`` is what is said of a cell that cannot be read, whatever its code.  Texts are
    for staff and take the finding's own fields and the words that are handed over, in braces.
    ``remedy`` follows the sentence: what to do, or what is done until then; ``item``, ``found``
    and ``expected`` are for findings that say none of their own.  ``kind`` is what staff call all
    findings of the code.
    """

    severity: Severity
    kind: str
    sentence: str
    remedy: str = ""
    item: str = ""
    found: str = ""
    expected: str = ""


@cache
def catalogue() -> Mapping[str, Message]:
    """The rows by name."""
    rows: Any = read_rows(Path(__file__).with_name("findings.tsv"))
    return {name: Message(*cells) for name, cells in rows.items()}


def message(name: str) -> Message:
    """The row of that name, ``code`` or ``code.circumstance``.  Raises :class:`KeyError`."""
    rows, (_, dot, circumstance) = catalogue(), name.partition(".")
    return rows[name] if name in rows else rows[f"*{dot}{circumstance}"]


@cache
def kind_of_code(code: str) -> str:
    """What staff call findings of a code; one that is said of any cell has no row of its own."""
    rows = catalogue().items()
    kinds = (row.kind for name, row in rows if name.partition(".")[0] == code)
    return next(kinds, message("*.input").kind)


def finding(
    name: str,
    place: Place = NOWHERE,
    /,
    *,
    window: str = "",
    item: str = "",
    found: str = "",
    expected: str = "",
    remark: int | None = None,
    **words: object,
) -> Finding:
    """The finding of that row, at ``place``; nothing else makes any.

    Raises :class:`KeyError` for a name that has no row, or a word that its sentence needs and
    that was not handed over.
    """
    row = message(name)
    item = item or row.item
    words |= {"window": window, "place": place, "remark": remark, "item": item}
    words["found"] = found = found or row.found.format_map(words)
    words["expected"] = expected = expected or row.expected.format_map(words)
    said = f"{row.sentence}{row.remedy}".format_map(words)
    code = name.partition(".")[0]
    where = place.sheet, place.cell
    return Finding(row.severity, code, said, *where, window, item, found, expected, remark)
