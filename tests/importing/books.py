"""Workbooks to import into and small files to import, made in memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from functools import cache
from pathlib import Path

from xl_appraisal.book.new import build_workbook
from xl_appraisal.book.read.quarter import Quarter, read_quarter_book
from xl_appraisal.hosts import FileHost, MemoryHost
from xl_appraisal.model.grid import Area, Cell, CellError, Formula, Grid, Value, Write, parse_a1
from xl_appraisal.model.rulebook import load_rulebook
from xl_appraisal.work.importing import table_import
from xl_appraisal.work.importing.import_plan import ImportPlan
from xl_appraisal.work.importing.list_import import plan_lists
from xl_appraisal.work.importing.list_kinds import LEDGER_KIND, ListKind
from xl_appraisal.work.importing.source_sheet import SourceSheet

RANKING, LEDGER, PUBLISHED, STAFF = "名次表", "加扣分明细", "公布成绩", "人员考核"
SHEETS = (RANKING, STAFF, LEDGER, "规则", "栏目", PUBLISHED, "核对", "通报数据")
WINDOWS = ("税务", "残联", "医保")
FIRST = 7  # the row of the first window on 名次表
LISTED = 4  # the first row below the header of a list sheet

Given = None | int | str | Decimal | date | time | bool | CellError | Cell


@cache
def _grids(windows: tuple[str, ...], spare: int) -> tuple[Grid, ...]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        build_workbook(path, load_rulebook(), windows, quarter="2023Q1", spare_rows=spare)
        host = FileHost(path)
        found = [host.grid(name) for name in SHEETS]
    return tuple(grid for grid in found if grid is not None)


def new_book(
    windows: tuple[str, ...] = WINDOWS,
    *,
    spare: int = 0,
    written: Mapping[str, Mapping[str, Write]] | None = None,
) -> MemoryHost:
    """A new workbook of these windows with some cells filled: sheet → address → value."""
    host = MemoryHost(_grids(windows, spare), "book.xlsx")
    for sheet, cells in (written or {}).items():
        host.write(sheet, {parse_a1(address): value for address, value in cells.items()})
    return host


def quarter(host: MemoryHost | FileHost) -> Quarter:
    return read_quarter_book(host.grid)


def source(
    *rows: Sequence[Given], name: str = "来件.csv", merges: Sequence[str] = (), top: int = 1
) -> SourceSheet:
    """A file's sheet from rows of values; ``merges`` like ``A1:B2``."""
    cells = {
        (row, column): _cell(value)
        for row, values in enumerate(rows, top)
        for column, value in enumerate(values, 1)
        if value is not None and value != ""
    }
    return SourceSheet(name, Grid(name, cells, tuple(area(text) for text in merges)))


def plan_tables(
    book: Quarter, sources: Iterable[tuple[SourceSheet, str]], *, overwrite: bool = False
) -> ImportPlan:
    """Sheets under the names of their files, as ranking tables."""
    sheets = [(_named(sheet, name), None) for sheet, name in sources]
    return table_import.plan_tables(book, sheets, overwrite=overwrite)


def plan_ledgers(
    book: Quarter,
    sources: Iterable[tuple[SourceSheet, str]],
    *,
    allow_duplicates: bool = False,
    kind: ListKind = LEDGER_KIND,
) -> ImportPlan:
    """Sheets under the names of their files, as ledgers."""
    sheets = [(_named(sheet, name), None) for sheet, name in sources]
    return plan_lists(book, kind, sheets, allow_duplicates=allow_duplicates)


def _named(sheet: SourceSheet, name: str) -> SourceSheet:
    """The sheet in a file of that name; one that was given no name has the file's."""
    own = name if sheet.name == sheet.file == "来件.csv" else sheet.name
    return SourceSheet(name, Grid(own, sheet.grid.cells, sheet.grid.merges))


def area(text: str) -> Area:
    first, last = text.split(":")
    return Area(*parse_a1(first), *parse_a1(last))


def _cell(value: Given) -> Cell:
    if isinstance(value, Cell):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Cell(Decimal(value))
    return Cell(value)


def value(host: MemoryHost | FileHost, sheet: str, address: str) -> Value:
    """What a cell of the workbook holds."""
    grid = host.grid(sheet)
    assert grid is not None
    return grid[parse_a1(address)].value


def formula(text: str, shown: Decimal | None) -> Formula:
    return Formula(text, shown)
