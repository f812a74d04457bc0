"""The annex as a Word document: on its side, in official fonts, the header on every page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from xl_appraisal.book.new import styles
from xl_appraisal.book.new.headings import Heading, headings, row_heights
from xl_appraisal.book.new.row_heights import pixels
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.layout.layout import Column
from xl_appraisal.outputs.annex.annex_paper import MARGIN_MM, Paper
from xl_appraisal.outputs.annex.annex_table import Annex
from xl_appraisal.outputs.annex.annex_widths import BOLD, figure_width, is_figure
from xl_appraisal.outputs.word_parts import (
    BODY,
    HEAD,
    TITLE,
    W,
    add,
    borders,
    document_bytes,
    number_pages,
    paragraph,
    run,
)

MOST_COLUMNS = 63
"""What a table may have in Word."""

_FILL = "F2F2F2"
_PAD = 10  # twentieths of a point beside a cell's text
_PADDING = "".join(
    f'<w:{side} w:w="{_PAD}" w:type="dxa"/>' for side in ("top", "left", "bottom", "right")
)
_ROW = 22.0  # points before scaling
_LEAST = 4.0  # points; a figure too long even so breaks into two lines
_REMARK = (8.0, 10.5)  # points: at least, at most
_REMARK_SIZE = 12  # before scaling


def annex_docx(tables: Sequence[Annex], paper: Paper, origin: str = "") -> bytes:
    """The document's bytes, each block beginning on a page; ``origin`` is printed at the end.

    Raises :class:`BookError` where a block has more columns than Word allows.
    """
    import docx

    _refuse_wide(tables)
    document = docx.Document()
    _set_page(document, paper, tables[0].title)
    scale = paper.scale(tables)
    for number, table in enumerate(tables):
        _write(document, table, paper, scale, new_page=number > 0)
        _add_remarks(document, table.remarks, scale, followed=bool(origin))
    if origin:
        add(document, paragraph(origin, BODY, 9, before=6, ink="7F7F7F"))
    return document_bytes(document)


def _refuse_wide(tables: Sequence[Annex]) -> None:
    widest = max(len(table.columns) for table in tables)
    if widest > MOST_COLUMNS:
        raise BookError(
            f"名次表有{widest}栏，Word 的表格最多{MOST_COLUMNS}栏。"
            "请加 --blocks 分块，或改用 .xlsx 格式。"
        )


def _set_page(document: Any, paper: Paper, title: str) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(paper.width), Mm(paper.height)
    section.left_margin = section.right_margin = section.top_margin = Mm(MARGIN_MM)
    section.bottom_margin, section.footer_distance = Mm(14), Mm(7)
    number_pages(section)
    document.core_properties.title = title


def _write(document: Any, table: Annex, paper: Paper, scale: float, *, new_page: bool) -> None:
    add(document, paragraph(table.annex, HEAD, 14, keep=True, new_page=new_page))
    title = 22 if paper.name == "A3" else 18
    add(document, paragraph(table.title, TITLE, title, align="center", after=4, keep=True))
    add(document, _Table(table, scale).xml())


def _add_remarks(document: Any, remarks: Sequence[str], scale: float, *, followed: bool) -> None:
    """All on one page, with the note of origin that may follow."""
    size = _half(min(max(_REMARK_SIZE * scale, _REMARK[0]), _REMARK[1]))
    for number, text in enumerate(remarks, 1):
        keep = followed or number < len(remarks)
        before = 4 if number == 1 else 0
        add(document, paragraph(text, BODY, size, before=before, keep=keep, whole=True))


class _Table:
    """One block's table being written; widths in twentieths of a point."""

    def __init__(self, table: Annex, scale: float) -> None:
        self.table, self.scale = table, scale
        per_pixel = 15 * scale  # 96 pixels an inch, 1440 twentieths
        self.widths = [int(pixels(column.width) * per_pixel) for column in table.columns]
        self.head = _half(styles.HEADER["font_size"] * scale)
        self.body = _half(styles.BODY["font_size"] * scale)

    def xml(self) -> str:
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in self.widths)
        rows = "".join([*self._header(), *map(self._row, self.table.texts())])
        return (
            f'<w:tbl {W}><w:tblPr><w:tblW w:w="{sum(self.widths)}" w:type="dxa"/>'
            f'<w:jc w:val="center"/>{borders()}<w:tblLayout w:type="fixed"/>'
            f"<w:tblCellMar>{_PADDING}</w:tblCellMar></w:tblPr>"
            f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
        )

    def _header(self) -> Iterator[str]:
        """Rows repeated on every page, with cells merged across and down."""
        cells = headings(self.table.columns, self.table.depth)
        widths = [column.width for column in self.table.columns]
        size = float(styles.HEADER["font_size"])
        heights = row_heights(cells, widths, self.table.depth, size)
        for level, height in enumerate(heights):
            inside = "".join(self._heading(cell, level) for cell in self._level(cells, level))
            yield _tr(inside, height * self.scale, header=True)

    def _level(self, cells: Sequence[Heading], level: int) -> list[Heading]:
        """The cells of a header row from the left; a column without a heading has a blank one."""
        found = {cell.left: cell for cell in cells if cell.top <= level <= cell.bottom}
        covered = {n for cell in found.values() for n in range(cell.left, cell.right + 1)}
        blank = {
            n: Heading("", level, level, n, n, "sure")
            for n in range(len(self.widths))
            if n not in covered
        }
        return [cell for _, cell in sorted({**found, **blank}.items())]

    def _heading(self, cell: Heading, level: int) -> str:
        own = ""
        if cell.right > cell.left:
            own += f'<w:gridSpan w:val="{cell.right - cell.left + 1}"/>'
        if cell.bottom > cell.top:
            own += '<w:vMerge w:val="restart"/>' if level == cell.top else "<w:vMerge/>"
        own += f'<w:shd w:val="clear" w:color="auto" w:fill="{_FILL}"/>'
        text = cell.text if level == cell.top else ""
        width = sum(self.widths[cell.left : cell.right + 1])
        return _tc(width, own, run(text, HEAD, self.head), self.head)

    def _row(self, texts: Sequence[str]) -> str:
        cells = zip(texts, self.table.columns, self.widths, strict=True)
        return _tr("".join(self._cell(*cell) for cell in cells), _ROW * self.scale)

    def _cell(self, text: str, column: Column, width: int) -> str:
        size = min(self.body, _fitted(text, width)) if is_figure(text) else self.body
        return _tc(width, "", run(text, BODY, size, bold=column.id in BOLD), size)


def _tr(cells: str, height: float, *, header: bool = False) -> str:
    own = f'<w:cantSplit/><w:trHeight w:val="{int(height * 20)}" w:hRule="atLeast"/>'
    return f"<w:tr><w:trPr>{own}{'<w:tblHeader/>' if header else ''}</w:trPr>{cells}</w:tr>"


def _tc(width: int, own: str, inside: str, size: float) -> str:
    """A cell; the mark at its end has the text's ``size``, else it makes the row higher."""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{own}<w:vAlign w:val="center"/></w:tcPr>'
        '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
        f'<w:jc w:val="center"/><w:rPr><w:sz w:val="{int(size * 2)}"/></w:rPr></w:pPr>'
        f"{inside}</w:p></w:tc>"
    )


def _fitted(text: str, width: int) -> float:
    """The size at which a figure takes one line, as a workbook's cells shrink theirs."""
    return max(_LEAST, _half((width - 2 * _PAD) / 20 / max(figure_width(text), 1)))


def _half(size: float) -> float:
    """Down to half a point, which is what Word counts in."""
    return int(size * 2) / 2
