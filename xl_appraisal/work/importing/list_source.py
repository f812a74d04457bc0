"""A list in a file: its header matched by words, its lines told from notes and sums."""

from __future__ import annotations

from collections.abc import Mapping

from xl_appraisal.book.read.typed_values import Unreadable, is_blank, read_text, squeeze
from xl_appraisal.model import limits
from xl_appraisal.model.grid import EMPTY, Cell, Grid, a1, column_name
from xl_appraisal.model.record import Record
from xl_appraisal.work.importing.header_words import TOTAL_ROWS, is_note, loose, window_columns
from xl_appraisal.work.importing.list_kinds import LEDGER_KIND, ListKind
from xl_appraisal.work.importing.refusal import refused
from xl_appraisal.work.importing.source_values import is_empty


class SourceLine(Record):
    """One line of the file, its cells by field."""

    row: int
    cells: Mapping[str, Cell]


class LedgerSource:
    """A file read as a list; ``report`` tells what its columns were taken for."""

    def __init__(self, name: str, sheet: str, kind: ListKind, columns: dict[str, int]) -> None:
        self.name = name
        self.sheet = sheet
        self.kind = kind
        self.columns = columns
        self.lines: list[SourceLine] = []
        self.report: list[str] = []
        self.faults: list[str] = []


def read_ledger(grid: Grid, name: str, kind: ListKind = LEDGER_KIND) -> LedgerSource:
    """Read the file's list of that kind.

    Raises :class:`ImportFileError` with every fault of its header and its lines.
    """
    row = _header_row(grid, kind)
    found = _columns(grid, row, kind)
    source = LedgerSource(name, grid.name, kind, {f: columns[0] for f, columns in found.items()})
    _check_header(source, found)
    if source.faults:
        raise refused(name, source.faults)
    _read_lines(source, grid, row)
    _check_merges(source, grid, row)
    if not source.lines and not source.faults:
        source.faults.append(f"表头下面（第{row + 1}行起）没有{kind.lines}。")
    if source.faults:
        raise refused(name, source.faults)
    _tell(source, grid, row)
    return source


def _header_row(grid: Grid, kind: ListKind) -> int:
    """The row that names most fields, the first of equals; 0 where none names two."""
    rows = range(1, min(grid.last_row, limits.SEARCHED_ROWS) + 1)
    best = max(rows, key=lambda row: len(_columns(grid, row, kind)), default=0)
    return best if len(_columns(grid, best, kind)) > 1 else 0


def _columns(grid: Grid, row: int, kind: ListKind) -> dict[str, list[int]]:
    fields = kind.by_word
    found: dict[str, dict[int, str]] = {}
    for column in range(1, grid.last_column + 1):
        text = grid.value(row, column)
        if isinstance(text, str) and len(text) <= 200 and loose(text) in fields:
            found.setdefault(fields[loose(text)], {})[column] = text
    return {
        name: window_columns(texts) if name == "window" else list(texts)
        for name, texts in found.items()
    }


def _check_header(source: LedgerSource, found: Mapping[str, list[int]]) -> None:
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


def _read_lines(source: LedgerSource, grid: Grid, header: int) -> None:
    for row, cells in grid.rows():
        fields = {f: cells[c] for f, c in source.columns.items() if c in cells}
        if row <= header or all(is_empty(cell) for cell in fields.values()):
            continue
        texts = [c.value for c in cells.values() if not is_blank(c.value)]
        if len(texts) == 1 and isinstance(texts[0], str) and is_note(texts[0]):
            source.report.append(f"第{row}行是表下的说明，未导入。")
            continue
        window = read_text(fields.get("window", EMPTY))
        if isinstance(window, str) and squeeze(window) in TOTAL_ROWS:
            source.report.append(f"第{row}行“{window}”是汇总行，未导入。")
            continue
        _check_line(source, row, fields, window)
        source.lines.append(SourceLine(row, fields))


def _check_line(
    source: LedgerSource, row: int, fields: Mapping[str, Cell], window: str | Unreadable
) -> None:
    place = a1(row, source.columns["window"])
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


def _check_merges(source: LedgerSource, grid: Grid, header: int) -> None:
    known = set(source.columns.values())
    last = max((line.row for line in source.lines), default=header)
    for area in grid.merges:
        if header < area.top <= last and known & set(range(area.left, area.right + 1)):
            cells = f"{a1(area.top, area.left)}:{a1(area.bottom, area.right)}"
            source.faults.append(f"{cells} 是合并单元格。请取消合并，每行都填写完整。")


def _tell(source: LedgerSource, grid: Grid, header: int) -> None:
    width = range(1, grid.last_column + 1)
    texts = {c: str(grid.value(header, c) or "") for c in width}
    pairs = sorted(source.columns.items(), key=lambda pair: pair[1])
    names = (f"{column_name(c)}列“{texts[c]}”→{source.kind.headers[f]}" for f, c in pairs)
    told = [
        f"{source.name}：{len(source.lines)}{source.kind.line}{source.kind.lines}。",
        f"表头对应：{'；'.join(names)}。",
    ]
    used = {
        column for (row, column), cell in grid.cells.items() if row > header and not is_empty(cell)
    }
    others = [c for c in width if c not in source.columns.values() and (texts[c] or c in used)]
    if others:
        cells = "、".join(f"{column_name(c)}列“{texts[c] or '（无表头）'}”" for c in others)
        told.append(f"没有对应栏目，未导入：{cells}。")
    source.report[:0] = told
