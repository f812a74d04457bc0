"""A workbook of plain formulas open in LibreOffice, and what its windows' rows show."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

from tests.libreoffice.office import Office
from xl_appraisal.book.new.plain.check_sheet import COLUMNS_OF_CHECK, HEADER_ROW
from xl_appraisal.book.new.plain.helper_block import NATIVE_CHECK
from xl_appraisal.book.sheets import RANKING
from xl_appraisal.model.grid import a1

_LISTS = 3  # elections of people


class Opened(Protocol):
    """What a spoiler asks of an open workbook; ``first`` is the first window's row."""

    document: Any
    first: int

    def ranking_rows(self) -> tuple[tuple[Any, ...], ...]:
        """What every window row of 名次表 shows."""

    def notes(self) -> list[str]:
        """What 自动核对 says of each window."""


class OpenedBook:
    """``rows`` windows from the row ``first`` on, ``width`` columns of 名次表."""

    def __init__(self, office: Office, path: Path, first: int, rows: int, width: int) -> None:
        self.document: Any = office.open(path)
        self.document.enableAutomaticCalculation(False)
        self.document.calculateAll()
        self.first, self._rows, self._width = first, rows, width

    def ranking_rows(self) -> tuple[tuple[Any, ...], ...]:
        """What 名次表 shows, and below it who of the people are named on 自动核对."""
        area = f"A{self.first}:{a1(self.first + self._rows - 1, self._width)}"
        left, right = COLUMNS_OF_CHECK + 1, COLUMNS_OF_CHECK + _LISTS
        names = f"{a1(HEADER_ROW + 2, left)}:{a1(HEADER_ROW + 6, right)}"
        return (*self._data(RANKING, area), *self._data(NATIVE_CHECK, names))

    def notes(self) -> list[str]:
        """What is said of windows, then why of an election nobody is named."""
        told = [str(row[0]) for row in self._data(NATIVE_CHECK, f"F6:F{5 + self._rows}")]
        left, right = COLUMNS_OF_CHECK + 1, COLUMNS_OF_CHECK + _LISTS
        area = f"{a1(HEADER_ROW + 1, left)}:{a1(HEADER_ROW + 1, right)}"
        said = (str(text) for text in self._data(NATIVE_CHECK, area)[0])
        return [*told, *("" if text.startswith("名额") else text for text in said)]

    def _data(self, sheet: str, area: str) -> tuple[tuple[Any, ...], ...]:
        cells = self.document.Sheets.getByName(sheet).getCellRangeByName(area)
        found: tuple[tuple[Any, ...], ...] = cells.getDataArray()
        return found
