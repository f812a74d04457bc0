"""A workbook read as a quarter: its rules, its windows with their evidence, and all findings."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from xl_appraisal.book.read.columns_sheet import read_layout
from xl_appraisal.book.read.list_sheets import LinesByWindow, ListTable, find_list, needed_list
from xl_appraisal.book.read.percent_doubt import doubted
from xl_appraisal.book.read.ranking_table import RankingTable, find_ranking_table
from xl_appraisal.book.read.rules_sheet import RulesInForce, read_rules, source_rulebook
from xl_appraisal.book.read.typed_values import squeeze
from xl_appraisal.book.read.window_lists import read_ledger, read_published, read_staff
from xl_appraisal.book.read.window_rows import WindowRow, read_windows, rows_not_scored
from xl_appraisal.book.sheets import (
    COLUMNS,
    LEDGER,
    LEDGER_TABLE,
    PUBLISHED,
    RANKING,
    RULES,
    SOURCE,
    STAFF,
    STAFF_TABLE,
    TableSheet,
    published_table,
)
from xl_appraisal.book.write.item_formulas import ItemFormulas
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.findings import Finding, in_order
from xl_appraisal.model.grid import Grid
from xl_appraisal.model.period import parse_period
from xl_appraisal.model.record import Record, replace
from xl_appraisal.model.rulebook import Rulebook
from xl_appraisal.scoring import Appraisal, Published, WindowEvidence, appraise_windows, audit
from xl_appraisal.scoring.known_counts import counts_among
from xl_appraisal.scoring.points_state import PointsPlan

SheetReader = Callable[[str], Grid | None]
"""Gives the grid of a sheet by name, ``None`` where the workbook has no such sheet."""


class Quarter(Record):
    """All that a workbook says about its quarter, ready to be appraised.

    ``rows`` maps window names to their row on 名次表; ``lists`` are the list sheets by name,
    公布成绩 only where it is there; ``findings`` are those that concern no single window.
    """

    book: Rulebook
    quarter: str
    table: RankingTable
    rules: RulesInForce
    lists: Mapping[str, ListTable]
    windows: tuple[WindowEvidence, ...]
    rows: Mapping[str, int]
    published: tuple[Published, ...]
    findings: tuple[Finding, ...]

    def appraise(self, *, apply_rules: bool = False) -> Appraisal:
        """Score, rank and elect; every finding of the workbook is in the outcome."""
        appraisal = appraise_windows(self.book, self.windows, apply_rules=apply_rules)
        differences = audit(self.book.notice, appraisal, self.published)
        findings = [*self.findings, *appraisal.findings, *differences]
        return replace(appraisal, findings=in_order(findings))

    def formulas(self) -> ItemFormulas:
        """The formulas for this workbook's item cells."""
        ledger, staff = self.lists[LEDGER], self.lists[STAFF]
        among = counts_among(PointsPlan(self.book), self.windows)
        return ItemFormulas(self.book, self.table, ledger, staff, self.rules.cells, among)


def read_quarter_book(sheet: SheetReader) -> Quarter:
    """Read a workbook through ``sheet``.

    Raises :class:`BookError` where a sheet or header that scoring cannot do without is gone;
    everything else that is wrong becomes a finding.
    """
    table = find_ranking_table(needed_grid(sheet, RANKING))
    rules = read_rules(needed_grid(sheet, RULES), source_rulebook(sheet(SOURCE)))
    columns = needed_grid(sheet, COLUMNS)
    base = rules.book.layout
    table, layout, findings = read_layout(columns, table, rules.book.notice, base)
    book = rules.book if layout is base else replace(rules.book, layout=layout)
    rows = read_windows(table, book)
    lines = LinesByWindow({squeeze(row.name): row.name for row in rows if row.name})
    lists = {
        STAFF: _list(sheet, STAFF_TABLE, "window", "score"),
        LEDGER: _list(sheet, LEDGER_TABLE, "window", "item", "module", "points"),
    }
    read_staff(lines, lists[STAFF], book.notice.staff_full)
    read_ledger(lines, lists[LEDGER], book, parse_period(rules.quarter))
    listed = _published_list(sheet, book)
    if listed is not None:
        lists[PUBLISHED] = listed
    published = read_published(lines, listed, book.notice) if listed is not None else []
    return Quarter(
        book=book,
        quarter=rules.quarter,
        table=table,
        rules=rules,
        lists=lists,
        windows=tuple(doubted(_evidence(row, lines, rules.unreadable), book) for row in rows),
        rows={row.name: row.row for row in rows if row.name},
        published=tuple(published),
        findings=(
            *rules.findings,
            *findings,
            *rows_not_scored(table, rules.book.notice),
            *lines.loose,
        ),
    )


def needed_grid(sheet: SheetReader, name: str) -> Grid:
    """The sheet of that name.  Raises :class:`BookError` where the workbook has none."""
    grid = sheet(name)
    if grid is None:
        raise BookError(
            f"工作簿里没有工作表“{name}”，不是绩效考核工作簿，或此表被删除、改名。"
            f"请把它改回“{name}”，或新建工作簿后导入数据〔命令行：xl-appraisal new〕。"
        )
    return grid


def _list(sheet: SheetReader, table: TableSheet, *needed: str) -> ListTable:
    refusal = f"工作表“{table.name}”缺少表头：{{missing}}。请补上后再计算。"
    return needed_list(needed_grid(sheet, table.name), table, needed, refusal)


def _published_list(sheet: SheetReader, book: Rulebook) -> ListTable | None:
    """公布成绩 may be missing or empty: there is then nothing to compare with."""
    grid = sheet(PUBLISHED)
    table = published_table(tuple(module.name for module in book.notice.modules))
    return find_list(grid, table) if grid is not None else None


def _evidence(row: WindowRow, lines: LinesByWindow, stopped: bool) -> WindowEvidence:
    name = squeeze(row.name)
    return WindowEvidence(
        name=row.name,
        place=row.place,
        given=row.given,
        staff=tuple(lines.staff.get(name, ())),
        entries=tuple(lines.entries.get(name, ())),
        findings=(*row.findings, *lines.findings.get(name, ())),
        stopped=stopped,
        texts=row.texts,
    )
