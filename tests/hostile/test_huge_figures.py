"""A figure at the edge of what a cell holds is one cell's fault, not the workbook's."""

from __future__ import annotations

import shutil
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from xl_appraisal.book.sheets import LEDGER, RANKING, STAFF
from xl_appraisal.hosts import FileHost
from xl_appraisal.work.desk import recalculate

BASE = Path(__file__).parents[1] / "fixtures" / "cases" / "t-05-function-in-item-cell" / "base.xlsx"
STAND_IN = 87_654_321


def with_figure(path: Path, sheet: str, row: int, column: int, text: str) -> FileHost:
    """The book with that text as the stored figure of a cell, as no program of ours writes it."""
    shutil.copyfile(BASE, path)
    host = FileHost(path)
    host.write(sheet, {(row, column): Decimal(STAND_IN)})
    host.save()
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    there, instead = f"<v>{STAND_IN}</v>".encode(), f"<v>{text}</v>".encode()
    with zipfile.ZipFile(path, "w") as book:
        for name, data in parts.items():
            book.writestr(name, data.replace(there, instead))
    return FileHost(path)


@pytest.mark.parametrize("text", ["1E308", "-1E308", "1.7976931348623157E+308", "-1E-308"])
@pytest.mark.parametrize(("sheet", "row", "column"), [(STAFF, 4, 3), (RANKING, 7, 18)])
def test_one_window_is_stopped_and_the_others_are_scored(
    tmp_path: Path, sheet: str, row: int, column: int, text: str
) -> None:
    """税务's cell is told; 人社 and 残联 have 27 + 70, and the book is saved."""
    host = with_figure(tmp_path / "book.xlsx", sheet, row, column, text)
    appraisal = recalculate(host).appraisal
    host.save()
    assert appraisal.window("税务").total is None
    assert appraisal.window("人社").total == appraisal.window("残联").total == 97
    cells = {f.cell for f in appraisal.findings if f.severity == "error" and f.sheet == sheet}
    assert {STAFF: "C4", RANKING: "R7"}[sheet] in cells


def test_the_ledger_too(tmp_path: Path) -> None:
    """Points of 1E308 on a line of no window are told and count for nobody."""
    host = with_figure(tmp_path / "book.xlsx", LEDGER, 4, 4, "1E308")
    appraisal = recalculate(host).appraisal
    assert [window.total for window in appraisal.windows] == [97, 97, 97]
    assert [f.cell for f in appraisal.findings if f.severity == "error"] == ["A4"]
