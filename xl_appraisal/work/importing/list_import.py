"""Lines from files, planned below those that the workbook holds; none is added twice unseen."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from xl_appraisal.book.read.list_sheets import ListRow, is_struck
from xl_appraisal.book.read.quarter import Quarter
from xl_appraisal.book.read.typed_values import is_blank, squeeze, text_or_empty
from xl_appraisal.model import limits
from xl_appraisal.model.grid import EMPTY, MAX_ROW, Ref, Write, a1
from xl_appraisal.work.importing.cell_changes import next_row, told_unreadable
from xl_appraisal.work.importing.header import Header
from xl_appraisal.work.importing.import_plan import ImportPlan, Outcome, PlannedLine
from xl_appraisal.work.importing.ledger_lines import (
    Content,
    Line,
    LineWriter,
    dates_outside,
    like,
    line_faults,
)
from xl_appraisal.work.importing.list_kinds import STAFF_KIND, ListKind
from xl_appraisal.work.importing.list_source import ListSource, read_list
from xl_appraisal.work.importing.source_lines import SourceLine
from xl_appraisal.work.importing.source_sheet import SourceSheet, refused
from xl_appraisal.work.importing.source_values import shown

_ALLOW = (
    "如确是两件事，请在文件里写明日期或事由加以区别；"
    "再导入〔命令行：或加 --allow-duplicates，在“来源”里标注〕。什么都没有导入。"
)


def plan_lists(
    quarter: Quarter,
    kind: ListKind,
    sources: Sequence[tuple[SourceSheet, Header | None]],
    *,
    allow_duplicates: bool = False,
) -> ImportPlan:
    """Plan the import of ledgers or of lists of staff scores, all of them or nothing.

    A sheet's header is looked for where it is not given.  A line that the workbook (or a file
    before) holds already is left out and told; one that a file itself holds twice is refused,
    as only staff know whether it happened twice.  With ``allow_duplicates`` both are added, and
    their 来源 says what they repeat.  A person listed without a score is given it.  Raises
    :class:`ImportFileError` with every fault of a file's header and lines.
    """
    draft = _ListDraft(quarter, kind, allow_duplicates)
    for sheet, header in sources:
        draft.add(read_list(sheet, kind, header, quarter.rows))
    return draft.plan()


class _ListDraft:
    def __init__(self, quarter: Quarter, kind: ListKind, marked: bool) -> None:
        self.kind, self.marked = kind, marked
        self.quarter, self.table = quarter.quarter, quarter.lists[kind.sheet]
        self.writer = LineWriter(quarter)
        self.content = self.writer.person if kind is STAFF_KIND else self.writer.content
        self.row = self.first = next_row(self.table)
        self.cells: dict[Ref, Write] = {}
        self.lines: list[PlannedLine] = []
        self.report: list[str] = []
        fields = tuple(self.table.columns)
        self.held: dict[Content, str] = {}
        self.waiting: dict[Content, list[int]] = {}
        """Rows of people without a score, by window and name."""
        for row in self.table.rows():
            content = self.content({field: row[field] for field in fields})
            self.held.setdefault(content, f"表中第{row.row}行")
            if kind is STAFF_KIND and content[1] and _waits(row):
                self.waiting.setdefault(content[:2], []).append(row.row)

    def add(self, source: ListSource) -> None:
        """Take in one sheet; what it adds counts as held for the next."""
        self._check_fields(source)
        own: dict[Content, int] = {}
        faults = line_faults(source, self.writer)
        left_out: list[int] = []
        before, filled = self.row, 0
        for line in source.lines:
            content = self.content(line.cells)
            earlier = own.setdefault(content, line.row)
            if earlier != line.row and content not in self.held and not self.marked:
                told = f"第{line.row}行与第{earlier}行内容完全相同，不知道是写重了还是发生了两次。"
                faults.append(told)
            same = self.held.get(content) or (earlier != line.row and f"第{earlier}行") or ""
            outcome = self._outcome(content, same)
            self._take(source, line, outcome, same)
            filled += outcome == "filled"
            if outcome == "repeated":
                left_out.append(line.row)
        if faults:
            raise refused(source.name, faults, _ALLOW if "完全相同" in faults[-1] else "")
        for content, row in own.items():
            self.held.setdefault(content, f"{source.name} 第{row}行")
        self._tell(source, self.row - before, filled, left_out)

    def _outcome(self, content: Content, same: str) -> Outcome:
        if not same:
            scored = self.kind is STAFF_KIND and content[2] != ""
            return "filled" if scored and self.waiting.get(content[:2]) else "added"
        return "marked" if self.marked else "repeated"

    def _take(self, source: ListSource, line: SourceLine, outcome: Outcome, same: str) -> None:
        where = source.where(line.row)
        written = self.writer.line(line.cells)
        told = f"{where}（与{same}相同）" if same else where
        row: int | None = None
        if outcome == "filled":
            row = self.waiting[self.content(line.cells)[:2]].pop(0)
            own = {f: w for f, w in written.items() if f not in ("window", "name")}
            self._write(row, {**own, "source": told})
        elif outcome != "repeated":
            row = self.row
            if row > MAX_ROW:
                fault = f"工作表“{self.kind.sheet}”已满，放不下。请删去空行。"
                raise refused(source.name, [fault])
            self._write(row, {**written, "source": told})
            self.row += 1
        headers = self.kind.headers
        cells = {headers[field]: value for field, value in written.items()}
        self.lines.append(PlannedLine(self.kind.sheet, told, cells, outcome, row))

    def _write(self, row: int, line: Line) -> None:
        for field, write in line.items():
            if field in self.table.columns:  # an older workbook has no column for the source
                self.cells[row, self.table.columns[field]] = write

    def _check_fields(self, source: ListSource) -> None:
        """A field that the workbook's list has no column for would be lost."""
        used = {
            f for line in source.lines for f, cell in line.cells.items() if cell.value is not None
        }
        headers = self.kind.headers
        missing = [headers[f] for f in headers if f in used and f not in self.table.columns]
        if missing:
            names = "、".join(missing)
            fault = f"工作簿的“{self.kind.sheet}”没有表头{names}。请先在工作簿里补上这一列。"
            raise refused(source.name, [fault])

    def _tell(self, source: ListSource, added: int, filled: int, left_out: list[int]) -> None:
        line = self.kind.line
        self.report += source.report
        if source.lines:
            self.report.append(f"“{self.kind.sheet}”增加{added}{line}。")
        if filled:
            self.report.append(f"“{self.kind.sheet}”里等着填分的{filled}{line}已填上考核分。")
        if left_out:
            rows = "、".join(map(str, left_out[: limits.MOST_LISTED]))
            same = f"{len(left_out)}{line}与已有的（或一起导入的其他文件里的）内容完全相同"
            self.report.append(f"{same}，没有重复导入（第{rows}行）。")
        self.report += told_unreadable(self._unreadable(source))
        self.report += dates_outside(source, self.quarter, left_out)
        unknown = self._unknown_windows(source)
        if unknown:
            self.report.append(f"窗口不在名次表里，核对时会列为错误：{unknown}。")

    def _unreadable(self, source: ListSource) -> list[str]:
        """The cells of figures that hold none."""
        return [
            f"{a1(line.row, source.columns[field])}（{self.kind.headers[field]}）"
            f"{shown(line.cells[field].value)}"
            for line in source.lines
            for field in self.kind.figures
            if not is_blank(line.cells.get(field, EMPTY).value)
            and not isinstance(self.writer.figure(field, line.cells), Decimal | type(None))
        ]

    def _unknown_windows(self, source: ListSource) -> str:
        rows: dict[str, int] = {}
        for line in source.lines:
            if squeeze(line.window) not in self.writer.windows:
                rows.setdefault(text_or_empty(line.cells["window"]), line.row)
        told = []
        for name, row in list(rows.items())[: limits.MOST_LISTED]:
            near = like(name, self.writer.windows.values())
            told.append(f"{name}（第{row}行{f'，是不是“{near}”？' if near else ''}）")
        return "、".join(told)

    def plan(self) -> ImportPlan:
        """What all sheets taken in come to."""
        changes = {self.kind.sheet: self.cells} if self.cells else {}
        header = self.table.header_row, min(self.table.columns.values())
        tables = {self.kind.sheet: (header, self.row - 1)} if self.row > self.first else {}
        return ImportPlan(changes, tuple(self.report), {}, tuple(self.lines), tables)


def _waits(row: ListRow) -> bool:
    """Whether a line of 人员考核 waits for its score: blank, not a formula, not struck."""
    cell = row["score"]
    return cell.formula is None and is_blank(cell.value) and not is_struck(row)
