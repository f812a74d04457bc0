"""What Excel tells of hidden rows, filters and conditional formats, over memory."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tests.excel.memory_cells import Content, Counted
from xl_appraisal.model.grid import Area, a1


def alike(sizes: Iterable[float]) -> float | None:
    """What Excel tells of the sizes of several rows or columns."""
    found = set(sizes)
    return found.pop() if len(found) == 1 else None


class SheetCells(Counted):
    """All cells of a sheet, for what is asked of them at once."""

    def __init__(self, content: Content) -> None:
        self._content = content

    @property
    def FormatConditions(self) -> Conditions:
        return Conditions(self._content.conditions)


class Conditions(Counted):
    def __init__(self, codes: list[str | None]) -> None:
        self._codes = codes

    @property
    def Count(self) -> int:
        return len(self._codes)

    def __call__(self, number: int) -> Any:
        return Condition(self._codes[number - 1])


class Condition(Counted):
    def __init__(self, code: str | None) -> None:
        self._code = code

    @property
    def NumberFormat(self) -> str | None:
        return self._code


class Filter(Counted):
    """A filter that hides rows."""

    FilterMode = True

    def __init__(self, content: Content, area: Area | None = None) -> None:
        self._area = area or content.filtered

    @property
    def Range(self) -> Filter:
        return self

    @property
    def Address(self) -> str:
        assert self._area is not None
        return f"{a1(*self._area[:2])}:{a1(*self._area[2:])}"


class Tables(Counted):
    def __init__(self, content: Content) -> None:
        self._content = content

    @property
    def Count(self) -> int:
        return len(self._content.filtered_tables)

    def __call__(self, number: int) -> Any:
        return Table(self._content, self._content.filtered_tables[number - 1])


class Table(Counted):
    def __init__(self, content: Content, area: Area | None) -> None:
        self._content, self._area = content, area

    @property
    def AutoFilter(self) -> Filter | None:
        return Filter(self._content, self._area) if self._area else None
