"""The header of the 名次表 as cells: which header text covers which rows and columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from xl_appraisal.book.new.row_heights import height, pixels
from xl_appraisal.model.layout.layout import NameStanding
from xl_appraisal.model.record import Record


class Heading(Record):
    """A header cell; levels and columns count from 0 and include both ends."""

    text: str
    top: int
    bottom: int
    left: int
    right: int
    standing: NameStanding = "sure"


def headings(
    headers: Sequence[tuple[str, ...]], depth: int, standings: Sequence[NameStanding] = ()
) -> tuple[Heading, ...]:
    """The cells of a header of ``depth`` rows over columns, the topmost level first.

    ``headers`` are each column's texts from the top row down, ``standings`` how sure they are.

    Neighbours with the same path so far share a cell; a short path reaches down to the bottom.
    A heading over columns of different standing claims no doubt of its own.
    """
    columns = list(enumerate(_fitted(header, depth) for header in headers))
    known = standings or ["sure"] * len(headers)

    def below(columns: list[tuple[int, tuple[str, ...]]], level: int) -> Iterator[Heading]:
        runs = groupby(
            columns, key=lambda one: (one[1][level : level + 1], len(one[1]) == level + 1)
        )
        for (text, ends), run in runs:
            if not text:
                continue
            own = list(run)
            left, right = own[0][0], own[-1][0]
            common = set(known[left : right + 1])
            standing = common.pop() if len(common) == 1 else "sure"
            yield Heading(text[0], level, depth - 1 if ends else level, left, right, standing)
            yield from below(own, level + 1)

    return tuple(sorted(below(columns, 0), key=lambda heading: heading.top))


def _fitted(path: tuple[str, ...], depth: int) -> tuple[str, ...]:
    """A working column's path may be longer than the printed header is deep."""
    if len(path) <= depth:
        return path
    return (*path[: depth - 1], "·".join(path[depth - 1 :]))


def row_heights(
    cells: Sequence[Heading], widths: Sequence[float], depth: int, font_size: float
) -> list[float]:
    """The heights in points in which every heading shows whole."""
    rows = [float(font_size * 2)] * depth
    for cell in sorted(cells, key=lambda cell: cell.bottom - cell.top):
        room = sum(pixels(width) for width in widths[cell.left : cell.right + 1])
        missing = height(cell.text, room, font_size) - sum(rows[cell.top : cell.bottom + 1])
        if missing > 0:
            rows[cell.bottom] += missing
    return rows
