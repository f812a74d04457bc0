"""Rows that staff put in or took out in Calc, carried into the file before its cells are."""

from __future__ import annotations

from xl_appraisal.book.read.list_sheets import find_list
from xl_appraisal.book.read.ranking_table import find_ranking_table
from xl_appraisal.book.sheets import LEDGER_TABLE, RANKING, STAFF_TABLE
from xl_appraisal.doors.calc_extension.state import SheetState, State, moved
from xl_appraisal.hosts import FileHost
from xl_appraisal.model.errors import BookError
from xl_appraisal.ooxml.row_moves import RowMove

_LISTS = {table.name: table for table in (LEDGER_TABLE, STAFF_TABLE)}


def move_rows(host: FileHost, state: State) -> tuple[dict[str, SheetState], list[RowMove]]:
    """Rows moved in the file as they were in Calc, and what its cells should hold after that."""
    before, done = dict(state.sheets), list[RowMove]()
    for name, sheet in state.sheets.items():
        moves = sheet.moves() or []
        header = _header_end(host, name) if moves else 0
        for move in moves:
            like = max(move.at - 1, header + 1)
            if move.rows > 0:
                host.insert_rows(name, move.at, move.rows, like)
            else:
                host.delete_rows(name, move.at, -move.rows)
            before = {other: moved(known, move, like) for other, known in before.items()}
        done += moves
    return before, done


def _header_end(host: FileHost, name: str) -> int:
    """The last row of a table's header, below which no row is to look like it; 0 without one."""
    grid = host.grid(name)
    if grid is None:
        return 0
    try:
        if name == RANKING:
            return find_ranking_table(grid).first_row - 1
        found = find_list(grid, _LISTS[name]) if name in _LISTS else None
    except BookError:
        return 0
    return found.header_row if found is not None else 0
