"""The module that hands cells over as values, run by LibreOffice's Basic over Calc's cells.

Beside it stands what ``tests/excel/handing.py`` makes of the same cells: the engine in memory
hands over what this module does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from tests.excel.handing import sheets_handed_over
from tests.excel.memory_cells import Content
from tests.excel.memory_sheets import MemorySheet
from tests.vba.books import ANNEX, TABLE
from xl_appraisal.book.new.macros.sources import SOURCE_FOLDER
from xl_appraisal.hosts.excel.handed_cells import handed_cells
from xl_appraisal.model.grid import Area
from xl_appraisal.model.own_functions import NAMES

CELLS: dict[tuple[int, int], tuple[Any, str | None]] = {
    (2, 2): ("窗口", None),
    (4, 2): (0.5, None),
    (4, 3): (0.7, None),
    (4, 4): (0.25, None),
    (5, 4): (0.75, None),
    (6, 2): (1.0, "B4*2"),
    (6, 4): (0.125, None),
}
"""What ``books.fill`` puts on the second sheet."""


def in_memory() -> Any:
    """The same two sheets in memory."""
    book: Any = SimpleNamespace(_hands_over=True, _pages=[], _name="addin.xlsm")
    ranks = Content(dict(CELLS), [Area(2, 2, 3, 3)], percents={(4, 4), (5, 4)})
    for name, content in ((TABLE, Content({(1, 1): (94.5, None)})), (ANNEX, ranks)):
        book._pages.append(MemorySheet(book, name, content))
    return book


def test_basic_hands_over_what_the_engine_in_memory_does(libreoffice: Mapping[str, Any]) -> None:
    """Place, values, formulas, merged areas and percentages of both sheets."""
    told = libreoffice["addin.xlsm"]["handed over"]["sheets"]
    expected = sheets_handed_over(in_memory())
    assert [line[0] for line in told] == [line[0] for line in expected] == [TABLE, ANNEX]
    for one, other in zip(told, expected, strict=True):
        ours, theirs = handed_cells(one), handed_cells(other)
        assert ours is not None
        assert theirs is not None
        assert (ours.sheet, ours.area, ours.spills) == (theirs.sheet, theirs.area, False)
        assert (ours.cells(), ours.merges) == (theirs.cells(), theirs.merges)


def test_plain_arguments_are_handed_on(libreoffice: Mapping[str, Any]) -> None:
    """A number and a text stay what they are."""
    assert libreoffice["addin.xlsm"]["handed over"]["plain"] == [3.0, "一"]


def test_where_anything_fails_the_cells_themselves_are_handed_over() -> None:
    """An error in it would take every figure with it; the program's cells are understood too."""
    source = (SOURCE_FOLDER / "Handing.bas").read_text("ascii")
    body = re.search(r"(?ms)^Public Function HandedOver\(.*?^End Function", source)
    assert body is not None
    assert "    On Error GoTo asTheyAre\n" in body[0]
    assert body[0].endswith("asTheyAre:\n    HandedOver = arguments\nEnd Function")


def test_every_wrapper_hands_cells_over_so() -> None:
    """In Excel's branch alone: other programs have no such module."""
    source = (SOURCE_FOLDER / "Functions.bas").read_text("ascii")
    in_excel = [x for x in source.splitlines() if "CallUDF" in x and "ThisWorkbook" in x]
    assert len(in_excel) == len(NAMES)
    assert all(re.search(r", HandedOver\((argsArray|Array\(.*\))\), ", x) for x in in_excel)
