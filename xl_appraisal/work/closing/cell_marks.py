"""The marks that a closing leaves on the hidden sheet: a fingerprint of every cell, row by row.

They let a later look say which cells changed.  Column C of 通报数据, below a first line that the
closing note explains: ``名次表<tab>7<tab>1:9f86d081 2:60303ae2`` for each row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256

from xl_appraisal.model.grid import Grid, Ref, Write
from xl_appraisal.work.closing.closing_note import read_record
from xl_appraisal.work.closing.digest import CellDigests

COLUMN = 3
_PROTECTED = "protected"  # begins the first line of a closing of the first form


def mark_lines(cells: CellDigests) -> list[str]:
    """The lines for these fingerprints."""
    rows: dict[tuple[str, int], list[str]] = {}
    for (sheet, (row, column)), text in cells.items():
        rows.setdefault((sheet, row), []).append(f"{column}:{text}")
    return [f"{sheet}\t{row}\t{' '.join(marks)}" for (sheet, row), marks in rows.items()]


def lines_digest(lines: Iterable[str]) -> str:
    """The fingerprint of the marks themselves."""
    return sha256("\n".join(lines).encode()).hexdigest()


def mark_cells(source: Grid, lines: list[str]) -> dict[Ref, Write]:
    """The cells to write: the lines from the top, older ones below emptied."""
    old = max((row for row, column in source.cells if column == COLUMN), default=0)
    written: dict[Ref, Write] = {(row, COLUMN): line for row, line in enumerate(lines, 1)}
    return written | {(row, COLUMN): None for row in range(len(lines) + 1, old + 1)}


def read_lines(source: Grid | None) -> list[str]:
    """The lines as they stand; one that is no text reads as empty."""
    if source is None:
        return []
    last = max((row for row, column in source.cells if column == COLUMN), default=0)
    values = (source.value(row, COLUMN) for row in range(1, last + 1))
    return [value if isinstance(value, str) else "" for value in values]


def protected_sheets(lines: list[str]) -> tuple[str, ...]:
    """The sheets that the closing protected, of either form."""
    if not lines:
        return ()
    record = read_record(lines[0])
    if record is not None:
        return record.protected
    first = lines[0].split("\t")
    return tuple(first[1:]) if first[0] == _PROTECTED else ()


def read_marks(lines: list[str]) -> Mapping[tuple[str, Ref], str]:
    """The fingerprints by cell; what is no mark any more is passed over."""
    marks_by_cell: dict[tuple[str, Ref], str] = {}
    for line in lines[1:]:
        sheet, _, rest = line.partition("\t")
        row, _, marks = rest.partition("\t")
        for mark in marks.split():
            column, _, text = mark.partition(":")
            if row.isdecimal() and column.isdecimal():
                marks_by_cell[sheet, (int(row), int(column))] = text
    return marks_by_cell
