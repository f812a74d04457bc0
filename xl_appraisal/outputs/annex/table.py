"""The annex as it is to be read: every text of it, whatever file it goes into."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from xl_appraisal.exact import plain, shown
from xl_appraisal.grid import Value
from xl_appraisal.layout.model import Column
from xl_appraisal.record import Record
from xl_appraisal.scoring import Appraisal
from xl_appraisal.workbook.annex_sheet import annex_rows
from xl_appraisal.workbook.quarter import Quarter
from xl_appraisal.workbook.sheets import ANNEX_ROW, TITLE_ROW
from xl_appraisal.workbook.summary import title
from xl_appraisal.workbook.template.ranking_plan import remark_lines

_FORMAT = re.compile(r"0(?:\.(?P<places>0+))?(?P<percent>%)?(?:_.)?", re.ASCII)
LEADING = ("rank", "window")
"""The columns that every block of a split table begins with."""


class Annex(Record):
    """One table: ``rows`` hold a value for each of ``columns``, in rank order.

    ``depth`` is how many rows the header has; ``remarks`` are printed under the table.
    """

    annex: str
    title: str
    columns: tuple[Column, ...]
    depth: int
    rows: tuple[tuple[Value, ...], ...]
    remarks: tuple[str, ...]

    def texts(self) -> list[list[str]]:
        """The rows as they are shown."""
        formats = [column.number_format for column in self.columns]
        return [[shown_as(v, f) for v, f in zip(row, formats, strict=True)] for row in self.rows]


def annex_table(quarter: Quarter, appraisal: Appraisal) -> Annex:
    """The annex of a quarter: the workbook's own title and columns, the notice's remarks."""
    layout, place = quarter.book.layout, quarter.table.columns
    columns = sorted((c for c in layout.columns if c.id in place), key=lambda c: place[c.id])
    return Annex(
        _text(quarter, ANNEX_ROW) or quarter.book.notice.annex,
        _text(quarter, TITLE_ROW) or title(quarter),
        tuple(columns),
        layout.depth,
        tuple(map(tuple, annex_rows(quarter, appraisal))),
        remark_lines(quarter.book.notice),
    )


def shown_as(value: Value, number_format: str) -> str:
    """A value as its column's format shows it: ``2.000``, ``106.50``, ``100%``, ``29.562``.

    Figures are rounded half up from the exact value; a format that is not understood shows
    the figure whole.
    """
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return "√" if value else ""
    if not isinstance(value, Decimal):
        return value.isoformat()
    wanted = _FORMAT.fullmatch(number_format)
    if wanted is None:
        return plain(value)
    places = len(wanted["places"] or "")
    return shown(value * 100, places) + "%" if wanted["percent"] else shown(value, places)


def blocks(annex: Annex, widest: float) -> tuple[Annex, ...]:
    """The table cut into blocks of at most ``widest`` characters, remarks under the last.

    Each begins with rank and window.  Columns under one main heading stay together where they
    fit in a block at all.
    """
    fixed = [n for n, column in enumerate(annex.columns) if column.id in LEADING]
    room = widest - sum(annex.columns[n].width for n in fixed)
    cuts: list[list[int]] = [[]]
    for group in _groups(annex, fixed):
        for part in [group] if _width(annex, group) <= room else [[n] for n in group]:
            if cuts[-1] and _width(annex, cuts[-1] + part) > room:
                cuts.append([])
            cuts[-1] += part
    last = len(cuts) - 1
    return tuple(_block(annex, fixed + cut, n == last) for n, cut in enumerate(cuts))


def _groups(annex: Annex, fixed: Sequence[int]) -> list[list[int]]:
    groups: list[list[int]] = []
    before = ""
    for number, column in enumerate(annex.columns):
        if number in fixed:
            continue
        main = column.header[0] if column.header else ""
        if groups and main == before:
            groups[-1].append(number)
        else:
            groups.append([number])
        before = main
    return groups


def _width(annex: Annex, numbers: Sequence[int]) -> float:
    return sum(annex.columns[number].width for number in numbers)


def _block(annex: Annex, numbers: Sequence[int], last: bool) -> Annex:
    return Annex(
        annex.annex,
        annex.title,
        tuple(annex.columns[n] for n in numbers),
        annex.depth,
        tuple(tuple(row[n] for n in numbers) for row in annex.rows),
        annex.remarks if last else (),
    )


def _text(quarter: Quarter, row: int) -> str:
    value = quarter.table.grid.value(row, 1)
    return value.strip() if isinstance(value, str) else ""
