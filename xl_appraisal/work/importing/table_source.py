"""A ranking table in a file: its header matched, its window rows told from notes and sums."""

from __future__ import annotations

from collections.abc import Mapping

from xl_appraisal.book.read.typed_values import Unreadable, is_blank, read_text, squeeze
from xl_appraisal.model.grid import Cell, Grid, a1, column_name
from xl_appraisal.model.record import Record
from xl_appraisal.work.importing.column_headers import ColumnIndex
from xl_appraisal.work.importing.header_words import TOTAL_ROWS, is_note
from xl_appraisal.work.importing.refusal import refused
from xl_appraisal.work.importing.source_values import is_empty
from xl_appraisal.work.importing.table_headers import Header, find_header


class SourceRow(Record):
    """One window's row in the file."""

    window: str
    row: int
    cells: Mapping[int, Cell]


class TableSource:
    """A file read as a ranking table; ``remarks`` are sentences on what was left out."""

    def __init__(self, name: str, header: Header) -> None:
        self.name = name
        self.header = header
        self.rows: list[SourceRow] = []
        self.remarks: list[str] = []
        self.faults = list(header.faults)


def read_source(grid: Grid, name: str, index: ColumnIndex) -> TableSource:
    """Read the file's table.

    Raises :class:`ImportFileError` with every fault of its header and its rows.
    """
    header = find_header(grid, index)
    if header is None:
        raise refused(
            name,
            [
                "前50行里找不到表头：要有一行写明“窗口”和各栏的表头、栏目编号或 c1、c2……。"
                "请对照 xl-appraisal layout 列出的栏目补上表头。"
            ],
        )
    source = TableSource(name, header)
    _read_rows(source, grid)
    _check_merges(source, grid)
    if not source.rows and not source.faults:
        source.faults.append(f"表头下面（第{header.bottom + 1}行起）没有窗口的数据。")
    if source.faults:
        raise refused(name, source.faults)
    return source


def _read_rows(source: TableSource, grid: Grid) -> None:
    seen: dict[str, int] = {}
    for row, cells in grid.rows():
        if row <= source.header.bottom or _blank(cells):
            continue
        if _note(cells):
            source.remarks.append(f"第{row}行起是表下的说明，未导入。")
            break
        window = _window(source, row, cells)
        if not window:
            continue
        if squeeze(window) in TOTAL_ROWS:
            source.remarks.append(f"第{row}行“{window}”是汇总行，未导入。")
        elif squeeze(window) in seen:
            source.faults.append(
                f"窗口“{window}”在第{seen[squeeze(window)]}行和第{row}行重复出现。请只保留一行。"
            )
        else:
            seen[squeeze(window)] = row
            source.rows.append(SourceRow(window, row, cells))


def _window(source: TableSource, row: int, cells: Mapping[int, Cell]) -> str:
    """The window's name, tidied; empty, with a fault noted, where there is none."""
    column = source.header.columns["window"]
    name = read_text(cells.get(column, Cell(None)))
    place = a1(row, column)
    if isinstance(name, Unreadable):
        source.faults.append(f"{place}：窗口名称为{name.found}；应为窗口名称。请改正。")
        return ""
    if not name:
        source.faults.append(
            f"{place}：第{row}行有数据，但没有窗口名称。请填写窗口名称或删去此行。"
        )
    return " ".join(name.split())


def _blank(cells: Mapping[int, Cell]) -> bool:
    return all(is_empty(cell) for cell in cells.values())


def _note(cells: Mapping[int, Cell]) -> bool:
    """A note stands alone in its row, or at its left edge."""
    texts = [cells[c].value for c in sorted(cells) if not is_blank(cells[c].value)]
    return bool(texts) and isinstance(texts[0], str) and is_note(texts[0])


def _check_merges(source: TableSource, grid: Grid) -> None:
    known = set(source.header.columns.values())
    rows = {row.row for row in source.rows}
    for area in grid.merges:
        columns = known & set(range(area.left, area.right + 1))
        if columns and rows & set(range(area.top, area.bottom + 1)):
            cells = f"{a1(area.top, area.left)}:{a1(area.bottom, area.right)}"
            source.faults.append(f"{cells} 是合并单元格，分不清填给谁。请取消合并后分别填写。")


def left_out(source: TableSource, columns: list[int]) -> str:
    """Source columns as the report names them."""
    texts = source.header.texts
    return "、".join(f"{column_name(c)}列“{texts[c] or '（无表头）'}”" for c in columns)
