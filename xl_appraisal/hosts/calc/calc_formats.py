"""Number formats of a block: in LibreOffice they alone tell a date or a truth from a number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from xl_appraisal.hosts.calc.calc_addresses import Area

DATE, TIME, NUMBER, TEXT, LOGICAL = 2, 4, 16, 256, 1024  # com.sun.star.util.NumberFormat
_PATTERNS = {"date": "YYYY-MM-DD", "datetime": "YYYY-MM-DD HH:MM:SS", "time": "HH:MM:SS"}


class Formats:
    """The number formats of one workbook; what a key means is asked for once."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._formats = document.NumberFormats
        self._kinds: dict[int, int] = {}
        self._general: dict[int, bool] = {}
        self._keys: dict[str, int] = {}

    def kind(self, key: int) -> int:
        """The kind of a format, as a set of bits; a format of the user's own has none more."""
        if key not in self._kinds:
            found = self._formats.getByKey(key)
            self._kinds[key] = found.Type
            self._general[key] = bool(found.StandardFormat) and bool(found.Type & NUMBER)
        return self._kinds[key]

    def is_general(self, key: int) -> bool:
        """Whether it is Excel's ``General``."""
        self.kind(key)
        return self._general[key]

    def key_for(self, kind: str) -> int:
        """The format that a value of that kind gets in a cell without one."""
        if kind not in self._keys:
            self._keys[kind] = self._find(kind)
        return self._keys[kind]

    def key_of(self, pattern: str) -> int:
        """The key of a format in English notation, made where it is new.

        Raises :class:`ValueError` for no format.
        """
        english = english_locale()
        if pattern == "General":
            return int(self._formats.getStandardIndex(english))
        key = self._formats.queryKey(pattern, english, False)
        if key == -1:
            try:
                key = self._formats.addNew(pattern, english)
            except Exception as error:  # UNO's own MalformedNumberFormatException
                raise ValueError(f"not a number format: {pattern!r}") from error
        return int(key)

    def pattern_of(self, key: int) -> str:
        """A format in English notation."""
        if self.is_general(key):
            return "General"
        english = english_locale()
        found = self._formats.getByKey(key)
        # A format of another language is translated by asking for its English twin.
        if found.Locale.Language in ("", "en"):
            return str(found.FormatString)
        try:
            twin = self._formats.addNewConverted(found.FormatString, found.Locale, english)
        except Exception:  # the twin is there already: UNO names it by its text alone
            return str(found.FormatString)
        return str(self._formats.getByKey(twin).FormatString)

    def _find(self, kind: str) -> int:
        if kind == "logical":
            return int(self._formats.getStandardFormat(LOGICAL, english_locale()))
        return self.key_of(_PATTERNS.get(kind, "General"))


def english_locale() -> Any:
    """``en-US``."""
    import uno

    locale = uno.createUnoStruct("com.sun.star.lang.Locale")
    locale.Language, locale.Country = "en", "US"
    return locale


def format_areas(block: Any) -> Iterator[tuple[int, list[Area]]]:
    """Each number format of a block with the areas that it holds in."""
    groups = block.getUniqueCellFormatRanges()
    for number in range(groups.Count):
        group = groups.getByIndex(number)
        areas = [area_of(address) for address in group.RangeAddresses]
        yield group.NumberFormat, areas


def area_of(address: Any) -> Area:
    """A ``CellRangeAddress`` counted from 1."""
    return Area(
        address.StartRow + 1, address.StartColumn + 1, address.EndRow + 1, address.EndColumn + 1
    )


def set_format(
    document: Any, sheet_number: int, cells: Iterable[tuple[int, int]], key: int
) -> None:
    """Give cells (row, column, from 1) a number format, all of them at once."""
    import uno

    addresses = []
    for top, left, bottom, right in _runs(cells):
        address = uno.createUnoStruct("com.sun.star.table.CellRangeAddress")
        address.Sheet = sheet_number
        address.StartRow, address.StartColumn = top - 1, left - 1
        address.EndRow, address.EndColumn = bottom - 1, right - 1
        addresses.append(address)
    if addresses:
        ranges = document.createInstance("com.sun.star.sheet.SheetCellRanges")
        ranges.addRangeAddresses(tuple(addresses), True)
        ranges.NumberFormat = key


def _runs(cells: Iterable[tuple[int, int]]) -> Iterator[Area]:
    """Cells below each other together."""
    start: tuple[int, int] | None = None
    end = 0
    for column, row in sorted((column, row) for row, column in cells):
        if start is not None and start == (column, start[1]) and row == end + 1:
            end = row
            continue
        if start is not None:
            yield Area(start[1], start[0], end, start[0])
        start, end = (column, row), row
    if start is not None:
        yield Area(start[1], start[0], end, start[0])
