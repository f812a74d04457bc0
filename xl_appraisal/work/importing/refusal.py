"""A file refused, with its faults listed as far as anyone would read them."""

from __future__ import annotations

from collections.abc import Iterable

from xl_appraisal.model import limits
from xl_appraisal.model.errors import ImportFileError


def refused(source: str, faults: Iterable[str], remedy: str = "") -> ImportFileError:
    """The error to raise for these faults; ``remedy`` is one that holds for all of them."""
    listed = list(faults)
    if len(listed) > limits.MOST_LISTED:
        more = len(listed) - limits.MOST_LISTED
        listed = [*listed[: limits.MOST_LISTED], f"另有{more}处，未列出。"]
    if remedy and listed:
        listed[-1] = f"{listed[-1]}\n{remedy}"
    return ImportFileError(source, listed)
