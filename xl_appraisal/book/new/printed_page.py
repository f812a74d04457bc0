"""How a sheet prints: its paper, one page wide, its margins, numbered at its foot."""

from __future__ import annotations

from xl_appraisal.book.new.xlsx_writer import Sheet

A3, A4 = 8, 9
"""Excel's numbers of the papers."""
FOOTER = "&C第 &P 页 共 &N 页"


def set_printed(
    sheet: Sheet,
    paper: int = A4,
    *,
    lying: bool = True,
    tall: int = 0,
    side: float = 0.5,
    top: float = 0.5,
    bottom: float = 0.6,
    foot: float = 0.3,
    repeated: tuple[int, int] | None = None,
) -> None:
    """Set the page up, one page wide and ``tall`` pages high, as many as it takes if 0.

    Margins are in inches, ``repeated`` are rows (from 0) on every page.
    """
    sheet.set_paper(paper)
    if lying:
        sheet.set_landscape()
    sheet.fit_to_pages(1, tall)
    sheet.set_margins(left=side, right=side, top=top, bottom=bottom)
    sheet.center_horizontally()
    sheet.set_footer(FOOTER, {"margin": foot})
    sheet.hide_gridlines(2)
    if repeated is not None:
        sheet.repeat_rows(*repeated)
