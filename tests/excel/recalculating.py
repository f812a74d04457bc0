"""A program that recalculates in an order of its own, over the sheets in memory.

Only cells whose arguments changed are computed anew, each after those that it is handed, in any
order that this leaves open.  Whatever a function reads that was not handed to it is as it was
before: a figure that is right all the same rests on its arguments alone.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from tests.excel.conftest import Opened
from xl_appraisal.book.sheets import RANKING, SOURCE
from xl_appraisal.hosts.addresses import parse_address
from xl_appraisal.model.grid import Area, Ref

_CALL = re.compile(r"([A-Z_]+)\((.*)\)")
Place = tuple[str, Ref]


@dataclass
class Call:
    """A cell's function with what it is handed: cells, or plain values."""

    name: str
    arguments: list[tuple[str, Area] | Any]

    def reads(self, sheet: str, ref: Ref) -> bool:
        """Whether that cell is among those handed over."""
        return any(
            isinstance(a, tuple) and a[0] == sheet and a[1].covers(ref) for a in self.arguments
        )


class Recalculating:
    """The functions of a workbook's sheets, computed as a spreadsheet would."""

    def __init__(self, book: Opened, call: Callable[..., Any], seed: int) -> None:
        self.book, self.call = book, call
        self.random = random.Random(seed)
        self.calls = {
            (sheet, ref): found
            for sheet in (RANKING, SOURCE)
            for ref, (_, formula) in book.content(sheet).cells.items()
            if formula and (found := parsed(formula, sheet))
        }
        self.feeds: dict[Place, set[Place]] = {
            place: {other for other, known in self.calls.items() if known.reads(*place)}
            for place in self.calls
        }

    def put(self, sheet: str, *values: tuple[Ref, Any]) -> None:
        """Type values and recalculate what depends on them."""
        for ref, value in values:
            self.book.put(ref, value, sheet)
            if (sheet, ref) in self.calls:  # a formula typed over
                del self.calls[sheet, ref]
        touched = [(sheet, ref) for ref, _ in values]
        self._compute({c for c, call in self.calls.items() if any(call.reads(*t) for t in touched)})

    def all(self) -> None:
        """Compute every function."""
        self._compute(set(self.calls))

    def _compute(self, dirty: set[Place]) -> None:
        waiting = list(dirty)
        while waiting:
            fed = self.feeds[waiting.pop()] & self.calls.keys()
            waiting += fed - dirty
            dirty.update(fed)
        before = {c: sum(c in self.feeds[d] for d in dirty) for c in dirty}
        free = sorted(c for c in dirty if not before[c])
        while free:
            place = free.pop(self.random.randrange(len(free)))
            dirty.remove(place)
            self._put_result(place)
            for other in self.feeds[place] & before.keys():
                before[other] -= 1
                if not before[other]:
                    free.append(other)
        assert not dirty, "a circular reference"

    def _put_result(self, place: Place) -> None:
        sheet, ref = place
        call = self.calls[place]
        handed = [
            self.book.cells(a[1], a[0]) if isinstance(a, tuple) else a for a in call.arguments
        ]
        formula = self.book.content(sheet).cells[ref][1]
        self.book.content(sheet).cells[ref] = (self.call(call.name, *handed), formula)


def parsed(formula: str, sheet: str) -> Call | None:
    """A cell's only function, ``None`` for any other formula."""
    match = _CALL.fullmatch(formula)
    return Call(match[1], [_argument(a, sheet) for a in _split(match[2])]) if match else None


def _split(text: str) -> Iterator[str]:
    yield from (part.strip() for part in text.split(","))


def _argument(text: str, sheet: str) -> tuple[str, Area] | Any:
    if text.startswith('"'):
        return text.strip('"')
    if re.fullmatch(r"\d+", text):
        return float(text)
    name, area = parse_address(text)
    return (name or sheet, area)
