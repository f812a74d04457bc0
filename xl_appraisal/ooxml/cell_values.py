"""Stored text of cells to values, exactly (ECMA-376 Part 1, 18.3.1.96, 18.17.4, 18.18.11)."""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cached_property, lru_cache

from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.model.exact import STORED
from xl_appraisal.model.grid import Cell, CellError, Percent, Value
from xl_appraisal.model.late_pattern import late_pattern
from xl_appraisal.model.number_format import as_shown
from xl_appraisal.ooxml.part_xml import decode, from_xstring
from xl_appraisal.ooxml.shared_parts import DATE, ODD, PERCENT, TIME, SharedParts

_NUMBER = late_pattern(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?", re.ASCII)
_DURATION = late_pattern(
    r"P(?:([0-9]{1,9})D)?(?:T(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9}(?:\.[0-9]{1,9})?)S)?)?"
)
_REPEATED = 20  # characters: longer ones are hardly met twice
_WHOLE = 16  # characters: 15 digits and the point
_SHORT = late_pattern(r"(?:0|-?[1-9][0-9]{0,8}|-0(?=\.))(?:\.[0-9]{0,4}[1-9])?")
"""Short numbers without trailing zeros: such come back whole from a double."""
_LAST_SERIAL = {False: 2_958_465, True: 2_957_003}  # 9999-12-31
_DAY_MS = 86_400_000
_AT_ONCE = 10_000  # shared texts: more than an honest workbook of ours has


def number(text: str) -> Decimal:
    """The number a cell shows: shortest decimal of the double, 15 significant digits at most.

    Excel shows no more than 15 digits, so what lies beyond is noise of a computation:
    ``0.6879999999999999`` is ``0.688``.  :class:`XlsxError` if it is not a plain number.
    """
    return _number(text) if len(text) <= _REPEATED else _number.__wrapped__(text)


@lru_cache(maxsize=8192)  # sheets say the same few figures over and over
def _number(text: str) -> Decimal:
    if _SHORT.fullmatch(text):
        return Decimal(text)
    text = text.strip(" \t\r\n")
    if not _NUMBER.fullmatch(text):
        raise _not_a_number(text)
    double = float(text)
    if double - double != 0.0:
        raise _not_a_number(text)
    shortest = repr(double)
    if len(shortest) <= _WHOLE and "e" not in shortest and not shortest.endswith(".0"):
        return Decimal(shortest)
    return plain(STORED.create_decimal(shortest))


def plain(value: Decimal) -> Decimal:
    """Without exponent, trailing zeros or a negative zero: ``1E+2`` is ``100``."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return Decimal("0" if text == "-0" else text)


def _not_a_number(text: str) -> XlsxError:
    return XlsxError(
        f"数值单元格里是 {text[:40]!r}",
        allowed="只接受普通十进制数",
        remedy="请在 Excel/WPS 中重新输入这个数",
    )


def from_serial(
    serial: Decimal, shown: int, date1904: bool
) -> Decimal | dt.date | dt.datetime | dt.time:
    """A day count as the date or time its format shows (``shown``: DATE, TIME or both).

    Less than a day under a time format is a time; a whole day under a pure date format a
    date; the rest a date and time, to the millisecond.  What is no day of the calendar stays
    the number: negatives, the 29 February 1900 of the 1900 system, past the year 9999, and a
    day or more under a pure time format (hours counted past 24).
    """
    days = int(serial // 1)
    if serial < 0 or days > _LAST_SERIAL[date1904]:
        return serial
    milliseconds = int(((serial - days) * _DAY_MS).to_integral_value(ROUND_HALF_EVEN))
    if days == 0 and shown & TIME and milliseconds < _DAY_MS:
        return (dt.datetime.min + dt.timedelta(milliseconds=milliseconds)).time()
    if not shown & DATE or (not date1904 and days in (0, 60)):
        return serial
    epoch = dt.datetime(1904, 1, 1) if date1904 else dt.datetime(1899, 12, 30 + (days < 60))
    try:
        moment = epoch + dt.timedelta(days=days, milliseconds=milliseconds)
    except OverflowError:
        return serial
    return moment if shown & TIME or milliseconds else moment.date()


def from_iso(text: str) -> Decimal | dt.date | dt.datetime | dt.time:
    """A cell of type ``d``: ISO 8601 date, time or both, as strict files hold them.

    A duration of less than a day is a time, a longer one the number of its days.
    """
    text = text.strip(" \t\r\n")
    try:
        if (match := _DURATION.fullmatch(text)) and text[-1] not in "PT":
            days, hours, minutes, seconds = (Decimal(part or 0) for part in match.groups())
            serial = days + (hours * 3600 + minutes * 60 + seconds) / 86400
            return from_serial(serial, TIME, date1904=False)
        if "T" in text:
            moment = dt.datetime.fromisoformat(text.removesuffix("Z"))
            return moment.replace(tzinfo=None)
        return dt.time.fromisoformat(text) if ":" in text else dt.date.fromisoformat(text)
    except ValueError as error:
        raise XlsxError(
            f"日期单元格里是 {text[:40]!r}", allowed="只接受 ISO 8601 日期时间"
        ) from error


class CellReader:
    """Turns decoded cells into values; shared strings and styles are fetched when needed."""

    def __init__(self, shared: SharedParts) -> None:
        self.shared, self.date1904 = shared, shared.date1904

    @cached_property
    def texts(self) -> dict[bytes, Cell | None]:
        """Cells of shared texts without a formula, by what stands in the part."""
        return _Texts(self)

    def value(self, kind: str, style: int, text: str | None) -> Value:
        """What a cell holds; a number as its format shows it, a date or a percentage (18.18.11)."""
        if text is None:
            return None
        value = self.stored(kind, text)
        if style and type(value) is Decimal and (shown := self.shown(style)):
            if shown == ODD:
                return as_shown(value, self.shared.styles.codes[style])
            return Percent(value) if shown == PERCENT else from_serial(value, shown, self.date1904)
        return value

    def written(self, kind: str, style: int, raw: bytes) -> Value:
        """:meth:`value` of a text as it stands in the part."""
        if kind == "n" and not style and len(raw) <= _REPEATED and raw.isalnum():
            return _number(raw.decode())
        return self.value(kind, style, decode(raw))

    def shown(self, style: int) -> int:
        """Whether that cell format shows a date, a time, both or (0) a plain number."""
        shown = self.shared.styles.shown
        return shown[style] if style < len(shown) else 0

    def stored(self, kind: str, text: str) -> Value:
        """The value of a cell of that type with that text, before any date format."""
        if kind == "n":
            return number(text) if text.strip(" \t\r\n") else None
        match kind:
            case "s":
                return self._shared_text(text)
            case "str" | "inlineStr":
                return from_xstring(text)
            case "b" if (flag := text.strip(" \t\r\n")) in ("0", "1", "false", "true"):
                return flag in ("1", "true")
            case "e":
                return CellError(text)
            case "d":
                return from_iso(text)
        raise XlsxError(
            f"单元格类型 {kind!r} 的内容 {text[:40]!r} 不认识",
            remedy="请在 Excel/WPS 中重新输入这个单元格",
        )

    def _shared_text(self, text: str) -> str:
        strings = self.shared.strings
        index = text.strip(" \t\r\n")
        if index.isascii() and index.isdigit() and len(index) < 10 and int(index) < len(strings):
            return strings[int(index)]
        raise XlsxError(
            f"共享文字的编号 {text[:40]!r} 不存在", remedy="请用 Excel/WPS 打开并重新保存一次"
        )


class _Texts(dict[bytes, Cell | None]):
    """Most are in a workbook once: the first are made all at once, the others when met."""

    def __init__(self, reader: CellReader) -> None:
        make = tuple.__new__  # not by its name: twice as quick
        super().__init__(
            (b"%d" % number, make(Cell, (text, None)))
            for number, text in enumerate(reader.shared.strings[:_AT_ONCE])
        )
        self._reader = reader

    def __missing__(self, raw: bytes) -> Cell:
        """One further on, an index that is written otherwise, or no index."""
        cell = self[raw] = Cell(self._reader.stored("s", decode(raw)))
        return cell
