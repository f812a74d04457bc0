"""A ranking table from a file, planned into the workbook: inputs here, published figures there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xl_appraisal.book.read.quarter import Quarter
from xl_appraisal.book.read.typed_values import squeeze
from xl_appraisal.book.sheets import PUBLISHED, RANKING
from xl_appraisal.model.grid import EMPTY, a1
from xl_appraisal.work.importing.cell_changes import (
    Source,
    Told,
    list_draft,
    ranking_draft,
    told_unreadable,
)
from xl_appraisal.work.importing.header import Header
from xl_appraisal.work.importing.import_plan import ImportPlan
from xl_appraisal.work.importing.source_lines import SourceLine
from xl_appraisal.work.importing.source_sheet import SourceSheet, refused
from xl_appraisal.work.importing.source_values import is_empty
from xl_appraisal.work.importing.table_source import TableSource, read_source

_NO_ROOM = (
    "名次表里没有空行给{count}个新窗口：{names}。请把全部窗口名称写进一个文件（每行一个），"
    "新建工作簿后再导入〔命令行：xl-appraisal new OUT --windows FILE〕；"
    "如果是写法不同的同一个窗口，请改成与名次表一致。"
)
_NO_SHEET = (
    f"文件里有公布的得分或名次，但工作簿没有可用的工作表“{PUBLISHED}”（或缺表头）。"
    "请恢复此表，或从文件里删去这些列。"
)
_ASK = (
    "有的格里已有不同的内容，什么都没有导入。请先核对；确认以文件为准时，先清空这些格，再导入"
    "〔命令行：或加 --overwrite〕。"
)


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
    return draft.plan("、".join(dict.fromkeys(sheet.file for sheet, _ in sources)), overwrite)


class _TableDraft:
    def __init__(self, quarter: Quarter) -> None:
        self.layout = quarter.book.layout
        self.told = Told()
        self.ranking = ranking_draft(quarter.table, self.told)
        listed = quarter.lists.get(PUBLISHED)
        self.published = list_draft(listed, self.told) if listed is not None else None
        self.total_places = int(quarter.book.notice.number("total_places"))
        self.typed = {c.id for c in self.layout.items}
        self.typed.add(quarter.book.notice.staff_id)
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
        if squeeze(line.window) in self.ranking.repeated:
            self.told.faults.append(
                f"窗口“{line.window}”在工作簿的名次表里有几行，分不清写入哪一行。请先只保留一行。"
            )
            return
        row = self.ranking.row(line.window)
        for column_id in source.columns:
            if row is not None and column_id in self.typed:
                self.ranking.put(row, column_id, self._source(source, line, column_id))

    def _published(self, source: TableSource, line: SourceLine) -> None:
        fields = [i for i in source.columns if i in self.figures]
        given = {self.figures[i] for i in fields if not is_empty(line.cells.get(i, EMPTY))}
        sheet = self.published
        if given and (sheet is None or given - sheet.columns.keys()):
            if _NO_SHEET not in self.told.faults:
                self.told.faults.append(_NO_SHEET)
            return
        row = sheet.row(line.window) if given and sheet else None
        for column_id in fields:
            if sheet is not None and row is not None:
                sheet.put(row, self.figures[column_id], self._source(source, line, column_id))

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
        faults, conflicts = list(self.told.faults), self.told.conflicts
        if self.ranking.homeless:
            names = "、".join(self.ranking.homeless)
            faults.append(_NO_ROOM.format(count=len(self.ranking.homeless), names=names))
        if not overwrite:
            faults += conflicts
        if faults:
            raise refused(name, faults, _ASK if conflicts and not overwrite else "")
        sheets = {RANKING: self.ranking} | ({PUBLISHED: self.published} if self.published else {})
        return ImportPlan(
            {name: sheet.changes for name, sheet in sheets.items() if sheet.changes},
            (*self.report, *self._outcome()),
            {name: frozenset(sheet.cleared) for name, sheet in sheets.items() if sheet.cleared},
        )

    def _outcome(self) -> Iterator[str]:
        new, conflicts = self.ranking.new, self.told.conflicts
        if new:
            rows = "、".join(f"{name}（第{row}行）" for name, row in new.items())
            yield f"名次表新增{len(new)}个窗口：{rows}。"
        for name, sheet in ((RANKING, self.ranking), (PUBLISHED, self.published)):
            given, taken = (sheet.given, sheet.taken) if sheet else (0, 0)
            equal = f"，{given - taken}个原已相同" if given > taken else ""
            yield f"“{name}”：写入{taken}个数值{equal}。"
        if conflicts:
            yield f"改写了{len(conflicts)}格：{''.join(conflicts)}"
        yield from told_unreadable(self.told.unreadable)
