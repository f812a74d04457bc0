"""Make a table (ListObject) longer, every other byte of its part kept (ECMA-376 Part 1, 18.5)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.model.grid import MAX_ROW, Area, Ref, a1
from xl_appraisal.ooxml.package_parts import relationships
from xl_appraisal.ooxml.part_xml import Path, malformed, walk
from xl_appraisal.ooxml.sheet_frame import parse_area
from xl_appraisal.ooxml.sheet_looks import CRITERIA
from xl_appraisal.ooxml.zip_read import Archive

_REFS = re.compile(rb"""(<(?:[\w.-]+:)?(?:table|autoFilter)\b[^<>]*?\sref\s*=\s*["'])([^"']*)""")


class TablePart(NamedTuple):
    """A table of a sheet: its part, its area with the header, whether a total row ends it."""

    part: str
    name: str
    area: Area
    totals: bool
    filtered: str  # the area of its filter as written, empty without one
    filters: bool  # whether that hides rows


def tables_of(archive: Archive, sheet_part: str, edited: dict[str, bytes]) -> list[TablePart]:
    """The tables of a sheet; ``edited`` are parts changed already."""
    links = relationships(archive, sheet_part, needed=False)
    parts = [link.target for link in links.values() if link.kind == "table"]
    return [read_table_part(_bytes(archive, part, edited), part) for part in parts]


def read_table_part(data: bytes, part: str) -> TablePart:
    """What a table part says of its place; :class:`XlsxError` if it is none."""
    found: dict[str, dict[str, str]] = {}

    def start(path: Path, attributes: dict[str, str]) -> None:
        if path in (["table"], ["table", "autoFilter"]):
            found[path[-1]] = attributes
        elif path[:-1] == ["table", "autoFilter", "filterColumn"] and path[-1] in CRITERIA:
            found["criteria"] = attributes

    walk(data, part, start)
    table = found.get("table", {})
    try:
        area = parse_area(table.get("ref", ""))
    except ValueError as error:
        raise malformed("表格（ListObject）没有有效的区域", part) from error
    totals = table.get("totalsRowCount", "0") not in ("", "0")
    name = table.get("displayName") or table.get("name", "")
    filtered = found.get("autoFilter", {}).get("ref", "")
    return TablePart(part, name, area, totals, filtered, "criteria" in found)


def grown(data: bytes, table: TablePart, last_row: int) -> bytes:
    """The part with the table and its filter reaching to ``last_row``."""
    old = f"{a1(*table.area[:2])}:{a1(*table.area[2:])}"
    new = f"{a1(*table.area[:2])}:{a1(last_row, table.area.right)}".encode()
    if table.filtered and parse_area(table.filtered) != table.area:
        raise _refusal(table, f"筛选区域 {table.filtered} 与表格区域 {old} 不一致")
    matches = [m for m in _REFS.finditer(data) if parse_area(m[2].decode("latin-1")) == table.area]
    if len(matches) != 1 + bool(table.filtered):
        raise _refusal(table, "表格的区域不能改写")
    for match in reversed(matches):
        data = data[: match.start(2)] + new + data[match.end(2) :]
    return data


def check_room(
    table: TablePart, last_row: int, others: Sequence[TablePart], merges: Iterable[Area]
) -> None:
    """:class:`XlsxError` where the table cannot be made so long without touching something."""
    if table.totals:
        raise _refusal(table, "表格带汇总行")
    if last_row > MAX_ROW:
        raise _refusal(table, f"工作表最多 {MAX_ROW} 行")
    added = Area(table.area.bottom + 1, table.area.left, last_row, table.area.right)
    for other in others:
        if other.part != table.part and _meet(added, other.area):
            raise _refusal(table, f"下方有另一个表格“{other.name}”")
    for area in merges:
        if _meet(added, area):
            raise _refusal(table, f"下方有合并单元格 {a1(area.top, area.left)}")


def table_at(tables: Iterable[TablePart], header: Ref) -> TablePart | None:
    """The table whose header row holds that cell."""
    for table in tables:
        if table.area.top == header[0] and table.area.covers(header):
            return table
    return None


def _refusal(table: TablePart, why: str) -> XlsxError:
    return XlsxError(
        f"表格“{table.name}”放不下新增的行，也不能自动加长：{why}",
        part=table.part,
        remedy="请在 Excel/WPS 中先把表格拉长（拖右下角），再重新运行",
    )


def _meet(one: Area, other: Area) -> bool:
    return (
        one.top <= other.bottom
        and other.top <= one.bottom
        and one.left <= other.right
        and other.left <= one.right
    )


def _bytes(archive: Archive, part: str, edited: dict[str, bytes]) -> bytes:
    return edited.get(archive.stored_name(part)) or archive.read(part)
