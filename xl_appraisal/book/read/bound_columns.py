"""Columns that staff inserted without writing an id into the hidden row, known by their header.

A row on 栏目 whose id stands nowhere on 名次表, and a column there without an id: where the header
of one is the header of the other, and of no third, they belong together.
"""

from __future__ import annotations

from collections.abc import Iterator

from xl_appraisal.book.read.list_sheets import find_list
from xl_appraisal.book.read.ranking_table import RankingTable
from xl_appraisal.book.read.typed_values import read_text, squeeze
from xl_appraisal.book.sheets import COLUMNS_TABLE, RANKING
from xl_appraisal.model.catalogue import finding
from xl_appraisal.model.findings import Finding, Place
from xl_appraisal.model.grid import Grid, column_name
from xl_appraisal.model.record import replace

Path = tuple[str, ...]


def row_id(text: str, row: int) -> str:
    """The id of a row on 栏目: what stands there, or one made of the row where it is blank."""
    return text or f"row_{row}"


def bind_columns(table: RankingTable, grid: Grid) -> tuple[RankingTable, list[Finding]]:
    """The table with such columns in it, and a word on each."""
    waiting = dict(_waiting(table, grid))
    if not waiting:
        return table, []
    columns = dict(table.columns)
    findings = []
    for number, path in _nameless(table):
        fitting = [i for i, header in waiting.items() if _fits(header, path)]
        if len(fitting) == 1:
            columns[fitting[0]] = number
            findings.append(_told(table, number, path, fitting[0]))
            del waiting[fitting[0]]
    return replace(table, columns=columns), findings


def _waiting(table: RankingTable, grid: Grid) -> Iterator[tuple[str, Path]]:
    """Rows of 栏目 without a column, by id, with their header."""
    listed = find_list(grid, COLUMNS_TABLE)
    if listed is None or not {"id", "header"} <= set(listed.columns):
        return
    for row in listed.rows():
        text, header = read_text(row["id"]), read_text(row["header"])
        if isinstance(text, str) and isinstance(header, str) and header:
            column_id = row_id(text, row.row)
            if column_id not in table.columns:
                yield column_id, tuple(squeeze(part) for part in header.split("/") if part)


def _nameless(table: RankingTable) -> Iterator[tuple[int, Path]]:
    """Columns with a header but no id that is listed, with the header's path."""
    known = set(table.columns.values())
    for number in range(1, table.grid.last_column + 1):
        if number not in known and (path := table.header(number)):
            yield number, tuple(squeeze(part) for part in path)


def _fits(header: Path, path: Path) -> bool:
    """Whether 栏目 means that column: the whole header, or its end where it names no more."""
    return bool(header) and path[-len(header) :] == header


def _told(table: RankingTable, number: int, path: Path, column_id: str) -> Finding:
    return finding(
        "column_bound",
        Place(RANKING, table.id_row, number),
        item="/".join(path),
        letter=column_name(number),
        row=table.id_row,
        column=column_id,
    )
