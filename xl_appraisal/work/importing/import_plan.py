"""What an import would do: all of it, to be looked at before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Literal

from xl_appraisal.book.sheets import SOURCE
from xl_appraisal.book.write.formula_renewal import stale_data
from xl_appraisal.hosts.host import Host
from xl_appraisal.model.exact import plain
from xl_appraisal.model.exact_json import fields_json
from xl_appraisal.model.grid import Ref, Write
from xl_appraisal.model.record import NOTHING, Record

Outcome = Literal["added", "filled", "repeated", "marked"]
OUTCOME_NAMES: dict[Outcome, str] = {
    "added": "新增",
    "filled": "补填",
    "repeated": "重复，不导入",
    "marked": "重复，已标注",
}


_PART = 250
"""Rows written at once: a moment's work, after which somebody may stop it."""


class PlannedLine(Record):
    """One line of a file: where it came from, what is written, what becomes of it.

    ``cells`` maps headers to what is written; ``row`` is its row on ``sheet``, ``None`` for a
    line that is left out.
    """

    sheet: str
    source: str
    cells: Mapping[str, Write]
    outcome: Outcome
    row: int | None

    def as_json(self) -> dict[str, object]:
        cells = {header: _text(value) for header, value in self.cells.items()}
        return fields_json(self, "sheet", "row", "source", "outcome") | {"cells": cells}


def _parts(cells: Mapping[Ref, Write]) -> Iterator[tuple[Mapping[Ref, Write], str]]:
    """The cells in parts of whole rows, with how many rows are through and there are."""
    rows: dict[int, dict[Ref, Write]] = {}
    for ref, value in cells.items():
        rows.setdefault(ref[0], {})[ref] = value
    found = list(rows.values())
    for first in range(0, len(found), _PART):
        part = {ref: value for row in found[first : first + _PART] for ref, value in row.items()}
        yield part, f"{first}/{len(found)}行"


def _text(value: Write) -> str:
    return plain(value) if isinstance(value, Decimal) else str(value)


class ImportPlan(Record):
    """The cells to write, by sheet, and what to tell staff, a Chinese sentence each.

    ``cleared`` are formula cells that give way to a typed value: a host keeps a formula under a
    plain value, so they are emptied first.  :meth:`write_to` does both in order.
    """

    changes: Mapping[str, Mapping[Ref, Write]] = NOTHING
    report: tuple[str, ...] = ()
    cleared: Mapping[str, frozenset[Ref]] = NOTHING
    lines: tuple[PlannedLine, ...] = ()
    tables: Mapping[str, tuple[Ref, int]] = NOTHING
    """By sheet: a header cell of the Excel table and the last row that it must reach."""

    @property
    def changes_nothing(self) -> bool:
        return not any(self.changes.values())

    def write_to(self, host: Host, go_on: Callable[[str], None] | None = None) -> None:
        """Write all cells into ``host``; nothing is saved.  Raises :class:`BookError`.

        ``go_on`` is told between two parts how far it is; what it raises ends the writing there,
        and the host's step has to take the parts before back.  Without it a sheet is written at
        once, as a file is best.
        """
        for sheet, refs in self.cleared.items():
            host.write(sheet, dict.fromkeys(refs))
        for sheet, (header, last_row) in self.tables.items():
            host.grow_table(sheet, header, last_row)
        for sheet, cells in self.changes.items():
            if go_on is None:
                host.write(sheet, cells)
                continue
            for part, done in _parts(cells):
                go_on(f"正在写入“{sheet}”：{done}")
                host.write(sheet, part)
        stale = stale_data(host.grid(SOURCE)) if any(self.changes.values()) else {}
        if stale:
            host.write(SOURCE, stale)

    def merged(self, other: ImportPlan) -> ImportPlan:
        """Both plans as one; each has sheets of its own to write to."""
        return ImportPlan(
            {**self.changes, **other.changes},
            (*self.report, *other.report),
            {**self.cleared, **other.cleared},
            (*self.lines, *other.lines),
            {**self.tables, **other.tables},
        )
