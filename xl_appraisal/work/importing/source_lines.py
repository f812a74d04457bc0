"""The lines of a list or table in a sheet: told from notes and sums, figures as they are read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from xl_appraisal.book.read.row_words import (
    is_note,
    is_numbered,
    is_signature,
    is_sum,
    is_sum_of_window,
)
from xl_appraisal.book.read.typed_values import (
    Unreadable,
    is_blank,
    read_text,
    squeeze,
    text_or_empty,
)
from xl_appraisal.model.grid import EMPTY, Cell, a1, column_name
from xl_appraisal.model.record import Record
from xl_appraisal.work.importing.header import Header
from xl_appraisal.work.importing.header_words import loose
from xl_appraisal.work.importing.shown_figures import ShownFigures, hidden_parts
from xl_appraisal.work.importing.source_sheet import SourceSheet, refused
from xl_appraisal.work.importing.source_values import is_empty


class SourceLine(Record):
    """One line of the file, its cells by field or column id."""

    row: int
    cells: Mapping[str, Cell]

    @property
    def window(self) -> str:
        """The window's name, tidied; empty where there is none."""
        return " ".join(text_or_empty(self.cells.get("window", EMPTY)).split())


class SourceLines:
    """What stands below a sheet's header; each kind of list or table says what its lines are.

    ``columns`` are the source columns by field or column id; ``left_out`` are sentences on the
    rows that are no lines, ``unclear`` on cells that show otherwise than they are, or not at all.
    """

    no_window: str
    merged: str
    """What is wrong with a row without a window's name, and with merged cells; what to do."""

    def __init__(self, sheet: SourceSheet, header: Header) -> None:
        self.sheet, self.header = sheet, header
        self.columns = {name: found[0] for name, found in header.columns.items()}
        self.lines: list[SourceLine] = []
        self.left_out: list[str] = []
        self.unclear: list[str] = []
        self.faults: list[str] = []

    @property
    def name(self) -> str:
        return self.sheet.title

    def figures(self) -> Mapping[str, Mapping[str, bool]]:
        """The fields that hold figures, and the options of :meth:`ShownFigures.read` for each."""
        raise NotImplementedError

    def is_line(self, line: SourceLine) -> bool:
        """Whether it is one; what is wrong with it is noted as a fault."""
        place = a1(line.row, self.columns["window"])
        name = read_text(line.cells.get("window", EMPTY))
        if isinstance(name, Unreadable):
            self.faults.append(f"{place}：窗口名称为{name.found}；应为窗口名称。请改正。")
        elif not name:
            self.faults.append(f"{place}：第{line.row}行{self.no_window}")
        return bool(line.window)

    def is_nothing(self, cell: Cell) -> bool:
        """Whether a row of nothing but such cells is passed over: blank, or shown as blank."""
        return is_empty(cell) or cell.value == ""

    def check(self) -> None:
        """Note the faults that show when all lines are known."""

    def read(self, windows: Collection[str]) -> None:
        """Read all lines; ``windows`` are names known to be windows.

        Raises :class:`ImportFileError` with every fault.
        """
        figures = self.figures()
        others = OtherRows(self.header, {self.columns[name] for name in figures}, windows)
        shown = ShownFigures(self.sheet)
        for row, found in self.sheet.grid.rows():
            if row <= self.header.bottom or all(map(self.is_nothing, found.values())):
                continue
            why = others.why(found)
            if why:
                self.left_out.append(f"第{row}行{why}，未导入。")
                continue
            cells = {name: found[c] for name, c in self.columns.items() if c in found}
            if self.is_line(SourceLine(row, cells)):
                for name in figures.keys() & cells:
                    ref = row, self.columns[name]
                    cells[name] = shown.read(ref, cells[name], **figures[name])
                self.lines.append(SourceLine(row, cells))
        rows, columns = [line.row for line in self.lines], self.columns.values()
        self.unclear += [*shown.report, *hidden_parts(self.sheet, rows, columns)]
        self.faults += shown.faults
        self.check()
        self.faults += [
            f"{area} 是合并单元格{self.merged}" for area in self.sheet.merged(rows, columns)
        ]
        if self.faults:
            raise refused(self.name, self.faults)

    def used(self) -> set[int]:
        """The source columns in which some line holds something."""
        rows = {line.row for line in self.lines}
        cells = self.sheet.grid.cells.items()
        return {c for (row, c), cell in cells if row in rows and not self.is_nothing(cell)}

    def matched(self, labels: Mapping[str, str], passed: Collection[int] = ()) -> list[str]:
        """What to tell of the columns (not of those ``passed``): which stands for what, or none."""
        pairs = sorted((column, name) for name, column in self.columns.items())
        texts = (f"{self.named([c])}→{labels[name]}" for c, name in pairs if c not in passed)
        told = [f"表头对应：{'；'.join(texts)}。"]
        unmatched = self.header.unmatched(self.used())
        return told + ([f"没有对应栏目，未导入：{self.named(unmatched)}。"] if unmatched else [])

    def named(self, columns: Iterable[int]) -> str:
        """Source columns as the report names them."""
        texts = self.header.texts
        return "、".join(f"{column_name(c)}列“{texts[c] or '（无表头）'}”" for c in columns)


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
