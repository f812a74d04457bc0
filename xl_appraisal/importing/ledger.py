"""Ledger lines from files, planned below those that the workbook holds; none is added twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from xl_appraisal.grid import MAX_ROW, Grid, Ref, Write
from xl_appraisal.importing import limits
from xl_appraisal.importing.ledger_lines import Content, Line, LineWriter
from xl_appraisal.importing.ledger_source import HEADERS, LedgerSource, read_ledger
from xl_appraisal.importing.places import next_row
from xl_appraisal.importing.plan import ImportPlan
from xl_appraisal.importing.refusal import refused
from xl_appraisal.workbook.quarter import Quarter
from xl_appraisal.workbook.sheets import LEDGER


def plan_ledger(quarter: Quarter, source: Grid, source_name: str) -> ImportPlan:
    """Plan the import of one ledger; see :func:`plan_ledgers`."""
    return plan_ledgers(quarter, [(source, source_name)])


def plan_ledgers(quarter: Quarter, sources: Sequence[tuple[Grid, str]]) -> ImportPlan:
    """Plan the import of ledgers, all of them or nothing.

    Lines that the workbook holds already, as often as the file does, are left out and told.
    Raises :class:`ImportFileError` with every fault of a file's header and lines.
    """
    draft = _LedgerDraft(quarter)
    for grid, name in sources:
        draft.add(read_ledger(grid, name))
    return draft.plan()


class _LedgerDraft:
    def __init__(self, quarter: Quarter) -> None:
        self.table = quarter.lists[LEDGER]
        self.writer = LineWriter(quarter)
        self.row = next_row(self.table)
        self.cells: dict[Ref, Write] = {}
        self.report: list[str] = []
        fields = tuple(self.table.columns)
        self.held: Counter[Content] = Counter(
            self.writer.content({field: row[field] for field in fields})
            for row in self.table.rows()
        )

    def add(self, source: LedgerSource) -> None:
        """Take in one file; what it adds counts as held for the next."""
        self._check_fields(source)
        left, added, repeated = self.held.copy(), 0, []
        for line in source.lines:
            content = self.writer.content(line.cells)
            if left[content] > 0:
                left[content] -= 1
                repeated.append(line.row)
                continue
            self._append(source.name, self.writer.line(line.cells))
            self.held[content] += 1
            added += 1
        self.report += source.report
        self.report.append(f"“{LEDGER}”增加{added}笔。")
        if repeated:
            self.report.append(_repeated(repeated))

    def _append(self, name: str, line: Line) -> None:
        if self.row > MAX_ROW:
            raise refused(name, [f"工作表“{LEDGER}”已满，放不下。请删去空行。"])
        for field, write in line.items():
            self.cells[self.row, self.table.columns[field]] = write
        self.row += 1

    def _check_fields(self, source: LedgerSource) -> None:
        """A field that the workbook's ledger has no column for would be lost."""
        used = {field for line in source.lines for field in line.cells}
        missing = [HEADERS[f] for f in HEADERS if f in used and f not in self.table.columns]
        if missing:
            fault = f"工作簿的“{LEDGER}”没有表头{'、'.join(missing)}。请先在工作簿里补上这一列。"
            raise refused(source.name, [fault])

    def plan(self) -> ImportPlan:
        return ImportPlan({LEDGER: self.cells} if self.cells else {}, tuple(self.report))


def _repeated(rows: list[int]) -> str:
    shown = "、".join(str(row) for row in rows[: limits.MOST_LISTED])
    same = f"{len(rows)}笔与已有的（或一起导入的其他文件里的）内容完全相同"
    return f"{same}，没有重复导入（第{shown}行）。"
