"""The note of origin on whatever goes out, so that a printed table can be traced."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version

from xl_appraisal.book.read.quarter import Quarter
from xl_appraisal.model.grid import Grid

DIGITS = 16
"""Of the 64 hexadecimal digits of the inputs' fingerprint: enough to tell two apart for good."""


def origin_note(
    book: str, quarter: Quarter, sheet: Callable[[str], Grid | None], when: dt.datetime
) -> str:
    """Workbook, time, notice, version and the fingerprint of what staff put in, as one line.

    ``book`` is the workbook's file name and ``sheet`` gives its sheets.  Two prints with the
    same fingerprint rest on the same inputs.
    """
    from xl_appraisal.work.closing.digest import digest

    inputs = digest(quarter, sheet).inputs[:DIGITS]
    time = f"{when.year}年{when.month}月{when.day}日{when:%H:%M}"
    return (
        f"出处：工作簿“{book}”，{time}生成；通报 {quarter.book.notice.id}，"
        f"xl-appraisal {_version()}；数据指纹 {inputs}"
    )


def _version() -> str:
    try:
        return version("xl-appraisal")
    except PackageNotFoundError:  # run from its sources
        return "（未安装）"
