"""A block's values and formulas, read and written in as few calls as there can be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

from xl_appraisal.hosts.calc import calc_values as values
from xl_appraisal.hosts.calc.calc_addresses import Area
from xl_appraisal.hosts.calc.calc_document import Document
from xl_appraisal.hosts.calc.calc_formats import DATE, LOGICAL, TIME, format_areas, set_format
from xl_appraisal.hosts.calc.calc_values import Written

_NO_FORMULAS = {f"={text}": text for text in values.ERROR_TEXTS.values()} | {
    "=TRUE()": "TRUE",
    "=FALSE()": "FALSE",
}
"""What LibreOffice makes of a file's errors and truths that nobody computes."""

_CONTENT = 1 | 2 | 4 | 16  # values, dates, texts, formulas; com.sun.star.sheet.CellFlags
_FORMULA = Written("", "formula")
Rows: TypeAlias = tuple[tuple[Any, ...], ...]


class Block:
    """Cells of a sheet: where they are and LibreOffice's own object of them."""

    def __init__(self, document: Document, sheet: Any, area: Area) -> None:
        self.document, self.sheet, self.area = document, sheet, area
        self.cells = sheet.getCellRangeByPosition(
            area.left - 1, area.top - 1, area.right - 1, area.bottom - 1
        )

    # ── reading ──

    def values(self) -> Rows:
        """Raw values, as xlwings has them of Excel."""
        data = self.cells.getDataArray()
        rows = [[None if value == "" else value for value in line] for line in data]
        for row, line in enumerate(data):
            for column, value in enumerate(line):
                if value is None:
                    rows[row][column] = self._error(row, column)
        if any(type(value) is float for line in data for value in line):
            self._give_meaning(rows)
        return tuple(map(tuple, rows))

    def formulas(self) -> Rows:
        """Formulas in Excel's English form, and the content of the cells without one."""
        pairs = zip(self.cells.getFormulaArray(), self.cells.getDataArray(), strict=True)
        return tuple(
            tuple(_formula(text, value, self.document) for text, value in zip(*pair, strict=True))
            for pair in pairs
        )

    def _error(self, row: int, column: int) -> int:
        return values.error_number(self.cells.getCellByPosition(column, row).getError())

    def _give_meaning(self, rows: list[list[Any]]) -> None:
        """Turn the numbers into what their formats say."""
        origin = self.document.origin
        for key, areas in format_areas(self.cells):
            kind = self.document.formats.kind(key)
            meaning: Callable[[float], Any]
            if kind & LOGICAL:
                meaning = bool
            elif kind & (DATE | TIME):

                def meaning(number: float) -> Any:
                    return values.moment(number, origin)

            else:
                continue
            for row, column in (ref for area in areas for ref in _refs(area)):
                line, place = rows[row - self.area.top], column - self.area.left
                if type(line[place]) is float:
                    line[place] = meaning(line[place])

    # ── writing ──

    def write(self, data: Any) -> None:
        """Values by their types; only a :class:`~.values.FormulaText` becomes a formula.

        Raises, with nothing written: :class:`ValueError`, :class:`TypeError` for what no cell
        holds; UNO's ``RuntimeException`` where the program takes nothing (a protected sheet).
        """
        given = values.as_rows(data, self.area.shape)
        origin = self.document.origin
        rows = [[values.to_calc(value, origin) for value in line] for line in given]
        before = self._formats_before(rows)
        if self._has_notes():
            for cell, written in zip(self._single(), (w for r in rows for w in r), strict=True):
                _put(cell, written)
        else:
            self.cells.setDataArray(tuple(tuple(_plain(w) for w in line) for line in rows))
        self._mend_formats(rows, before)
        self._write_formulas(rows)

    def write_formulas(self, data: Any) -> None:
        """Formulas in Excel's English form, other texts as if typed.

        One formula for many cells moves its references along, as in Excel.
        """
        rows = [
            [_typed(value, self.document) for value in line]
            for line in values.as_rows(data, self.area.shape)
        ]
        self._mend_formats([[_FORMULA] * len(line) for line in rows], self._truths())
        single = not isinstance(data, list | tuple) and self.area.shape != (1, 1)
        if single and rows[0][0].startswith("="):
            self._fill(rows[0][0])
        elif self._has_notes():
            for cell, text in zip(self._single(), (t for r in rows for t in r), strict=True):
                _unlocked(cell).Formula = text
        else:
            self.cells.setFormulaArray(tuple(map(tuple, rows)))

    def clear(self, flags: int = _CONTENT) -> None:
        """Clear what the flags (``com.sun.star.sheet.CellFlags``) say."""
        self.cells.clearContents(flags)

    def _fill(self, formula: str) -> None:
        cells = self._single()
        first = _unlocked(next(cells))
        first.Formula = formula
        tokens = first.getTokens()  # relative references stay relative in these
        for cell in cells:
            _unlocked(cell).setTokens(tokens)

    def _single(self) -> Iterator[Any]:
        height, width = self.area.shape
        for row in range(height):
            for column in range(width):
                yield self.cells.getCellByPosition(column, row)

    def _has_notes(self) -> bool:
        """LibreOffice's writing of a block would take the notes of its cells away."""
        if not self.sheet.Annotations.Count:
            return False
        return bool(self.cells.queryContentCells(8).Count)

    def _write_formulas(self, rows: Sequence[Sequence[Written]]) -> None:
        for row, line in enumerate(rows):
            for column, written in enumerate(line):
                if written.kind == "formula":
                    cell = self.cells.getCellByPosition(column, row)
                    _unlocked(cell).Formula = self.document.to_calc(str(written.data))

    def _formats_before(self, rows: Sequence[Sequence[Written]]) -> list[tuple[int, list[Area]]]:
        """The formats that the values may contradict, which for most values are none."""
        kinds = {w.kind for line in rows for w in line}
        if "text" in kinds:
            texts = (str(w.data) for line in rows for w in line if w.kind == "text")
            if not any(map(values.may_be_taken_for_more, texts)):
                kinds.remove("text")
        if kinds <= {"number", "formula"}:
            return self._truths() if kinds else []
        return list(format_areas(self.cells))

    def _truths(self) -> list[tuple[int, list[Area]]]:
        """The cells whose numbers are shown as truths."""
        kind = self.document.formats.kind
        return [found for found in format_areas(self.cells) if kind(found[0]) & LOGICAL]

    def _mend_formats(
        self, rows: Sequence[Sequence[Written]], before: list[tuple[int, list[Area]]]
    ) -> None:
        """Let numbers, truths and dates be shown as such; a text changes no format."""
        wanted: dict[int, list[tuple[int, int]]] = {}
        for key, areas in before:
            for row, column in (ref for area in areas for ref in _refs(area)):
                kind = rows[row - self.area.top][column - self.area.left].kind
                found = self._format_for(kind, key)
                if found != key or kind == "text":
                    wanted.setdefault(found, []).append((row, column))
        number = self.cells.RangeAddress.Sheet if wanted else 0
        for key, cells in wanted.items():
            set_format(self.document.model, number, cells, key)

    def _format_for(self, kind: str, key: int) -> int:
        formats = self.document.formats
        logical = bool(formats.kind(key) & LOGICAL)
        if kind in ("number", "formula") and logical:
            return formats.key_for("General")
        if kind == "logical" and not logical:
            return formats.key_for(kind)
        if kind in ("date", "datetime", "time") and (logical or formats.is_general(key)):
            return formats.key_for(kind)
        return key


def _refs(area: Area) -> Iterator[tuple[int, int]]:
    for row in range(area.top, area.bottom + 1):
        for column in range(area.left, area.right + 1):
            yield row, column


def _plain(written: Written) -> float | str:
    return "" if written.kind == "formula" else written.data


def _put(cell: Any, written: Written) -> None:
    data = _plain(written)
    if isinstance(data, float):
        _unlocked(cell).Value = data
    elif data:
        _unlocked(cell).String = data
    else:
        _unlocked(cell).clearContents(_CONTENT)


def _unlocked(cell: Any) -> Any:
    """The cell, if it takes anything: LibreOffice passes over a locked one without a word."""
    if cell.Spreadsheet.isProtected() and cell.CellProtection.IsLocked:
        raise PermissionError("工作表受保护。 / The sheet is protected.")
    return cell


def _typed(value: object, document: Document) -> str:
    if isinstance(value, str):
        return document.to_calc(value) if value.startswith("=") else value
    if value is None:
        return ""
    return str(value).upper() if isinstance(value, bool) else str(value)


def _formula(text: str, value: Any, document: Document) -> str:
    """A text that begins with ``=`` comes back as itself."""
    if isinstance(value, str) and (text == value or not text.startswith(("=", "{="))):
        return value
    if text in _NO_FORMULAS:
        return _NO_FORMULAS[text]
    return document.to_excel(text) if text.startswith(("=", "{=")) else text
