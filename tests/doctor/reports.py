"""Ways to look at the lines of a report."""

from __future__ import annotations

from collections.abc import Iterable

from xl_appraisal.setup.doctor import Line


def severities(lines: Iterable[Line]) -> dict[str, str]:
    """The severity of each line by its code; of several with one code, the last."""
    return {line.code: line.severity for line in lines}


def the(code: str, lines: Iterable[Line]) -> Line:
    """The only line with that code."""
    found = [line for line in lines if line.code == code]
    assert len(found) == 1, f"{len(found)} lines of {code}"
    return found[0]
