"""A program that recalculates in an order of its own, over the sheets in memory.

Only cells whose arguments changed are computed anew, each after those that it is handed, in any
order that this leaves open.  Whatever a function reads that was not handed to it is as it was
before the last change: a figure that is right all the same rests on its arguments alone.  A
function that is handed no cells is asked at every calculation, as one that is volatile; it sees
what is typed now, and of formulas what they showed last.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.excel.conftest import Opened
from xl_appraisal.book.own_formulas import NAMES
from xl_appraisal.hosts.addresses import parse_address
from xl_appraisal.model.grid import Area, Ref

_CALL = re.compile(rf"({'|'.join(NAMES)})\(([^()]*)\)")
Place = tuple[str, Ref]


@dataclass
class Call:
    """A cell's function with what it is handed: cells, or plain values."""

    name: str
    arguments: list[tuple[str, Area] | Any]

    @property
    def volatile(self) -> bool:
        """Whether it is handed no cells, so that it is asked at every calculation."""
        return not any(isinstance(a, tuple) for a in self.arguments)

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
        self._contents = {p._name: p._content for p in book.front.impl._pages}
        self._before: dict[str, dict[Ref, Any]] = {}
        self.calls: dict[Place, Call] = {}
        self.feeds: dict[Place, set[Place]] = {}
        self.look_again()

    def look_again(self) -> dict[Place, Call]:
        """Find every function anew; those that are as they were before are given back."""
        before = self.calls
        self.calls = {
            (sheet, ref): found
            for sheet, content in self._contents.items()
            for ref, (_, formula) in content.cells.items()
            if formula and (found := parsed(formula, sheet))
        }
        self.feeds = {
            place: {other for other, known in self.calls.items() if known.reads(*place)}
            for place in self.calls
        }
        return {place: call for place, call in self.calls.items() if before.get(place) == call}

    def put(self, sheet: str, *values: tuple[Ref, Any]) -> None:
        """Type values and recalculate what depends on them."""
        for ref, value in values:
            self.book.put(ref, value, sheet)
            if (sheet, ref) in self.calls:  # a formula typed over
                del self.calls[sheet, ref]
        self.compute((sheet, ref) for ref, _ in values)

    def all(self) -> None:
        """Compute every function."""
        self._compute(set(self.calls))

    def compute(self, touched: Iterable[Place], more: Iterable[Place] = ()) -> None:
        """Compute what depends on those cells, ``more`` besides, and what is volatile."""
        touched = list(touched)
        self._compute(
            {
                place
                for place, call in self.calls.items()
                if call.volatile or any(call.reads(*cell) for cell in touched)
            }
            | set(more)
        )

    def remember(self) -> None:
        """What a function sees of cells that it is not handed is how they are now."""
        self._before = {name: dict(content.cells) for name, content in self._contents.items()}

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
        with self._behind(call):
            result = self.call(call.name, *handed)
        cells = self.book.content(sheet).cells
        cells[ref] = (result, cells[ref][1])

    @contextmanager
    def _behind(self, call: Call) -> Iterator[None]:
        """All cells but those handed over as they were remembered."""
        if not self._before or call.volatile:
            yield
            return
        now = {name: content.cells for name, content in self._contents.items()}
        for name, content in self._contents.items():
            content.cells = dict(self._before.get(name, {}))
        for name, area in (a for a in call.arguments if isinstance(a, tuple)):
            seen = self._contents[name].cells
            for ref in _refs(area, seen.keys() | now[name].keys()):
                if ref in now[name]:
                    seen[ref] = now[name][ref]
                else:
                    seen.pop(ref, None)
        try:
            yield
        finally:
            for name, cells in now.items():
                self._contents[name].cells = cells


def _refs(area: Area, known: Collection[Ref]) -> list[Ref]:
    """The cells of an area that may hold anything."""
    if (area.bottom - area.top + 1) * (area.right - area.left + 1) > len(known):
        return [ref for ref in known if area.covers(ref)]
    columns = range(area.left, area.right + 1)
    return [(row, column) for row in range(area.top, area.bottom + 1) for column in columns]


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
