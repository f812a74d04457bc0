"""The workbooks that the clerk is given."""

from __future__ import annotations

from pathlib import Path

from tests.libreoffice.clerk.sight import WINDOWS
from xl_appraisal.book.new import Room, build_workbook
from xl_appraisal.book.new.macros.macro_book import macro_workbook_bytes
from xl_appraisal.model.rulebook import load_rulebook


def small_book(path: Path) -> Path:
    """Eight windows and four rows to spare, nothing filled in."""
    book = load_rulebook()
    path.write_bytes(macro_workbook_bytes(book, WINDOWS, quarter="2023Q1", spare_rows=4))
    return path


def plain_book(path: Path) -> Path:
    """The same windows in a workbook of plain formulas, which need no functions of ours."""
    room = Room(windows=4, ledger=60, staff=60)
    book = load_rulebook()
    build_workbook(path, book, WINDOWS, quarter="2023Q1", spare_rows=4, native=room)
    return path
