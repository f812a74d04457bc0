"""Rows read with expat: slower, for every form that the quick patterns do not know.

Comments, CDATA, single quotes, prefixes declared late, rich inline text, extensions inside a
cell, rows and cells without ``r`` (counted from the one before, 18.3.1.4, 18.3.1.73).
"""

from __future__ import annotations

from typing import NamedTuple

from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.model.grid import MAX_COLUMN, MAX_ROW, a1, parse_a1
from xl_appraisal.ooxml.part_xml import Path, malformed, path_parser, run
from xl_appraisal.ooxml.rich_text import is_rich_text, is_shown_text
from xl_appraisal.ooxml.row_patterns import (
    CellBytes,
    FoundCell,
    RawCell,
    RawFormula,
    RowSpan,
    kind_and_style,
    make_formula,
)
from xl_appraisal.ooxml.sheet_frame import OPEN_TAG, Frame


class GenericRow(NamedTuple):
    """One row with its cells."""

    span: RowSpan
    cells: list[FoundCell]


class _Open(NamedTuple):
    """An element whose end has not been met."""

    start: int
    content: int
    empty: bool
    attributes: dict[str, str]


class _Reader:
    """Expat handlers; offsets are turned into offsets of the sheet part."""

    def __init__(self, document: bytes, shift: int, part: str, row: int) -> None:
        self.rows: list[GenericRow] = []
        self._document, self._shift, self._part, self._row = document, shift, part, row
        self._open: list[_Open] = []
        self._column = 0
        self._cells: list[FoundCell] = []
        self._children: dict[str, bytes] = {}
        self._formula: RawFormula | None = None
        self._value: str | None = None
        self._texts: list[str] = []
        self._parser = path_parser(part, self._start, self._end, self._text)
        run(self._parser, document, part, self._near)

    def _near(self) -> str:
        if not self._row:
            return "工作表最前面的行"
        return f"工作表第 {self._row} 行" if len(self._open) > 2 else f"工作表第 {self._row} 行之后"

    def _start(self, path: Path, attributes: dict[str, str]) -> None:
        at = self._parser.CurrentByteIndex
        match = OPEN_TAG.match(self._document, at)
        if match is None:
            raise malformed("元素的写法不能读取", self._part)
        self._open.append(_Open(at, match.end(), bool(match[1]), attributes))
        tag, depth = path[-1], len(path)
        if depth == 3:
            self._start_row(tag, attributes)
        elif depth == 4:
            self._start_cell(tag, attributes)
        elif depth == 5:
            if tag not in ("f", "v", "is", "extLst") or tag in self._children:
                raise self._refuse("单元格里有不认识的内容")
            self._texts = []
        elif depth > 5 and path[4] != "extLst" and not (path[4] == "is" and is_rich_text(path[5:])):
            raise self._refuse("单元格的文字里还套着别的内容")

    def _start_row(self, tag: str, attributes: dict[str, str]) -> None:
        if tag != "row":
            raise malformed("sheetData 里有不是行的内容", self._part)
        text = attributes.get("r", str(self._row + 1))
        if not (text.isascii() and text.isdigit() and self._row < int(text[:9]) <= MAX_ROW):
            raise malformed(f"行号 {text[:20]!r} 无效或没有递增", self._part)
        self._row, self._column, self._cells = int(text), 0, []

    def _start_cell(self, tag: str, attributes: dict[str, str]) -> None:
        if tag != "c":
            raise malformed(f"第 {self._row} 行里有不是单元格的内容", self._part)
        self._children, self._formula, self._value = {}, None, None
        text = attributes.get("r")
        row, column = self._row, self._column + 1
        if text is not None:
            try:
                row, column = parse_a1(text)
            except ValueError:
                row = 0
        if row != self._row or not self._column < column <= MAX_COLUMN:
            raise malformed(f"第 {self._row} 行的单元格地址 {text!r} 无效或没有递增", self._part)
        self._column = column

    def _text(self, tags: Path, text: str) -> None:
        if len(tags) == 5 and tags[4] in ("f", "v"):
            self._texts.append(text)
        elif len(tags) > 5 and tags[4] == "is":
            if is_shown_text(tags[5:]):
                self._texts.append(text)
        elif text.strip(" \t\r\n") and not (len(tags) > 5 and tags[4] == "extLst"):
            raise malformed("行和单元格之间有文字", self._part)

    def _end(self, path: Path) -> None:
        element, at = self._open.pop(), self._parser.CurrentByteIndex
        end = element.content if element.empty else self._document.index(b">", at) + 1
        if len(path) == 5:
            self._end_child(path[-1], element, end)
        elif len(path) == 4:
            self._end_cell(element, end)
        elif len(path) == 3:
            shift = self._shift
            body = -1 if element.empty else element.content + shift
            span = RowSpan(self._row, element.start + shift, body, at + shift, end + shift, False)
            self.rows.append(GenericRow(span, self._cells))

    def _end_child(self, tag: str, element: _Open, end: int) -> None:
        self._children[tag] = self._document[element.start : end]
        text = "".join(self._texts)
        if tag == "f":
            self._formula = make_formula(element.attributes, text)
        elif tag in ("v", "is"):
            kind = self._open[-1].attributes.get("t", "n")
            if (tag == "is") == (kind == "inlineStr"):
                self._value = text
            elif text:  # each program reads another figure
                raise self._refuse("单元格的类型和内容的写法不符")

    def _end_cell(self, element: _Open, end: int) -> None:
        if list(self._children) != [t for t in ("f", "v", "is", "extLst") if t in self._children]:
            raise self._refuse("单元格内容的顺序不对")
        take = self._children.get
        lead, attributes = _tag_parts(self._document[element.start : element.content])
        value = take("v", b"") + take("is", b"")
        kept = CellBytes(lead, attributes, take("f", b""), value, take("extLst", b""))
        raw = RawCell(*kind_and_style(element.attributes), self._formula, self._value)
        place = element.start + self._shift, end + self._shift
        self._cells.append(FoundCell(self._column, *place, kept, raw))

    def _refuse(self, found: str) -> XlsxError:
        remedy = "请在 Excel/WPS 中重新输入这个单元格"
        return XlsxError(found, part=self._part, cell=a1(self._row, self._column), remedy=remedy)


def read_rows(
    data: bytes, frame: Frame, start: int, end: int, part: str, row: int
) -> list[GenericRow]:
    """The rows in ``data[start:end]``, which holds whole rows; ``row`` is the number before.

    :class:`XlsxError` for anything that is no row or cell as the standard has them.
    """
    head = frame.root + data[frame.open : frame.body]
    if frame.closed:
        return []
    tail = b"</" + frame.prefix + b"sheetData></" + _tag_parts(frame.root)[0][1:] + b">"
    return _Reader(head + data[start:end] + tail, start - len(head), part, row).rows


def _tag_parts(tag: bytes) -> tuple[bytes, bytes]:
    """A start tag's name with its ``<``, and its attributes as written."""
    inside = tag[: -2 if tag.endswith(b"/>") else -1]
    name = inside.split(None, 1)[0]
    return name, inside[len(name) :]
