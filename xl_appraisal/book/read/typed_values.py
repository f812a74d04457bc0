"""What people type into cells, read as figures: a value, a blank, or what is wrong with it.

Full-width digits and spaces, thousands separators, units, numbers stored as text, percentages
and the many ticks all read as what they mean.  Whatever is left is refused with a reason; it is
never taken for a blank, and never guessed: ``3 5`` is no 35 and ``5²`` no 52.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from xl_appraisal.model.exact import CONTEXT, Number, plain
from xl_appraisal.model.grid import Cell, CellError, Percent, Value
from xl_appraisal.model.keeping import kept_if_short
from xl_appraisal.model.late_pattern import late_pattern
from xl_appraisal.model.record import Record

LARGEST = Decimal(10) ** 9
"""Figures from here on are refused: no count or score comes near, and sums stay exact."""

_INVISIBLE = dict.fromkeys(
    [0xAD, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)]
) | {0xFEFF: None}
"""Soft hyphens, zero-width spaces, direction marks: pasted along without being seen."""

_REVERSING = "\u202e"  # what follows is shown backwards, 59 as 95 (UAX 9, 2.2)

_WIDTHS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    **dict.fromkeys((0xA0, 0x202F, 0x3000), ord(" ")),
    ord("−"): ord("-"),
    ord("﹪"): ord("%"),
}
"""Full-width forms, odd spaces, the minus sign → what they look like."""

_NUMBER = late_pattern(r"(?:[+-] *)?(?:(?:\d+|[1-9]\d{0,2}(?:,\d{3})+)(?:\.\d*)?|\.\d+)", re.ASCII)
_UNITS = ("分", "件", "次", "个")
TICKS = frozenset("√✓✔☑是有真") | {"TRUE", "YES", "Y", "1"}
CROSSES = frozenset("×✗✘☒否无假") | {"FALSE", "NO", "N", "0"}
"""What a flag may be written as: a tick, or a cross for none."""
_MOST_DIGITS = 12  # decimals that a typed figure may have; more can only be noise
_LONGEST = 40  # characters of a figure


class Unreadable(Record):
    """Why a cell has no value: ``code`` for programs, the rest Chinese for staff."""

    code: str
    found: str
    expected: str


Read: TypeAlias = Number | None | Unreadable


def tidy(text: str) -> str:
    """``text`` without invisible characters and outer spaces, full-width ones included."""
    return text.strip() if text.isascii() else text.translate(_INVISIBLE).strip()


def clean(text: str) -> str:
    """``tidy`` with full-width forms made half-width: how figures are read."""
    return text.strip() if text.isascii() else tidy(text).translate(_WIDTHS).strip()


@kept_if_short(80, 4096)  # the same headers and names in workbook after workbook
def squeeze(text: str) -> str:
    """``clean`` with every inner space gone too, other forms made one: how names are compared."""
    if text.isalnum() and unicodedata.is_normalized("NFKC", text):
        return text  # no space, nothing invisible, no other form: what most names are
    return "".join(unicodedata.normalize("NFKC", clean(text)).split())


def is_blank(value: Value) -> bool:
    """Whether a person would call the cell empty: nothing in it, or only spaces."""
    if type(value) is str:
        return not value[:1].isalnum() and not clean(value)
    return value is None


def read_text(cell: Cell) -> str | Unreadable:
    """The cell as tidied text; a number as people write it; an error value is refused."""
    value = cell.value
    if type(value) is str:  # the commonest first
        return tidy(value)
    if isinstance(value, CellError):
        return _error_cell(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, str):
        return tidy(value)
    return value.isoformat()


def text_or_empty(cell: Cell) -> str:
    """The cell's text; empty for an error value."""
    return "" if isinstance(text := read_text(cell), Unreadable) else text


def read_number(cell: Cell, expected: str) -> Read:
    """A count or points: a decimal from 0 up.  ``expected`` says so in Chinese, for findings."""
    value = _scalar(cell, expected)
    if value is None or isinstance(value, Unreadable):
        return value
    if isinstance(value, Percent) and value:  # 0 % is nought either way
        shown = f"显示为{plain(value.scaleb(2, CONTEXT))}%的{plain(value)}"
        return Unreadable("percent_in_number", shown, f"{expected}，不用百分比格式")
    number = value if isinstance(value, Decimal) else _parse_number(value)
    if number is None:
        return Unreadable("unreadable", _quoted(value), expected)
    return _within(number, expected)


def read_share(cell: Cell) -> Read:
    """A share from 0 to 1: ``98%``, ``0.98``, ``2/3``, ``400/600``.

    A formula that is only a quotient, such as ``=400/600``, is read as that quotient: its
    stored figure would be a hair off.
    """
    expected = "0 到 100% 之间的比例，如 70% 或 2/3"
    quotient = _parse_share(cell.formula) if cell.formula and "/" in cell.formula else None
    if quotient is not None and 0 <= quotient <= 1:
        return quotient
    value = _scalar(cell, expected)
    if value is None or isinstance(value, Unreadable):
        return value
    share = value if isinstance(value, Decimal) else _parse_share(value)
    if share is None:
        return Unreadable("unreadable", _quoted(value), expected)
    finite = not isinstance(share, Decimal) or share.is_finite()
    if not finite or not 0 <= share <= 1:
        return Unreadable("out_of_range", plain(share)[:40], expected)
    return share


def read_flag(cell: Cell) -> Read:
    """A tick as 1, a cross as 0, blank as ``None``."""
    expected = "√ 或空白"
    value = cell.value
    if isinstance(value, bool):
        return Decimal(int(value))
    scalar = _scalar(cell, expected)
    if scalar is None or isinstance(scalar, Unreadable):
        return scalar
    text = plain(scalar) if isinstance(scalar, Decimal) else scalar.upper()
    if text in TICKS:
        return Decimal(1)
    if text in CROSSES:
        return Decimal(0)
    return Unreadable("unreadable", _quoted(scalar), expected)


def _scalar(cell: Cell, expected: str) -> Decimal | str | None | Unreadable:
    """The cell's number or cleaned text; blanks as ``None``; all else refused."""
    value = cell.value
    if type(value) is Decimal:  # the commonest first
        return value
    if isinstance(value, CellError):
        return _error_cell(value)
    if value is None and cell.formula is not None:
        return Unreadable(
            "not_calculated", f"公式 ={cell.formula[:40]} 还没有结果", "先用表格软件打开并保存一次"
        )
    if isinstance(value, bool):
        return Unreadable("unreadable", "TRUE" if value else "FALSE", expected)
    if isinstance(value, dt.date | dt.time):
        return Unreadable("date_in_number", f"日期 {value.isoformat()}", expected)
    if isinstance(value, str):
        text = clean(value)
        if text and _REVERSING in value:
            return Unreadable(
                "unreadable", f"{_quoted(text)}（含有倒着显示的字符，看到的不是这个数）", expected
            )
        return text or None
    return value


def _error_cell(value: CellError) -> Unreadable:
    return Unreadable("error_cell", f"错误值 {value}", "改正公式，或填写数值")


def _parse_number(text: str) -> Decimal | None:
    text = text.strip()
    if text.endswith(_UNITS):
        text = text[:-1].rstrip()
    if len(text) > _LONGEST or not _NUMBER.fullmatch(text):
        return None
    return Decimal(text.replace(",", "").replace(" ", ""))


def _parse_share(text: str) -> Number | None:
    upper, slash, lower = text.partition("/")
    if slash:
        above, below = _parse_number(upper), _parse_number(lower)
        if above is None or not below or above < 0 or below < 0:
            return None
        return Fraction(above) / Fraction(below)
    number = _parse_number(text.removesuffix("%"))
    if number is None:
        return None
    return number.scaleb(-2, CONTEXT) if text.endswith("%") else number


def _within(number: Decimal, expected: str) -> Read:
    if number.is_finite() and number < 0:
        return Unreadable("negative", plain(number)[:40], f"{expected}；扣分也填正数")
    if not number.is_finite() or number >= LARGEST or _places(number) > _MOST_DIGITS:
        return Unreadable("out_of_range", plain(number)[:40], expected)
    return number.copy_abs()  # a typed -0 is a 0


def _places(number: Decimal) -> int:
    """The decimals that say something: no trailing zeros."""
    return len(plain(number).partition(".")[2])


def _quoted(value: Decimal | str) -> str:
    text = plain(value) if isinstance(value, Decimal) else value
    return f"“{text[:40]}”{'…' if len(text) > 40 else ''}"
