"""A figure under a format that shows another is told wherever findings are, with both readings."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from tests.command_line import Run
from xl_appraisal.book.read.quarter import read_quarter_book
from xl_appraisal.book.read.shown_unlike import shown_unlike
from xl_appraisal.book.sheets import CHECK, LEDGER, RANKING, SHEETS, STAFF
from xl_appraisal.doors.buttons import BUTTONS, press
from xl_appraisal.hosts import FileHost, MemoryHost, MemoryScreen
from xl_appraisal.model.grid import Ref
from xl_appraisal.work.desk import appraise_host, recalculate


@pytest.fixture
def book(demo_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(demo_folder / "2023Q1.xlsx", tmp_path / "2023Q1.xlsx"))


def told(path: Path) -> list[tuple[str, str, str, str]]:
    found = shown_unlike(appraise_host(FileHost(path)).quarter)
    return [(f.sheet, f.cell, f.found, f.expected) for f in found]


def test_a_workbook_as_it_was_made_shows_what_it_holds(book: Path) -> None:
    """Two decimals, three, a date: none of its formats makes another figure."""
    assert told(book) == []


@pytest.mark.parametrize(
    ("code", "shown"),
    [("¥0.00", "¥3.00"), ('0"元"', "3元"), ('0.0,"千"', "0.0千"), (";;;", "（隐藏）3")],
)
def test_a_currency_a_unit_and_a_scale_are_told_with_both_readings(
    book: Path, code: str, shown: str
) -> None:
    """3 points in a ledger, of a person and in an item's column; 3 is 0.0 thousand."""
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


@pytest.fixture
def money(book: Path) -> Path:
    """The published quarter, one count of 2 shown as money."""
    host = FileHost(book)
    quarter = read_quarter_book(host.grid)
    ref = next(iter(quarter.rows.values())), quarter.table.columns["leadership_visits"]
    host.write(RANKING, {ref: Decimal(2)})
    host.set_formats(RANKING, {ref: "¥0.00"})
    host.save()
    return book


SAID = "单元格显示“¥2.00”，存的数是2，按2计分"


@pytest.mark.parametrize("command", ["check", "recalc", "rank", "annex", "close"])
def test_every_command_that_tells_findings_says_it(
    run: Callable[..., Run], money: Path, command: str
) -> None:
    """In words, with the cell; the closing goes on, as a person may want it so."""
    if command == "close":
        run("recalc", money)
    done = run(command, money)
    assert SAID in done.out + done.err
    assert f"{RANKING}!" in done.out + done.err


@pytest.mark.parametrize("button", ["recalculate", "check", "generate_annex", "seal_quarter"])
def test_every_button_says_it(money: Path, tmp_path: Path, button: str) -> None:
    """On 核对, or asked before anything goes out."""
    file = FileHost(money)
    if button == "seal_quarter":
        recalculate(file)
    sheets = [grid for name in SHEETS if (grid := file.grid(name)) is not None]
    host, screen = MemoryHost(sheets, "2023Q1.xlsx"), MemoryScreen(target=tmp_path / "附件.docx")
    press(BUTTONS[button], button, host, screen)
    check = host.grid(CHECK)
    assert check is not None
    texts = [str(cell.value) for cell in check.cells.values()]
    assert any(SAID in text for text in (texts if button[0] in "rc" else screen.told))
