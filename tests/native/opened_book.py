"""A workbook of plain formulas open in LibreOffice, and what its windows' rows show."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

from tests.libreoffice.office import Office
from xl_appraisal.book.new.plain.helper_block import NATIVE_CHECK
from xl_appraisal.book.sheets import RANKING
from xl_appraisal.model.grid import a1


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
        area = f"A{self.first}:{a1(self.first + self._rows - 1, self._width)}"
        return self._data(RANKING, area)

    def notes(self) -> list[str]:
        return [str(row[0]) for row in self._data(NATIVE_CHECK, f"F6:F{5 + self._rows}")]

    def _data(self, sheet: str, area: str) -> tuple[tuple[Any, ...], ...]:
        cells = self.document.Sheets.getByName(sheet).getCellRangeByName(area)
        found: tuple[tuple[Any, ...], ...] = cells.getDataArray()
        return found
