"""What a number looks like under a format: told as LibreOffice shows it."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest
import uno

from tests.libreoffice.office import Office
from xl_appraisal.model.number_format import shown_number

CODES = [
    "0", "0.00", "0.0", "#,##0.00", "0%", "0.0%", "0.##", "#.00", '0.0"分"', '"119.99"',
    "0.00_ ", "0;-0", '0.0;[RED]-0.0', '0;-0;"—"', "000", "0,", r"0\%", "General", "0.000;;0",
]  # fmt: skip


@pytest.mark.parametrize("code", CODES)
def test_a_number_is_told_as_libreoffice_shows_it(office: Office, code: str) -> None:
    """Made-up numbers of up to four places, halves among them, either sign; thousands aside."""
    chance = random.Random(code)
    numbers = [Decimal(0), Decimal("0.5"), Decimal("119.994"), Decimal("-2.25"), Decimal(1234567)]
    made = ((chance.randint(-99999, 99999), chance.randint(0, 4)) for _ in range(40))
    numbers += [Decimal(digits).scaleb(-places) for digits, places in made]
    document = office.open()
    english = uno.createUnoStruct("com.sun.star.lang.Locale", "en", "US", "")
    cell = document.Sheets.getByIndex(0).getCellByPosition(0, 0)
    formats = document.NumberFormats
    known = formats.queryKey(code, english, False)
    cell.NumberFormat = known if known >= 0 else formats.addNew(code, english)
    cell.Columns.getByIndex(0).Width = 20000
    for number in numbers:
        cell.Value = float(number)
        shown = shown_number(number, code)
        assert shown is not None
        assert shown.replace(" ", "") == cell.String.replace(",", "").replace(" ", ""), number
