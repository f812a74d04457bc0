"""The first row below a header goes, as when the first window is withdrawn: the rest stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.libreoffice.staffed import Desk, Opened
from xl_appraisal.book.sheets import LEDGER, RANKING, STAFF


@pytest.fixture
def opened(calc_desk: Desk, filled: Path) -> Opened:
    return calc_desk.open(filled, hidden=False)


def conditions(opened: Opened, sheet: str) -> Iterator[str]:
    """The formulas of a sheet's conditional formats."""
    for found in opened.document.Sheets.getByName(sheet).ConditionalFormats.getConditionalFormats():
        for number in range(found.Count):
            yield str(getattr(found.getByIndex(number), "Formula1", ""))


@pytest.mark.parametrize(("sheet", "rows"), [(RANKING, "A7:B7"), (LEDGER, "A4"), (STAFF, "A4")])
def test_colours_and_words_still_know_their_cells(opened: Opened, sheet: str, rows: str) -> None:
    """Calc writes #REF! where a condition was written for the row that went."""
    before = list(conditions(opened, sheet))
    page = opened.document.Sheets.getByName(sheet)
    opened.document.CurrentController.setActiveSheet(page)
    opened.give(".uno:GoToCell", ToPoint=rows)
    opened.give(".uno:DeleteRows")
    assert before
    assert list(conditions(opened, sheet)) == before
