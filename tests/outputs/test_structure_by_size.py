"""What was agreed on every sheet and document at 6, 25 and 60 windows; a person compares it."""

from __future__ import annotations

from pathlib import Path

import pytest

from docs.contact_sheet import SIZES, files_of
from tests.excel.real_table import FIRST
from tests.outputs.golden import expect_golden
from tests.outputs.structure import document_structure, look_structure, structure
from tests.render import pages_of, pdf_of
from xl_appraisal.book.sheets import RANKING, SHEETS
from xl_appraisal.doors.buttons import BUTTONS, press
from xl_appraisal.doors.buttons.compare_buttons import CHANGES, GAPS, OUTCOME, TRIAL
from xl_appraisal.doors.buttons.figures_buttons import EXPLANATION
from xl_appraisal.doors.command_line import main
from xl_appraisal.hosts import FileHost, MemoryHost, MemoryScreen
from xl_appraisal.model.grid import Grid

GOLDEN = Path(__file__).parent / "golden"
INDEX_PAGES = {6: 1, 25: 1, 60: 2}
"""Of some 35 rows each: none that has the origin alone."""


@pytest.mark.parametrize("windows", SIZES)
def test_everything_made_is_set_up_as_agreed(windows: int, tmp_path: Path) -> None:
    """Workbook, annex, charts, comparison, year, slips; the sheets of results that buttons fill."""
    files = files_of(windows, tmp_path, _do)
    told = [f"《{file.name}》\n{_of(file)}" for file in files]
    told += [f"《{name}》\n{look_structure(rows)}" for name, rows in _results(tmp_path, windows)]
    expect_golden(GOLDEN / f"结构-{windows}.txt", "\n".join(told))
    assert (
        len(pages_of(pdf_of(tmp_path / f"{windows}-目录.docx", tmp_path))) == INDEX_PAGES[windows]
    )


def _do(*arguments: object) -> None:
    assert main([str(argument) for argument in arguments]) == 0


def _of(file: Path) -> str:
    content = file.read_bytes()
    return document_structure(content) if file.suffix == ".docx" else structure(content)


def _results(folder: Path, windows: int) -> list[tuple[str, list[list[object]]]]:
    """The rows of every sheet of results, as its button fills it."""
    book, then = (folder / f"{windows}-{quarter}.xlsx" for quarter in ("2024Q2", "2024Q1"))
    kept = FileHost(book)
    grids = [grid for name in SHEETS if (grid := kept.grid(name)) is not None]
    host = MemoryHost(grids, book.name, str(book))
    screen = MemoryScreen(files=[then])
    for button in ("show_gaps", "compare_books", "explain", "try_out", "try_out"):
        screen.selection = RANKING, FIRST
        press(BUTTONS[button], button, host, screen)
    assert TRIAL in host.sheet_names
    names = (GAPS, CHANGES, EXPLANATION, OUTCOME)
    return [(name, _rows(grid)) for name in names if (grid := host.grid(name)) is not None]


def _rows(grid: Grid) -> list[list[object]]:
    return [
        [grid.value(row, column) for column in range(1, grid.last_column + 1)]
        for row in range(1, grid.last_row + 1)
    ]
