"""A ranking table in a sheet: its header matched, its window rows told from notes and sums."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from xl_appraisal.book.own_formulas import computes_itself
from xl_appraisal.book.read.typed_values import squeeze
from xl_appraisal.model.grid import Cell, column_name
from xl_appraisal.model.layout.layout import Layout
from xl_appraisal.work.importing.header import Header, find_header
from xl_appraisal.work.importing.header_words import ColumnIndex
from xl_appraisal.work.importing.source_lines import SourceLine, SourceLines
from xl_appraisal.work.importing.source_sheet import SourceSheet, refused

_FIGURES = ("count", "points", "computed")
_NO_HEADER = (
    "前50行里找不到表头：要有一行写明“窗口”和各栏的表头、栏目编号或 c1、c2……。"
    "请对照工作簿“栏目”表的表头补上〔命令行：xl-appraisal layout 也列出栏目〕。"
)


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
        raise refused(sheet.title, [_NO_HEADER])
    source = TableSource(sheet, header, layout)
    source.read(windows)
    return source


class TableSource(SourceLines):
    """A sheet read as a ranking table, a line a window."""

    no_window = "有数据，但没有窗口名称。请填写窗口名称或删去此行。"
    merged = "，分不清填给谁。请取消合并后分别填写。"

    def __init__(self, sheet: SourceSheet, header: Header, layout: Layout) -> None:
        super().__init__(sheet, header)
        self.layout = layout
        self._seen: dict[str, int] = {}

    def figures(self) -> Mapping[str, Mapping[str, bool]]:
        kinds = {name: self.layout.by_id[name].kind for name in self.columns}
        scores = ("staff_performance", "total")
        return {
            name: {"score": name in scores, "rounded": kind != "computed"}
            for name, kind in kinds.items()
            if kind in _FIGURES
        }

    def is_nothing(self, cell: Cell) -> bool:
        return super().is_nothing(cell) or computes_itself(cell.formula)  # it waits for a window

    def is_line(self, line: SourceLine) -> bool:
        if not super().is_line(line):
            return False
        first = self._seen.setdefault(squeeze(line.window), line.row)
        if first != line.row:
            self.faults.append(
                f"窗口“{line.window}”在第{first}行和第{line.row}行重复出现。请只保留一行。"
            )
        return first == line.row

    def check(self) -> None:
        """Headers that may mean several columns, where data stand below, and columns twice."""
        labels, used = self.layout.labels, self.used()
        for column, found in self.header.several.items():
            if column in used:
                names = "、".join(f"{labels[i]}（{i}）" for i in found)
                self.faults.append(
                    f"{column_name(column)}列的表头“{self.header.texts[column]}”可能是{names}，"
                    "分不清。请把表头改成其中一个，或写栏目编号。"
                )
        for column_id, columns in self.header.columns.items():
            if len(columns) > 1:
                self.faults.append(
                    f"{self.named(columns)}都对应栏目“{labels[column_id]}”。请只留一列。"
                )
