"""The table of cells behaves as a dictionary does."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from xl_appraisal.model.grid import EMPTY, Cell, Grid
from xl_appraisal.ooxml.scan_result import CellTable

REFS = st.tuples(st.integers(1, 5), st.integers(1, 5))


@given(st.dictionaries(REFS, st.integers().map(lambda n: Cell(Decimal(n)))), REFS)
def test_a_table_is_the_mapping_of_what_was_put(
    cells: dict[tuple[int, int], Cell], ref: tuple[int, int]
) -> None:
    """Looking up, iterating, counting and comparing agree with a plain dictionary."""
    table = CellTable()
    for key, cell in cells.items():
        table.put(key, cell)
    assert table == cells and len(table) == len(cells)
    assert dict(table.items()) == dict(table) == cells
    assert (ref in table) == (ref in cells)
    assert table.get(ref) == cells.get(ref)
    assert table.look(ref) == cells.get(ref, EMPTY)
    assert list(Grid("", table).rows()) == list(Grid("", cells).rows())
