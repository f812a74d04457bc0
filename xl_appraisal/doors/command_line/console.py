"""What the commands print: tables with Chinese in columns, findings, and signs of life.

Nothing else in the command line prints: names, reasons, file names and remarks come from strangers,
and a terminal obeys what stands in them.  Here it becomes visible text.
"""

from __future__ import annotations

import re
import sys
import threading
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from xl_appraisal.model.findings import SEVERITY_NAMES, Finding
from xl_appraisal.model.late_pattern import late_pattern

if TYPE_CHECKING:
    from xl_appraisal.outputs.page import Page

FINE, STOPPED, UNUSABLE = 0, 1, 2
"""Exit codes: fine; findings that stop a score; unusable input."""

_PATIENCE = 1.0  # seconds that a step may take before it says what it is doing

_BREAKS = late_pattern("\r\n|[\t-\r\x1c-\x1e\x85\u2028\u2029]")
_BEYOND_ASCII = "\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
_OBEYED = late_pattern(f"[\0-\x1f{_BEYOND_ASCII}]")
_OBEYED_IN_JSON = late_pattern(f"[{_BEYOND_ASCII}]")  # JSON itself escapes what is below a space


def one_line(text: str) -> str:
    r"""The text on one line, without what a terminal obeys or turns round.

    Breaks become a space, so that no text begins a line that looks like ours; escape sequences,
    other control characters and marks of direction are spelt out: ``\x1b``.
    """
    if text.isprintable():
        return text
    return _OBEYED.sub(_spelt, _BREAKS.sub(" ", text))


def _spelt(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def say(text: object = "") -> None:
    """Print a line of the result."""
    print(one_line(str(text)))


def say_lines(text: object) -> None:
    """Print what has lines of its own."""
    for line in str(text).split("\n"):
        say(line)


def say_error(error: object) -> None:
    """Say on standard error why nothing was done; an error's own lines stay lines."""
    for line in f"错误：{error}".split("\n"):
        note(line)


@contextmanager
def step(text: str) -> Iterator[None]:
    """Say on standard error what is going on, if it takes longer than a second."""
    timer = threading.Timer(_PATIENCE, lambda: print(f"{text}……", file=sys.stderr, flush=True))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def width(text: str) -> int:
    """How many terminal columns a text takes: Chinese characters take two."""
    if text.isascii():
        return len(text)
    return sum(map(_char_width, text))


@cache
def _char_width(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def print_table(header: Sequence[str], rows: Iterable[Sequence[str]], left: Sequence[int]) -> None:
    """Print rows in columns; the columns numbered in ``left`` to the left, others to the right."""
    lines = [list(map(one_line, line)) for line in (header, *rows)]
    taken = [[width(text) for text in line] for line in lines]
    most = [max(widths) for widths in zip(*taken, strict=True)]
    for line, widths in zip(lines, taken, strict=True):
        cells = []
        for i, text in enumerate(line):
            space = " " * (most[i] - widths[i])
            cells.append(text + space if i in left else space + text)
        print("  ".join(cells).rstrip())


def print_pages(pages: Sequence[Page]) -> None:
    """Print the tables of some pages, a blank line between two; one without rows is left out."""
    tables = [table for page in pages for table in page.tables if table.rows]
    for number, table in enumerate(tables):
        if number:
            say()
        header = [column.header[-1] for column in table.columns]
        left = [n for n, column in enumerate(table.columns) if column.look == "text"]
        print_table(header, table.texts(), left)


def print_findings(findings: Sequence[Finding], most: int | None = None) -> None:
    """Print findings a line each: severity, place, message."""
    for finding in findings[:most]:
        where = f"{finding.where}  " if finding.where else ""
        say(f"[{SEVERITY_NAMES[finding.severity]}] {where}{finding.message}")
    if most is not None and len(findings) > most:
        say(f"……另有{len(findings) - most}条，用 xl-appraisal check 查看。")


def print_json(value: object) -> None:
    """Print a value as JSON, exact, its Chinese as it is, what a terminal obeys escaped."""
    import json

    from xl_appraisal.model.exact_json import exact_json

    text = json.dumps(exact_json(value), ensure_ascii=False, indent=2)
    print(_OBEYED_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


def note(text: str) -> None:
    """A word to the person at the terminal, beside the result."""
    print(one_line(text), file=sys.stderr, flush=True)
