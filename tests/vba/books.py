"""The workbook and the projects that the tests of this folder look at."""

from __future__ import annotations

import datetime as dt
from typing import Any

from xl_appraisal.book.new.macros.macro_book import add_buttons
from xl_appraisal.book.new.macros.project import build_vba_project
from xl_appraisal.book.new.macros.sources import Bridge, VbaModule, project_modules

TABLE, ANNEX = "窗口数据", "名次表"


def fill(workbook: Any) -> None:
    """Two sheets, the first with a code name of its own, a figure, and the buttons."""
    workbook.set_properties({"created": dt.datetime(2024, 1, 1)})
    table = workbook.add_worksheet(TABLE)
    table.set_vba_name("Table")
    table.write("A1", 94.5)
    add_buttons(table, 1, 1)
    ranks = workbook.add_worksheet(ANNEX)
    percent = workbook.add_format({"num_format": "0.00%"})
    ranks.merge_range("B2:C3", "窗口")
    ranks.write_row("B4", [0.5, 0.7])
    ranks.write_column("D4", [0.25, 0.75], percent)
    ranks.write("D6", 0.125)
    ranks.write_formula("B6", "=B4*2", None, 1)


def build(*extra: VbaModule, **options: Bridge) -> bytes:
    modules = [*project_modules(**options), *extra]
    return build_vba_project(modules, ["Table", "Sheet2"], **options)
