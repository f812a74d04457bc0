"""The widths of an annex's columns: as much as their contents need, so that the text is large.

A layout's own widths are for filling in on a screen.  On paper 49 columns share one line, and a
column of few figures gives its room to the others.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from math import ceil

from xl_appraisal.book.new import styles
from xl_appraisal.book.new.row_heights import width_for
from xl_appraisal.model.layout.layout import Column
from xl_appraisal.model.record import replace
from xl_appraisal.outputs.annex.annex_table import Annex

BOLD = ("rank", "total")
"""The columns in bold."""

# In widths of a Chinese character of the table's size:
_PADDING = 0.4  # beside a text
_DIGIT, _PERCENT, _BOLDER = 0.6, 1.0, 1.08  # generous, for whatever font stands in
_HEADING = 2.0  # two characters of a heading side by side
_FIGURE = 7.0  # a longer one is printed smaller
_NAME, _TEXT = (4, 7), (2, 4)  # fewest, and most as long as it gives one line
_LINES, _MOST = 4, 10  # of a longer text: lines aimed at, widest


def fitted(annex: Annex) -> Annex:
    """The same table with the widths that its texts need."""
    columns = zip(annex.columns, zip(*annex.texts(), strict=True), strict=True)
    if not annex.rows:
        columns = zip(annex.columns, [()] * len(annex.columns), strict=True)
    return replace(annex, columns=tuple(replace(c, width=_width(c, texts)) for c, texts in columns))


def is_figure(text: str) -> bool:
    """Whether a text is set in narrow characters, and so must stay on one line."""
    return not any(unicodedata.east_asian_width(character) in "WF" for character in text)


def figure_width(text: str) -> float:
    """The width of a figure in Chinese characters of its size."""
    return sum(_PERCENT if character == "%" else _DIGIT for character in text)


def _width(column: Column, texts: Iterable[str]) -> float:
    figures, words = [0.0], [0]
    for text in texts:
        if is_figure(text):
            figures.append(figure_width(text))
        else:
            words.append(len(text))
    figure = min(max(figures), _FIGURE) * (_BOLDER if column.id in BOLD else 1)
    wide = max(figure, _HEADING, _words(max(words), _NAME if column.id == "window" else _TEXT))
    return round(width_for(wide + _PADDING, styles.BODY["font_size"]), 2)


def _words(longest: int, bounds: tuple[int, int]) -> float:
    fewest, one_line = bounds
    return float(max(fewest, min(longest, one_line), min(ceil(longest / _LINES), _MOST)))
