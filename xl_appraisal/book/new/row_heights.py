"""How many lines a text takes in a column, and so how high its row must be.

Neither Excel nor LibreOffice makes the row of a merged cell high enough by itself.
"""

from __future__ import annotations

import unicodedata

_PIXELS_PER_POINT = 96 / 72
_DIGIT = 7  # pixels of a digit in the font that column widths are counted in
_PADDING = 5  # pixels that a cell keeps free beside its text
_LEADING = 1.35  # line height over font size; generous, for whatever font stands in


def pixels(width: float) -> float:
    """A column width in characters as pixels at 96 dpi."""
    return width * _DIGIT + _PADDING


def width_for(characters: float, font_size: float) -> float:
    """The column width in which that many Chinese characters of a size stand side by side."""
    return (characters * font_size * _PIXELS_PER_POINT - _PADDING) / _DIGIT


def lines(text: str, available: float, font_size: float) -> int:
    """The lines that ``text`` takes in ``available`` pixels at ``font_size`` points."""
    full = font_size * _PIXELS_PER_POINT
    taken, used = 1, 0.0
    for character in text:
        if character == "\n":
            taken, used = taken + 1, 0.0
            continue
        wide = unicodedata.east_asian_width(character) in "WFA"
        width = full if wide else full * 0.6
        if used and used + width > available - _PADDING:
            taken, used = taken + 1, 0.0
        used += width
    return taken


def height(text: str, available: float, font_size: float, least: float = 0) -> float:
    """The height in points of a row that shows the whole text, at least ``least``."""
    needed = lines(text, available, font_size) * font_size * _LEADING + 3
    return max(least, round(needed, 1))
