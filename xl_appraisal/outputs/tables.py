"""Plain tables as a new .xlsx: a title, a sentence, a header, rows; readable and printed well."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

from xl_appraisal.book.new import styles
from xl_appraisal.book.new.styles import Styles
from xl_appraisal.book.new.table_sheets import set_list_page
from xl_appraisal.book.new.xlsx_writer import (
    Book,
    Format,
    Sheet,
    clipped,
    settle,
    workbook_bytes,
    write_merged,
    write_text,
)
from xl_appraisal.files.new_files import write_whole
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.record import NOTHING, Record

Value: TypeAlias = str | int | Decimal | None

_HEADER = 2  # the header's row from 0
_WIDEST, _NARROWEST = 56, 9  # characters of a column; longer texts wrap
_SENTENCE_WIDTH = 120  # characters that fit a line above the table
_LINE = 17.0  # points
_CREATED = dt.datetime(2000, 1, 1)  # the same tables give the same bytes
_FIGURE = re.compile(r"-?\d+(\.\d+)?", re.ASCII)


class Table(Record):
    """One sheet: its name, a title and a sentence above, then header and rows.

    ``figures`` are columns, from 0, whose texts are written as the numbers they show, in
    ``places`` with so many decimals; ``marked`` are rows, from 0, that stand out.
    """

    name: str
    title: str
    sentence: str
    header: Sequence[str]
    rows: Sequence[Sequence[Value]]
    figures: frozenset[int] = frozenset()
    marked: frozenset[int] = frozenset()
    places: Mapping[int, int] = NOTHING


def write_tables(path: Path, tables: Sequence[Table]) -> None:
    """Write the tables to a new file, a sheet each; it is written whole or not at all.

    Raises :class:`BookError` as :func:`check_new` and where the file cannot be written.
    """

    def fill(book: Book) -> None:
        settle(book, tables[0].title, _CREATED)
        look = Styles(book)
        for table in tables:
            add_table(book, table, look)

    check_new(path)
    write_whole(path, workbook_bytes(fill))


def check_new(path: Path) -> None:
    """Raises :class:`BookError` where ``path`` cannot become a new .xlsx."""
    if path.suffix.lower() != ".xlsx":
        raise BookError(f"{path}：文件名应以 .xlsx 结尾。")
    if path.exists():
        raise BookError(f"{path}：同名文件已存在，没有改动。请换一个文件名，或先移走原文件。")


def add_table(book: Book, table: Table, look: Styles) -> Sheet:
    """Add a sheet with the table to an open XlsxWriter workbook."""
    sheet = book.add_worksheet(table.name)
    last = len(table.header) - 1
    sheet.set_row(0, 32)
    write_text(sheet, 0, 0, table.title, look.of(styles.LIST_TITLE))
    sheet.set_row(1, _LINE * (1 + _length(table.sentence) // _SENTENCE_WIDTH) + 8)
    sentence = look.of(styles.HINT, font_color="#000000")
    write_merged(sheet, (1, 0, 1, last), clipped(table.sentence), sentence)
    widths = [_width(table, place) for place in range(last + 1)]
    for place, text in enumerate(table.header):
        sheet.set_column(place, place, widths[place])
        write_text(sheet, _HEADER, place, text, look.of(styles.HEADER))
    for number, row in enumerate(table.rows):
        lines = max(-(-_length(str(v or "")) // w) for v, w in zip(row, widths, strict=True))
        sheet.set_row(_HEADER + 1 + number, _LINE * max(1, lines) + 4)
        for place, given in enumerate(row):
            value = given
            ink: dict[str, str | int] = (
                {"bg_color": styles.EITHER} if number in table.marked else {}
            )
            if place in table.figures:
                value, ink = _number(value), ink | {"align": "center", "indent": 0}
            if place in table.places:
                ink = ink | {"num_format": f"0.{'0' * table.places[place]}"}
            _write(sheet, _HEADER + 1 + number, place, value, look, ink)
    sheet.freeze_panes(_HEADER + 1, 1)
    set_list_page(sheet, _HEADER)
    return sheet


def _write(
    sheet: Sheet, row: int, place: int, value: Value, look: Styles, ink: dict[str, str | int]
) -> None:
    text: Format = look.of(styles.LIST_TEXT, **ink)
    if value is None or isinstance(value, str):
        write_text(sheet, row, place, clipped(value or ""), text)
    else:
        sheet.write_number(row, place, float(value), look.of(styles.BODY, **ink))


def _number(value: Value) -> Value:
    """``99.73`` as a number; a word such as 未计分 stays."""
    return Decimal(value) if isinstance(value, str) and _FIGURE.fullmatch(value) else value


def _width(table: Table, place: int) -> int:
    longest = max((_length(str(row[place] or "")) for row in table.rows), default=0)
    return min(_WIDEST, max(_NARROWEST, _length(table.header[place]) + 2, longest + 3))


def _length(text: str) -> int:
    """Columns that a text takes: Chinese characters take two."""
    return sum(2 if ord(char) > 0x2E7F else 1 for char in text)
