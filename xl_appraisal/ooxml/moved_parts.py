"""The parts beside the sheets after rows came or went on one sheet: names, tables, drawings.

What is known to hold addresses is moved; a sheet with anything else that may hold some (a pivot
table, a query) is refused by name, and then nothing is changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial

from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.ooxml.moved_ranges import Ranges
from xl_appraisal.ooxml.package_parts import Relationship, WorkbookPart, relationships
from xl_appraisal.ooxml.part_xml import decode
from xl_appraisal.ooxml.row_moves import RowMove, moved_address
from xl_appraisal.ooxml.sheet_frame import parse_area
from xl_appraisal.ooxml.table_part import read_table_part
from xl_appraisal.ooxml.zip_read import Archive

_REFUSED = {
    "pivotTable": "数据透视表",
    "queryTable": "外部数据查询",
    "tableSingleCells": "XML 映射",
    "slicer": "切片器",
    "timeline": "日程表",
    "control": "ActiveX 控件",
    "oleObject": "嵌入的对象",
    "package": "嵌入的对象",
}
_STILL = ("printerSettings", "hyperlink", "image", "ctrlProp", "customProperty")
_NAMED = re.compile(r"xl/(?:charts|ctrlProps|drawings|tables)/[^/]+\.xml")
_PREFIX = rb"(?:[\w.-]+:)?"
_ANCHOR = re.compile(rb"<%b(?:twoCell|oneCell)Anchor\b.*?</%bfrom>(?:\s*<%bto>.*?</%bto>)?"
                     % ((_PREFIX,) * 4), re.DOTALL)  # fmt: skip
_ANCHOR_ROW = re.compile(rb"(<%brow>\s*)([0-9]+)" % _PREFIX)
_SHAPE = re.compile(rb"<x:ClientData\b.*?</x:ClientData>", re.DOTALL)
_SHAPE_ANCHOR = re.compile(rb"(<x:Anchor>)([^<]*)")
_SHAPE_ROW = re.compile(rb"(<x:Row>\s*)([0-9]+)")
_LINK = re.compile(rb"""(\s(?:textlink|fmlaLink|fmlaRange|fmlaTxbx)\s*=\s*")([^"<]*)""")
_REFS = re.compile(rb"""(<%b(?:table|autoFilter|sortState|sortCondition|comment|threadedComment)"""
                   rb"""\s[^<>]*?\bref\s*=\s*["'])([^"']*)""" % _PREFIX)  # fmt: skip
_CACHED = re.compile(rb"""<%bworksheetSource\s[^<>]*?\bsheet\s*=\s*["']([^"']*)""" % _PREFIX)


class MovedParts:
    """Makes the parts that a move concerns; ``edited`` are those changed before."""

    def __init__(self, archive: Archive, book: WorkbookPart, edited: Mapping[str, bytes]) -> None:
        self._archive, self._book, self._edited = archive, book, edited

    def after(self, move: RowMove) -> dict[str, bytes]:
        """New bytes by member.  :class:`XlsxError`, by name, for what cannot be moved."""
        self._refuse_caches(move)
        names, found = Ranges("", move), dict[str, bytes]()
        workbook = self._archive.stored_name(self._book.part)
        links = relationships(self._archive, self._book.sheets[move.sheet], needed=False)
        own = {
            self._archive.stored_name(link.target): change
            for link in links.values()
            if (change := self._change(link, move)) is not None
        }
        for member in self._archive.members:
            named = _NAMED.fullmatch(member.name) or member.name == workbook
            if not named and member.name not in own:
                continue
            before = new = self._bytes(member.name)
            if member.name in own:
                new = own[member.name](new)
            if named:
                new = _LINK.sub(lambda m: m[1] + names.formula(m[2]), names.formulas(new))
            if new != before:
                found[member.name] = new
        return found

    def _change(self, link: Relationship, move: RowMove) -> Callable[[bytes], bytes] | None:
        """What a part of the moved sheet needs; ``None`` where it holds no addresses."""
        known: dict[str, Callable[[RowMove, bytes], bytes]] = {
            "table": partial(_table, link.target),
            "comments": _comments,
            "drawing": _drawing,
            "vmlDrawing": _shapes,
        }
        kind = link.kind or link.target.rpartition("/")[0].rpartition("/")[2].removesuffix("s")
        if not link.target or kind in _STILL:
            return None
        if kind == "threadedComment":
            return partial(_comments, move)
        if kind not in known:
            raise XlsxError(
                f"工作表“{move.sheet}”有{_REFUSED.get(kind, f'不认识的部件 {link.target}')}，"
                "不能增减行",
                remedy="请在 Excel/WPS 中增减行",
            )
        return partial(known[kind], move)

    def _refuse_caches(self, move: RowMove) -> None:
        """A pivot table elsewhere that rests on the sheet holds the address in its cache."""
        for member in self._archive.members:
            if "pivotCacheDefinition" in member.name and member.name.endswith(".xml"):
                sources = _CACHED.findall(self._bytes(member.name))
                if move.sheet in map(decode, sources):
                    raise XlsxError(
                        f"有数据透视表取自工作表“{move.sheet}”，不能增减行",
                        remedy="请在 Excel/WPS 中增减行",
                    )

    def _bytes(self, name: str) -> bytes:
        return self._edited.get(name) or self._archive.read(name)


def _table(part: str, move: RowMove, data: bytes) -> bytes:
    """A table keeps its header, a row at least, and its row of totals."""
    table = read_table_part(data, part)
    moved = move.area(table.area)
    ends = (table.area.top, *([table.area.bottom] if table.totals else []))
    if moved is None or moved.top == moved.bottom or None in map(move.row, ends):
        raise XlsxError(
            f"表格“{table.name}”的表头、汇总行或全部数据行不能删除",
            part=part,
            remedy="请留下表头和至少一行",
        )
    return _REFS.sub(lambda m: m[1] + _ranged(m[2], move), data)


def _comments(move: RowMove, data: bytes) -> bytes:
    return _REFS.sub(lambda m: m[1] + _ranged(m[2], move), data)


def _ranged(raw: bytes, move: RowMove) -> bytes:
    moved = moved_address(parse_area(raw.decode("latin-1")), move)
    if moved is None:
        raise XlsxError(
            f"要删除的行里有批注或筛选（{raw.decode('latin-1')}）", remedy="请先删去批注，再删除行"
        )
    return moved.encode()


def _drawing(move: RowMove, data: bytes) -> bytes:
    """Pictures and charts move with the cells below them, and grow where they are to."""

    def anchor(match: re.Match[bytes]) -> bytes:
        text = match[0]
        tag = text[: text.index(b">")]
        rows = [int(found[2]) for found in _ANCHOR_ROW.finditer(text)]
        if not rows or b'"absolute"' in tag:
            return text
        sized = b"oneCell" not in tag
        new = iter(_anchored(rows, move, sized=sized))
        return _ANCHOR_ROW.sub(lambda m: m[1] + b"%d" % next(new), text)

    return _ANCHOR.sub(anchor, data)


def _shapes(move: RowMove, data: bytes) -> bytes:
    """Buttons and the boxes of comments."""

    def shape(match: re.Match[bytes]) -> bytes:
        text = _SHAPE_ROW.sub(lambda m: m[1] + b"%d" % _row(int(m[2]), move), match[0])
        return _SHAPE_ANCHOR.sub(anchor, text)

    def anchor(match: re.Match[bytes]) -> bytes:
        parts = match[2].split(b",")
        if len(parts) != 8:
            return match[0]
        rows = _anchored([int(parts[2]), int(parts[6])], move, sized=False)
        parts[2], parts[6] = (b" %d" % row for row in rows)
        return match[1] + b",".join(parts)

    return _SHAPE.sub(shape, data)


def _anchored(rows: list[int], move: RowMove, *, sized: bool) -> list[int]:
    """Rows of an anchor, counted from 0, after the move."""
    new = [_row(row, move) for row in rows]
    return new if sized else [new[0], *(row + new[0] - rows[0] for row in rows[1:])]


def _row(row: int, move: RowMove) -> int:
    """A row counted from 0; of one that goes the one that takes its place."""
    moved = move.row(row + 1)
    return (move.at if moved is None else moved) - 1
