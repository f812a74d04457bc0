"""A page to be drawn in any format: headings, sentences and tables, in order."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, TypeAlias

from xl_appraisal.model.exact import plain
from xl_appraisal.model.record import Record

CellText: TypeAlias = str | Decimal
RowLook: TypeAlias = Literal["plain", "group", "cut", "total"]
"""``group`` heads the rows below it, ``cut`` takes back what is beyond a limit."""
ColumnLook: TypeAlias = Literal["text", "centre", "figure", "signed"]


class Column(Record):
    """A column: its header, its share of the page's width and how its cells look."""

    header: str
    share: int
    look: ColumnLook = "text"


class Row(Record):
    """A row of a table; a ``group`` row has one text that goes across the whole table."""

    cells: tuple[CellText, ...]
    look: RowLook = "plain"


class Table(Record):
    """A table with one header row, which is repeated on every page."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


class Text(Record):
    """A paragraph; ``small`` for what is only for reference."""

    text: str
    small: bool = False


class Heading(Record):
    """A heading of a part."""

    text: str


Block: TypeAlias = Heading | Text | Table


class Page(Record):
    """A document: its title, whom it concerns, and its parts."""

    title: str
    subtitle: str
    blocks: tuple[Block, ...]


def cell_text(value: CellText, look: ColumnLook) -> str:
    """What a cell shows: figures exact; those of a signed column with their sign."""
    if isinstance(value, str):
        return value
    sign = "+" if look == "signed" and value > 0 else ""
    return f"{sign}{plain(value)}"


def page_text(page: Page) -> str:
    """The page as plain text, cells separated by a bar: for people who compare two of them."""
    lines = [page.title, page.subtitle]
    for block in page.blocks:
        if isinstance(block, Table):
            lines.append(" | ".join(column.header for column in block.columns))
            lines.extend(_row_text(block, row) for row in block.rows)
        else:
            lines.append(f"## {block.text}" if isinstance(block, Heading) else block.text)
    return "\n".join(lines) + "\n"


def _row_text(table: Table, row: Row) -> str:
    if row.look == "group":
        return f"[{row.cells[0]}]"
    looks = [column.look for column in table.columns]
    return " | ".join(cell_text(value, look) for value, look in zip(row.cells, looks, strict=True))
