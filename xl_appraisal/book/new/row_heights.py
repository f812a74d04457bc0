"""The header of the 名次表 as cells: which header text covers which rows and columns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from xl_appraisal.model.layout.layout import NameStanding
from xl_appraisal.model.record import Record

HIGHEST = 409.0
"""Excel's limit of a row, in points."""
_PIXELS_PER_POINT = 96 / 72
_DIGIT = 7  # pixels of a digit in the font that column widths are counted in
_PADDING = 5  # pixels that a cell keeps free beside its text
_LEADING = 1.35  # line height over font size; generous, for whatever font stands in


UNIT = re.compile(r"（\d+分）$")
"""How a heading ends that says how many points there are."""


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


def header_text(text: str) -> str:
    """A heading with its unit on a line of its own: ``总分`` over ``（120分）``."""
    unit = UNIT.search(text)
    return f"{text[: unit.start()]}\n{unit[0]}" if unit and unit.start() else text


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


def pixels(width: float) -> float:
    """A column width in characters as pixels at 96 dpi."""
    return width * _DIGIT + _PADDING


def width_of(shown: float) -> float:
    """The column width in characters of so many pixels."""
    return (shown - _PADDING) / _DIGIT


def width_for(characters: float, font_size: float) -> float:
    """The column width in which that many Chinese characters of a size stand side by side."""
    return width_of(characters * font_size * _PIXELS_PER_POINT)


def text_pixels(text: str, font_size: float) -> float:
    """The width of a text on one line in pixels; generous, for whatever font stands in."""
    full = font_size * _PIXELS_PER_POINT
    wide = sum(unicodedata.east_asian_width(character) in "WFA" for character in text)
    return full * (wide + 0.6 * (len(text) - wide))


def column_for(texts: Iterable[str], font_size: float, least: float, most: float) -> float:
    """The column width in characters that shows each text on one line, between two bounds."""
    longest = max((text_pixels(text, font_size) for text in texts), default=0.0)
    return round(min(most, max(least, (longest / 0.92 + 4 * _PADDING) / _DIGIT)), 1)


def wrapped(text: str, available: float, font_size: float) -> list[str]:
    """The lines that ``text`` breaks into in ``available`` pixels at ``font_size`` points."""
    found, full = [], font_size * _PIXELS_PER_POINT
    for paragraph in text.split("\n"):
        line, used = "", 0.0
        for character in paragraph:
            width = full if unicodedata.east_asian_width(character) in "WFA" else full * 0.6
            if line and used + width > available - _PADDING:
                found.append(line)
                line, used = "", 0.0
            line, used = line + character, used + width
        found.append(line)
    return found


def pieces(text: str, available: float, font_size: float) -> list[str]:
    """The text in parts that each show whole in the highest row there is; mostly one."""
    if height(text, available, font_size) <= HIGHEST:
        return [text]
    most = int((HIGHEST - 3) / (font_size * _LEADING))
    taken = wrapped(text, available, font_size)
    return ["".join(taken[start : start + most]) for start in range(0, len(taken), most)]


def height(text: str, available: float, font_size: float, least: float = 0) -> float:
    """The height in points of a row that shows the whole text, at least ``least``."""
    needed = len(wrapped(text, available, font_size)) * font_size * _LEADING + 3
    return max(least, round(needed, 1))
