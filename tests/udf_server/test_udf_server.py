"""The day of a UDF server in small, the judge judged, and each fault that the long run found.

The long run: ``python -m tests.udf_server --calls 100000``.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from random import Random

import pytest

from tests.excel.memory_engine import MemoryApp
from tests.udf_server import figures
from tests.udf_server.asking import total
from tests.udf_server.books import ServedBook
from tests.udf_server.serving import Server, server
from tests.udf_server.watch import growth, sample
from xl_appraisal.doors.cell_functions import given_cells, handed_book

CALLS = 400


@pytest.fixture
def running() -> Iterator[Server]:
    with server(seed=7, burst=25) as served:
        yield served


def test_every_answer_is_right(running: Server) -> None:
    """Edits within and between bursts, rules, faults and other workbooks; checked one by one."""
    running.serve(CALLS)
    assert running.wrong == []
    assert {"rule", "cells changed", "program failed"} <= set(running.did)


def test_workbooks_opened_and_closed_leave_nothing_behind(running: Server) -> None:
    """As many objects as before, give or take one workbook's."""
    counts = []
    for number in range(16):
        book = running.books.pop(0)
        book.close()
        name = f"D:/{number}.xlsm"
        running.books.append(ServedBook(running._engine, name, running.random, None))
        total(running.call, running.books[-1], ServedBook.rows[0], running.random)
        counts.append(sample(running).objects)
    assert abs(growth(counts)) < 0.05 * counts[-1]
    assert len(given_cells._MERGES) <= given_cells._MERGES_KEPT


def test_two_workbooks_never_saved_are_kept_apart(running: Server) -> None:
    """工作簿1 of one running Excel and 工作簿1 of another, asked in one burst."""
    pair = [ServedBook(running._engine, "工作簿1", Random(n), None) for n in (1, 2)]
    row = ServedBook.rows[0]
    assert figures.total(pair[0].window(row), pair[0].rules) != figures.total(
        pair[1].window(row), pair[1].rules
    )
    for book in (*pair, *pair):
        total(running.call, book, row, running.random)
    assert isinstance(pair[0].opened.app, MemoryApp)
    assert pair[0].opened.app is not pair[1].opened.app


def test_cells_of_a_call_that_failed_are_counted_by_the_next(
    running: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No memory left while a changed row is scored: told, and the next call scores the change."""
    book, row = running.books[0], ServedBook.rows[0]
    total(running.call, book, row, running.random)
    book.window(row).bonuses = {"item_18": Fraction(9)}
    for column in ("leadership_bonus", "item_22", "item_29"):
        book._put(row, column, None)
    book._put(row, "item_18", 9.0)
    with monkeypatch.context() as patch:
        patch.setattr(handed_book, "read_windows", _no_memory)
        answer = running.call("WINDOW_TOTAL", book.opened.items(row))
    assert answer == "错误：程序出错，请点“自检”"
    total(running.call, book, row, running.random)


def _no_memory(*_: object) -> None:
    raise MemoryError


def test_the_judge_is_right_by_hand() -> None:
    """Mean (90 + 95) / 2 = 92.5, × 0.3 = 27.75; 30 - 4.5; 15; 15; 10 - 1; 3 + 2 cut to 4."""
    rules = figures.Rules(reward_max=Fraction(4))
    window = figures.Window(
        "甲",
        [Fraction(90), Fraction(95)],
        {"item_18": Fraction(3), "item_22": Fraction(2)},
        {"item_37": Fraction(9, 2)},
        [("人员进驻", Fraction(1))],
    )
    assert list(figures.modules(window, rules).values()) == [
        Fraction(111, 4), 9, Fraction(51, 2), 15, 15, 4,
    ]  # fmt: skip
    other = figures.Window("乙", [Fraction(90), Fraction(95)], veto=True)
    third = figures.Window("丙", [Fraction(0)])
    ranked = [window, other, third, window]
    assert figures.ranks(ranked, rules) == [2, 1, 4, 2]
    assert figures.ranks(ranked, figures.Rules(Fraction(4), ties=figures.DENSE)) == [2, 1, 3, 2]
    assert figures.flags(ranked, rules) == ["红旗（补位）", "一票否决", "", "红旗（补位）"]
