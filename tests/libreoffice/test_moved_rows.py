"""Rows moved in a file are where Calc itself would have moved them: a second program's opinion."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.libreoffice.office import Office
from tests.ooxml.test_moved_rows import OTHER, SHEET, book
from xl_appraisal.book.sheets import LEDGER, RANKING
from xl_appraisal.model.rulebook import load_rulebook
from xl_appraisal.ooxml import Workbook
from xl_appraisal.ooxml.row_moves import RowMove
from xl_appraisal.work.begin_quarter import build


def moved_by_calc(office: Office, path: Path, move: RowMove) -> dict[str, Any]:
    document = office.open(path)
    try:
        rows = document.Sheets.getByName(move.sheet).Rows
        if move.rows > 0:
            rows.insertByIndex(move.at - 1, move.rows)
        else:
            rows.removeByIndex(move.at - 1, -move.rows)
        return told(document)
    finally:
        document.close(True)


def moved_by_us(office: Office, path: Path, move: RowMove) -> dict[str, Any]:
    target = path.with_name(f"moved-{path.name}")
    shutil.copyfile(path, target)
    workbook = Workbook.open(target)
    workbook.move_rows(move, max(move.at - 1, 0))
    workbook.save()
    document = office.open(target)
    try:
        return told(document)
    finally:
        document.close(True)


def told(document: Any) -> dict[str, Any]:
    """Formulas, constants, merges and names as Calc says them; a place that went is only gone."""
    found: dict[str, Any] = {}
    for name in document.Sheets.ElementNames:
        sheet = document.Sheets.getByName(name)
        lines = sheet.getCellRangeByName("A1:BH80").getFormulaArray()
        for row, line in enumerate(lines, 1):
            for column, text in enumerate(line, 1):
                if text:
                    found[f"{name} {row} {column}"] = "gone" if "#REF!" in text else text
    names = document.NamedRanges
    for name in names.ElementNames:
        content = names.getByName(name).Content
        found[name] = "gone" if "#REF!" in content else content
    return found


def test_a_workbook_of_everything_is_moved_alike(office: Office, tmp_path: Path) -> None:
    """Ten places, rows put in and taken out; arrays and comments refuse more than Calc does."""
    path, choose = book(tmp_path / "簿.xlsx"), random.Random(27)
    for _ in range(10):
        rows = choose.choice([1, 2, -1, -2])
        move = RowMove(SHEET, choose.randint(2, 7 if rows < 0 else 12), rows)
        assert moved_by_us(office, path, move) == moved_by_calc(office, path, move), move
    below = RowMove(OTHER, 6, 2)
    assert moved_by_us(office, path, below) == moved_by_calc(office, path, below)


@pytest.mark.parametrize("native", [False, True], ids=["functions", "plain formulas"])
def test_our_workbooks_are_moved_alike(office: Office, tmp_path: Path, native: bool) -> None:
    """A window's row in between, one taken out, a line of the ledger."""
    path = tmp_path / f"2023Q1.{'xlsx' if native else 'xlsm'}"
    build(path, load_rulebook(), ["甲", "乙", "丙", "丁"], "2023Q1", native=native)
    for move in (RowMove(RANKING, 9, 1), RowMove(RANKING, 8, -1), RowMove(LEDGER, 5, 2)):
        assert moved_by_us(office, path, move) == moved_by_calc(office, path, move), move
