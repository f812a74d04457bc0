"""How a file holds that a cell function gave the empty text: as a space.

A LibreOffice without the extension keeps every text that a file stores for a formula, but the
empty one: that formula it computes anew, and shows ``#NAME?``.  A space it keeps, and it looks the
same.  No cell function gives a space, so that reading turns it back.
"""

from __future__ import annotations

from collections.abc import Mapping

from xl_appraisal.model.grid import Formula, Grid, Ref, Write
from xl_appraisal.model.own_functions import calls_function
from xl_appraisal.model.record import replace

_STORED = " "


def as_stored_blanks(grid: Grid, changes: Mapping[Ref, Write]) -> dict[Ref, Write]:
    """The changes to a sheet of a file, an empty result of a cell function as the file holds it."""
    return {
        ref: _stored(write, grid[ref].formula) if isinstance(write, str | Formula) else write
        for ref, write in changes.items()
    }


def _stored(write: str | Formula, formula: str | None) -> Write:
    if isinstance(write, Formula):
        empty = write.value == "" and calls_function(write.text)
        return Formula(write.text, _STORED) if empty else write
    return _STORED if write == "" and calls_function(formula) else write


def without_stored_blanks(grid: Grid) -> Grid:
    """The sheet as a program that knows the functions shows it."""
    blank = {
        ref: cell._replace(value="")
        for ref, cell in grid.cells.items()
        if cell.formula is not None and cell.value == _STORED and calls_function(cell.formula)
    }
    return replace(grid, cells={**grid.cells, **blank}) if blank else grid
