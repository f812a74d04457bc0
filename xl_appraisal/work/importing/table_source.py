"""A ranking table in a sheet: its header matched, its window rows told from notes and sums."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from xl_appraisal.book.function_names import computes_itself
from xl_appraisal.book.read.typed_values import Unreadable, read_text, squeeze
from xl_appraisal.model.grid import Cell, a1, column_name
from xl_appraisal.model.layout.layout import Layout
from xl_appraisal.model.record import Record
from xl_appraisal.work.importing.column_headers import ColumnIndex
from xl_appraisal.work.importing.header import Header, find_header
from xl_appraisal.work.importing.other_rows import OtherRows
from xl_appraisal.work.importing.refusal import refused
from xl_appraisal.work.importing.shown_figures import ShownFigures, hidden_parts
from xl_appraisal.work.importing.source_sheet import SourceSheet
from xl_appraisal.work.importing.source_values import is_empty

_FIGURES = ("count", "points", "computed")


class SourceRow(Record):
    """One window's row in the file."""

    window: str
    row: int
    cells: Mapping[int, Cell]


class TableSource:
    """A sheet read as a ranking table; ``columns`` are the source columns by column id.

    ``remarks`` are sentences on what was left out.
    """

    def __init__(self, sheet: SourceSheet, header: Header) -> None:
        self.sheet = sheet
        self.header = header
        self.columns = {column_id: found[0] for column_id, found in header.columns.items()}
        self.rows: list[SourceRow] = []
        self.remarks: list[str] = []
        self.faults: list[str] = []

    @property
    def name(self) -> str:
        return self.sheet.file

    @property
    def unmatched(self) -> list[int]:
        """The columns that fit nothing."""
        rows = {row.row for row in self.rows}
        cells = self.sheet.grid.cells.items()
        return self.header.unmatched(
            {c for (r, c), cell in cells if r in rows and not is_empty(cell)}
        )

    def named(self, columns: Collection[int]) -> str:
        """Source columns as the report names them."""
        texts = self.header.texts
        return "、".join(f"{column_name(c)}列“{texts[c] or '（无表头）'}”" for c in columns)


def read_source(
    sheet: SourceSheet,
    layout: Layout,
    header: Header | None = None,
    windows: Collection[str] = (),
) -> TableSource:
    """Read the sheet's table; ``windows`` are names known to be windows.

    Raises :class:`ImportFileError` with every fault of its header and its rows.
    """
    header = header or find_header(sheet.grid, ColumnIndex(layout))
    if header is None or "window" not in header.columns:
        raise refused(
            sheet.file,
            [
                "前50行里找不到表头：要有一行写明“窗口”和各栏的表头、栏目编号或 c1、c2……。"
                "请对照 xl-appraisal layout 列出的栏目补上表头。"
            ],
        )
    source = TableSource(sheet, header)
    _read_rows(source, layout, windows)
    _check_columns(source, layout)
    rows = [row.row for row in source.rows]
    source.faults += [
        f"{cells} 是合并单元格，分不清填给谁。请取消合并后分别填写。"
        for cells in sheet.merged(rows, source.columns.values())
    ]
    if source.faults:
        raise refused(source.name, source.faults)
    return source


def _read_rows(source: TableSource, layout: Layout, windows: Collection[str]) -> None:
    seen: dict[str, int] = {}
    figures = {c: i for i, c in source.columns.items() if layout.by_id[i].kind in _FIGURES}
    others = OtherRows(source.header, figures, windows)
    shown = ShownFigures(source.sheet)
    for row, cells in source.sheet.grid.rows():
        if row <= source.header.bottom or all(
            is_empty(cell) or computes_itself(cell.formula)  # it waits for a window, it makes none
            for cell in cells.values()
        ):
            continue
        why = others.why(cells)
        if why:
            source.remarks.append(f"第{row}行{why}，未导入。")
            continue
        window = _window(source, row, cells)
        if not window:
            continue
        if squeeze(window) in seen:
            source.faults.append(
                f"窗口“{window}”在第{seen[squeeze(window)]}行和第{row}行重复出现。请只保留一行。"
            )
            continue
        seen[squeeze(window)] = row
        read = {
            c: shown.read(
                (row, c),
                cell,
                score=figures[c] in ("staff_performance", "total"),
                rounded=layout.by_id[figures[c]].kind != "computed",
            )
            if c in figures
            else cell
            for c, cell in cells.items()
        }
        source.rows.append(SourceRow(window, row, read))
    source.remarks += shown.report
    source.faults += shown.faults
    rows = [row.row for row in source.rows]
    source.remarks += hidden_parts(source.sheet, rows, source.columns.values())


def _window(source: TableSource, row: int, cells: Mapping[int, Cell]) -> str:
    """The window's name, tidied; empty, with a fault noted, where there is none."""
    column = source.columns["window"]
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


def _check_columns(source: TableSource, layout: Layout) -> None:
    """Headers that may mean several columns, where data stand below, and columns twice."""
    texts, rows = source.header.texts, {row.row for row in source.rows}
    used = {c for (r, c), cell in source.sheet.grid.cells.items() if r in rows and
            not is_empty(cell)}  # fmt: skip
    for column, found in source.header.several.items():
        if column in used:
            names = "、".join(f"{layout.labels[i]}（{i}）" for i in found)
            source.faults.append(
                f"{column_name(column)}列的表头“{texts[column]}”可能是{names}，分不清。"
                "请把表头改成其中一个，或写栏目编号。"
            )
    for column_id, columns in source.header.columns.items():
        if len(columns) > 1:
            cells = "、".join(f"{column_name(c)}列“{texts[c]}”" for c in columns)
            source.faults.append(f"{cells}都对应栏目“{layout.labels[column_id]}”。请只留一列。")
