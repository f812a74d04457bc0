"""How many lines a text takes in a column, and so how high its row must be.

Neither Excel nor LibreOffice makes the row of a merged cell high enough by itself.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

HIGHEST = 409.0
"""Excel's limit of a row, in points."""

_PIXELS_PER_POINT = 96 / 72
_DIGIT = 7  # pixels of a digit in the font that column widths are counted in
_PADDING = 5  # pixels that a cell keeps free beside its text
_LEADING = 1.35  # line height over font size; generous, for whatever font stands in


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
