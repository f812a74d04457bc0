"""How a sheet shows its cells: what is hidden, and the number formats of what is not general."""

from __future__ import annotations

from collections.abc import Mapping

from xl_appraisal.model.grid import Ref
from xl_appraisal.model.record import NOTHING, Record


class Looks(Record):
    """``formats`` has the code of each number under one.

    ``filtered`` are the rows under a filter, which hides for a moment and not for good.
    """

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    filtered: range = range(0)
    formats: Mapping[Ref, str] = NOTHING
