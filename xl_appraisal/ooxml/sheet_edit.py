"""Put new values into the bytes of a sheet part; every other byte stays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.model.grid import EMPTY, Area, Cell, Formula, Ref, Write, a1
from xl_appraisal.model.late_pattern import late_pattern
from xl_appraisal.ooxml.cell_values import CellReader
from xl_appraisal.ooxml.cell_write import KEEP, Edit
from xl_appraisal.ooxml.row_edit import Restyle, RowEditor
from xl_appraisal.ooxml.row_patterns import RowSpan
from xl_appraisal.ooxml.shared_formulas import Scan, translate
from xl_appraisal.ooxml.sheet_frame import Frame, parse_area

_DIMENSION = late_pattern(rb"""(<[^<>]*?\sref\s*=\s*["'])([^"']*)""")


class Edited(NamedTuple):
    """The sheet part after the edits; ``formula_gone``: some formula was taken out."""

    data: bytes
    formula_gone: bool


def edit_sheet(
    data: bytes,
    part: str,
    frame: Frame,
    found: Scan,
    reader: CellReader,
    writes: Mapping[Ref, Write],
) -> Edited:
    """``data`` with ``writes`` in it; the same object if nothing changes.

    :class:`XlsxError` (and no change at all) for a cell inside a merge, for a part of an
    array formula and for a value that a cell cannot hold.
    """
    _check_merges(frame.merges, writes, part)
    _check_arrays(found, writes, part)
    rows = RowEditor(data, part, frame, found, reader)
    changed = _spliced(data, frame, _edit_rows(rows, found, frame.body_end, writes), rows)
    return Edited(data if changed is None else changed, changed is not None and rows.formula_gone)


def restyle_sheet(
    data: bytes,
    part: str,
    frame: Frame,
    found: Scan,
    reader: CellReader,
    codes: Mapping[Ref, str],
    like: Restyle,
) -> bytes:
    """``data`` with other number formats of cells; those that are not there are put in blank."""
    rows, by_row = RowEditor(data, part, frame, found, reader), dict[int, dict[int, str]]()
    for (row, column), code in sorted(codes.items()):
        by_row.setdefault(row, {})[column] = code
    changes = (
        (start, end, rows.restyled(row, span, by_row[row], like))
        for row, span, start, end in _places(found, frame.body_end, by_row)
    )
    return _spliced(data, frame, changes, rows) or data


def _spliced(
    data: bytes, frame: Frame, changes: Iterable[tuple[int, int, bytes]], rows: RowEditor
) -> bytes | None:
    """``data`` with pieces of its rows replaced, from the top; ``None`` where there are none."""
    pieces, at = [], frame.body
    for start, end, new in changes:
        pieces += [data[at:start], new]
        at = end
    if not pieces:
        return None
    head, close = _head(data, frame, rows.new), b""
    if frame.closed:
        head = head[: head.rindex(b"/")].rstrip() + b">"
        close = b"</%bsheetData>" % frame.prefix
    return b"".join([head, *pieces, data[at : frame.body_end], close, data[frame.body_end :]])


def _places(
    found: Scan, body_end: int, numbers: Iterable[int]
) -> Iterator[tuple[int, RowSpan | None, int, int]]:
    """Where each row stands, or is to be put in; ``numbers`` ascend."""
    spans = found.rows()
    span = next(spans, None)
    for number in numbers:
        while span is not None and span.number < number:
            span = next(spans, None)
        if span is not None and span.number == number:
            yield number, span, span.start, span.end
        else:
            at = body_end if span is None else span.start
            yield number, None, at, at


def _edit_rows(
    rows: RowEditor, found: Scan, body_end: int, writes: Mapping[Ref, Write]
) -> Iterator[tuple[int, int, bytes]]:
    """``(start, end, new bytes)`` for every row that changes, from the top."""
    by_row = {
        row: edits
        for row, asked in _by_row(found, writes).items()
        if (edits := [e for e in asked if _changes(found.cells.get((row, e[0]), EMPTY), e)])
    }
    for row, span, start, end in _places(found, body_end, by_row):
        new = rows.create(row, by_row[row]) if span is None else rows.edit(span, by_row[row])
        if new:
            yield start, end, new


def _changes(cell: Cell, edit: Edit) -> bool:
    return edit[2] is not None or not _same(cell, edit[1])


def _by_row(found: Scan, writes: Mapping[Ref, Write]) -> dict[int, list[Edit]]:
    """Edits by row and column, ascending; orphans of a shared formula get their own text."""
    orphans = _orphans(found, writes)
    by_row: dict[int, list[Edit]] = {}
    last, edits = 0, list[Edit]()
    for ref in sorted({*orphans, *writes} if orphans else writes):
        row, column = ref
        if row != last:
            last, edits = row, by_row.setdefault(row, [])
        if orphans:
            edits.append((column, writes.get(ref, KEEP), orphans.get(ref)))
        else:
            edits.append((column, writes[ref], None))
    return by_row


def _orphans(found: Scan, writes: Mapping[Ref, Write]) -> dict[Ref, str]:
    """Followers of shared formulas whose first cell loses its text, with their own."""
    gone = {
        group: (ref, text)
        for group, (ref, text) in found.masters.items()
        if ref in writes and _replaces(writes[ref], text)
    }
    return {
        follower: translate(text, follower[0] - row, follower[1] - column)
        for follower, group in (found.followers.items() if gone else ())
        if group in gone
        for (row, column), text in (gone[group],)
    }


def _same(cell: Cell, write: object) -> bool:
    """Whether the cell holds that value, of that type, and that formula if one is given."""
    value, formula = cell
    if type(write) is Decimal:
        return isinstance(value, Decimal) and value == write
    if isinstance(write, Formula):
        if write.text != formula:
            return False
        write = write.value
    elif write is None and formula is not None:
        return False
    return type(value) is type(write) and value == write


def _replaces(write: Write, text: str) -> bool:
    """Whether ``write`` puts an end to the formula ``text``."""
    return write is None or (isinstance(write, Formula) and write.text != text)


def _check_arrays(found: Scan, writes: Mapping[Ref, Write], part: str) -> None:
    for area, text in found.arrays.values():
        if area.size == 1:
            continue
        for ref in area.among(writes):
            if _replaces(writes[ref], text):
                raise XlsxError(
                    "不能改动数组公式或模拟运算表的一部分",
                    part=part,
                    cell=a1(*ref),
                    remedy="请在 Excel/WPS 中先清除整个数组公式",
                )


def _check_merges(merges: Iterable[Area], writes: Mapping[Ref, Write], part: str) -> None:
    for area in merges:
        for ref in area.among(writes):
            if ref != area[:2]:
                raise XlsxError(
                    "这个单元格被合并单元格覆盖，不能写入",
                    part=part,
                    cell=a1(*ref),
                    allowed=f"只能写入合并区域的左上角 {a1(area.top, area.left)}",
                    remedy="请取消合并，或改写左上角的单元格",
                )


def _head(data: bytes, frame: Frame, new: list[Ref]) -> bytes:
    """What stands before the rows, its ``dimension`` widened if a new cell lies outside."""
    head = data[: frame.body]
    match = _DIMENSION.match(head, frame.dimension) if frame.dimension >= 0 and new else None
    if match is None:
        return head
    try:
        old = parse_area(match[2].decode("latin-1"))
    except ValueError:
        return head
    rows, columns = [row for row, _ in new], [column for _, column in new]
    wide = Area(
        min(old.top, *rows),
        min(old.left, *columns),
        max(old.bottom, *rows),
        max(old.right, *columns),
    )
    if wide == old:
        return head
    text = f"{a1(wide.top, wide.left)}:{a1(wide.bottom, wide.right)}".encode()
    return head[: match.start(2)] + text + head[match.end(2) :]
