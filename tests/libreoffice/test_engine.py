"""The engine for LibreOffice through xlwings' own front end."""

from __future__ import annotations

import xlwings as xw


def test_a_table_is_written_and_read(calc: xw.App) -> None:
    """Values keep their types; the table around a cell is found."""
    sheet = calc.books.add().sheets[0]
    sheet.range("B2").value = [["甲", 1.5], ["乙", True]]
    assert sheet.range("B2").expand().address == "$B$2:$C$3"
    assert sheet.range("B2").expand().value == [["甲", 1.5], ["乙", True]]
