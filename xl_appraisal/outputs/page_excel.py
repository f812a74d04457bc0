"""A page as an Excel workbook of values: one sheet, A4 upright, one page wide."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from xl_appraisal.book.new import styles
from xl_appraisal.book.new.row_heights import height, pixels
from xl_appraisal.book.new.styles import Styles
from xl_appraisal.book.new.xlsx_writer import (
    Book,
    Properties,
    Sheet,
    clipped,
    settle,
    workbook_bytes,
    write_merged,
)
from xl_appraisal.outputs.page import Column, Heading, Page, Row, Table, Text

_GRID = 24
"""Narrow columns; each table's columns take whole numbers of them, so that all line up."""
_NARROW = 3.3  # characters
_A4 = 9
_CREATED = dt.datetime(2024, 1, 1)  # the contents alone decide the bytes
_SIGNED = "+General;-General;0"
_ALIGN = {"text": "left", "centre": "center", "figure": "right", "signed": "right"}
_LEAST = 18.0  # points


def page_xlsx(page: Page, origin: str = "") -> bytes:
    """The workbook's bytes; ``origin`` is a note of origin at the end, none if empty."""

    def fill(book: Book) -> None:
        sheet = book.add_worksheet("加扣分明细")
        settle(book, page.title, _CREATED)
        _set_page(sheet)
        _Drawing(sheet, Styles(book)).draw(page, origin)

    return workbook_bytes(fill)


def _set_page(sheet: Sheet) -> None:
    sheet.set_column(0, _GRID - 1, _NARROW)
    sheet.set_paper(_A4)
    sheet.set_portrait()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
    sheet.center_horizontally()
    sheet.set_footer("&C第 &P 页 共 &N 页", {"margin": 0.3})
    sheet.hide_gridlines(2)


class _Drawing:
    """Puts blocks below each other."""

    def __init__(self, sheet: Sheet, look: Styles) -> None:
        self.sheet, self.look, self.row = sheet, look, 0

    def draw(self, page: Page, origin: str) -> None:
        self._across(page.title, styles.TITLE, 20, 40)
        self._across(page.subtitle, {**styles.ANNEX, "align": "center"}, 14, 26)
        for block in page.blocks:
            if isinstance(block, Table):
                self._table(block)
            elif isinstance(block, Heading):
                self._across(block.text, styles.ANNEX, 13, 26)
            else:
                self._text(block)
        if origin:
            self._across(origin, styles.HINT, 9, _LEAST)

    def _text(self, block: Text) -> None:
        self._across(f"　　{block.text}", styles.REMARK, 10 if block.small else 12, _LEAST)

    def _across(self, text: str, base: Properties, size: int, least: float) -> None:
        """A text over the whole width; its row as high as it needs."""
        style = self.look.of({**base, "font_size": size, "text_wrap": True})
        write_merged(self.sheet, (self.row, 0, self.row, _GRID - 1), clipped(text), style)
        self.sheet.set_row(self.row, height(text, 0.92 * _GRID * pixels(_NARROW), size, least))
        self.row += 1

    def _table(self, table: Table) -> None:
        spans = _spans(table.columns)
        header = self.look.of(styles.HEADER)
        for column, (left, right) in zip(table.columns, spans, strict=True):
            write_merged(self.sheet, (self.row, left, self.row, right), column.header, header)
        self.sheet.set_row(self.row, 22)
        self.row += 1
        for row in table.rows:
            self._row(table, row, spans)

    def _row(self, table: Table, row: Row, spans: list[tuple[int, int]]) -> None:
        if row.look == "group":
            group = {**styles.HEADER, "align": "left", "indent": 1}
            self._across(str(row.cells[0]), group, 11, 20)
            return
        needed = _LEAST
        for value, column, (left, right) in zip(row.cells, table.columns, spans, strict=True):
            style = self.look.of(styles.BODY, **_cell_look(column, row))
            area = (self.row, left, self.row, right)
            text = clipped(value) if isinstance(value, str) else ""
            write_merged(self.sheet, area, text, style)
            if isinstance(value, Decimal):
                self.sheet.write_number(self.row, left, value, style)
            else:
                room = 0.92 * (right - left + 1) * pixels(_NARROW)
                needed = max(needed, height(value, room, 10))
        self.sheet.set_row(self.row, needed)
        self.row += 1


def _cell_look(column: Column, row: Row) -> Properties:
    own: Properties = {"font_size": 10, "align": _ALIGN[column.look], "text_wrap": True}
    if own["align"] != "center":
        own["indent"] = 1
    if column.look == "signed":
        own["num_format"] = _SIGNED
    if row.look == "cut":
        own["font_color"] = "#9C0006"
    if row.look == "total":
        own["bold"] = True
    return own


def _spans(columns: tuple[Column, ...]) -> list[tuple[int, int]]:
    """First and last narrow column of each column, in proportion to their shares."""
    total = sum(column.share for column in columns)
    ends, sum_so_far = [], 0
    for column in columns:
        sum_so_far += column.share
        ends.append(round(sum_so_far * _GRID / total))
    return [(left, end - 1) for left, end in zip([0, *ends], ends, strict=False)]
