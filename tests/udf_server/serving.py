"""A long day of a UDF server: calls, edits and faults between, workbooks changing."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

from tests.excel.conftest import handed
from tests.excel.function_calls import FunctionCalls, function_calls
from tests.excel.memory_engine import MemoryEngine, memory_engine
from tests.udf_server.asking import WrongAnswerError, ask, total
from tests.udf_server.books import ServedBook
from tests.udf_server.trouble import KINDS, failing
from xl_appraisal.doors.cell_functions.given_cells import forget_merges

UDFS = "xl_appraisal.udfs"
OPEN = 3  # workbooks open at any time
BURST = 100  # calls between two silences, on average; a sheet of 25 windows makes 225


class Server:
    """The process that answers, and the workbooks that call it."""

    def __init__(
        self, engine: MemoryEngine, functions: FunctionCalls, seed: int, burst: int
    ) -> None:
        self.random = Random(seed)
        self.calls = 0
        self.did: Counter[str] = Counter()
        self.wrong: list[str] = []
        self._burst = burst
        self._engine, self._functions = engine, functions
        self._names = itertools.count(1)
        self.books = [self._opened(f"C:/考核/{n}.xlsm") for n in range(OPEN)]

    def serve(self, calls: int) -> None:
        """Answer that many calls more, and do what happens between them."""
        end = self.calls + calls
        while self.calls < end:
            book, row = self.random.choice(self.books), self.random.choice(ServedBook.rows)
            try:
                self._step(book, row)
            except WrongAnswerError as error:
                self.wrong.append(f"call {self.calls}, {book.fullname} row {row}: {error}")

    def call(self, name: str, *arguments: Any) -> Any:
        """Through ``xlwings.udfs.call_udf``; one value, or rows, as the cell gets."""
        self.calls += 1
        lacking = handed(self._functions.call, name, arguments)
        answer = self._functions.call(name, *arguments, *lacking)
        return answer[0][0] if len(answer) == len(answer[0]) == 1 else answer

    def _step(self, book: ServedBook, row: int) -> None:
        chance = self.random.random() * self._burst
        if chance < 1:
            self._between_bursts(book, row)
            return
        if chance > 4:
            ask(self.call, book, row, self.random)
        elif chance < 3:
            self.did["cells changed"] += 1
            book.type_item(row, self.random)
            total(self.call, book, row, self.random)  # the program calls with the changed cells
        else:
            self._trouble(book, row)

    def _between_bursts(self, book: ServedBook, row: int) -> None:
        """What a person does."""
        what = self.random.choice(("rule", "rule", "enter", "hire", "spoil", "another"))
        self.did[what] += 1
        if what == "another":
            self._another(book)
        elif what == "rule":
            book.rule(self.random)
        else:
            getattr(book, what)(row, self.random)

    def _trouble(self, book: ServedBook, row: int) -> None:
        """A call during which the program fails: said, or raised to the formula, or no matter."""
        self.did["program failed"] += 1
        if self.random.random() < 0.3:
            forget_merges()  # so that they are being looked for while it fails
        with failing(self.random):
            try:
                ask(self.call, book, row, self.random)
            except WrongAnswerError as error:
                if "错误：" not in str(error):
                    raise
            except KINDS:
                self.did["raised to the formula"] += 1

    def _another(self, book: ServedBook) -> None:
        """Close a workbook; open one of the same name, a new name, or one never saved."""
        self.books.remove(book)
        book.close()
        new = f"C:/考核/{next(self._names)}/2023Q1.xlsm"
        name = self.random.choice((book.fullname, new, new, "工作簿1"))
        self.books.append(self._opened(name))

    def _opened(self, fullname: str) -> ServedBook:
        """In a program of its own, or in one that has no workbook of that name yet."""
        apps = [
            app
            for app in self._engine.apps._running
            if fullname.rpartition("/")[2] not in [b._name for b in app._open]
        ]
        app = self.random.choice([None, *apps])
        return ServedBook(self._engine, fullname, self.random, app)


@contextmanager
def server(seed: int, burst: int = BURST) -> Iterator[Server]:
    """A server with its functions imported."""
    with memory_engine() as engine, function_calls(UDFS) as functions:
        yield Server(engine, functions, seed, burst)
