"""Cells gathered into rectangles: a program takes a block in one call."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from xl_appraisal.model.grid import Area, Ref


def rectangles(refs: Iterable[Ref]) -> Iterator[Area]:
    """Cover cells with few rectangles: runs within a row, joined over rows that run alike."""
    open_runs: dict[tuple[int, int], Area] = {}
    for row, runs in _runs(refs):
        still: dict[tuple[int, int], Area] = {}
        for run in runs:
            above = open_runs.get(run)
            joins = above is not None and above.bottom == row - 1
            top = above.top if above is not None and joins else row
            still[run] = Area(top, run[0], row, run[1])
            if joins:
                del open_runs[run]
        yield from open_runs.values()
        open_runs = still
    yield from open_runs.values()


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


def _runs(refs: Iterable[Ref]) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    by_row: dict[int, list[int]] = {}
    for row, column in refs:
        by_row.setdefault(row, []).append(column)
    for row in sorted(by_row):
        runs: list[tuple[int, int]] = []
        for column in sorted(by_row[row]):
            if runs and runs[-1][1] == column - 1:
                runs[-1] = (runs[-1][0], column)
            else:
                runs.append((column, column))
        yield row, runs


def runs_from_the_end(numbers: Iterable[int]) -> list[range]:
    """Consecutive numbers together, from the last run to the first."""
    found: list[range] = []
    for number in sorted(numbers):
        if found and found[-1].stop == number:
            found[-1] = range(found[-1].start, number + 1)
        else:
            found.append(range(number, number + 1))
    return found[::-1]
