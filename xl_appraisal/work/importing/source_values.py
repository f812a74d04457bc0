"""Source cells as what is written: figures exact, everything else as it stands."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Literal, TypeAlias

from xl_appraisal.book.read.typed_values import (
    Read,
    Unreadable,
    is_blank,
    read_flag,
    read_number,
    read_share,
    squeeze,
)
from xl_appraisal.model.exact import Number, as_stored, half_up, plain
from xl_appraisal.model.grid import Cell, CellError, Value
from xl_appraisal.model.layout.layout import ColumnKind

Kind: TypeAlias = ColumnKind | Literal["figure"]
"""How a cell is read; ``figure`` is a published or typed result."""

Plain: TypeAlias = None | bool | Decimal | str
"""What is written into a cell, and read back from it."""


def read(kind: Kind, cell: Cell) -> Read:
    """The cell read as its column is; texts are never read as figures."""
    if kind == "flag":
        return read_flag(cell)
    if kind == "percent":
        return read_share(cell)
    if kind == "text":
        return Unreadable("text", "", "")
    return read_number(cell, "数值")


def written(kind: Kind, cell: Cell) -> Plain:
    """What to write for a source cell, ``None`` for a blank one.

    What cannot be read is written as it stands, so that the check shows it in its place.
    """
    if kind == "text":
        return _text_column(cell)
    value = read(kind, cell)
    if value is None:
        return None
    if isinstance(value, Unreadable):
        return as_it_is(cell.value)
    if kind == "flag":
        return "√" if value else "×"
    return storable(value)


def is_empty(cell: Cell) -> bool:
    """Whether a cell holds neither a value nor a formula."""
    return cell.formula is None and is_blank(cell.value)


def as_it_is(value: Value) -> Plain:
    """The value itself; dates and error values as the text that shows them."""
    if isinstance(value, CellError):
        return str(value)
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return None if is_blank(value) else value


def _text_column(cell: Cell) -> Plain:
    """A number in a text column stays a number: the check warns that it does not count."""
    if type(cell.value) is str:
        number = read_number(cell, "")
        if isinstance(number, Decimal) and plain(number) == cell.value.strip():
            return storable(number)
    return as_it_is(cell.value)


def storable(value: Number) -> Decimal | str:
    """A figure as a cell keeps it: a number, or text where its digits would be cut."""
    if isinstance(value, Fraction):
        return as_stored(value)
    exact = Decimal(plain(value))
    return exact if as_stored(exact) == exact else plain(exact)


def same(kind: Kind, one: Cell, other: Cell, places: int | None = None) -> bool:
    """Whether two cells say the same: equal figures however written, or equal texts.

    Figures are compared as a cell keeps them, or to ``places`` decimals where one of them was
    published so.
    """
    first, second = read(kind, one), read(kind, other)
    if isinstance(first, Unreadable) or isinstance(second, Unreadable):
        return _words(one) == _words(other)
    if first is None or second is None:
        return first is second
    if places is not None and half_up(first, places) == half_up(second, places):
        return True
    return as_stored(first) == as_stored(second)


def _words(cell: Cell) -> str:
    value = as_it_is(cell.value)
    return squeeze(plain(value) if isinstance(value, Decimal) else str(value or ""))


def shown(value: Value) -> str:
    """A value as the messages show it."""
    if value is None:
        return "空白"
    if isinstance(value, Decimal):
        return plain(value)
    text = str(as_it_is(value))
    return f"“{text[:40]}”" + ("…" if len(text) > 40 else "")
