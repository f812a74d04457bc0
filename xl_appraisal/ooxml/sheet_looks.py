"""How a worksheet part shows its cells (ECMA-376 Part 1, 18.3.1.13, 18.3.1.73, 18.3.2.7)."""

from __future__ import annotations

from collections.abc import Iterable

from xl_appraisal.model.grid import MAX_COLUMN, Ref, parse_a1
from xl_appraisal.model.looks import THIN, Looks, looks_of
from xl_appraisal.ooxml.part_xml import Path, malformed, walk
from xl_appraisal.ooxml.shared_parts import Styles

CRITERIA = ("filters", "customFilters", "top10", "dynamicFilter", "colorFilter", "iconFilter")
"""What a column of a filter holds where it hides rows (18.3.2.7); a bare one only has a button."""

_TRUE = ("1", "true")
_HEIGHT, _WIDTH = 15.0, 9.0  # where the part does not say; whatever can be read would do


class _Reader:
    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._row = self._column = 0
        self._told = 0  # the last column that was told of
        self._used = 0  # the last column with a cell
        self._height, self._width = _HEIGHT, _WIDTH
        self.rows = set[int]()
        self._under = range(0)
        self.filters: list[range] = []
        self.formats: dict[Ref, str] = {}
        self.conditional = set[str]()
        self.widths: dict[int, float] = {}

    def start(self, path: Path, attributes: dict[str, str]) -> None:
        match path[1:]:
            case ["sheetFormatPr"]:
                self._height = float(attributes.get("defaultRowHeight", _HEIGHT))
                self._width = float(attributes.get("defaultColWidth", _WIDTH))
            case ["cols", "col"]:
                self._columns(attributes)
            case ["sheetData", "row"]:
                self._row, self._column = int(attributes.get("r", self._row + 1)), 0
                thin = float(attributes.get("ht", self._height)) < THIN
                if thin or attributes.get("hidden") in _TRUE:
                    self.rows.add(self._row)
            case ["sheetData", "row", "c"]:
                self._cell(attributes)
            case ["autoFilter"]:
                self._under = rows_below(attributes.get("ref", "A1"))
            case ["autoFilter", "filterColumn", criterion] if criterion in CRITERIA:
                self.filters.append(self._under)
            case ["conditionalFormatting", "cfRule"]:
                code = self._styles.conditional.get(int(attributes.get("dxfId", "-1")), "")
                self.conditional |= {code} if code else set()
            case [*_, "numFmt"]:  # of a rule that later versions write into an extension
                self.conditional.add(attributes.get("formatCode", ""))

    def _columns(self, attributes: dict[str, str]) -> None:
        """Of columns told twice the first counts, as in LibreOffice; none is gone over twice."""
        first, last = int(attributes.get("min", "1")), int(attributes.get("max", "1"))
        columns = range(max(first, self._told + 1), min(last, MAX_COLUMN) + 1)
        self._told = max(self._told, min(last, MAX_COLUMN))
        hidden = attributes.get("hidden") in _TRUE
        width = 0.0 if hidden else float(attributes.get("width", self._width))
        self.widths.update(dict.fromkeys(columns, width))

    def all_widths(self) -> dict[int, float]:
        """Of every column up to the last that is told of or has a cell."""
        columns = range(1, max(self._told, self._used) + 1)
        return dict.fromkeys(columns, self._width) | self.widths

    def _cell(self, attributes: dict[str, str]) -> None:
        ref = parse_a1(attributes["r"]) if "r" in attributes else (self._row, self._column + 1)
        self._column = ref[1]
        self._used = max(self._used, self._column)
        style, codes = int(attributes.get("s", "0")), self._styles.codes
        code = codes[style] if style < len(codes) else ""
        if code:
            self.formats[ref] = code


def rows_below(ref: str) -> range:
    """The rows of a filter's area without its header."""
    top, _, bottom = ref.partition(":")
    return range(parse_a1(top)[0] + 1, parse_a1(bottom or top)[0] + 1)


def read_looks(
    data: bytes, part: str, styles: Styles, filters: Iterable[range], *, is_hidden: bool
) -> Looks:
    """What the part hides, and the formats of its cells; ``filters``: rows under those of tables.

    Raises :class:`~.file_error.XlsxError` for what is no worksheet part.
    """
    reader = _Reader(styles)
    try:
        walk(data, part, reader.start)
    except ValueError as error:
        raise malformed("工作表含有不是数字的编号", part) from error
    return looks_of(
        frozenset(reader.rows),
        [*reader.filters, *filters],
        reader.formats,
        frozenset(reader.conditional),
        reader.all_widths(),
        is_hidden=is_hidden,
    )
