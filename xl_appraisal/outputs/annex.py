"""The annex as pages: the workbook's own table in rank order with the notice's remarks under it.

A table that is too wide to be read on its paper can be cut into blocks, a page each.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Literal, TypeAlias

from xl_appraisal.book.new.ranking_plan import remark_lines
from xl_appraisal.book.new.row_heights import pixels, width_of
from xl_appraisal.book.read.quarter import Quarter
from xl_appraisal.book.read.shown_unlike import shown_unlike
from xl_appraisal.book.read.typed_over import shown_alike
from xl_appraisal.book.sheets import ANNEX_ROW, RANKING, TITLE_ROW
from xl_appraisal.book.write.annex_rows import annex_rows, published_columns
from xl_appraisal.book.write.outcome_text import title
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.grid import Value, column_name
from xl_appraisal.model.layout.layout import Column as LayoutColumn
from xl_appraisal.model.listed import listed
from xl_appraisal.model.record import replace
from xl_appraisal.outputs.drawing import KINDS, Kind, drawing, refuse
from xl_appraisal.outputs.page import CellValue, Column, Page, Paper, Row, Table, Text, cell_text
from xl_appraisal.outputs.text_widths import needed_width
from xl_appraisal.scoring import Appraisal

PaperName: TypeAlias = Literal["A3", "A4"]
PAPERS: dict[PaperName, Paper] = {
    "A3": Paper("A3", 420, 297, 8, 10, 10, 14, 7, 22, 26),
    "A4": Paper("A4", 297, 210, 9, 10, 10, 14, 7, 18, 26),
}

LEADING = ("rank", "window")
"""The columns that every block of a split table begins with."""
BOLD = ("rank", "total")
READABLE = 0.67
"""The scale that blocks keep to: the table's 12 points come to 8, a little under 小五."""

_MM_PER_PIXEL = 25.4 / 96
_PLACEHOLDER = re.compile(r"（第[\d、]+列）")
_MOST = 6  # names in a sentence
_STEPS = 40  # in which blocks are made narrower


def annex_pages(
    quarter: Quarter,
    appraisal: Appraisal,
    paper: PaperName = "A3",
    *,
    in_blocks: bool = False,
    used_only: bool = False,
) -> tuple[Page, ...]:
    """The annex of a quarter: the workbook's own title and columns, the notice's remarks.

    One page, or with ``in_blocks`` one for each block, as few and as even as are readable.
    ``used_only`` leaves out the columns that are blank for every window.
    """
    table, sheet = annex_table(quarter, appraisal), PAPERS[paper]
    if used_only:
        blank = set(blank_columns(table))
        table = _block(table, [n for n in range(len(table.columns)) if n not in blank])
    tables = [*_even(readable_blocks(table, sheet.room))] if in_blocks else [table]
    remarks = [Text(text, remark=True) for text in remark_lines(quarter.book.notice)]
    return tuple(
        Page(
            _text(quarter, TITLE_ROW) or title(quarter),
            "",
            (block, *(remarks if number == len(tables) else ())),
            sheet,
            _text(quarter, ANNEX_ROW) or quarter.book.notice.annex,
            RANKING if len(tables) == 1 else f"{RANKING}（{number}）",
        )
        for number, block in enumerate(tables, 1)
    )


def annex_table(quarter: Quarter, appraisal: Appraisal) -> Table:
    """The whole table, each column as wide as its contents need."""
    layout = published_columns(quarter)
    rows = [tuple(map(_cell, row)) for row in annex_rows(quarter, appraisal)]
    columns = [_column(column, [row[place] for row in rows]) for place, column in enumerate(layout)]
    return Table(tuple(columns), tuple(map(Row, rows)), quarter.book.layout.depth)


def blank_columns(table: Table) -> list[int]:
    """The columns of a table with rows, from 0, in which every cell is blank; no fixed one."""
    places = [n for n, column in enumerate(table.columns) if table.rows and not column.fixed]
    return [n for n in places if all(row.cells[n] in (None, "") for row in table.rows)]


def annex_doubts(quarter: Quarter, appraisal: Appraisal) -> list[str]:
    """What somebody should look at before the annex goes out, a Chinese sentence each.

    Headings that are still placeholders or blank, columns that are blank for every window, totals
    that look equal beside different ranks, and figures that their cells show otherwise.
    """
    layout = published_columns(quarter)
    labels = quarter.book.layout.labels
    unnamed = [labels[c.id] for c in layout if any(map(_PLACEHOLDER.search, c.header))]
    bare = [column_name(quarter.table.columns[c.id]) for c in layout if not "".join(c.header)]
    table = annex_table(quarter, appraisal)
    blank = [labels[layout[n].id] for n in blank_columns(table)]
    told = {
        "栏名待定，会照原样印出": list(dict.fromkeys(unnamed)),
        "没有表头": [f"{letters}列" for letters in bare],
        "各窗口都没有数据（可以选择不印）": list(dict.fromkeys(blank)),
    }
    return [
        *(
            f"名次表有{len(names)}栏{what}：{listed(names, _MOST)}。"
            for what, names in told.items()
            if names
        ),
        *(finding.message for finding in shown_alike(quarter, appraisal)),
        *(f"{finding.where} {finding.message}" for finding in shown_unlike(quarter)),
    ]


def _column(column: LayoutColumn, values: Sequence[CellValue]) -> Column:
    bold, fixed = column.id in BOLD, column.id in LEADING
    made = Column(column.header, 0, "centre", column.number_format, bold, fixed)
    texts = [cell_text(value, made) for value in values]
    return replace(
        made, width=needed_width(texts, column.header[-1], name=column.id == "window", bold=bold)
    )


def _cell(value: Value) -> CellValue:
    if value is None or isinstance(value, str | Decimal):
        return value
    if isinstance(value, bool):
        return "√" if value else None
    return value.isoformat()


def millimetres(columns: Sequence[Column]) -> float:
    """The width of columns on paper, not scaled."""
    return sum(pixels(column.width) for column in columns) * _MM_PER_PIXEL


def readable_blocks(table: Table, room: float) -> tuple[Table, ...]:
    """The table in blocks readable in ``room`` millimetres; one where it is readable whole."""
    widest = room / READABLE
    found = _blocks(table, widest)
    for step in range(1, _STEPS):
        narrower = _blocks(table, widest * (1 - step / _STEPS))
        if len(narrower) > len(found):
            break
        found = narrower
    return found


def _even(tables: Sequence[Table]) -> Iterator[Table]:
    """The blocks all as wide as the widest, so that all are printed at one scale."""
    widest = max(millimetres(table.columns) for table in tables)
    for table in tables:
        factor = widest / millimetres(table.columns)
        columns = (replace(c, width=width_of(pixels(c.width) * factor)) for c in table.columns)
        yield replace(table, columns=tuple(columns))


def _blocks(table: Table, widest: float) -> tuple[Table, ...]:
    """The table cut into blocks of at most ``widest`` millimetres.

    Each begins with rank and window.  Columns under one heading stay together where they fit in
    a block at all; so a count is not parted from its points.
    """
    fixed = [n for n, column in enumerate(table.columns) if column.fixed]
    room = widest - millimetres([table.columns[n] for n in fixed])

    def fits(numbers: Sequence[int]) -> bool:
        return millimetres([table.columns[n] for n in numbers]) <= room

    cuts: list[list[int]] = [[]]
    for part in _parts(table, [n for n in range(len(table.columns)) if n not in fixed], fits):
        if cuts[-1] and not fits(cuts[-1] + part):
            cuts.append([])
        cuts[-1] += part
    return tuple(_block(table, fixed + cut) for cut in cuts)


def _parts(
    table: Table, numbers: Sequence[int], fits: Callable[[Sequence[int]], bool], level: int = 0
) -> Iterator[list[int]]:
    """Runs of columns that share a heading, the widest that fit: of the top row, or of the next."""
    if level == table.depth:
        yield from ([number] for number in numbers)
        return
    for _, run in groupby(numbers, key=lambda n: table.columns[n].header[: level + 1]):
        part = list(run)
        if fits(part):
            yield part
        else:
            yield from _parts(table, part, fits, level + 1)


def _block(table: Table, numbers: Sequence[int]) -> Table:
    rows = tuple(Row(tuple(row.cells[n] for n in numbers), row.look) for row in table.rows)
    return Table(tuple(table.columns[n] for n in numbers), rows, table.depth)


def _text(quarter: Quarter, row: int) -> str:
    value = quarter.table.grid.value(row, 1)
    return value.strip() if isinstance(value, str) else ""


def kind_of(target: Path) -> Kind:
    """The kind that a file's name asks for; :class:`BookError` where it is none of ours."""
    ending = target.suffix.lower().removeprefix(".")
    for kind in KINDS:
        if ending == kind:
            return kind
    raise BookError(f"{target}：名次表只能存为 .docx、.xlsx 或 .pdf 文件，请改文件名的后缀。")


def default_file(book: Path) -> Path:
    """Where the annex of a workbook goes unless told otherwise: beside it."""
    return book.with_name(f"{book.stem}-名次表.docx")


def annex_file(
    quarter: Quarter,
    appraisal: Appraisal,
    kind: Kind,
    *,
    paper: PaperName = "A3",
    in_blocks: bool = False,
    used_only: bool = False,
    origin: str = "",
    seal: str = "",
    tell: Callable[[str], None] = refuse,
    meanwhile: Callable[[], None] = lambda: None,
) -> bytes:
    """The file's bytes.  ``in_blocks`` cuts a table too wide to be read on the paper.

    ``used_only`` leaves out the columns that are blank for every window; ``tell`` is told of
    characters that a PDF cannot show, ``meanwhile`` is as in :func:`drawing`.
    Raises :class:`BookError` where Word's table cannot hold the columns, or a PDF is wanted and
    LibreOffice is not there or does not make it.
    """
    pages = annex_pages(quarter, appraisal, paper, in_blocks=in_blocks, used_only=used_only)
    with drawing(kind, tell, seal, meanwhile) as draw:
        return draw([pages], origin)[0]
