"""How the sheets look: the house's fonts, tints and borders as formats of XlsxWriter's.

Nothing here knows what a cell means.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from xl_appraisal.book.new.row_heights import text_pixels
from xl_appraisal.book.new.xlsx_writer import Book, Format, Properties
from xl_appraisal.model import house_style
from xl_appraisal.model.house_style import HEAD_FONT, HEAD_SIZE, TEXT_SIZE, TITLE_FONT, TITLE_SIZE
from xl_appraisal.model.layout.layout import NameStanding
from xl_appraisal.model.notice.awards import VETOED, Award
from xl_appraisal.model.notice.notice import Standing

INPUT = "#FFFFFF"
COMPUTED = "#E6EEF7"
EITHER = "#FFF6DC"
"""Filled in by the program, or typed where it has nothing to work from."""
BODY_FONT, HEAD, QUIET = house_style.BODY_FONT, house_style.HEAD, house_style.QUIET
FORMULA = LINK = house_style.LINK

STANDING_TINTS: dict[Standing, str] = {
    "notice": "#E4F1E4",
    "inferred": "#FFF2CC",
    "default": "#FBE3D6",
}
NAME_INKS: dict[NameStanding, str] = {
    "sure": "#000000",
    "likely": "#1F3F7F",
    "unnamed": "#6B6B6B",
}
NAME_TINTS: dict[NameStanding, str] = {
    "sure": STANDING_TINTS["notice"],
    "likely": STANDING_TINTS["inferred"],
    "unnamed": STANDING_TINTS["default"],
}


ELECTED: Properties = {"font_color": "#9C0006", "bold": True, "bg_color": "#FBE3D6"}
_VETOED: Properties = {"font_color": "#595959", "italic": True, "bg_color": "#EDEDED"}


def flag_looks(awards: Iterable[Award]) -> tuple[tuple[str, Properties], ...]:
    """How a window looks by the word that its flag begins with; told apart in grey print too."""
    return (*((award.mark, ELECTED) for award in awards), (VETOED, _VETOED))


def _text(font: str, size: int, **more: Any) -> Properties:
    return {"font_name": font, "font_size": size, "valign": "vcenter", **more}


_LEAST_TITLE = 12  # points
TITLE = _text(TITLE_FONT, 26, align="center")
ANNEX = LIST_TITLE = _text(HEAD_FONT, TITLE_SIZE)
HEADER = _text(HEAD_FONT, HEAD_SIZE, align="center", text_wrap=True, border=1, bg_color=HEAD)
BODY = _text(BODY_FONT, TEXT_SIZE, align="center", border=1)
LIST_TEXT: Properties = {
    **BODY,
    "align": "left",
    "indent": 1,
    "text_wrap": True,
    "num_format": "@",
}
REMARK = _text(BODY_FONT, 14, align="left", valign="top", text_wrap=True)
HINT = _text(BODY_FONT, 11, font_color=QUIET, text_wrap=True)


class Styles:
    """The formats of one workbook; equal properties share one format."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._known: dict[tuple[tuple[str, Any], ...], Format] = {}

    def of(self, base: Properties, **more: Any) -> Format:
        """The format of ``base`` with ``more`` laid over it."""
        properties = {**base, **more}
        key = tuple(sorted(properties.items()))
        if key not in self._known:
            self._known[key] = self._book.add_format(properties)
        return self._known[key]


def title_size(title: str, room: float) -> int:
    """Points of a title that fits into so many pixels: one of few columns takes smaller letters."""
    sizes = range(TITLE["font_size"], _LEAST_TITLE, -2)
    return next((size for size in sizes if text_pixels(title, size) <= room), _LEAST_TITLE)
