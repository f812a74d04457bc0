"""How a worksheet part shows its cells (ECMA-376 Part 1, 18.3.1.13, 18.3.1.73, 18.3.2.7)."""

from __future__ import annotations

from collections.abc import Sequence

from xl_appraisal.model.grid import MAX_COLUMN, Ref, parse_a1
from xl_appraisal.model.looks import Looks
from xl_appraisal.ooxml.part_xml import local, parse

_TRUE = ("1", "true")
_NUMBERS = ("n", "")


class _Reader:
    def __init__(self, codes: Sequence[str]) -> None:
        self._codes = codes
        self.rows, self.columns = set[int](), set[int]()
        self.filtered, self._under = range(0), range(0)
        self.formats: dict[Ref, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match local(name):
            case "col" if _hides(attributes, "width"):
                first, last = int(attributes.get("min", "1")), int(attributes.get("max", "1"))
                self.columns.update(range(max(first, 1), min(last, MAX_COLUMN) + 1))
            case "row" if _hides(attributes, "ht") and "r" in attributes:
                self.rows.add(int(attributes["r"]))
            case "autoFilter":
                top, _, bottom = attributes.get("ref", "A1").partition(":")
                self._under = range(parse_a1(top)[0], parse_a1(bottom or top)[0] + 1)
            case "filterColumn":
                self.filtered = self._under
            case "c" if attributes.get("t", "") in _NUMBERS and "r" in attributes:
                style = int(attributes.get("s", "0"))
                code = self._codes[style] if style < len(self._codes) else ""
                if code:
                    self.formats[parse_a1(attributes["r"])] = code


def _hides(attributes: dict[str, str], size: str) -> bool:
    nothing = attributes.get(size, "1").strip("0.") == ""
    return attributes.get("hidden") in _TRUE or nothing


def read_looks(data: bytes, part: str, codes: Sequence[str]) -> Looks:
    """What the part hides, and the formats of its numbers by ``codes`` of their cell formats.

    Raises :class:`~.file_error.XlsxError` for what is no worksheet part.
    """
    reader = _Reader(codes)
    parse(data, part, reader.start)
    return Looks(frozenset(reader.rows), frozenset(reader.columns), reader.filtered, reader.formats)
