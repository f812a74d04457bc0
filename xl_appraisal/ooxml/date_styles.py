"""Which cell formats show a date or a time (ECMA-376 Part 1, 18.8.10, 18.8.30, 18.8.31)."""

from __future__ import annotations

import re

from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.ooxml.xml_parts import local, parse

DATE, TIME = 1, 2
"""Bits of what a format shows; 0 for a plain number."""

_BUILT_IN = {
    **dict.fromkeys((14, 15, 16, 17), DATE),
    **dict.fromkeys((18, 19, 20, 21), TIME),
    22: DATE | TIME,
    **dict.fromkeys((*range(27, 37), *range(50, 59)), DATE),
    **dict.fromkeys((32, 33, 34, 35, 45, 46, 47, 55, 56), TIME),  # as in the Chinese locale
}
_LITERAL = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]?|general|g/通用格式')
_AM_PM = re.compile(r"am/pm|a/p|上午/下午")
_SCIENTIFIC = re.compile(r"(?<=[0#?.])e[+-]")


def shown_by(code: str) -> int:
    """What a number format shows: DATE, TIME, both or 0.

    >>> shown_by('[Red]0.00_ "元"'), shown_by('yyyy"年"m"月"'), shown_by("[h]:mm")
    (0, 1, 2)
    """
    code = _LITERAL.sub("", code.lower())
    code = _AM_PM.sub("h", _SCIENTIFIC.sub("", code))
    shown = TIME if "h" in code or "s" in code or "[m" in code else 0
    if any(sign in code for sign in ("y", "d", "aaa", "e")):
        shown |= DATE
    return shown or (DATE if "m" in code else 0)  # m alone is a month; with h or s, minutes


class Styles:
    """The cell formats of a workbook, by the index that a cell's ``s`` holds."""

    def __init__(self, data: bytes, part: str) -> None:
        self._codes: dict[int, int] = dict(_BUILT_IN)
        self._base: list[int] = []
        self._cell: list[int] = []
        self._path: list[str] = []
        parse(data, part, self._start, self._end)
        self.shown = [self._codes.get(number, 0) for number in self._cell]

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = local(name)
        self._path.append(tag)
        try:
            self._take(tag, self._path[-2] if len(self._path) > 1 else "", attributes)
        except (ValueError, IndexError) as error:
            raise XlsxError("样式表含有不是数字的编号") from error

    def _take(self, tag: str, parent: str, attributes: dict[str, str]) -> None:
        if tag == "numFmt" and parent == "numFmts":
            code = attributes.get("formatCode", "")
            self._codes[int(attributes.get("numFmtId", ""))] = shown_by(code)
        elif tag == "xf" and parent == "cellStyleXfs":
            self._base.append(int(attributes.get("numFmtId", "0")))
        elif tag == "xf" and parent == "cellXfs":
            own, based = attributes.get("numFmtId"), int(attributes.get("xfId", "0"))
            inherited = self._base[based] if based < len(self._base) else 0
            self._cell.append(int(own) if own is not None else inherited)

    def _end(self, _: str) -> None:
        self._path.pop()
