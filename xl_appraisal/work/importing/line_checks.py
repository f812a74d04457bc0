"""What lines say against themselves: signs and dates that cannot be; names near others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from xl_appraisal.book.read.quarter import Quarter
from xl_appraisal.book.read.typed_values import Impossible, day_of, is_blank, squeeze
from xl_appraisal.model import limits
from xl_appraisal.model.exact import plain
from xl_appraisal.model.grid import EMPTY
from xl_appraisal.model.quarter_name import parse_quarter, quarter_name
from xl_appraisal.work.importing.ledger_lines import LineWriter
from xl_appraisal.work.importing.list_kinds import LEDGER_KIND
from xl_appraisal.work.importing.list_source import ListSource
from xl_appraisal.work.importing.source_lines import SourceLine
from xl_appraisal.work.importing.source_values import shown

_DOES = {"+": "加分", "-": "扣分"}
_ALIKE = 0.6  # of difflib's ratio


class LineChecks:
    """Checks the lines of a file against the quarter that they are imported into."""

    def __init__(self, quarter: Quarter, writer: LineWriter) -> None:
        self.writer = writer
        self.named = quarter.quarter
        self.period = parse_quarter(quarter.quarter)

    def faults(self, source: ListSource) -> list[str]:
        """A date that is none; a header or sign that says the opposite of the item or module."""
        if source.kind is not LEDGER_KIND:
            return []
        found = [self._sign(source, line) for line in source.lines]
        found += [_date(line) for line in source.lines]
        return [fault for fault in found if fault]

    def dates(self, source: ListSource) -> list[str]:
        """A sentence on the lines whose date is of another period."""
        if source.kind is not LEDGER_KIND:
            return []
        days = [(line.row, day_of(line.cells["date"])) for line in source.lines
                if "date" in line.cells]  # fmt: skip
        outside = [
            f"第{row}行{day.isoformat()}"
            for row, day in days
            if isinstance(day, dt.date) and not self.period.holds(day)
        ]
        if not outside:
            return []
        listed = "、".join(outside[: limits.MOST_LISTED])
        return [f"日期不在{quarter_name(self.named)}之内，仍然导入，请核对：{listed}。"]

    def _sign(self, source: ListSource, line: SourceLine) -> str:
        cell = line.cells.get("points")
        if cell is None or is_blank(cell.value):
            return ""
        does, what = self.writer.effect(line.cells)
        typed = squeeze(cell.value) if isinstance(cell.value, str) else ""
        headed = bool(source.sign) and source.sign != does
        if not does or not (headed or (typed.startswith("+") and does == "-")):
            return ""
        by = f"表头是{_DOES[source.sign]}" if headed else f"分值写作“{typed}”"
        return (
            f"第{line.row}行：{by}，但{what}是{_DOES[does]}的，不知道以哪个为准。"
            f"请改正项目、模块，或把这一行的表头写成“分值”、数值不带正负号。"
        )


def _date(line: SourceLine) -> str:
    cell = line.cells.get("date", EMPTY)
    day, value = day_of(cell), cell.value
    number = isinstance(value, Decimal) or (isinstance(value, str) and value.strip().isdecimal())
    if not isinstance(day, Impossible) and (day is not None or not number):
        return ""
    text = plain(value) if isinstance(value, Decimal) else shown(value)
    return f"第{line.row}行：日期{text}不是一个日期。请写成 2024-03-05 这样，或留空。"


def like(name: str, windows: Iterable[str]) -> str:
    """The window that an unknown name is most like, empty where it is like none."""
    from difflib import get_close_matches

    known = {squeeze(window): window for window in windows}
    found = get_close_matches(squeeze(name), known, n=1, cutoff=_ALIKE)
    return known[found[0]] if found else ""
