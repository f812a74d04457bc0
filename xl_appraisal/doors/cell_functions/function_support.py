"""What the cell functions share: the window found among arguments, faults told in short."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal, localcontext
from functools import wraps
from typing import Any, NamedTuple, TypeAlias

from xl_appraisal.book.figure_data import NOT_CURRENT
from xl_appraisal.book.own_formulas import calls_function
from xl_appraisal.book.read.name_index import NameIndex
from xl_appraisal.book.read.quarter import Quarter
from xl_appraisal.book.read.typed_values import (
    Unreadable,
    is_blank,
    read_flag,
    read_number,
    read_text,
    squeeze,
    text_or_empty,
)
from xl_appraisal.book.write.outcome_text import fault_told, told
from xl_appraisal.doors.cell_functions.function_arguments import (
    Handed,
    cells_of,
    handed,
    plain_value,
)
from xl_appraisal.doors.cell_functions.given_cells import GivenCells
from xl_appraisal.doors.cell_functions.handed_book import GivenRow, HandedBook, book_of
from xl_appraisal.doors.cell_functions.typed_book import TypedBook, caller_sheets, row_number
from xl_appraisal.model.errors import AppraisalError, BookError
from xl_appraisal.model.exact import CONTEXT
from xl_appraisal.model.grid import EMPTY, Cell, CellError, a1
from xl_appraisal.model.keeping import Kept
from xl_appraisal.scoring import RankedWindow, WindowScore

UNKNOWN = "—"
"""What a cell of ours shows before it is computed for the first time."""

_Totals: TypeAlias = list[tuple[int, Decimal | None, bool, str]]
_KEPT = Kept()


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
    score = known.score(row_of(cells, given))
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
    )


# ── a window among all, by the totals ──


class Standing(NamedTuple):
    """A window among all: the words of its cell where it has no total, else its outcome."""

    text: str | None
    ranked: RankedWindow | None


def standing_of(argument: object, further: Sequence[object]) -> Standing:
    """Where the window on a row stands by the totals handed over.

    Raises :class:`BookError` where they are no totals of now.
    """
    cells = cells_of(argument)
    assert cells is not None
    one_row(cells)
    given = handed(further)
    book = book_of(given.data)
    totals = given.columns.get("total")
    place = _place(cells, given) if totals is not None else -1
    if totals is None or not 0 < place < totals.shape[0]:
        raise BookError(f"{NOT_CURRENT}，公式里没有全部窗口的总分")
    own = totals.column()[place].value
    names = given.columns.get("window")
    if is_blank(own) and names is not None and not is_blank(_at(names.column(), place).value):
        raise BookError(f"{NOT_CURRENT}，{a1(totals.area.top + place, totals.area.left)} 没有总分")
    if is_blank(own) or own == UNKNOWN:
        return Standing(None, None)
    read = _totals(book, totals, given)
    if isinstance(own, str):
        return Standing(own, None)
    index = sum(1 for other in read if other[0] < place)
    totals_of, vetoed, names = zip(*(line[1:] for line in read), strict=True)
    telling = book.standings(totals_of, vetoed, names)
    return Standing(None, telling.ranked(index))


def _place(cells: GivenCells, given: Handed) -> int:
    """Where the window stands among the totals: by its row, or by its name in bare values."""
    totals, names = given.columns["total"], given.columns.get("window")
    if totals.sheet:
        return cells.area.top - totals.area.top
    if given.own is None or names is None:
        return -1
    own = given.own.row()[0].value
    found = [place for place, cell in enumerate(names.column()) if place and cell.value == own]
    return found[0] if len(found) == 1 and own is not None else -1


def _totals(book: HandedBook, totals: GivenCells, given: Handed) -> _Totals:
    """The same for every window that is handed the same cells: read once for all."""
    key = totals.sheet, totals.area, tuple(given.columns)
    cells = (block.cells for block in (totals, *given.columns.values()))
    return _KEPT.get(key, (book, *cells), lambda: _read_totals(book, totals, given))


def _read_totals(book: HandedBook, totals: GivenCells, given: Handed) -> _Totals:
    """Each window's place, total, veto and name; a total that nobody computed is refused."""
    header = book.quarter.table.first_row - book.quarter.table.id_row
    columns = {name: block.column() for name, block in given.columns.items() if name != "total"}
    found = []
    for place, cell in enumerate(totals.column()):
        where = f"{a1(totals.area.top + place, totals.area.left)} "
        if place < header or is_blank(cell.value) or cell.value == UNKNOWN:
            continue
        if totals.sheet and not calls_function(cell.formula):
            raise BookError(f"{NOT_CURRENT}，{where}的总分不是公式")
        if isinstance(cell.value, CellError) or not isinstance(cell.value, str | Decimal):
            raise BookError(f"{NOT_CURRENT}，{where}没有总分")
        name = text_or_empty(_at(columns.get("window", []), place))
        vetoed = any(
            read_flag(_at(column, place)) == 1
            for column_id, column in columns.items()
            if column_id != "window"
        )
        total = cell.value if isinstance(cell.value, Decimal) else None
        found.append((place, total, vetoed or squeeze(name) in book.vetoed_by_ledger, name))
    known = Counter(squeeze(window.name) for window in book.quarter.windows if window.name)
    names = Counter(squeeze(line[3]) for line in found) if "window" in columns else None
    if len(found) < known.total() if names is None else not known <= names:
        raise BookError(f"{NOT_CURRENT}，有窗口还没有总分")
    return found


def _at(column: Sequence[Cell], place: int) -> Cell:
    return column[place] if place < len(column) else EMPTY


# ── what the workbook says ──


def scored(found: Found) -> WindowScore:
    """The window's score.  Raises :class:`BookError` naming the first cell that stops it."""
    if found.score.total is None:
        raise BookError(fault_told(found.score, found.quarter.rules.findings))
    return found.score


def award_of(further: Sequence[object]) -> tuple[str, Sequence[object]]:
    """The award that is named before what is handed over, empty for the first; and the rest."""
    if not further or cells_of(further[0]) is not None:
        return "", further
    name = plain_value(further[0])
    return (name.strip(), further[1:]) if isinstance(name, str) else ("", further)


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
