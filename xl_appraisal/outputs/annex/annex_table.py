"""The annex as it is to be read: every text of it, whatever file it goes into."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from xl_appraisal.book.new.ranking_plan import remark_lines
from xl_appraisal.book.read.quarter import Quarter
from xl_appraisal.book.sheets import ANNEX_ROW, TITLE_ROW
from xl_appraisal.book.write.annex_rows import annex_rows
from xl_appraisal.book.write.outcome_text import title
from xl_appraisal.model.exact import plain, shown
from xl_appraisal.model.grid import Value
from xl_appraisal.model.layout.layout import Column
from xl_appraisal.model.record import Record
from xl_appraisal.scoring import Appraisal

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


def blocks(annex: Annex, widest: float, width: Callable[[Column], float]) -> tuple[Annex, ...]:
    """The table cut into blocks that are at most ``widest`` by ``width``, remarks under the last.

    Each begins with rank and window.  Columns under one heading stay together where they fit in
    a block at all; so a count is not parted from its points.
    """
    fixed = [n for n, column in enumerate(annex.columns) if column.id in LEADING]
    room = widest - sum(width(annex.columns[n]) for n in fixed)

    def fits(numbers: Sequence[int]) -> bool:
        return sum(width(annex.columns[n]) for n in numbers) <= room

    cuts: list[list[int]] = [[]]
    for part in _parts(annex, [n for n in range(len(annex.columns)) if n not in fixed], fits):
        if cuts[-1] and not fits(cuts[-1] + part):
            cuts.append([])
        cuts[-1] += part
    last = len(cuts) - 1
    return tuple(_block(annex, fixed + cut, n == last) for n, cut in enumerate(cuts))


def _parts(
    annex: Annex, numbers: Sequence[int], fits: Callable[[Sequence[int]], bool], level: int = 0
) -> Iterator[list[int]]:
    """Runs of columns that share a heading, the widest that fit: of the top row, or of the next."""
    if level == annex.depth:
        yield from ([number] for number in numbers)
        return
    for _, run in groupby(numbers, key=lambda n: annex.columns[n].header[: level + 1]):
        part = list(run)
        if fits(part):
            yield part
        else:
            yield from _parts(annex, part, fits, level + 1)


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
