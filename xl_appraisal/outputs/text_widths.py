"""How wide texts are in a table, in widths of a Chinese character of the table's size."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from math import ceil

from xl_appraisal.book.new import styles
from xl_appraisal.book.new.row_heights import UNIT, width_for

_PADDING = 0.4  # beside a text
_DIGIT, _PERCENT, _BOLDER = 0.6, 1.0, 1.08  # generous, for whatever font stands in
_HEADER_SIZE = styles.HEADER["font_size"] / styles.BODY["font_size"]
_HEADING = 2.0  # two characters of a heading side by side
_FIGURE = 7.0  # a longer one is printed smaller
_NAME, _TEXT = (4, 7), (2, 4)  # fewest, and most as long as it gives one line
_LINES, _MOST = 4, 10  # of a longer text: lines aimed at, widest


def needed_width(
    texts: Iterable[str], header: str = "", *, name: bool = False, bold: bool = False
) -> float:
    """The width in Excel's characters that a column of the annex needs, so that it is large.

    A layout's own widths are for filling in on a screen.  On paper 49 columns share one line,
    and a column of few figures gives its room to the others.  ``name`` is a column of names;
    of its ``header`` the unit (``（30分）``) stays on one line.
    """
    figures, words = [0.0], [0]
    for text in texts:
        if is_figure(text):
            figures.append(figure_width(text))
        else:
            words.append(len(text))
    figure = min(max(figures), _FIGURE) * (_BOLDER if bold else 1)
    unit = UNIT.search(header)
    heading = sum(1 - 0.4 * c.isascii() for c in unit[0]) * _HEADER_SIZE if unit else _HEADING
    wide = max(figure, heading, _words(max(words), _NAME if name else _TEXT))
    return round(width_for(wide + _PADDING, styles.BODY["font_size"]), 2)


def is_figure(text: str) -> bool:
    """Whether a text is set in narrow characters, and so must stay on one line."""
    return not any(unicodedata.east_asian_width(character) in "WF" for character in text)


def figure_width(text: str) -> float:
    """The width of a figure in Chinese characters of its size."""
    return sum(_PERCENT if character == "%" else _DIGIT for character in text)


def _words(longest: int, bounds: tuple[int, int]) -> float:
    fewest, one_line = bounds
    return float(max(fewest, min(longest, one_line), min(ceil(longest / _LINES), _MOST)))
