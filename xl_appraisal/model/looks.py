"""How a sheet shows its cells: what is hidden, and the number formats of what is not general."""

from __future__ import annotations

from collections.abc import Mapping

from xl_appraisal.model.grid import Ref
from xl_appraisal.model.record import NOTHING, Record

THIN = 4
"""Points: nothing can be read in a row of less."""

WIDE = 20
"""Characters: more than any figure of ours has."""


class Looks(Record):
    """``formats`` has the code of each cell under one that a program has reason to tell.

    ``filtered`` are the rows that a filter hides, for a moment and not for good; they are not
    among ``hidden_rows``.  Rows thinner than :data:`THIN` and columns that do not show one
    character are hidden.  ``conditional`` are the codes that conditional formats give.
    ``narrow`` has how many characters a column shows, of those that show fewer than :data:`WIDE`.
    """

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    filtered: frozenset[int] = frozenset()
    formats: Mapping[Ref, str] = NOTHING
    conditional: frozenset[str] = frozenset()
    narrow: Mapping[int, int] = NOTHING
    is_hidden: bool = False  # the sheet as a whole


def looks_of(
    rows: frozenset[int],
    filters: list[range],
    formats: Mapping[Ref, str],
    conditional: frozenset[str],
    widths: Mapping[int, float],
    *,
    is_hidden: bool,
) -> Looks:
    """The looks of a sheet that hides these rows; ``filters``: the rows under each filter in use.

    ``widths`` are of columns, in characters of the book's own font, 0 of a hidden one.  A file
    does not tell which rows of a filter's list were hidden by hand.
    """
    filtered = frozenset(row for row in rows if any(row in under for under in filters))
    narrow = {column: int(width) for column, width in widths.items() if 1 <= width < WIDE}
    columns = frozenset(column for column, width in widths.items() if width < 1)
    return Looks(rows - filtered, columns, filtered, formats, conditional, narrow, is_hidden)
