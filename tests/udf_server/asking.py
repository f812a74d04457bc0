"""Every cell function asked as a formula asks it, and the answer held against the figures."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

from tests.excel.function_calls import MISSING
from tests.excel.real_table import COLUMNS
from tests.udf_server import figures
from tests.udf_server.books import ServedBook
from xl_appraisal.book.sheets import STAFF, STAFF_TABLE
from xl_appraisal.model.grid import Area, a1

Call = Callable[..., Any]


class WrongAnswerError(AssertionError):
    """A call answered something else than the plain figures say."""


def ask(call: Call, book: ServedBook, row: int, random: Random) -> None:
    """One call about a window.  Raises :class:`WrongAnswerError`."""
    random.choice(_ASKS)(call, book, row, random)


def total(call: Call, book: ServedBook, row: int, random: Random) -> None:
    """The total by the window's cells, or what stops it."""
    answer = call("WINDOW_TOTAL", book.opened.items(row))
    if book.window(row).broken:
        _fault(answer, book, row)
    else:
        _same(answer, figures.total(book.window(row), book.rules))


def _total_by_number(call: Call, book: ServedBook, row: int, random: Random) -> None:
    book.opened.becomes_caller()
    answer = call("WINDOW_TOTAL", float(row))
    if book.window(row).broken:
        _fault(answer, book, row)
    else:
        _same(answer, figures.total(book.window(row), book.rules))


def _module(call: Call, book: ServedBook, row: int, random: Random) -> None:
    module = random.choice(figures.MODULES)
    answer = call("MODULE_SCORE", book.opened.items(row), module)
    if book.window(row).broken:
        _fault(answer, book, row)
    else:
        _same(answer, figures.modules(book.window(row), book.rules)[module])


def _modules(call: Call, book: ServedBook, row: int, random: Random) -> None:
    answer = call("MODULE_SCORES", book.opened.items(row))
    if book.window(row).broken:
        _fault(answer, book, row)
    else:
        _same(answer, [list(figures.modules(book.window(row), book.rules).values())])


def _rank(call: Call, book: ServedBook, row: int, random: Random) -> None:
    answer = call("WINDOW_RANK", book.opened.items(row))
    if book.window(row).broken:
        _fault(answer, book, row)
    elif not _any_broken(book):
        _same(answer, figures.ranks(book.windows, book.rules)[row - book.rows[0]])


def _flag(call: Call, book: ServedBook, row: int, random: Random) -> None:
    answer = call("RED_FLAG", book.opened.items(row))
    if book.window(row).broken:
        _fault(answer, book, row)
    elif not _any_broken(book):
        _same(answer, figures.flags(book.windows, book.rules)[row - book.rows[0]])


def _table(call: Call, book: ServedBook, row: int, random: Random) -> None:
    answer = call("RANKING_TABLE", book.opened.cells(book.block))
    if _any_broken(book):
        return
    ranks = figures.ranks(book.windows, book.rules)
    flags = figures.flags(book.windows, book.rules)
    lines = []
    for window, rank, flag in zip(book.windows, ranks, flags, strict=True):
        scores = list(figures.modules(window, book.rules).values())
        lines.append([rank, *scores, sum(scores), flag])
    _same(answer, lines)


def _explain(call: Call, book: ServedBook, row: int, random: Random) -> None:
    answer = call("EXPLAIN_SCORE", book.opened.items(row), MISSING)
    window = book.window(row)
    if window.broken:
        _fault(answer, book, row)
        return
    for points in (*window.bonuses.values(), *window.deductions.values()):
        if points and f"{float(points):g}分" not in answer:
            raise WrongAnswerError(f"{float(points):g} is not in {answer!r}")


def _staff(call: Call, book: ServedBook, row: int, random: Random) -> None:
    top = STAFF_TABLE.header_row + 1 + (row - book.rows[0]) * 3
    cells = book.opened.cells(Area(top, 3, top + 2, 3), STAFF)
    score = figures.modules(book.window(row), book.rules)["窗口人员表现"]
    _same(call("STAFF_SCORE", cells), score)


def _rule_of_counts(call: Call, book: ServedBook, row: int, random: Random) -> None:
    """Plain arguments: 3 times is the first band of remark 6, 400 that of remark 4."""
    book.opened.becomes_caller()
    _same(call("ASSIST_BONUS", 3.0), book.rules.assisted_once)
    _same(call("CASE_VOLUME_BONUS", 400.0, 0.0, MISSING), book.rules.immediate_300)


def _senseless(call: Call, book: ServedBook, row: int, random: Random) -> None:
    """What staff may type by mistake: told in a short text, never raised."""
    name, arguments, told = random.choice(
        (
            ("WINDOW_TOTAL", ("甲",), "行号应为"),
            ("WINDOW_TOTAL", (4000.0,), "第4000行没有窗口"),
            ("WINDOW_TOTAL", (-2146826246,), "行号应为"),
            ("MODULE_SCORE", (float(row), "无此模块"), "没有模块“无此模块”"),
            ("ASSIST_BONUS", ("三",), "三"),
            ("WINDOW_RANK", (book.opened.cells(Area(1, 1, 1, 2), STAFF), None), "请重新计算"),
            ("WINDOW_RANK", (), "程序出错，请点“自检”"),
            ("RANKING_TABLE", ("x",), "请选取“名次表”"),
            ("WINDOW_TOTAL", (book.opened.items(row), None), "请重新计算"),
        )
    )
    book.opened.becomes_caller()
    answer = call(name, *arguments)
    if not isinstance(answer, str) or not answer.startswith("错误：") or told not in answer:
        raise WrongAnswerError(f"{name}{arguments}: {answer!r}, not {told!r}")


_ASKS = (
    *(total, total, total, _total_by_number, _module, _module, _modules),
    *(_rank, _rank, _flag, _table, _explain, _staff, _rule_of_counts, _senseless),
)


def _any_broken(book: ServedBook) -> bool:
    return any(window.broken for window in book.windows)


def _fault(answer: Any, book: ServedBook, row: int) -> None:
    """A window with a cell that is no figure has no score: the cell is named instead."""
    window = book.window(row)
    cell = a1(row, COLUMNS[window.broken])
    if not isinstance(answer, str) or not answer.startswith("错误：") or cell not in answer:
        raise WrongAnswerError(f"{answer!r} does not name {cell}")


def _same(answer: Any, expected: Any) -> None:
    if _exact(answer) != expected:
        raise WrongAnswerError(f"{answer!r}, not {expected!r}")


def _exact(answer: Any) -> Any:
    if isinstance(answer, list | tuple):
        return [_exact(value) for value in answer]
    return Fraction(Decimal(repr(answer))) if isinstance(answer, float) else answer
