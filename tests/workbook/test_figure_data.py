"""What a new workbook hands to its cell functions is all that they need."""

from __future__ import annotations

from pathlib import Path

from xl_appraisal.book.figure_data import SHEETS, WIDTHS, widths_of
from xl_appraisal.hosts import FileHost

TEMPLATE = Path(__file__).parents[2] / "workbook_template.xlsm"


def test_the_ranges_of_a_new_workbook_reach_every_column_that_counts() -> None:
    """The columns of lists may stand in any order: the last that counts is handed over too."""
    host = FileHost(TEMPLATE)
    sheets = {name: grid for name in SHEETS if (grid := host.grid(name)) is not None}
    needed = widths_of(sheets)
    assert {name: width for name, width in needed.items() if WIDTHS[name] < width} == {}
