"""The header of the 名次表 as cells: which header text covers which rows and columns."""

from __future__ import annotations

from collections.abc import Sequence
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
    """
    paths = [_fitted(header, depth) for header in headers]
    standings = standings or ["sure"] * len(headers)
    found: list[Heading] = []
    for level in range(depth):
        present = [place for place, path in enumerate(paths) if len(path) > level]
        for _, run in groupby(present, key=lambda place: _run_key(paths, place, level)):
            places = list(run)
            ends = len(paths[places[0]]) == level + 1
            found.append(
                Heading(
                    paths[places[0]][level],
                    level,
                    depth - 1 if ends else level,
                    places[0],
                    places[-1],
                    _common([standings[place] for place in places]),
                )
            )
    return tuple(found)


def _fitted(path: tuple[str, ...], depth: int) -> tuple[str, ...]:
    """A working column's path may be longer than the printed header is deep."""
    if len(path) <= depth:
        return path
    return (*path[: depth - 1], "·".join(path[depth - 1 :]))


def _run_key(
    paths: list[tuple[str, ...]], place: int, level: int
) -> tuple[tuple[str, ...], bool, int]:
    """The same for neighbours that share a heading.

    The start of the run of equal prefixes keeps apart two runs with another column in between.
    """
    prefix = paths[place][: level + 1]
    start = place
    while start and paths[start - 1][: level + 1] == prefix:
        start -= 1
    return prefix, len(paths[place]) == level + 1, start


def _common(standings: list[NameStanding]) -> NameStanding:
    """A heading over columns of different standing claims no doubt of its own."""
    return standings[0] if len(set(standings)) == 1 else "sure"


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
