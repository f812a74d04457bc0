"""A cell function's empty text in a file: what opens the file without the functions keeps it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.excel.real_table import COLUMNS, FIRST, NAMES
from tests.libreoffice.office import Office
from xl_appraisal.book.sheets import RANKING
from xl_appraisal.hosts import FileHost
from xl_appraisal.model.grid import Formula


def test_a_window_without_a_flag_shows_none_where_nobody_knows_the_functions(
    office: Office, filled: Path, tmp_path: Path
) -> None:
    """Written as a formula or beside one that is there: blank on the screen, never ``#NAME?``."""
    host, column = FileHost(filled), COLUMNS["red_flag"]
    formula = host.grid(RANKING)[FIRST, column].formula  # type: ignore[index]
    rows = range(FIRST, FIRST + len(NAMES))
    flags: dict[int, Any] = {row: "红旗" if row % 3 == 0 else "" for row in rows}
    host.write(RANKING, {(row, column): flag for row, flag in flags.items()})
    host.write(RANKING, {(FIRST, column): Formula(str(formula), flags[FIRST])})
    path = tmp_path / "2023Q1.xlsm"
    host.save(path)
    sheet = office.open(path, ReadOnly=True).Sheets.getByName(RANKING)
    shown = {row: sheet.getCellByPosition(column - 1, row - 1) for row in rows}
    assert {row: cell.String.strip() for row, cell in shown.items()} == flags
    assert not any(cell.getError() for cell in shown.values())
    read = FileHost(path).grid(RANKING)
    assert read is not None
    assert {row: read.value(row, column) for row in rows} == flags
