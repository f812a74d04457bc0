"""Workbooks of several programs: after an edit every byte but the edited cells is the same."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import subprocess
import warnings
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import openpyxl.chart
import openpyxl.comments
import openpyxl.formatting.rule
import openpyxl.styles
import openpyxl.worksheet.datavalidation
import openpyxl.worksheet.formula
import pytest
import xlsxwriter

from tests.ooxml.books import raw_members, read, without_cells
from tests.ooxml.writers import LIMIT, SHEET, WRITERS
from xl_appraisal.model.grid import Formula, Grid, Write, a1
from xl_appraisal.ooxml import Workbook

EDITS: dict[tuple[int, int], Write] = {
    (2, 2): Decimal("88.125"),
    (2, 4): Decimal("3.5"),
    (3, 1): "换了名字",
    (3, 4): "不评",
    (4, 2): None,
    (5, 4): Formula("B5*3", Decimal(12)),
    (12, 3): True,
    (4, 30): Decimal(7),
}


@pytest.fixture(scope="module", params=WRITERS, ids=lambda write: write.__name__)
def edited(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Path, Grid]:
    """A program's workbook, the same after :data:`EDITS`, and its grid before."""
    folder = tmp_path_factory.mktemp("corpus")
    before, after = folder / "before.xlsx", folder / "after.xlsx"
    request.param(before)
    book = Workbook.open(before)
    grid = book.grid(SHEET)
    book.set(SHEET, EDITS)
    book.save(after)
    return before, after, grid


def load(path: Path, **options: bool) -> Any:
    """The sheet as openpyxl reads it; it warns of what it would lose on saving."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return openpyxl.load_workbook(path, **options)[SHEET]


def changed_members(before: Path, after: Path) -> list[str]:
    old, new = raw_members(before), raw_members(after)
    assert list(old) == list(new)
    return [name for name in old if old[name] != new[name]]


def test_every_other_member_is_the_same_byte_for_byte(edited: tuple[Path, Path, Grid]) -> None:
    """One member differs: the sheet."""
    (name,) = changed_members(*edited[:2])
    assert name.startswith("xl/worksheets/sheet")


def test_in_the_sheet_every_byte_outside_the_edited_cells_is_the_same(
    edited: tuple[Path, Path, Grid],
) -> None:
    """But for the dimension, the spans, and the row made for a new cell."""
    (name,) = changed_members(*edited[:2])
    texts = []
    for path in edited[:2]:
        xml = without_cells(read(path, name), [a1(*ref) for ref in EDITS])
        xml = re.sub('(<dimension ref| spans)="[^"]*"', "", xml)
        texts.append(xml.replace('<row r="12"></row>', ""))
    assert texts[0] == texts[1]


def test_openpyxl_reads_the_new_values_and_the_old_ones(edited: tuple[Path, Path, Grid]) -> None:
    """Every cell of the edited file as a foreign reader sees it."""
    before, after = (
        {
            cell.coordinate: str(getattr(cell.value, "text", cell.value))
            for row in load(path).iter_rows()
            for cell in row
            if cell.value is not None
        }
        for path in edited[:2]
    )
    formulas = {ref for ref, cell in edited[2].cells.items() if cell.formula is not None}
    for ref, write in EDITS.items():
        before.pop(a1(*ref), None)
        new = after.pop(a1(*ref), None)
        if isinstance(write, Formula):
            assert new == "=" + write.text
        elif ref not in formulas:
            assert new == (None if write is None else str(write))
    assert before == after


def test_the_engine_reads_what_openpyxl_reads(edited: tuple[Path, Path, Grid]) -> None:
    """Cached values of every cell, before the edit, agree with a foreign reader's."""
    sheet = load(edited[0], data_only=True)
    theirs = {
        (cell.row, cell.column): cell.value
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
    ours = {ref: cell.value for ref, cell in edited[2].cells.items() if cell.value is not None}
    assert set(ours) == set(theirs)
    for ref, value in ours.items():
        other = theirs[ref]
        if isinstance(value, Decimal):
            assert float(value) == pytest.approx(other, rel=1e-14)
        elif isinstance(value, dt.date) and not isinstance(value, dt.datetime):
            assert dt.datetime.combine(value, dt.time()) == other
        else:
            assert value == other


def test_libreoffice_opens_what_was_saved(tmp_path: Path) -> None:
    """The edited workbook, converted to CSV by LibreOffice, shows the new figures and texts."""
    office = shutil.which("soffice")
    assert office, "this test needs LibreOffice: soffice is not on the PATH"
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("排名")
        sheet.write_formula("A1", '="x"', None, "x")
        sheet.write("B1", 1)
    opened = Workbook.open(path)
    texts = " <a&b> 两边空格 ", "第一行\n第二行"
    opened.set("排名", {(1, 1): " 公式文字 ", (1, 2): Decimal("98.65"), (2, 1): texts[0]})
    opened.set("排名", {(3, 3): texts[1], (2, 2): Formula("B1*2", Decimal("197.3"))})
    opened.save()
    with (tmp_path / "log.txt").open("wb") as output:
        subprocess.run(
            [
                office,
                f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
                "--headless",
                "--convert-to",
                "csv:Text - txt - csv (StarCalc):44,34,76",
                "--outdir",
                str(tmp_path),
                str(path),
            ],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            timeout=LIMIT,
            check=True,
        )
    rows = (tmp_path / "book.csv").read_text("utf-8")
    assert rows == f' 公式文字 ,98.65,\n{texts[0]},197.3,\n,,"{texts[1]}"\n'
