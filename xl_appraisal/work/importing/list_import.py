"""Lines from files, planned below those that the workbook holds; none is added twice unseen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xl_appraisal.book.read.quarter import Quarter
from xl_appraisal.book.read.typed_values import read_text, squeeze
from xl_appraisal.model import limits
from xl_appraisal.model.grid import MAX_ROW, Cell, Grid, Ref, Write
from xl_appraisal.work.importing.import_plan import ImportPlan, Outcome, PlannedLine
from xl_appraisal.work.importing.ledger_lines import Content, Line, LineWriter
from xl_appraisal.work.importing.list_kinds import LEDGER_KIND, STAFF_KIND, ListKind
from xl_appraisal.work.importing.list_source import LedgerSource, SourceLine, read_ledger
from xl_appraisal.work.importing.refusal import refused
from xl_appraisal.work.importing.window_places import next_row

Sources = Sequence[tuple[Grid, str]]


def plan_ledger(
    quarter: Quarter, source: Grid, source_name: str, *, allow_duplicates: bool = False
) -> ImportPlan:
    """Plan the import of one ledger; see :func:`plan_ledgers`."""
    return plan_ledgers(quarter, [(source, source_name)], allow_duplicates=allow_duplicates)


def plan_ledgers(
    quarter: Quarter, sources: Sources, *, allow_duplicates: bool = False
) -> ImportPlan:
    """Plan the import of ledgers, all of them or nothing.

    A line that the workbook (or a file before) holds already is left out and told; one that a
    file itself holds twice is refused, as only staff know whether it happened twice.  With
    ``allow_duplicates`` both are added, and their 来源 says what they repeat.  Raises
    :class:`ImportFileError` with every fault of a file's header and lines.
    """
    return _plan(quarter, LEDGER_KIND, sources, allow_duplicates)


def plan_staffs(
    quarter: Quarter, sources: Sources, *, allow_duplicates: bool = False
) -> ImportPlan:
    """The same for lists of staff scores: a line is one window's person with a score."""
    return _plan(quarter, STAFF_KIND, sources, allow_duplicates)


def _plan(quarter: Quarter, kind: ListKind, sources: Sources, marked: bool) -> ImportPlan:
    draft = _ListDraft(quarter, kind, marked)
    for grid, name in sources:
        draft.add(read_ledger(grid, name, kind))
    return draft.plan()


class _ListDraft:
    def __init__(self, quarter: Quarter, kind: ListKind, marked: bool) -> None:
        self.kind, self.marked = kind, marked
        self.table = quarter.lists[kind.sheet]
        self.writer = LineWriter(quarter)
        self.content = self.writer.person if kind is STAFF_KIND else self.writer.content
        self.row = self.first = next_row(self.table)
        self.cells: dict[Ref, Write] = {}
        self.lines: list[PlannedLine] = []
        self.report: list[str] = []
        fields = tuple(self.table.columns)
        self.held: dict[Content, str] = {}
        for row in self.table.rows():
            content = self.content({field: row[field] for field in fields})
            self.held.setdefault(content, f"表中第{row.row}行")

    def add(self, source: LedgerSource) -> None:
        """Take in one file; what it adds counts as held for the next."""
        self._check_fields(source)
        own: dict[Content, int] = {}
        faults: list[str] = []
        left_out: list[int] = []
        before = self.row
        for line in source.lines:
            content = self.content(line.cells)
            earlier = own.setdefault(content, line.row)
            if earlier != line.row and content not in self.held and not self.marked:
                faults.append(_twice(earlier, line.row))
            same = self.held.get(content) or (earlier != line.row and f"第{earlier}行") or ""
            outcome = self._outcome(same)
            self._take(source, line, outcome, same)
            if outcome == "repeated":
                left_out.append(line.row)
        if faults:
            raise refused(source.name, faults, _ALLOW)
        for content, row in own.items():
            self.held.setdefault(content, f"{source.name} 第{row}行")
        self._tell(source, self.row - before, left_out)

    def _outcome(self, same: str) -> Outcome:
        if not same:
            return "added"
        return "marked" if self.marked else "repeated"

    def _take(self, source: LedgerSource, line: SourceLine, outcome: Outcome, same: str) -> None:
        where = _where(source, line.row)
        written = self.writer.line(line.cells)
        row = None if outcome == "repeated" else self.row
        told = f"{where}（与{same}相同）" if same else where
        if row is not None:
            self._append(source.name, {**written, "source": told})
        headers = self.kind.headers
        cells = {headers[field]: value for field, value in written.items()}
        self.lines.append(PlannedLine(self.kind.sheet, told, cells, outcome, row))

    def _append(self, name: str, line: Line) -> None:
        if self.row > MAX_ROW:
            raise refused(name, [f"工作表“{self.kind.sheet}”已满，放不下。请删去空行。"])
        for field, write in line.items():
            if field in self.table.columns:  # an older workbook has no column for the source
                self.cells[self.row, self.table.columns[field]] = write
        self.row += 1

    def _check_fields(self, source: LedgerSource) -> None:
        """A field that the workbook's list has no column for would be lost."""
        used = {f for line in source.lines for f, cell in line.cells.items() if _filled(cell)}
        headers = self.kind.headers
        missing = [headers[f] for f in headers if f in used and f not in self.table.columns]
        if missing:
            names = "、".join(missing)
            fault = f"工作簿的“{self.kind.sheet}”没有表头{names}。请先在工作簿里补上这一列。"
            raise refused(source.name, [fault])

    def _tell(self, source: LedgerSource, added: int, left_out: list[int]) -> None:
        self.report += source.report
        self.report.append(f"“{self.kind.sheet}”增加{added}{self.kind.line}。")
        if left_out:
            self.report.append(_repeated(left_out, self.kind.line))
        unknown = _unknown_windows(source, self.writer.windows)
        if unknown:
            self.report.append(f"窗口不在名次表里，核对时会列为错误：{unknown}。")

    def plan(self) -> ImportPlan:
        changes = {self.kind.sheet: self.cells} if self.cells else {}
        header = self.table.header_row, min(self.table.columns.values())
        tables = {self.kind.sheet: (header, self.row - 1)} if self.row > self.first else {}
        return ImportPlan(changes, tuple(self.report), {}, tuple(self.lines), tables)


_ALLOW = (
    "如确是两件事，请在文件里写明日期或事由加以区别；"
    "或加 --allow-duplicates（在“来源”里标注）再导入。什么都没有导入。"
)


def _twice(earlier: int, row: int) -> str:
    return f"第{row}行与第{earlier}行内容完全相同，不知道是写重了还是发生了两次。"


def _repeated(rows: list[int], line: str) -> str:
    shown = "、".join(str(row) for row in rows[: limits.MOST_LISTED])
    same = f"{len(rows)}{line}与已有的（或一起导入的其他文件里的）内容完全相同"
    return f"{same}，没有重复导入（第{shown}行）。"


def _where(source: LedgerSource, row: int) -> str:
    sheet = "" if source.sheet in ("", source.name) else f"“{source.sheet}”"
    return f"{source.name}{sheet} 第{row}行"


def _filled(cell: Cell) -> bool:
    return cell.value is not None


def _unknown_windows(source: LedgerSource, known: Mapping[str, str]) -> str:
    rows: dict[str, int] = {}
    for line in source.lines:
        name = read_text(line.cells.get("window", Cell(None)))
        if isinstance(name, str) and name and squeeze(name) not in known:
            rows.setdefault(name, line.row)
    shown = [f"{name}（第{row}行）" for name, row in list(rows.items())[: limits.MOST_LISTED]]
    return "、".join(shown)
