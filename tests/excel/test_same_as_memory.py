"""The host over xlwings does to a workbook what the host in memory does."""

from __future__ import annotations

from decimal import Decimal

import pytest
import xlwings as xw
from hypothesis import given
from hypothesis import strategies as st

from tests.excel.memory_cells import content_of
from tests.excel.memory_engine import memory_engine
from tests.excel.real_table import contents
from xl_appraisal.book.sheets import SHEETS
from xl_appraisal.hosts import MemoryHost
from xl_appraisal.hosts.excel.excel_host import XlwingsHost
from xl_appraisal.model.grid import Cell, Formula, Grid
from xl_appraisal.work import desk

REFS = st.tuples(st.integers(1, 6), st.integers(1, 5))
FIGURES = st.decimals(-1000, 1000, places=3)
TEXTS = st.text("名次=1'-. 红", min_size=1, max_size=5)
CELLS = st.builds(Cell, st.one_of(FIGURES, TEXTS, st.booleans()), st.sampled_from([None, "F(A1)"]))
WRITES = st.one_of(
    st.none(), FIGURES, TEXTS, st.booleans(), st.builds(Formula, st.just("G(A1)"), FIGURES)
)


def as_kept(grid: Grid) -> dict[object, object]:
    """Constants as they are, formulas by their text: their figure is the program's business."""
    return {
        ref: cell.formula if cell.formula is not None else (type(cell.value), cell.value)
        for ref, cell in grid.cells.items()
    }


@given(st.dictionaries(REFS, CELLS), st.lists(st.dictionaries(REFS, WRITES), max_size=3))
def test_the_same_writes_leave_the_same_cells(cells, batches) -> None:
    """Any cells, any batches of writes."""
    start = Grid("甲", cells)
    memory = MemoryHost([start])
    with memory_engine() as engine:
        program = XlwingsHost(engine.open("/one/book.xlsx", {"甲": content_of(start)}))
        for changes in batches:
            memory.write("甲", changes)
            program.write("甲", changes)
        first, second = memory.grid("甲"), program.grid("甲")
    assert first is not None
    assert second is not None
    assert as_kept(first) == as_kept(second)


def test_a_recalculation_leaves_the_same_workbook(book) -> None:
    """All sheets of the real quarter, by either host."""
    through = XlwingsHost(book.front)
    grids = [grid for name in SHEETS if (grid := through.grid(name)) is not None]
    memory = MemoryHost(grids)
    desk.recalculate(memory)
    desk.recalculate(through)
    for name in SHEETS:
        first, second = memory.grid(name), through.grid(name)
        assert first is not None
        assert second is not None
        assert as_kept(first) == as_kept(second)
        assert sorted(first.merges) == sorted(second.merges)


def test_the_engine_answers_as_xlwings_expects(engine) -> None:
    """Open workbooks are found by name; an unknown one is a KeyError; cells come as values."""
    opened = engine.open("/one/2023Q1.xlsm", contents())
    assert xw.Book("2023Q1.xlsm").fullname == opened.fullname
    with pytest.raises(KeyError):
        opened.app.books["2022Q4.xlsm"]
    assert opened.sheets["名次表"].range("B7").value == "公安出入境"
    opened.sheets["名次表"].range("C7").value = 29.5
    assert opened.sheets["名次表"].range((7, 3)).raw_value == 29.5
    with pytest.raises(TypeError):
        opened.sheets["名次表"].range("C7").raw_value = Decimal("29.5")
