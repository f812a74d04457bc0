"""How a sheet shows its cells: what is hidden, and the number formats of what is not general."""

from __future__ import annotations

from collections.abc import Mapping

from xl_appraisal.model.grid import Ref
from xl_appraisal.model.record import NOTHING, Record


class Looks(Record):
    """``formats`` has the code of each cell under one that a program has reason to tell.

    ``filtered`` are the rows that a filter hides, for a moment and not for good; they are not
    among ``hidden_rows``.  ``conditional`` are the codes that conditional formats give.
    """

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    filtered: frozenset[int] = frozenset()
    formats: Mapping[Ref, str] = NOTHING
    conditional: frozenset[str] = frozenset()


def looks_of(
    rows: frozenset[int],
    columns: frozenset[int],
    filters: list[range],
    formats: Mapping[Ref, str],
    conditional: frozenset[str],
) -> Looks:
    """The looks of a sheet that hides these rows; ``filters``: the rows under each filter in use.

    A file does not tell which rows of a filter's list were hidden by hand.
    """
    filtered = frozenset(row for row in rows if any(row in under for under in filters))
    return Looks(rows - filtered, columns, filtered, formats, conditional)
