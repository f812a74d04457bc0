"""Cells' values between Python and LibreOffice, which knows numbers and texts alone.

What a number means (a date, true or false) is the cell's number format there.  Values are handed
over as Excel hands them to xlwings on Windows: floats, texts, ``True`` / ``False``, ``datetime``,
``None`` for a blank, and error cells as the numbers that COM gives them.
"""

from __future__ import annotations

import datetime as dt
import math
import numbers
import unicodedata
from collections.abc import Sequence
from typing import Any, NamedTuple

LONGEST = 32_767
"""UTF-16 units of text that a cell of an Excel file holds."""

NULL, DIV0, VALUE, REF, NAME, NUM, NA = (
    -2146826288, -2146826281, -2146826273, -2146826265, -2146826259, -2146826252, -2146826246,
)  # fmt: skip
ERROR_TEXTS = {
    NULL: "#NULL!", DIV0: "#DIV/0!", VALUE: "#VALUE!", REF: "#REF!", NAME: "#NAME?",
    NUM: "#NUM!", NA: "#N/A",
}  # fmt: skip
"""Error cells as COM hands them over, and how Excel shows them."""

_ERRORS = {
    503: NUM, 521: NULL, 523: NUM, 524: REF, 525: NAME, 530: NAME, 531: NAME, 532: DIV0,
    32767: NA,
}  # fmt: skip
"""LibreOffice's own numbers; all others (``Err:508``) are saved as #VALUE! in an Excel file."""


class FormulaText(str):
    """A text that is to be a formula: what ``Range.value = "=A1"`` hands to the engine."""

    __slots__ = ()


class Written(NamedTuple):
    """A value as LibreOffice takes it, and what its number format has to say."""

    data: float | str
    kind: str
    """``number``, ``text``, ``logical``, ``date``, ``datetime``, ``time`` or ``formula``."""


def error_number(calc_error: int) -> int:
    """LibreOffice's number of an error as COM's."""
    return _ERRORS.get(calc_error, VALUE)


def to_calc(value: object, origin: dt.datetime) -> Written:
    """One value for a cell.  Raises :class:`ValueError` or :class:`TypeError` for what none holds.

    ``origin`` is the day that serial numbers count from.
    """
    if type(value) is float and math.isfinite(value):  # nearly all of them
        return Written(value, "number")
    if value is None:
        return Written("", "text")
    if isinstance(value, str):
        _check_length(value)
        return Written(str(value), "formula" if isinstance(value, FormulaText) else "text")
    if hasattr(value, "item"):  # numpy's scalars
        value = value.item()
    if isinstance(value, bool):
        return Written(float(value), "logical")
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return Written(serial(value, origin), _kind_of(value))
    if isinstance(value, numbers.Number) and not isinstance(value, complex):
        number = float(value)  # type: ignore[arg-type]
        if not math.isfinite(number):
            raise ValueError(f"单元格不能存放数值 {value}。 / No cell holds the number {value}.")
        return Written(number, "number")
    raise TypeError(
        f"单元格不能存放 {type(value).__name__}。 / No cell holds a {type(value).__name__}."
    )


def serial(value: dt.date | dt.time, origin: dt.datetime) -> float:
    """A date or time as the number of days since ``origin``."""
    if isinstance(value, dt.time):
        value = dt.datetime.combine(origin.date(), value)
    elif not isinstance(value, dt.datetime):
        value = dt.datetime.combine(value, dt.time())
    return (value.replace(tzinfo=None) - origin) / dt.timedelta(days=1)


def moment(number: float, origin: dt.datetime) -> dt.datetime | float:
    """The day and time that a serial number stands for, to the microsecond that floats resolve.

    A number beyond the calendar stays a number.
    """
    try:
        seconds = round(number * 86_400, 3)
        return origin + dt.timedelta(seconds=seconds)
    except OverflowError:
        return number


def prepared(value: Any) -> Any:
    """A value of xlwings' own pipeline, where a text may be a formula, as in Excel."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, str):
        return _typed(value)
    if type(value).__name__ in ("NaTType", "NAType"):
        return ""
    if type(value).__name__ == "datetime64":
        return value.astype("datetime64[us]").item()
    if hasattr(value, "to_pydatetime"):
        return value.to_pydatetime(warn=False)
    if hasattr(value, "item"):
        return prepared(value.item())
    return value


def cleaned(
    value: Any, date_builder: Any, empty_as: Any, number_builder: Any, err_to_str: bool
) -> Any:
    """A raw value as xlwings shows it, like its engine for Excel."""
    if value is None or value == "":
        return empty_as
    if isinstance(value, dt.datetime):
        return date_builder(
            year=value.year, month=value.month, day=value.day, hour=value.hour,
            minute=value.minute, second=value.second, microsecond=value.microsecond, tzinfo=None,
        )  # fmt: skip
    if isinstance(value, bool):
        return value
    if isinstance(value, int) and value in ERROR_TEXTS:
        return ERROR_TEXTS[value] if err_to_str else None
    if isinstance(value, float) and number_builder is not None:
        return number_builder(value)
    return value


def as_rows(data: Any, shape: tuple[int, int]) -> Sequence[Sequence[Any]]:
    """What is to be written as rows of ``shape``; one value fills all of it.

    Raises :class:`ValueError` where the shapes differ.
    """
    if not isinstance(data, list | tuple):
        return [[data] * shape[1]] * shape[0]
    rows = data if data and isinstance(data[0], list | tuple) else [data]
    if len(rows) != shape[0] or any(len(row) != shape[1] for row in rows):
        width = len(rows[0]) if rows else 0
        raise ValueError(f"{len(rows)} x {width} values for {shape[0]} x {shape[1]} cells")
    return rows


def may_be_taken_for_more(text: str) -> bool:
    """Whether LibreOffice may mark the cell as text: all but what begins with a letter or 汉字."""
    return text != "" and unicodedata.category(text[0]) != "Lo"


def _typed(text: str) -> str:
    """A leading ``=`` makes a formula and a leading apostrophe a text, as in Excel."""
    if text.startswith("'"):
        return text[1:]
    return FormulaText(text) if text.startswith("=") and len(text) > 1 else text


def _kind_of(value: dt.date | dt.time) -> str:
    if isinstance(value, dt.time):
        return "time"
    return "datetime" if isinstance(value, dt.datetime) and value.time() != dt.time() else "date"


def _check_length(text: str) -> None:
    if len(text) > LONGEST // 2 and len(text.encode("utf-16-le", "replace")) > 2 * LONGEST:
        raise ValueError(
            f"文字有 {len(text)} 个字符，一个单元格最多 {LONGEST} 个。"
            f" / A text of {len(text)} characters; a cell holds {LONGEST}."
        )
