"""A figure under a format that shows another is told by 核对, with what it is and what it shows."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from tests.command_line import Run
from xl_appraisal.book.read.quarter import read_quarter_book
from xl_appraisal.book.sheets import LEDGER, RANKING, STAFF
from xl_appraisal.hosts import FileHost
from xl_appraisal.model.grid import Ref
from xl_appraisal.work.desk import appraise_host
from xl_appraisal.work.shown_unlike import shown_unlike


@pytest.fixture
def book(demo_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(demo_folder / "2023Q1.xlsx", tmp_path / "2023Q1.xlsx"))


def told(path: Path) -> list[tuple[str, str, str, str]]:
    host = FileHost(path)
    found = shown_unlike(appraise_host(host).quarter, host)
    return [(f.sheet, f.cell, f.found, f.expected) for f in found]


def test_a_workbook_as_it_was_made_shows_what_it_holds(book: Path) -> None:
    """Two decimals, three, a date: none of its formats makes another figure."""
    assert told(book) == []


@pytest.mark.parametrize(
    ("code", "shown"),
    [("¥0.00", "¥3"), ('0"元"', "3元"), ('0.0,"千"', "3千"), (";;;", "（隐藏）3")],
)
def test_a_currency_a_unit_and_a_scale_are_told_with_both_readings(
    book: Path, code: str, shown: str
) -> None:
    """3 points in a ledger, of a person and in an item's column."""
    host = FileHost(book)
    quarter = read_quarter_book(host.grid)
    ledger, staff = quarter.lists[LEDGER].columns, quarter.lists[STAFF].columns
    item = quarter.table.columns["leadership_visits"]
    window = next(iter(quarter.rows))
    written: dict[str, dict[Ref, object]] = {
        LEDGER: {(4, ledger["window"]): window, (4, ledger["points"]): Decimal(3)},
        STAFF: {(4, staff["window"]): window, (4, staff["score"]): Decimal(3)},
        RANKING: {(quarter.rows[window], item): Decimal(3)},
    }
    for sheet, cells in written.items():
        host.write(sheet, cells)  # type: ignore[arg-type]
        figures = {ref: code for ref, value in cells.items() if value == Decimal(3)}
        host.set_formats(sheet, figures)
    host.save()
    assert [(sheet, found, held) for sheet, _, found, held in told(book)] == [
        (sheet, shown, "3") for sheet in (RANKING, STAFF, LEDGER)
    ]


def test_the_command_says_it(run: Callable[..., Run], book: Path) -> None:
    """In words, with the cell."""
    host = FileHost(book)
    quarter = read_quarter_book(host.grid)
    ref = next(iter(quarter.rows.values())), quarter.table.columns["leadership_visits"]
    host.write(RANKING, {ref: Decimal(2)})
    host.set_formats(RANKING, {ref: "¥0.00"})
    host.save()
    assert "单元格显示“¥2”，存的数是2，按2计分" in run("check", book).out
