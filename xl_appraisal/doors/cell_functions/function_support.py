"""What the cell functions share: the window found among arguments, faults told in short."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import localcontext
from functools import wraps
from typing import Any, NamedTuple

from xl_appraisal.book.figure_data import MARK, NOT_CURRENT
from xl_appraisal.book.read.name_index import NameIndex
from xl_appraisal.book.read.quarter import Quarter
from xl_appraisal.book.read.typed_values import (
    Unreadable,
    is_blank,
    read_number,
    read_text,
    squeeze,
)
from xl_appraisal.book.write.outcome_text import FAULT, fault_told, told
from xl_appraisal.doors.cell_functions.function_arguments import (
    Handed,
    cells_of,
    handed,
    plain_value,
)
from xl_appraisal.doors.cell_functions.given_cells import GivenCells
from xl_appraisal.doors.cell_functions.handed_book import GivenRow, book_of
from xl_appraisal.doors.cell_functions.typed_book import TypedBook, caller_sheets, row_number
from xl_appraisal.model.errors import AppraisalError, BookError
from xl_appraisal.model.exact import CONTEXT
from xl_appraisal.model.grid import Cell, a1
from xl_appraisal.scoring import RankedWindow, WindowScore


def answered(function: Callable[..., Any]) -> Callable[..., Any]:
    """Turn what goes wrong into a short Chinese text, as a cell shows it."""

    @wraps(function)
    def wrapped(*arguments: Any, **named: Any) -> Any:
        try:
            with localcontext(CONTEXT):
                return function(*arguments, **named)
        except AppraisalError as error:
            return told(str(error))
        except Exception:  # a traceback in a cell helps nobody
            return told("程序出错，请点“自检”")

    return wrapped


# ── a window, by its cells or by its row number ──


class Found(NamedTuple):
    """A window as a function found it: the quarter's rules, and its score."""

    quarter: Quarter
    names: NameIndex
    score: WindowScore


def window_of(argument: object, further: Sequence[object]) -> Found | None:
    """The window that an argument names; ``None`` for cells that no window stands on yet.

    Raises :class:`BookError` where it names none, or what was handed over is not enough.
    """
    cells = cells_of(argument)
    if cells is None:
        typed, row = bare(argument)
        book = typed.quarter.book
        names = NameIndex(book.notice, book.layout)
        return Found(typed.quarter, names, typed.window(row, among_all=False).score)
    one_row(cells)
    given = handed(further)
    known = book_of(given.data)
    score = known.score(row_of(cells, given), given.columns)
    return None if score is None else Found(known.quarter, known.names, score)


def bare(argument: object) -> tuple[TypedBook, int]:
    """The workbook behind a row number, and that number."""
    number = read_number(Cell(plain_value(argument)), "行号")
    if isinstance(number, Unreadable):
        raise BookError(f"行号应为名次表中窗口所在的行，而不是{number.found}")
    return TypedBook(caller_sheets()), row_number(number)


def one_row(cells: GivenCells) -> None:
    """Raise :class:`BookError` unless the cells are those of one row, none of them merged."""
    if cells.shape[0] != 1:
        raise BookError("请只选取一行")


def row_of(cells: GivenCells, given: Handed, offset: int = 0) -> GivenRow:
    """A window's row of the cells handed over, with its name and typed staff score.

    ``offset`` counts the rows of a block.  Raises :class:`BookError` where something is missing.
    """
    if given.own is None or given.ids is None or offset >= given.own.shape[0]:
        raise BookError(f"{NOT_CURRENT}，公式里没有窗口名称或栏目编号")
    top, left, _, right = cells.area
    area = cells.area._replace(top=top + offset, bottom=top + offset)
    if cells.merged(area) is not False:
        raise BookError(f"{a1(top + offset, left)}:{a1(top + offset, right)} 有合并单元格")
    own = given.own.row(offset)
    texts = (cell.value for cell in given.ids.row())
    return GivenRow(
        row=top + offset,
        left=left,
        ids=tuple(text.strip() if isinstance(text, str) else "" for text in texts),
        cells=tuple(cells.row(offset)),
        name=own[0],
        staff=own[-1] if len(own) > 1 else given.staff,
        apart=tuple(_apart(given, own[0], top + offset)),
    )


def _apart(given: Handed, name: Cell, row: int) -> Iterator[tuple[str, Cell]]:
    """The row's cells of columns that were handed over whole."""
    for column, block in given.columns.items():
        place = row - block.area.top if block.sheet else place_of_name(given, name)
        if 0 < place < block.shape[0]:
            yield column, block.column()[place]


def place_of_name(given: Handed, name: Cell) -> int:
    """Where the window of that name stands in columns of bare values; -1 for not just one."""
    names = given.columns.get("window")
    cells = names.column() if names is not None and name.value is not None else ()
    found = [place for place, cell in enumerate(cells) if place and cell.value == name.value]
    return found[0] if len(found) == 1 else -1


# ── what the workbook says ──


def scored(found: Found) -> WindowScore:
    """The window's score.  Raises :class:`BookError` naming the first cell that stops it."""
    if found.score.total is None:
        raise BookError(fault_told(found.score, found.quarter.rules.findings))
    return found.score


def award_of(further: Sequence[object]) -> tuple[str, Sequence[object]]:
    """The award that the last argument names, empty for the first award; and the rest.

    The last one because Calc wants cells for the first of them.
    """
    last = further[-1] if further else None
    if isinstance(last, str) and not last.startswith((MARK, FAULT)):
        return last.strip(), further[:-1]
    return "", further


def award_text(ranked: RankedWindow, award: str) -> str:
    """What the column of the award of that name shows.  Raises :class:`BookError` for no such."""
    wanted = squeeze(award)
    for one in ranked.awards.values():
        if not wanted or wanted in (squeeze(one.name), squeeze(one.mark)):
            return one.text
    if wanted:
        names = "、".join(one.name for one in ranked.awards.values()) or "没有评选"
        raise BookError(f"没有评选“{award[:20]}”；应为{names}")
    return ranked.flag_text


def module_id(found: Found, argument: object) -> str | None:
    """The module that an argument names; ``None`` for a blank one.  Raises :class:`BookError`."""
    block = cells_of(argument)
    if block is not None and block.shape != (1, 1):
        raise BookError("模块只能是一个单元格")
    value = plain_value(argument) if block is None else block.row()[0].value
    if is_blank(value):
        return None
    text = read_text(Cell(value))
    where = f"{a1(block.area.top, block.area.left)} " if block else ""
    if isinstance(text, Unreadable):
        raise BookError(f"{where}模块为{text.found}")
    module = found.names.module(text)
    if module is None:
        names = "、".join(module.name for module in found.quarter.book.notice.modules)
        raise BookError(f"{where}没有模块“{text[:20]}”；应为{names}")
    return module
