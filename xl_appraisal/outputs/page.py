"""A page to be drawn in any format: headings, sentences and tables, in order, and its paper.

Annex, slips, indexes, comparisons, the year and the data behind charts are all built of these;
``page_excel`` and ``page_word`` draw them, and PDF is what Word's looks like in print.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal, TypeAlias

from xl_appraisal.book.new.row_heights import column_for
from xl_appraisal.model.exact import plain, shown
from xl_appraisal.model.record import Record, replace

CellValue: TypeAlias = str | Decimal | int | None
RowLook: TypeAlias = Literal["plain", "group", "cut", "total", "marked"]
"""``group`` heads the rows below it, ``cut`` takes back what is beyond a limit, ``marked`` is
tinted."""
ColumnLook: TypeAlias = Literal["text", "centre", "figure", "signed"]

_FORMAT = re.compile(r"0(?:\.(?P<places>0+))?(?P<percent>%)?(?:_.)?", re.ASCII)


class Column(Record):
    """A column: its header from the top row down, its width, and how its cells look.

    ``width`` is in characters, as Excel counts them; in a table of a size of its own it is a
    share of the page's width.  A ``fixed`` column stays in sight and is in every block of a
    table that is cut.
    """

    header: tuple[str, ...]
    width: float
    look: ColumnLook = "text"
    number_format: str = ""
    bold: bool = False
    fixed: bool = False


class Row(Record):
    """A row of a table; a ``group`` row has one text that goes across the whole table."""

    cells: tuple[CellValue, ...]
    look: RowLook = "plain"


class Table(Record):
    """A table with a header of ``depth`` rows, which is repeated on every page.

    Its texts are ``size`` points; without, they are as large as its columns' widths allow on
    the page, 12 points at most.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    depth: int = 1
    size: float | None = None

    def texts(self) -> list[list[str]]:
        """The rows as they are shown; a ``group`` row has one text."""
        return [row_texts(row, self.columns) for row in self.rows]


class Text(Record):
    """A paragraph: ``small`` for what is only for reference.

    ``remark`` is a line under a table: not indented, and on one page with the others.
    """

    text: str
    small: bool = False
    remark: bool = False


class Heading(Record):
    """A heading of a part."""

    text: str


Block: TypeAlias = Heading | Text | Table


class Paper(Record):
    """A page's paper and margins in millimetres, and its title in points: in Word, in Excel.

    ``excel`` is Excel's number of the paper; it lies on its side where it is wider than high.
    """

    name: str
    width: int
    height: int
    excel: int
    side: float
    top: float
    bottom: float
    foot: float
    title: float
    sheet_title: float

    @property
    def room(self) -> float:
        """The width between the margins in millimetres."""
        return self.width - 2 * self.side

    @property
    def points_below_title(self) -> float:
        """The height left in points under a line above and the title."""
        return (self.height - self.top - self.bottom) * 72 / 25.4 - 26 - 1.6 * self.title


DOCUMENT = Paper("A4", 210, 297, 9, 18, 20, 18, 10, 20, 20)
LIST = Paper("A4", 297, 210, 9, 12, 12, 15, 7, 18, 16)


class Page(Record):
    """A document, or a sheet of one: its title, whom it concerns, its parts and its paper.

    ``above`` stands over the title (附件2); ``sheet`` is the name of its sheet in a workbook,
    ``filtered`` gives that sheet's table Excel's filter.
    """

    title: str
    subtitle: str
    blocks: tuple[Block, ...]
    paper: Paper = DOCUMENT
    above: str = ""
    sheet: str = "加扣分明细"
    filtered: bool = False

    @property
    def text(self) -> str:
        """All that it says, a line each."""
        lines = [self.above, self.title, self.subtitle]
        for block in self.blocks:
            if isinstance(block, Table):
                lines += [text for column in block.columns for text in column.header]
                lines += [text for texts in block.texts() for text in texts]
            else:
                lines.append(block.text)
        return "\n".join(lines)

    @property
    def tables(self) -> tuple[Table, ...]:
        """Its tables, in order."""
        return tuple(block for block in self.blocks if isinstance(block, Table))


def listing(
    sheet: str,
    title: str,
    sentence: str,
    columns: tuple[Column, ...],
    rows: Sequence[Row],
    paper: Paper = LIST,
) -> Page:
    """A page of one table whose columns are as wide as their texts need; the first is fixed."""
    fitted = tuple(_fitted(column, place, rows) for place, column in enumerate(columns))
    return Page(title, sentence, (Table(fitted, tuple(rows)),), paper, sheet=sheet)


_NARROWEST, _WIDEST = 9, 60  # characters of a column; longer texts wrap
_SIZE = 12  # points of a listing's texts


def _fitted(column: Column, place: int, rows: Sequence[Row]) -> Column:
    texts = [*column.header, *(cell_text(row.cells[place], column) for row in rows)]
    width = column_for(texts, _SIZE, _NARROWEST, _WIDEST)
    return replace(column, width=width, fixed=place == 0)


def column(header: str, width: float = 0, look: ColumnLook = "text", form: str = "") -> Column:
    """A column of one header row; of no width for :func:`listing`."""
    return Column((header,), width, look, form)


def row_texts(row: Row, columns: tuple[Column, ...]) -> list[str]:
    """A row's cells as they are shown; a ``group`` row has one."""
    if row.look == "group":
        return [str(row.cells[0])]
    return [cell_text(value, column) for value, column in zip(row.cells, columns, strict=True)]


def cell_text(value: CellValue, column: Column) -> str:
    """What a cell shows: a figure by its column's format, or exact, or with its sign.

    A format rounds half up from the exact value (``2.000``, ``106.50``, ``100%``); one that is
    not understood shows the figure whole.
    """
    if value is None or isinstance(value, str):
        return value or ""
    figure = Decimal(value)
    wanted = _FORMAT.fullmatch(column.number_format)
    if wanted is not None:
        places = len(wanted["places"] or "")
        return f"{shown(figure * 100, places)}%" if wanted["percent"] else shown(figure, places)
    return f"{'+' if column.look == 'signed' and figure > 0 else ''}{plain(figure)}"


def page_rows(pages: Sequence[Page]) -> list[list[CellValue]]:
    """The pages' tables as cells below each other, for whoever fills an open sheet by blocks.

    A blank row stands between two; a table without rows is left out, with its header.
    """
    found: list[list[CellValue]] = []
    for page in pages:
        for table in (one for one in page.tables if one.rows):
            found += [[]] if found and found[-1:] != [[]] else []
            found.append([column.header[-1] for column in table.columns])
            found += [list(row.cells) for row in table.rows]
    return found
