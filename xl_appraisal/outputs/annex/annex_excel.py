"""The annex as a workbook of values, without macros, that prints as the table on screen does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from xl_appraisal.book.new import styles
from xl_appraisal.book.new.headings import headings, row_heights
from xl_appraisal.book.new.ranking_page import FOOTER
from xl_appraisal.book.new.row_heights import height, pixels
from xl_appraisal.book.new.styles import Styles
from xl_appraisal.book.new.xlsx_writer import (
    Book,
    Properties,
    Sheet,
    settle,
    workbook_bytes,
    write_merged,
    write_text,
)
from xl_appraisal.outputs.annex.annex_paper import MARGIN_MM, Paper
from xl_appraisal.outputs.annex.annex_table import Annex
from xl_appraisal.outputs.annex.annex_widths import BOLD

SHEET = "名次表"
_CREATED = dt.datetime(2000, 1, 1)  # the same table gives the same bytes
_TOP = 2  # rows above the header
_MARGIN = MARGIN_MM / 25.4  # inches
_REMARK_ROOM, _REMARK_SIZE = 0.94, 12
_WINDOW_ROW, _ORIGIN_ROW = 22.0, 20.0  # points
_HIGHEST = 409.0  # points, Excel's limit of a row


def annex_workbook(tables: Sequence[Annex], paper: Paper, origin: str = "") -> bytes:
    """The workbook's bytes, a sheet for each block; ``origin`` is printed under the last."""

    def fill(book: Book) -> None:
        settle(book, tables[0].title, _CREATED)
        look = Styles(book)
        for number, table in enumerate(tables, 1):
            sheet = book.add_worksheet(SHEET if len(tables) == 1 else f"{SHEET}（{number}）")
            _Page(sheet, table, look).write(origin if number == len(tables) else "", paper)

    return workbook_bytes(fill)


class _Page:
    """One sheet being written; rows and columns count from 0."""

    def __init__(self, sheet: Sheet, table: Annex, look: Styles) -> None:
        self.sheet, self.table, self.look = sheet, table, look
        self.right = len(table.columns) - 1
        self.room = _REMARK_ROOM * sum(pixels(column.width) for column in table.columns)

    def write(self, origin: str, paper: Paper) -> None:
        for place, column in enumerate(self.table.columns):
            self.sheet.set_column(place, place, column.width)
        self._top()
        self._header()
        for number, row in enumerate(self.table.rows):
            self._window(_TOP + self.table.depth + number, row)
        last = self._remarks(_TOP + self.table.depth + len(self.table.rows))
        if origin:
            self.sheet.set_row(last, _ORIGIN_ROW)
            write_merged(self.sheet, (last, 0, last, self.right), origin, self.look.of(styles.HINT))
        self._page(paper)

    def _top(self) -> None:
        self.sheet.set_row(0, 26)
        write_text(self.sheet, 0, 0, self.table.annex, self.look.of(styles.ANNEX))
        needed = height(self.table.title, self.room, styles.TITLE["font_size"], 48)
        self.sheet.set_row(1, needed)
        style = self.look.of(styles.TITLE, text_wrap=True)
        write_merged(self.sheet, (1, 0, 1, self.right), self.table.title, style)

    def _header(self) -> None:
        cells = headings(self.table.columns, self.table.depth)
        style = self.look.of(styles.HEADER)
        for cell in cells:
            area = (_TOP + cell.top, cell.left, _TOP + cell.bottom, cell.right)
            write_merged(self.sheet, area, cell.text, style)
        widths = [column.width for column in self.table.columns]
        size = float(styles.HEADER["font_size"])
        for level, high in enumerate(row_heights(cells, widths, self.table.depth, size)):
            self.sheet.set_row(_TOP + level, high)

    def _window(self, row: int, values: Sequence[object]) -> None:
        high = _WINDOW_ROW
        for place, (value, column) in enumerate(zip(values, self.table.columns, strict=True)):
            own: Properties = {"bold": True} if column.id in BOLD else {}
            if isinstance(value, Decimal):
                own |= {"num_format": column.number_format, "shrink": True}
                self.sheet.write_number(row, place, float(value), self.look.of(styles.BODY, **own))
                continue
            text = str(value or "")
            style = self.look.of(styles.BODY, num_format="@", text_wrap=True, **own)
            write_text(self.sheet, row, place, text, style)
            size = styles.BODY["font_size"]
            high = max(high, height(text, pixels(column.width), size))
        self.sheet.set_row(row, high)

    def _remarks(self, first: int) -> int:
        """In one cell, which no page break goes through; one each where they are too high."""
        style = self.look.of(styles.REMARK, font_size=_REMARK_SIZE)
        texts = ["\n".join(self.table.remarks)] if self.table.remarks else []
        if texts and height(texts[0], self.room, _REMARK_SIZE) > _HIGHEST:
            texts = list(self.table.remarks)
        for row, text in enumerate(texts, first):
            write_merged(self.sheet, (row, 0, row, self.right), text, style)
            self.sheet.set_row(row, min(height(text, self.room, _REMARK_SIZE), _HIGHEST))
        return first + len(texts)

    def _page(self, paper: Paper) -> None:
        self.sheet.set_paper(paper.excel)
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=_MARGIN, right=_MARGIN, top=_MARGIN, bottom=0.6)
        self.sheet.center_horizontally()
        self.sheet.set_footer(FOOTER, {"margin": 0.3})
        self.sheet.repeat_rows(0, _TOP + self.table.depth - 1)
        self.sheet.freeze_panes(_TOP + self.table.depth, 2)
        self.sheet.hide_gridlines(2)
