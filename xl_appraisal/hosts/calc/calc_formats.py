"""Number formats of a block: in LibreOffice they alone tell a date or a truth from a number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Literal, TypeAlias

import uno

from xl_appraisal.hosts.block_plan import rectangles, refs_of
from xl_appraisal.model.grid import Area, Ref
from xl_appraisal.model.number_format import is_plain

Meaning: TypeAlias = Literal["date", "truth", "percent"] | str
"""What the number in a cell is shown as; of others the code of a format that is not plain."""

Kind: TypeAlias = Literal["number", "text", "logical", "formula", "blank"]
"""What is written into a cell, as far as formats care; a date is a number there."""

Codes: TypeAlias = Callable[[int], str]
"""The code of a number format's key, as files of Excel have it."""

_DATE_OR_TIME, _PERCENT, _LOGICAL = 2 | 4, 128, 1024  # com.sun.star.util.NumberFormat


class Formats:
    """The number formats of one workbook; what a key means is asked for once."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._formats = document.NumberFormats
        self._kinds: dict[int, int] = {}
        self._codes = excel_codes(document)
        self._general = int(self._formats.getStandardIndex(_english()))
        self._truth = int(self._formats.getStandardFormat(_LOGICAL, _english()))

    def meaning(self, key: int) -> Meaning | None:
        """What numbers in the format are shown as, ``None`` for plain numbers."""
        return self.other_than_number(key) or self._code(key)

    def other_than_number(self, key: int) -> Literal["date", "truth", "percent"] | None:
        """What is no number at all in the format; a second reading of a number is not told."""
        if self.is_truth(key):
            return "truth"
        if self._kind(key) & _DATE_OR_TIME:
            return "date"
        return "percent" if self._kind(key) & _PERCENT else None

    def is_truth(self, key: int) -> bool:
        """Whether numbers in the format are shown as truths."""
        return bool(self._kind(key) & _LOGICAL)

    def of_cells(self, block: Any) -> dict[Ref, int]:
        """The key of every cell of a block."""
        return {ref: key for key, area in format_areas(block) for ref in refs_of(area)}

    def show(self, sheet: Any, kinds: Mapping[Ref, Kind], before: Mapping[Ref, int]) -> None:
        """Let what was written be shown as what it is.

        A text keeps the format that the cell had ``before``: LibreOffice marks some as texts.
        """
        wanted: dict[int, list[Ref]] = {}
        for ref, kind in kinds.items():
            key = self._key_for(kind, before[ref])
            if key != before[ref] or kind == "text":
                wanted.setdefault(key, []).append(ref)
        for key, refs in wanted.items():
            addresses = tuple(address_of(sheet, area) for area in rectangles(refs))
            ranges = self._document.createInstance("com.sun.star.sheet.SheetCellRanges")
            ranges.addRangeAddresses(addresses, True)
            ranges.NumberFormat = key

    def _key_for(self, kind: Kind, key: int) -> int:
        if kind in ("number", "formula") and self.is_truth(key):
            return self._general
        if kind == "logical" and not self.is_truth(key):
            return self._truth
        return key

    def _code(self, key: int) -> str | None:
        code = self._codes(key)
        return None if code == "General" or is_plain(code) else code

    def _kind(self, key: int) -> int:
        """A set of bits; a format of the user's own has none more."""
        if key not in self._kinds:
            self._kinds[key] = int(self._formats.getByKey(key).Type)
        return self._kinds[key]


def excel_codes(document: Any) -> Codes:
    """The codes of a document's number formats: a Calc in Chinese calls General 常规."""
    formats = document.NumberFormats

    @cache
    def code(key: int) -> str:
        found = formats.getByKey(key)
        as_english = formats.addNewConverted(found.FormatString, found.Locale, _english())
        text = str(formats.getByKey(as_english).FormatString)
        return "General" if text == "BOOLEAN" else text  # in Excel a truth shows itself

    return code


def _english() -> Any:
    return uno.createUnoStruct("com.sun.star.lang.Locale", "en", "US", "")


def format_areas(block: Any) -> Iterator[tuple[int, Area]]:
    """Each area of a block that has one number format, with its key."""
    groups = block.getUniqueCellFormatRanges()
    for number in range(groups.Count):
        group = groups.getByIndex(number)
        key = int(group.NumberFormat)
        for address in group.RangeAddresses:
            yield key, area_of(address)


def area_of(address: Any) -> Area:
    """A ``CellRangeAddress`` counted from 1."""
    return Area(
        address.StartRow + 1, address.StartColumn + 1, address.EndRow + 1, address.EndColumn + 1
    )


def address_of(sheet: Any, area: Area) -> Any:
    """An area of a sheet as a ``CellRangeAddress``."""
    made = uno.createUnoStruct("com.sun.star.table.CellRangeAddress")
    made.Sheet = sheet.RangeAddress.Sheet
    made.StartRow, made.StartColumn = area.top - 1, area.left - 1
    made.EndRow, made.EndColumn = area.bottom - 1, area.right - 1
    return made


def cells_of(sheet: Any, area: Area) -> Any:
    """LibreOffice's own object of the cells of an area."""
    return sheet.getCellRangeByPosition(
        area.left - 1, area.top - 1, area.right - 1, area.bottom - 1
    )


def meant(keys: Iterable[tuple[int, Area]], formats: Formats) -> dict[Ref, Meaning]:
    """The cells whose numbers are shown as something else."""
    found = {}
    for key, area in keys:
        meaning = formats.meaning(key)
        if meaning is not None:
            found.update(dict.fromkeys(refs_of(area), meaning))
    return found
