"""Defined names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from xl_appraisal.hosts.calc.calc_formats import area_of
from xl_appraisal.hosts.calc.calc_gaps import states_gaps

if TYPE_CHECKING:
    from xl_appraisal.hosts.calc.calc_books import CalcBook
    from xl_appraisal.hosts.calc.calc_ranges import CalcRange
    from xl_appraisal.hosts.calc.calc_sheets import CalcSheet


@states_gaps
class CalcName(base_classes.Name):
    """One name."""

    def __init__(self, names: CalcNames, xl: Any) -> None:
        self._names, self.xl = names, xl

    @property
    def api(self) -> Any:
        return self.xl

    @property
    def name(self) -> str:
        return str(self.xl.Name)

    @name.setter
    def name(self, value: str) -> None:
        self.xl.Name = value

    @property
    def refers_to(self) -> str:
        return self._names.book.document.to_excel(f"={self.xl.Content}")

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        self.xl.Content = self._names.content_of(value)

    @property
    def refers_to_range(self) -> CalcRange:
        """Raises :class:`ValueError` for a name of something else than cells."""
        from xl_appraisal.hosts.calc.calc_ranges import CalcRange

        cells = self.xl.ReferredCells
        if cells is None:
            raise ValueError(f"{self.name} refers to no cells: {self.refers_to}")
        sheet = self._names.book.sheets(cells.Spreadsheet.Name)
        return CalcRange(sheet, area_of(cells.RangeAddress))

    def delete(self) -> None:
        self._names.api.removeByName(self.name)


@states_gaps
class CalcNames(base_classes.Names):
    """The names of a workbook, or of one sheet."""

    def __init__(self, book: CalcBook, sheet: CalcSheet | None = None) -> None:
        self.book, self._sheet = book, sheet

    @property
    def api(self) -> Any:
        owner = self.book.document.model if self._sheet is None else self._sheet.xl
        return owner.NamedRanges

    def __len__(self) -> int:
        return int(self.api.Count)

    def __call__(self, name_or_index: str | int) -> CalcName:
        """Raises :class:`KeyError`."""
        if isinstance(name_or_index, int):
            return CalcName(self, self.api.getByIndex(name_or_index - 1))
        if not self.api.hasByName(name_or_index):
            raise KeyError(name_or_index)
        return CalcName(self, self.api.getByName(name_or_index))

    def snapshot(self) -> list[tuple[str, CalcName]]:
        names = self.api
        return [(name, CalcName(self, names.getByName(name))) for name in names.ElementNames]

    def contains(self, name_or_index: str | int) -> bool:
        if isinstance(name_or_index, int):
            return 1 <= name_or_index <= len(self)
        return bool(self.api.hasByName(name_or_index))

    def add(self, name: str, refers_to: str) -> CalcName:
        import uno

        origin = uno.createUnoStruct("com.sun.star.table.CellAddress")
        if self.contains(name):
            self.api.removeByName(name)
        self.api.addNewByName(name, self.content_of(refers_to), origin, 0)
        return self(name)

    def content_of(self, refers_to: str) -> str:
        """What a name refers to as LibreOffice's interface takes it, without ``=``."""
        text = refers_to if refers_to.startswith("=") else f"={refers_to}"
        return self.book.document.to_calc(text)[1:]
