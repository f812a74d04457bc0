"""What stands around the rows of a sheet part (ECMA-376 Part 1, 18.3.1.99)."""

from __future__ import annotations

import re
from typing import NamedTuple, TypeAlias

from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.model.grid import Area, a1, parse_a1
from xl_appraisal.model.keeping import kept_if_short
from xl_appraisal.model.limits import MAX_MERGED_CELLS, MAX_MERGES
from xl_appraisal.ooxml.part_xml import (
    KEPT_PART,
    Path,
    check_encoding,
    malformed,
    path_parser,
    run,
)

ATTRIBUTES = rb"""(?:\s+[^\s=<>"'/]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*"""
"""Wide enough for all that XML allows: only for tags that expat has taken or will see."""
_SPACE = rb"[ \t\r\n]"
_VALUE = rb"""(?:"[^"<&\x00-\x1f\x80-\xff]*"|'[^'<&\x00-\x1f\x80-\xff]*')"""
PLAIN_NAME = rb"[A-Za-z_][\w.-]*"
PLAIN_ATTRIBUTES = rb"(?:%b+%b%b*=%b*%b)*" % (_SPACE, PLAIN_NAME, _SPACE, _SPACE, _VALUE)
"""Narrow enough to be well-formed without a parser's word: no references, no prefixes, ASCII."""
PREFIXED_ATTRIBUTES = PLAIN_ATTRIBUTES.replace(PLAIN_NAME, b"(?:%b:)?%b" % (PLAIN_NAME, PLAIN_NAME))
_BINDING = re.compile(rb"\sxmlns:([^\s=]+)")
_SHEET_DATA = re.compile(rb"<((?:[A-Za-z_][\w.-]*:)?)sheetData" + ATTRIBUTES + rb"\s*(/?)>")
OPEN_TAG = re.compile(rb"<[^\s<>/]+" + ATTRIBUTES + rb"\s*(/?)>")


class Frame(NamedTuple):
    """Offsets into the bytes of a sheet part, and what its head and tail say."""

    prefix: bytes  # namespace prefix of the elements with its colon, mostly b""
    root: bytes  # start tag of the worksheet, for the namespaces it declares
    open: int  # of the sheetData start tag
    body: int  # of the first row
    body_end: int
    closed: bool  # <sheetData/>: body and body_end are its end
    dimension: int  # of the dimension element, -1 if there is none
    columns: tuple[tuple[int, int, int], ...]  # first, last, style
    merges: tuple[Area, ...]


def bound_prefixes(data: bytes, frame: Frame) -> frozenset[bytes]:
    """The namespace prefixes that a row may use."""
    return frozenset((b"xml", *_BINDING.findall(frame.root + data[frame.open : frame.body])))


def parse_area(text: str) -> Area:
    """``B2:D5`` or ``B2``; :class:`ValueError` for anything else."""
    first, _, last = text.partition(":")
    (top, left), (bottom, right) = parse_a1(first), parse_a1(last or first)
    if top > bottom or left > right:
        raise ValueError(f"corners of the area {text!r} are the wrong way round")
    return Area(top, left, bottom, right)


def read_frame(data: bytes, part: str) -> Frame:
    """Find the rows and read head and tail strictly; :class:`XlsxError` if not a worksheet.

    Only head and tail go through expat: the rows are read by the scanner, which accounts for
    every byte between.
    """
    check_encoding(data, part)
    found = _SHEET_DATA.search(data)
    if found is None:
        raise malformed("工作表没有 sheetData，不是普通工作表", part)
    prefix, closed = found[1], bool(found[2])
    close = b"</" + prefix + b"sheetData"
    body_end = found.end() if closed else data.rfind(close)
    if body_end < found.end():
        raise malformed("sheetData 没有结束，文件不完整", part)
    shell = data[: found.end()] + data[body_end:]
    root, dimension, columns, merges = _head_and_tail(shell, found.start(), part)
    start, end = found.span()
    return Frame(prefix, root, start, end, body_end, closed, dimension, columns, merges)


Said: TypeAlias = tuple[bytes, int, tuple[tuple[int, int, int], ...], tuple[Area, ...]]


@kept_if_short(KEPT_PART, 32)  # sheets of one program's workbooks have the same
def _head_and_tail(shell: bytes, expected: int, part: str) -> Said:
    """Root, dimension, columns and merges of a sheet without its rows."""
    reader = _HeadAndTail(part)
    root = reader.read(shell, expected, part)
    return root, reader.dimension, tuple(reader.columns), tuple(reader.merges)


class _HeadAndTail:
    def __init__(self, part: str) -> None:
        self.dimension = -1
        self.columns: list[tuple[int, int, int]] = []
        self.merges: dict[Area, None] = {}
        self._merged, self._part = 0, part
        self._rows_at = self._root_at = -1
        self._parser = path_parser(part, self._start)

    def read(self, shell: bytes, expected: int, part: str) -> bytes:
        """Parse; returns the root's start tag.  ``expected``: where sheetData must stand."""
        try:
            run(self._parser, shell, part)
        except (ValueError, KeyError) as error:
            raise malformed("工作表含有无效的列、区域或样式编号", part) from error
        if self._rows_at != expected:
            raise malformed("工作表的 sheetData 不在应在的位置", part)
        tag = OPEN_TAG.match(shell, self._root_at)
        if tag is None:
            raise malformed("工作表的根元素不能读取", part)
        return tag[0]

    def _start(self, path: Path, attributes: dict[str, str]) -> None:
        at = self._parser.CurrentByteIndex
        match path:
            case ["worksheet"]:
                self._root_at = at
            case ["worksheet", "sheetData"]:
                self._rows_at = at if self._rows_at < 0 else -2
            case ["worksheet", "dimension"]:
                self.dimension = at
            case ["worksheet", "cols", "col"]:
                first, last = int(attributes["min"]), int(attributes["max"])
                self.columns.append((first, last, int(attributes.get("style", "0"))))
            case ["worksheet", "mergeCells", "mergeCell"]:
                self._merge(parse_area(attributes.get("ref", "")))

    def _merge(self, area: Area) -> None:
        """Take a merged area, each once; :class:`XlsxError` for more than any table has."""
        if area in self.merges:
            return
        self.merges[area] = None
        self._merged += area.size
        if len(self.merges) > MAX_MERGES or self._merged > MAX_MERGED_CELLS:
            raise XlsxError(
                "合并单元格太多或太大",
                part=self._part,
                cell=a1(area.top, area.left),
                allowed=f"一张工作表最多 {MAX_MERGES} 处，共 {MAX_MERGED_CELLS} 个单元格",
                remedy="请取消不需要的合并（整行、整列的尤其不必）",
            )


def column_style(frame: Frame, column: int) -> int:
    """The style that ``cols`` gives a column, 0 if none."""
    for first, last, style in frame.columns:
        if first <= column <= last:
            return style
    return 0
