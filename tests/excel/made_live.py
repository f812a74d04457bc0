"""The macro workbook of a made-up notice, open and computing, and its figures judged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tests.excel.conftest import Opened
from tests.excel.memory_cells import content_of
from tests.excel.memory_engine import MemoryEngine
from tests.excel.recalculating import Recalculating
from tests.rules.test_awards import book_of
from xl_appraisal.book.new.macros.macro_book import macro_workbook_bytes
from xl_appraisal.book.sheets import ID_ROW, SHEETS
from xl_appraisal.hosts import FileHost
from xl_appraisal.hosts.excel.excel_host import XlwingsHost
from xl_appraisal.work import desk

FIRST = 7
"""The row of the first window."""


def live_sheet(
    engine: MemoryEngine,
    call: Callable[..., Any],
    folder: Path,
    notice: str,
    windows: Sequence[str],
) -> Recalculating:
    """The workbook of that notice and these windows; nothing is computed yet."""
    path = folder / "2023Q1.xlsm"
    path.write_bytes(macro_workbook_bytes(book_of(notice), windows, quarter="2023Q1"))
    host = FileHost(path)
    grids = {name: grid for name in SHEETS if (grid := host.grid(name)) is not None}
    book = Opened(engine.open("/two/2023Q1.xlsm", {n: content_of(g) for n, g in grids.items()}))
    book.becomes_caller()
    return Recalculating(book, call, 1)


def columns(sheet: Recalculating) -> dict[str, int]:
    """The columns of 名次表 by id."""
    cells = sheet.book.content().cells
    return {str(value): ref[1] for ref, (value, _) in cells.items() if ref[0] == ID_ROW and value}


def differing(sheet: Recalculating) -> list[str]:
    """Every figure that is not the core's own of the same cells."""
    done = desk.appraise_host(XlwingsHost(sheet.book.front))
    cells, at, found = sheet.book.content().cells, columns(sheet), []
    for window in done.appraisal.windows:
        row = window.score.place.row
        figures = {"total": window.total, **window.score.modules}
        expected: dict[str, Any] = {"total": None}
        expected |= {n: float(f) for n, f in figures.items() if f is not None}
        expected |= {"rank": window.rank or window.unranked}
        expected |= {column: one.text for column, one in window.awards.items()}
        for column, wanted in expected.items():
            shown, formula = cells[row, at[column]]
            assert formula is not None
            if window.total is None and column not in window.score.modules:
                right = isinstance(shown, str) and shown.startswith("错误：")
            else:
                right = shown == wanted or (shown or "") == wanted
            if not right:
                found.append(f"{window.window} {column}: {shown!r}, not {wanted!r}")
    return found
