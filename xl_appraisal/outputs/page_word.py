"""Pages as a Word document: official fonts, header rows repeated, rows whole, page numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xl_appraisal.book.new import styles
from xl_appraisal.book.new.row_heights import Heading as HeaderCell
from xl_appraisal.book.new.row_heights import (
    header_text,
    headings,
    pixels,
    row_heights,
    width_of,
    wrapped,
)
from xl_appraisal.model.errors import BookError
from xl_appraisal.outputs.page import Column, Heading, Page, Row, Table, Text, row_texts
from xl_appraisal.outputs.text_widths import figure_width, is_figure
from xl_appraisal.outputs.word_parts import (
    BODY,
    HEAD,
    PER_MM,
    TITLE,
    cell,
    document_bytes,
    paragraph,
    run,
    table_xml,
)

MOST_COLUMNS = 63
"""What a table may have in Word."""

_GREY, _HEAD_FILL, _MARK_FILL, _CUT_INK, _QUIET = "F2F2F2", "E6E6E6", "FFF6DC", "9C0006", "7F7F7F"
_ALIGN = {"text": "left", "centre": "center", "figure": "right", "signed": "right"}
_TIGHT, _LOOSE = (10, 10), (40, 60)  # twentieths of a point around a cell's text
_TOGETHER = 4  # rows at a table's end that are never parted
_STEPS = 8  # in which rows are made lower
_LEAST = 4.0  # points; a figure too long even so breaks into two lines
_LINE = 1.45  # the height of a line over its size, in Chinese fonts
_REMARK = (7.5, 10.5)  # points: 六号 at least, 五号 at most


def pages_docx(pages: Sequence[Page], origin: str = "", seal: str = "") -> bytes:
    """The document's bytes, each page beginning on a new one, all on the first one's paper.

    ``origin`` is a note of origin at the end, none if empty, and ``seal`` a word on the seal at
    each page's foot.  Raises :class:`BookError` where a
    table has more columns than Word allows.
    """
    paper = pages[0].paper
    tables = [table for page in pages for table in page.tables]
    _refuse_wide(tables)
    room = paper.room * PER_MM
    scale = min([1.0, *(room / _natural(one) for one in tables if one.size is None)])
    body = [
        part
        for number, page in enumerate(pages)
        for part in _page(page, scale, new=number > 0, followed=bool(origin))
    ]
    if origin:
        body.append(paragraph(origin, BODY, 9, before=8, ink=_QUIET))
    return document_bytes("".join(body), pages[0].title, paper, seal)


def _refuse_wide(tables: Sequence[Table]) -> None:
    widest = max((len(one.columns) for one in tables), default=0)
    if widest > MOST_COLUMNS:
        raise BookError(
            f"名次表有{widest}栏，Word 的表格最多{MOST_COLUMNS}栏。"
            "请改用 .xlsx 格式〔命令行：或加 --blocks 分块〕。"
        )


def _page(page: Page, scale: float, *, new: bool, followed: bool) -> Iterator[str]:
    if page.above:
        yield paragraph(page.above, HEAD, 14, keep=True, new_page=new)
    size = page.paper.title
    first = new and not page.above
    yield paragraph(
        page.title, TITLE, size, align="center", after=4, keep=bool(page.above), new_page=first
    )
    if page.subtitle or not page.above:
        yield paragraph(page.subtitle, HEAD, 14, align="center", after=8)
    for number, block in enumerate(page.blocks):
        if isinstance(block, Table):
            yield _Drawing(block, page, scale).xml()
        elif isinstance(block, Heading):
            yield paragraph(block.text, HEAD, 14, before=10, after=4, keep=True)
        elif block.remark:
            last = number + 1 == len(page.blocks) and not followed
            yield _remark(block, scale, first=page.blocks[number - 1], last=last)
        else:
            yield _text(block, last=number + 1 == len(page.blocks) and not followed)


def _text(block: Text, *, last: bool) -> str:
    """What is only for reference stays together, so that no page holds the end of it alone."""
    kept, size = block.small and not last, 9 if block.small else 12
    return paragraph(
        block.text, BODY, size, before=2, after=2, first_line=2, keep=kept, whole=block.small
    )


def _remark_size(scale: float) -> float:
    return _half(min(max(12 * scale, _REMARK[0]), _REMARK[1]))


def _remarks_height(page: Page, scale: float) -> float:
    """What the lines under a page's table take, in points."""
    size = _remark_size(scale)
    told = [block.text for block in page.blocks if isinstance(block, Text) and block.remark]
    lines = sum(len(wrapped(text, page.paper.room * 96 / 25.4, size)) for text in told)
    return lines * size * _LINE + (4 if told else 0)


def _remark(block: Text, scale: float, *, first: object, last: bool) -> str:
    """All on one page, with the note of origin that may follow."""
    size = _remark_size(scale)
    before = 4 if isinstance(first, Table) else 0
    return paragraph(block.text, BODY, size, before=before, keep=not last, whole=True)


def _natural(one: Table) -> float:
    """The width of a table's columns in twentieths of a point, before it is scaled."""
    return sum(pixels(column.width) for column in one.columns) * 15  # 96 pixels an inch


class _Drawing:
    """One table being written; widths in twentieths of a point."""

    def __init__(self, drawn: Table, page: Page, scale: float) -> None:
        self.table, self.header_height = drawn, 0.0
        room = page.paper.room * PER_MM
        self.below = page.paper.points_below_title
        self.remarks = _remarks_height(page, scale)
        self.scale = scale if drawn.size is None else 1.0
        if drawn.size is None:
            self.widths = [int(pixels(column.width) * 15 * scale) for column in drawn.columns]
            self.head = _half(styles.HEADER["font_size"] * scale)
        else:
            total = sum(column.width for column in drawn.columns)
            self.widths = [int(column.width * room / total) for column in drawn.columns]
            self.head = drawn.size
        self.body = _half(drawn.size or styles.BODY["font_size"] * scale)
        self.pads = _TIGHT if drawn.size is None else _LOOSE

    def xml(self) -> str:
        header = "".join(self._header())
        height = self._row_height() if self.table.size is None else 0.0
        last = len(self.table.rows) - 1
        rows = "".join(
            self._row(row, height, kept=last - _TOGETHER < number < last)
            for number, row in enumerate(self.table.rows)
        )
        return table_xml(header + rows, self.widths, self.pads)

    def _row_height(self) -> float:
        """The height of a window's row: less where then all, or the windows, go on one page."""
        names = [max(map(self._lines, texts, self.widths)) for texts in self.table.texts()]
        most, least = self.body * 1.83, self.body * 1.4
        for below in (self.below - self.remarks, self.below):
            for step in range(_STEPS + 1):
                height = most - (most - least) * step / _STEPS
                needed = sum(max(height, 1.3 * self.body * lines + 1) for lines in names)
                if self.header_height + needed <= below:
                    return height
        return most

    def _lines(self, text: str, width: int) -> int:
        room = (width - 2 * self.pads[1]) / 15
        return 1 if is_figure(text) else len(wrapped(text, room, self.body))

    def _header(self) -> Iterator[str]:
        """Rows repeated on every page, with cells merged across and down."""
        depth = self.table.depth
        cells = headings([column.header for column in self.table.columns], depth)
        in_characters = [width_of(width / 15 / self.scale) for width in self.widths]
        heights = row_heights(cells, in_characters, depth, self.head / self.scale)
        for level, height in enumerate(heights):
            inside = "".join(self._heading(one, level) for one in self._level(cells, level))
            self.header_height += height * self.scale
            yield _row_xml(inside, height * self.scale, header=True)

    def _level(self, cells: Sequence[HeaderCell], level: int) -> list[HeaderCell]:
        """The cells of a header row from the left; a column without a heading has a blank one."""
        found = {one.left: one for one in cells if one.top <= level <= one.bottom}
        covered = {n for one in found.values() for n in range(one.left, one.right + 1)}
        blank = {
            n: HeaderCell("", level, level, n, n)
            for n in range(len(self.widths))
            if n not in covered
        }
        return [one for _, one in sorted({**found, **blank}.items())]

    def _heading(self, one: HeaderCell, level: int) -> str:
        own = ""
        if one.right > one.left:
            own += f'<w:gridSpan w:val="{one.right - one.left + 1}"/>'
        if one.bottom > one.top:
            own += '<w:vMerge w:val="restart"/>' if level == one.top else "<w:vMerge/>"
        text = one.text if level == one.top else ""
        width = sum(self.widths[one.left : one.right + 1])
        inside = run(header_text(text), HEAD, self.head, lines=True)
        figures = self.table.columns[one.left].look in ("figure", "signed")
        align = "right" if figures else "center"
        return cell(inside, width, align, self.head, own + _fill(_HEAD_FILL))

    def _row(self, row: Row, height: float, *, kept: bool) -> str:
        texts = row_texts(row, self.table.columns)
        if row.look == "group":
            span = f'<w:gridSpan w:val="{len(self.widths)}"/>' if len(self.widths) > 1 else ""
            inside = run(texts[0], HEAD, self.body)
            own = span + _fill(_GREY)
            cells = cell(inside, sum(self.widths), "left", self.body, own, "<w:keepNext/>")
        else:
            parts = zip(texts, self.table.columns, self.widths, strict=True)
            keep = "<w:keepNext/>" if kept else ""
            cells = "".join(self._cell(row, *part, keep) for part in parts)
        return _row_xml(cells, height)

    def _cell(self, row: Row, text: str, column: Column, width: int, keep: str) -> str:
        shrinks = column.look != "text" and is_figure(text)
        size = min(self.body, self._fitted(text, width)) if shrinks else self.body
        ink = _CUT_INK if row.look == "cut" else ""
        inside = run(text, BODY, size, bold=column.bold or row.look == "total", ink=ink)
        own = _fill(_MARK_FILL) if row.look == "marked" else ""
        return cell(inside, width, _ALIGN[column.look], size, own, keep)

    def _fitted(self, text: str, width: int) -> float:
        """The size at which a figure takes one line, as a workbook's cells shrink theirs."""
        room = (width - 2 * self.pads[1]) / 20
        return max(_LEAST, _half(room / max(figure_width(text), 1)))


def _row_xml(cells: str, height: float, *, header: bool = False) -> str:
    high = f'<w:trHeight w:val="{int(height * 20)}" w:hRule="atLeast"/>' if height else ""
    own = f"<w:cantSplit/>{high}{'<w:tblHeader/>' if header else ''}"
    return f"<w:tr><w:trPr>{own}</w:trPr>{cells}</w:tr>"


def _fill(colour: str) -> str:
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{colour}"/>'


def _half(size: float) -> float:
    """Down to half a point, which is what Word counts in."""
    return int(size * 2) / 2
