"""The rows of a sheet that are no lines of its list or table: sums, notes, signatures …"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from xl_appraisal.book.read.row_words import (
    is_note,
    is_numbered,
    is_signature,
    is_sum,
    is_sum_of_window,
)
from xl_appraisal.book.read.typed_values import is_blank, squeeze
from xl_appraisal.model.grid import Cell
from xl_appraisal.work.importing.header import Header
from xl_appraisal.work.importing.header_words import loose


class OtherRows:
    """Tells the rows below a header that are left out, and why.

    ``figures`` are the columns that hold figures; ``windows`` the names known to be windows.
    """

    def __init__(self, header: Header, figures: Collection[int], windows: Collection[str]) -> None:
        self.header = header
        self.figures = figures
        self.windows = {squeeze(name) for name in windows}
        self.window = next(iter(header.columns.get("window", ())), 0)
        self.known = {column for columns in header.columns.values() for column in columns}
        self.below_note = False

    def why(self, cells: Mapping[int, Cell]) -> str:
        """Why a row is no line, as it is told (``是汇总行``); empty for a line."""
        texts = {
            column: cells[column].value
            for column in sorted(cells)
            if isinstance(cells[column].value, str) and not is_blank(cells[column].value)
        }
        named = str(texts.get(self.window, ""))
        known = squeeze(named) in self.windows
        sums = [
            str(text)
            for column, text in texts.items()
            if is_sum(str(text)) and not (known and column == self.window)
        ]
        if sums or (is_sum_of_window(named) and not known):
            return f"“{sums[0] if sums else named}”是汇总行"
        if known:
            return ""
        first = str(next(iter(texts.values()), ""))
        if is_note(first):
            self.below_note = True
            return "是表下的说明"
        if self._is_signature(cells, texts):
            return "是填表、审核等签名行"
        if len(texts) > 1 and all(
            loose(text) == loose(self.header.texts.get(column, "").rpartition("/")[2])
            for column, text in texts.items()
            if isinstance(text, str)
        ):
            return "重复了表头"
        alone = len([c for c in cells.values() if not is_blank(c.value)]) == 1 and bool(texts)
        if alone and (self.below_note or not self.known & set(texts)):
            return "只有一格文字"
        numbered = is_numbered(first) or not named
        return "是表下的说明" if self.below_note and numbered else ""

    def _is_signature(self, cells: Mapping[int, Cell], texts: Mapping[int, object]) -> bool:
        """Somebody's role or a date, no window, and no figure."""
        signing = {column for column, text in texts.items() if is_signature(str(text))}
        if not signing or (self.window in texts and self.window not in signing):
            return False
        return not any(
            column in self.figures and column not in signing and not is_blank(cell.value)
            for column, cell in cells.items()
            if not isinstance(cell.value, str) or any(map(str.isdigit, cell.value))
        )
