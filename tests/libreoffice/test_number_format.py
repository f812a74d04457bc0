"""What a number looks like under a format: told as LibreOffice shows it."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import pytest
import uno

from tests.libreoffice.office import Office
from xl_appraisal.model.number_format import shown_number, shown_text

CODES = [
    "0", "0.00", "0.0", "#,##0.00", "0%", "0.0%", "0.##", "#.00", '0.0"分"', '"119.99"',
    "0.00_ ", "0;-0", '0.0;[RED]-0.0', '0;-0;"—"', "000", "0,", r"0\%", "General", "0.000;;0",
    "[$¥-804]#,##0.00", "[$11]0.00",
]  # fmt: skip


CONDITIONS = [
    '[<60]"119.99";0', '[>100]0.0;[<10]"低"0;General', '[=0]"无";0.0', "[>=10]0.0;0.00",
]  # fmt: skip
TEXTS = ['0;0;0;"残联"', '@"（残联）"', ";;;", "0.00", "_ * 0_ ;_ * -0_ ;_ @_ ", "@", "General"]


@pytest.mark.parametrize("code", [*CODES, *CONDITIONS])
def test_a_number_is_told_as_libreoffice_shows_it(office: Office, code: str) -> None:
    """Made-up numbers of up to four places, halves among them, either sign; thousands aside."""
    chance = random.Random(code)
    numbers = [Decimal(0), Decimal("0.5"), Decimal("119.994"), Decimal("-2.25"), Decimal(1234567)]
    made = ((chance.randint(-99999, 99999), chance.randint(0, 4)) for _ in range(40))
    numbers += [Decimal(digits).scaleb(-places) for digits, places in made]
    cell = cell_under(office, code)
    for number in numbers:
        cell.Value = float(number)
        shown = shown_number(number, code)
        if shown is None and number < 0 and code in CONDITIONS:
            continue  # not told: programs differ in the sign
        assert shown is not None
        assert shown.replace(" ", "") == cell.String.replace(",", "").replace(" ", ""), number


@pytest.mark.parametrize("code", TEXTS)
def test_a_text_is_told_as_libreoffice_shows_it(office: Office, code: str) -> None:
    """A fourth section, a last one with ``@``, and none for texts."""
    cell = cell_under(office, code)
    cell.String = "税务"
    assert shown_text("税务", code).strip() == cell.String.strip()


def cell_under(office: Office, code: str) -> Any:
    """A wide cell of a new document under that format."""
    document = office.open()
    english = uno.createUnoStruct("com.sun.star.lang.Locale", "en", "US", "")
    cell = document.Sheets.getByIndex(0).getCellByPosition(0, 0)
    formats = document.NumberFormats
    known = formats.queryKey(code, english, False)
    cell.NumberFormat = known if known >= 0 else formats.addNew(code, english)
    cell.Columns.getByIndex(0).Width = 20000
    return cell
