"""A list in a sheet: its header matched by words, its lines told from notes and sums."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from xl_appraisal.book.read.typed_values import Unreadable, is_blank, read_text
from xl_appraisal.model.grid import EMPTY, Cell, a1, column_name
from xl_appraisal.model.record import Record
from xl_appraisal.work.importing.header import Header, find_header
from xl_appraisal.work.importing.header_words import header_sign
from xl_appraisal.work.importing.list_kinds import LEDGER_KIND, ListKind
from xl_appraisal.work.importing.other_rows import OtherRows
from xl_appraisal.work.importing.refusal import refused
from xl_appraisal.work.importing.shown_figures import ShownFigures, hidden_parts
from xl_appraisal.work.importing.source_sheet import SourceSheet
from xl_appraisal.work.importing.source_values import is_empty


class SourceLine(Record):
    """One line of the file, its cells by field."""

    row: int
    cells: Mapping[str, Cell]


class ListSource:
    """A sheet read as a list; ``report`` tells what was made of its columns and rows.

    ``sign`` is what the header of the points says of them: ``+``, ``-`` or nothing.
    """

    def __init__(self, sheet: SourceSheet, kind: ListKind, columns: dict[str, int]) -> None:
        self.sheet = sheet
        self.kind = kind
        self.columns = columns
        self.sign = ""
        self.lines: list[SourceLine] = []
        self.report: list[str] = []
        self.faults: list[str] = []

    @property
    def name(self) -> str:
        return self.sheet.file

    def where(self, row: int) -> str:
        """File, sheet where it has a name of its own, and row."""
        sheet = "" if self.sheet.name in ("", self.name) else f"“{self.sheet.name}”"
        return f"{self.name}{sheet} 第{row}行"


def read_list(
    sheet: SourceSheet,
    kind: ListKind = LEDGER_KIND,
    header: Header | None = None,
    windows: Collection[str] = (),
) -> ListSource:
    """Read the sheet's list of that kind; ``windows`` are names known to be windows.

    Raises :class:`ImportFileError` with every fault of its header and its lines.
    """
    header = header or find_header(sheet.grid, kind.words)
    found = header.columns if header else {}
    source = ListSource(sheet, kind, {name: columns[0] for name, columns in found.items()})
    _check_header(source, found)
    if source.faults or header is None:
        raise refused(source.name, source.faults)
    source.sign = header_sign(header.texts.get(source.columns.get("points", 0), ""))
    _read_lines(source, header, windows)
    rows = [line.row for line in source.lines]
    source.faults += [
        f"{cells} 是合并单元格。请取消合并，每行都填写完整。"
        for cells in sheet.merged(rows, source.columns.values())
    ]
    if source.faults:
        raise refused(source.name, source.faults)
    _tell(source, header)
    return source


def _check_header(source: ListSource, found: Mapping[str, tuple[int, ...]]) -> None:
    headers = source.kind.headers
    for name, columns in found.items():
        if len(columns) > 1:
            cells = "、".join(f"{column_name(c)}列" for c in columns)
            source.faults.append(
                f"{cells}的表头都表示“{headers[name]}”，分不清以哪一列为准。{source.kind.remedy}"
            )
    for names in source.kind.needed:
        if not any(name in found for name in names):
            wanted = "或".join(f"“{headers[name]}”" for name in names)
            source.faults.append(
                f"前50行里找不到表头{wanted}。表头应为：{'、'.join(headers.values())}，"
                "次序不限，可以缺少用不到的。"
            )


def _read_lines(source: ListSource, header: Header, windows: Collection[str]) -> None:
    kind, sheet = source.kind, source.sheet
    figures = {c for f, c in source.columns.items() if f in kind.figures}
    others = OtherRows(header, figures, windows)
    shown = ShownFigures(sheet)
    beside: list[int] = []
    for row, cells in sheet.grid.rows():
        if row <= header.bottom or all(is_empty(cell) for cell in cells.values()):
            continue
        why = others.why(cells)
        if why:
            source.report.append(f"第{row}行{why}，未导入。")
            continue
        fields = {f: cells[c] for f, c in source.columns.items() if c in cells}
        if all(is_empty(cell) for cell in fields.values()):
            beside.append(row)
            continue
        _check_line(source, row, fields)
        for name in kind.figures:
            if name in fields:
                ref = row, source.columns[name]
                fields[name] = shown.read(ref, fields[name], score=name == "score")
        source.lines.append(SourceLine(row, fields))
    if beside:
        source.report.append(f"有{len(beside)}行只在没有对应栏目的列里有内容，未导入。")
    source.report += shown.report
    source.faults += shown.faults
    rows = [line.row for line in source.lines]
    source.report += hidden_parts(sheet, rows, source.columns.values())


def _check_line(source: ListSource, row: int, fields: Mapping[str, Cell]) -> None:
    place = a1(row, source.columns["window"])
    window = read_text(fields.get("window", EMPTY))
    if isinstance(window, Unreadable):
        source.faults.append(f"{place}：窗口名称为{window.found}；应为窗口名称。请改正。")
    elif not window:
        source.faults.append(f"{place}：第{row}行没有写窗口。请填写窗口名称或删去此行。")
    for name, cell in fields.items():
        if cell.value is None and cell.formula is not None:
            source.faults.append(
                f"{a1(row, source.columns[name])}：公式还没有结果。"
                "请先用 Excel/WPS 打开此文件并保存一次。"
            )


def _tell(source: ListSource, header: Header) -> None:
    sheet, kind, texts = source.sheet, source.kind, header.texts
    pairs = sorted(source.columns.items(), key=lambda pair: pair[1])
    names = (f"{column_name(c)}列“{texts[c]}”→{kind.headers[f]}" for f, c in pairs)
    told = [f"{source.name}：{len(source.lines)}{kind.line}{kind.lines}。"]
    if not source.lines:
        told = [f"{source.name}：表头下面没有{kind.lines}，没有可导入的内容。"]
    told.append(f"表头对应：{'；'.join(names)}。")
    rows = {line.row for line in source.lines}
    used = {column for (row, column), cell in sheet.grid.cells.items()
            if row in rows and not is_blank(cell.value)}  # fmt: skip
    others = header.unmatched(used)
    if others:
        cells = "、".join(f"{column_name(c)}列“{texts[c] or '（无表头）'}”" for c in others)
        told.append(f"没有对应栏目，未导入：{cells}。")
    source.report[:0] = told
