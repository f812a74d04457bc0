"""Cells gathered into rectangles: a program takes a block in one call."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from xl_appraisal.model.grid import Area, Ref


def rectangles(refs: Iterable[Ref]) -> Iterator[Area]:
    """Cover cells with few rectangles: runs within a row, joined over rows that run alike."""
    by_row: dict[int, list[int]] = {}
    for row, column in refs:
        by_row.setdefault(row, []).append(column)
    above: dict[range, Area] = {}
    for row in sorted(by_row):
        here = {}
        for run in runs(by_row[row]):
            if run in above and above[run].bottom == row - 1:
                here[run] = above.pop(run)._replace(bottom=row)
            else:
                here[run] = Area(row, run.start, row, run.stop - 1)
        yield from above.values()
        above = here
    yield from above.values()


def runs(numbers: Iterable[int]) -> list[range]:
    """Consecutive numbers together, in order."""
    found: list[range] = []
    for number in sorted(numbers):
        if found and found[-1].stop == number:
            found[-1] = range(found[-1].start, number + 1)
        else:
            found.append(range(number, number + 1))
    return found


def shrunk(area: Area, wanted: Container[Ref]) -> Area | None:
    """The smallest rectangle within ``area`` that holds all of ``wanted``; ``None`` for none."""
    inside = [ref for ref in refs_of(area) if ref in wanted]
    if not inside:
        return None
    rows, columns = [row for row, _ in inside], [column for _, column in inside]
    return Area(min(rows), min(columns), max(rows), max(columns))


def refs_of(area: Area) -> Iterator[Ref]:
    """The cells of a rectangle, row by row."""
    for row in range(area.top, area.bottom + 1):
        for column in range(area.left, area.right + 1):
            yield row, column
