"""What the cell functions share: the workbook and the window found, faults told in short."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, localcontext
from functools import wraps
from typing import Any

import xlwings as xw

from xl_appraisal.book.read.typed_values import Unreadable, is_blank, read_number, read_text
from xl_appraisal.book.sheets import RANKING
from xl_appraisal.doors.cell_functions.function_arguments import Block, block_of, plain_value
from xl_appraisal.doors.cell_functions.live import LIVE, LiveBook
from xl_appraisal.hosts.excel.excel_host import Remembered, XlwingsHost
from xl_appraisal.model.errors import AppraisalError, BookError
from xl_appraisal.model.exact import CONTEXT
from xl_appraisal.model.findings import Finding
from xl_appraisal.model.grid import Cell, Ref, Value, a1
from xl_appraisal.scoring import WindowScore

MERGES_KEPT = 8
"""Workbooks whose merged areas are remembered; a server that runs for weeks sees many."""

_MERGES: dict[str, Remembered] = {}
HOST: type[XlwingsHost] = XlwingsHost
"""How a workbook is read; a program that computes a cell when asked for it needs its own way."""


def answered(function: Callable[..., Any]) -> Callable[..., Any]:
    """Turn what goes wrong into a short Chinese text, as a cell shows it."""

    @wraps(function)
    def wrapped(*arguments: Any, **named: Any) -> Any:
        try:
            with localcontext(CONTEXT):
                return function(*arguments, **named)
        except AppraisalError as error:
            return told(str(error))
        except Exception as error:  # a traceback in a cell helps nobody
            return told(f"{type(error).__name__}，请点“自检”")

    return wrapped


def told(text: str) -> str:
    """A fault as a cell shows it: its first line, short, marked as what it is."""
    return f"错误：{text.splitlines()[0][:200]}"


# ── the workbook ──


def live_book(block: Block | None, values: Mapping[Ref, Value] | None = None) -> LiveBook:
    """The workbook that the cells are in, or that the formula is in.

    ``values`` are those that the program handed over with the call.
    """
    book = xw.Book.caller() if block is None else block.cells.sheet.book
    key = book_key(book)
    return LIVE.get(key, lambda: HOST(book, _merges_of(key)), values)


def book_key(book: xw.Book) -> str:
    """What tells a workbook from every other that calls this process.

    One never saved has no folder in its name: 工作簿1 of one running Excel is not that of another.
    """
    name = full_name(book)
    return name if "/" in name or "\\" in name else f"{book.app.pid}:{name}"


def _merges_of(key: str) -> Remembered:
    """The merged areas last found in a workbook; those of the one not read longest are dropped."""
    known = _MERGES.pop(key, {})
    while len(_MERGES) >= MERGES_KEPT:
        del _MERGES[next(iter(_MERGES))]
    _MERGES[key] = known
    return known


def full_name(book: xw.Book) -> str:
    """The full name of a workbook, straight from the program.

    xlwings looks for the local file of a workbook in OneDrive, which takes long and may fail.
    """
    try:
        return str(book.api.FullName)
    except AttributeError:
        return str(book.fullname)


def window_of(argument: object) -> tuple[LiveBook, int | None]:
    """The workbook and the row of 名次表 that an argument names.

    The row is ``None`` for cells of a row that no window stands on yet.  Raises
    :class:`BookError` where the argument names no row.
    """
    block = block_of(argument)
    if block is None:
        number = read_number(Cell(plain_value(argument)), "行号")
        if not isinstance(number, Decimal) or number != int(number):
            found = f"，而不是{number.found}" if isinstance(number, Unreadable) else ""
            raise BookError(f"行号应为名次表中窗口所在的行{found}")
        return live_book(None), int(number)
    if block.sheet != RANKING:
        raise BookError(f"请选取“{RANKING}”中的单元格")
    if len(block.rows) != 1:
        raise BookError("请只选取一行")
    values = block.values()
    live = live_book(block, values)
    row = block.area.top
    blank = all(is_blank(value) for value in values.values())
    return live, None if blank and not live.has_window(row) else row


# ── what the workbook says ──


def scored(live: LiveBook, row: int) -> WindowScore:
    """The window's score.  Raises :class:`BookError` naming the first cell that stops it."""
    score = live.score(row)
    if score.total is None:
        raise BookError(fault_of(live, score))
    return score


def fault_of(live: LiveBook, score: WindowScore) -> str:
    """What stops a score, in short: the cell, what it is about, what was found there."""
    faults = [f for f in (*score.findings, *live.quarter.rules.findings) if f.severity == "error"]
    if not faults:
        return f"{score.window}暂不计分，见“核对”"
    return _fault_text(faults[0])


def _fault_text(fault: Finding) -> str:
    if not fault.item or not fault.found:
        return f"{fault.where} {fault.message}".strip()
    return f"{fault.where} {fault.item}为{fault.found}"


def module_id(live: LiveBook, argument: object) -> str | None:
    """The module that an argument names; ``None`` for a blank one.  Raises :class:`BookError`."""
    block = block_of(argument)
    value = plain_value(argument) if block is None else _only(block)
    if is_blank(value):
        return None
    text = read_text(Cell(value))
    where = f"{a1(block.area.top, block.area.left)} " if block else ""
    if isinstance(text, Unreadable):
        raise BookError(f"{where}模块为{text.found}")
    found = live.names.module(text)
    if found is None:
        names = "、".join(module.name for module in live.quarter.book.notice.modules)
        raise BookError(f"{where}没有模块“{text[:20]}”；应为{names}")
    return found


def _only(block: Block) -> Value:
    values = list(block.values().values())
    if len(values) != 1:
        raise BookError("模块只能是一个单元格")
    return values[0]
