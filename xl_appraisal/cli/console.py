"""What the commands print: tables with Chinese in columns, findings, and signs of life."""

from __future__ import annotations

import sys
import threading
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache

from xl_appraisal.findings import SEVERITY_NAMES, Finding

_PATIENCE = 1.0  # seconds that a step may take before it says what it is doing


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
    lines = [list(header), *(list(row) for row in rows)]
    taken = [[width(text) for text in line] for line in lines]
    most = [max(widths) for widths in zip(*taken, strict=True)]
    for line, widths in zip(lines, taken, strict=True):
        cells = []
        for i, text in enumerate(line):
            space = " " * (most[i] - widths[i])
            cells.append(text + space if i in left else space + text)
        print("  ".join(cells).rstrip())


def print_findings(findings: Sequence[Finding], most: int | None = None) -> None:
    """Print findings a line each: severity, place, message."""
    for finding in findings[:most]:
        where = f"{finding.where}  " if finding.where else ""
        print(f"[{SEVERITY_NAMES[finding.severity]}] {where}{finding.message}")
    if most is not None and len(findings) > most:
        print(f"……另有{len(findings) - most}条，用 xl-appraisal check 查看。")


def print_json(value: object) -> None:
    """Print a value as JSON with its Chinese as it is."""
    import json

    print(json.dumps(value, ensure_ascii=False, indent=2))


def note(text: str) -> None:
    """A word to the person at the terminal, beside the result."""
    print(text, file=sys.stderr)
