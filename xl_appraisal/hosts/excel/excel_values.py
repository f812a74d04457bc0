"""Cells on their way through xlwings, and members of Excel's objects that not every version has."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from xl_appraisal.model.exact import as_stored
from xl_appraisal.model.grid import Cell, CellError, Formula, Ref, Value, Write

if TYPE_CHECKING:
    import xlwings as xw
import sys


def member(owner: Any, name: str, default: Any = None) -> Any:
    """A member of the program's own object behind an xlwings one; as :func:`own_member`."""
    return own_member(owner.api, name, default)


def own_member(owner: Any, name: str, default: Any = None) -> Any:
    """A member of an object of the program's.

    ``default`` where this version lacks it: COM says so by an error of its own, which
    ``getattr``'s default does not catch.
    """
    try:
        return getattr(owner, name)
    except _missing():
        return default


def _missing() -> tuple[type[Exception], ...]:
    """What a member that is not there raises; ``pywintypes`` is there on Windows alone."""
    com_error = getattr(sys.modules.get("pywintypes"), "com_error", AttributeError)
    return AttributeError, NotImplementedError, com_error


ERROR_VALUES = {
    -2146826288: "#NULL!",
    -2146826281: "#DIV/0!",
    -2146826273: "#VALUE!",
    -2146826265: "#REF!",
    -2146826259: "#NAME?",
    -2146826252: "#NUM!",
    -2146826246: "#N/A",
    -2146826245: "#GETTING_DATA",
    -2146826243: "#SPILL!",
    -2146826239: "#FIELD!",
    -2146826238: "#CALC!",
}
"""Error cells as COM hands them over: HRESULTs made of Excel's xlErr numbers."""


def raw_rows(block: xw.Range) -> Sequence[Sequence[Any]]:
    """The raw values of a block as rows, in one call.

    COM hands cells in a currency format over as decimals cut to four places; they are then
    asked for once more as plain numbers, where the program can give them.
    """
    rows = as_rows(block.raw_value)
    if _has_currency(rows):
        return exact_rows(rows, member(block, "Value2", rows))
    return rows


def exact_rows(values: Any, plain: Any) -> Sequence[Sequence[Any]]:
    """Values as rows, those in a currency format from ``plain``, the same as plain numbers."""
    rows = as_rows(values)
    if not _has_currency(rows):
        return rows
    return [
        [exact if type(value) is Decimal else value for value, exact in zip(*pair, strict=True)]
        for pair in zip(rows, as_rows(plain), strict=True)
    ]


def _has_currency(rows: Sequence[Sequence[Any]]) -> bool:
    return any(type(value) is Decimal for line in rows for value in line)


def as_rows(block: Any) -> Sequence[Sequence[Any]]:
    """A single cell and a single row come without their outer brackets."""
    if not isinstance(block, list | tuple):
        return [[block]]
    if block and not isinstance(block[0], list | tuple):
        return [block]
    return block


def read_cells(top: int, left: int, values: Any, formulas: Any) -> dict[Ref, Cell]:
    """The cells of a block that are not blank."""
    cells: dict[Ref, Cell] = {}
    pairs = zip(as_rows(values), as_rows(formulas), strict=True)
    for row, (line, texts) in enumerate(pairs, top):
        for column, (raw, text) in enumerate(zip(line, texts, strict=True), left):
            # a text that begins with "=" is its own "formula"
            is_formula = isinstance(text, str) and text.startswith("=") and text != raw
            formula = text[1:] if is_formula else None
            value = to_value(raw)
            if value is not None or formula is not None:
                cells[row, column] = Cell(value, formula)
    return cells


def to_value(raw: object) -> Value:
    """One raw value of a program as ours: exact, and an error cell as an error.

    A number is the decimal that the program shows, 15 digits at most; xlwings' own reading
    would turn an error cell into a blank.
    """
    if raw is None or raw == "":
        return None
    if isinstance(raw, bool | str | Decimal):
        return raw
    if isinstance(raw, int):
        return CellError(ERROR_VALUES[raw]) if raw in ERROR_VALUES else Decimal(raw)
    if isinstance(raw, float):
        return as_stored(Decimal(repr(raw)))
    if isinstance(raw, dt.datetime):
        return raw.replace(tzinfo=None)
    if isinstance(raw, dt.date | dt.time):
        return raw
    return str(raw)


def to_program(value: Write | dt.time) -> object:
    """A value as Excel takes it.

    Floats, not decimals, which COM would turn into currency and cut to four places.  Excel takes
    a text that looks like a number, a date or a formula for one; an apostrophe before it says
    that it is a text.
    """
    if isinstance(value, Formula):
        return f"={value.text}"
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value.isoformat()  # Excel takes it for the date
    if isinstance(value, str) and not isinstance(value, CellError) and _looks_like_more(value):
        return f"'{value}"
    return value


def _looks_like_more(text: str) -> bool:
    """Anything but a text that begins with a Chinese character; 全角 figures are figures."""
    return text != "" and unicodedata.category(unicodedata.normalize("NFKC", text)[0]) != "Lo"
