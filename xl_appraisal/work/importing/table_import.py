"""A ranking table from a file, planned into the workbook: inputs here, published figures there."""

from __future__ import annotations

from collections.abc import Sequence

from xl_appraisal.book.read.quarter import Quarter
from xl_appraisal.book.read.typed_values import squeeze
from xl_appraisal.book.sheets import PUBLISHED, RANKING
from xl_appraisal.model.grid import EMPTY, a1
from xl_appraisal.work.importing.cell_changes import (
    Draft,
    Source,
    list_places,
    ranking_places,
    told_unreadable,
)
from xl_appraisal.work.importing.header import Header
from xl_appraisal.work.importing.import_plan import ImportPlan
from xl_appraisal.work.importing.refusal import refused
from xl_appraisal.work.importing.source_lines import SourceLine
from xl_appraisal.work.importing.source_sheet import SourceSheet
from xl_appraisal.work.importing.source_values import is_empty
from xl_appraisal.work.importing.table_source import TableSource, read_source

_NO_ROOM = (
    "名次表里没有空行给{count}个新窗口：{names}。请把全部窗口名称写进一个文件（每行一个），"
    "用 xl-appraisal new OUT --windows FILE 新建工作簿后再导入；"
    "如果是写法不同的同一个窗口，请改成与名次表一致。"
)
_NO_SHEET = (
    f"文件里有公布的得分或名次，但工作簿没有可用的工作表“{PUBLISHED}”（或缺表头）。"
    "请恢复此表，或从文件里删去这些列。"
)
_ASK = "有的格里已有不同的内容，什么都没有导入。请先核对；确认以文件为准时，加 --overwrite 再导入。"


def plan_tables(
    quarter: Quarter,
    sources: Sequence[tuple[SourceSheet, Header | None]],
    *,
    overwrite: bool = False,
) -> ImportPlan:
    """Plan the import of ranking tables, all of them or nothing.

    A sheet's header is looked for where it is not given.  Raises :class:`ImportFileError` with
    every fault: a header that is missing or ambiguous, windows without room, and (unless
    ``overwrite``) cells that hold something else.
    """
    draft = _TableDraft(quarter)
    for sheet, header in sources:
        draft.add(read_source(sheet, quarter.book.layout, header, quarter.rows))
    return draft.plan("、".join(sheet.file for sheet, _ in sources), overwrite)


class _TableDraft:
    def __init__(self, quarter: Quarter) -> None:
        self.layout = quarter.book.layout
        self.columns = quarter.table.columns
        self.draft = Draft()
        self.places = ranking_places(quarter.table)
        listed = quarter.lists.get(PUBLISHED)
        self.headed = listed.columns if listed is not None else {}
        self.published = list_places(listed) if listed is not None else None
        self.total_places = int(quarter.book.notice.number("total_places"))
        self.typed = {c.id for c in self.layout.items}
        self.typed.add(quarter.book.notice.staff_module.id)
        self.figures = {"rank": "rank", "total": "total"}
        self.figures |= {m.id: m.name for m in quarter.book.notice.point_modules}
        self.report: list[str] = []

    def add(self, source: TableSource) -> None:
        """Take in one file."""
        for line in source.lines:
            self._inputs(source, line)
            self._published(source, line)
        self.report += self._told(source)

    def _inputs(self, source: TableSource, line: SourceLine) -> None:
        if squeeze(line.window) in self.places.repeated:
            self.draft.faults.append(
                f"窗口“{line.window}”在工作簿的名次表里有几行，分不清写入哪一行。请先只保留一行。"
            )
            return
        row = self.places.row(line.window, self.draft)
        for column_id in source.columns:
            if row is not None and column_id in self.typed:
                given = self._source(source, line, column_id)
                self.draft.put(self.places.target, (row, self.columns[column_id]), given)

    def _published(self, source: TableSource, line: SourceLine) -> None:
        fields = [i for i in source.columns if i in self.figures]
        given = {i for i in fields if not is_empty(line.cells.get(i, EMPTY))}
        if not given:
            return
        if self.published is None or any(self.figures[i] not in self.headed for i in given):
            if _NO_SHEET not in self.draft.faults:
                self.draft.faults.append(_NO_SHEET)
            return
        row = self.published.row(line.window, self.draft)
        for column_id in fields:
            if row is not None:
                ref = row, self.headed[self.figures[column_id]]
                self.draft.put(self.published.target, ref, self._source(source, line, column_id))

    def _source(self, source: TableSource, line: SourceLine, column_id: str) -> Source:
        kind = self.layout.by_id[column_id].kind
        return Source(
            cell=line.cells.get(column_id, EMPTY),
            kind="figure" if kind == "computed" else kind,
            where=f"{source.name} {a1(line.row, source.columns[column_id])}",
            about=f"{line.window} {self.layout.labels[column_id]}",
            places=self.total_places if column_id == "total" else None,
        )

    def _told(self, source: TableSource) -> list[str]:
        """What staff are told of one file."""
        known = {"window", *self.typed, *self.figures}
        computed = sorted(c for i, c in source.columns.items() if i not in known)
        told = f"{source.name}：{len(source.lines)}个窗口。"
        if not source.lines:
            told = f"{source.name}：表头下面没有窗口的数据，没有可导入的内容。"
        matched = source.matched(self.layout.labels, computed)
        if computed:
            matched.append(f"由程序计算，未导入：{source.named(computed)}。")
        return [told, *source.left_out, *source.unclear, *matched]

    def plan(self, name: str, overwrite: bool) -> ImportPlan:
        """All of it, or :class:`ImportFileError`."""
        draft, faults = self.draft, list(self.draft.faults)
        if self.places.homeless:
            names = "、".join(self.places.homeless)
            faults.append(_NO_ROOM.format(count=len(self.places.homeless), names=names))
        if draft.conflicts and not overwrite:
            faults += draft.conflicts
        if faults:
            raise refused(name, faults, _ASK if draft.conflicts and not overwrite else "")
        cleared = {sheet: frozenset(refs) for sheet, refs in draft.cleared.items()}
        return ImportPlan(draft.changes, (*self.report, *self._outcome()), cleared)

    def _outcome(self) -> list[str]:
        draft, told = self.draft, []
        if self.places.new:
            rows = "、".join(f"{name}（第{row}行）" for name, row in self.places.new.items())
            told.append(f"名次表新增{len(self.places.new)}个窗口：{rows}。")
        for sheet in (RANKING, PUBLISHED):
            given, new = draft.given[sheet], draft.taken[sheet]
            equal = f"，{given - new}个原已相同" if given > new else ""
            told.append(f"“{sheet}”：写入{new}个数值{equal}。")
        if draft.conflicts:
            told.append(f"改写了{len(draft.conflicts)}格：{''.join(draft.conflicts)}")
        told += told_unreadable(draft.unreadable)
        return told
