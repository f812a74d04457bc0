"""Everything that a finding can say: the rows of ``findings.tsv``, one for each code.

``finding`` is the only maker of findings.  A code that is said of several circumstances has a row
for each, ``code.circumstance``; ``*.circumstance`` is what is said of a cell that cannot be read,
whatever its code.  Texts are for staff and take the finding's own fields and the words that are
handed over, in braces.  ``remedy`` follows the sentence: what to do, or what is done until then;
``item``, ``found`` and ``expected`` are for findings that say none of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from xl_appraisal.model.findings import NOWHERE, Finding, Place, Severity
from xl_appraisal.model.record import Record
from xl_appraisal.model.text_table import read_rows


class Message(Record):
    """One row."""

    severity: Severity
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
    """The finding of that row, at ``place``.

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
