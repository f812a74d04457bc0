"""A second calculation engine over a saved file: IronCalc, which shares no code with Calc."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ironcalc
import openpyxl

from xl_appraisal.book.sheets import LEDGER, LEDGER_TABLE
from xl_appraisal.model.grid import Ref, a1
from xl_appraisal.model.own_functions import calls_function

_MOST = 5


def unlike_engine(path: Path) -> list[str]:
    """The first formulas that IronCalc makes something else of than the file holds.

    Our functions, which it does not know, are taken by what they gave: all else is computed.
    A blank 状态 is given it as a space: it says that a blank cell is not ``"<>作废"``; by Excel's
    rule, in Calc and in Gnumeric it is.
    """
    model = ironcalc.load_from_xlsx(str(path), "en", "UTC")
    formulas, shown = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    computed = []
    for number, sheet in enumerate(formulas):
        for cell in (cell for line in sheet.iter_rows() for cell in line):
            if cell.data_type != "f":
                continue
            place, value = (
                (number, cell.row, cell.column),
                shown[sheet.title][cell.coordinate].value,
            )
            if calls_function(str(getattr(cell.value, "text", cell.value))):
                model.set_user_input(*place, _typed(value))
            else:
                computed.append((sheet.title, place, value))
    for row, column in _blank_states(formulas[LEDGER]):
        model.set_user_input(formulas.sheetnames.index(LEDGER), row, column, "' ")
    model.evaluate()
    pairs = [(name, place, value, model.get_cell_value(*place)) for name, place, value in computed]
    return [
        f"{name}!{a1(*place[1:])}: stored {value!r}, IronCalc {found!r}"
        for name, place, value, found in pairs
        if not _same(value, found)
    ][:_MOST]


def _blank_states(ledger: Any) -> Iterator[Ref]:
    """The cells of filled lines whose 状态 is blank."""
    column = LEDGER_TABLE.place("status") + 1
    for row in range(LEDGER_TABLE.header_row + 1, ledger.max_row + 1):
        if ledger.cell(row, 1).value is not None and ledger.cell(row, column).value is None:
            yield row, column


def _typed(value: Any) -> str:
    """A value as somebody types it; a text by its apostrophe."""
    if value is None or value == " ":
        return ""
    return f"'{value}" if isinstance(value, str) and value[:1] != "#" else str(value)


def _same(stored: Any, found: Any) -> bool:
    numbers = (int, float)
    if isinstance(stored, numbers) and isinstance(found, numbers):
        return abs(stored - found) <= 1e-9 * max(1.0, abs(stored))
    if isinstance(stored, str) and stored[:1] == "#":
        return isinstance(found, str) and found[:1] == "#"
    return (stored or "") == (found or "")
