"""A window among all, by the totals that a cell function is handed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple, TypeAlias

from xl_appraisal.book.figure_data import NOT_CURRENT
from xl_appraisal.book.own_formulas import calls_function
from xl_appraisal.book.read.typed_values import (
    is_blank,
    read_flag,
    squeeze,
    text_or_empty,
)
from xl_appraisal.doors.cell_functions.function_arguments import (
    Handed,
    cells_of,
    handed,
)
from xl_appraisal.doors.cell_functions.function_support import one_row, place_of_name
from xl_appraisal.doors.cell_functions.given_cells import GivenCells
from xl_appraisal.doors.cell_functions.handed_book import HandedBook, Total, book_of
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.grid import EMPTY, Cell, CellError, Value, a1
from xl_appraisal.model.keeping import Kept
from xl_appraisal.model.layout.layout import VETO
from xl_appraisal.scoring import Given, RankedWindow, WindowEvidence
from xl_appraisal.scoring.evidence import Words
from xl_appraisal.scoring.marks import marks_of

UNKNOWN = "—"
"""What a cell of ours shows before it is computed for the first time."""

_Totals: TypeAlias = list[tuple[int, Total]]
_KEPT = Kept()


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
    index = sum(1 for other, _ in read if other < place)
    return Standing(None, book.standings([total for _, total in read]).ranked(index))


def _place(cells: GivenCells, given: Handed) -> int:
    """Where the window stands among the totals: by its row, or by its name in bare values."""
    totals = given.columns["total"]
    if totals.sheet:
        return cells.area.top - totals.area.top
    return -1 if given.own is None else place_of_name(given, given.own.row()[0])


def _totals(book: HandedBook, totals: GivenCells, given: Handed) -> _Totals:
    """The same for every window that is handed the same cells: read once for all."""
    key = totals.sheet, totals.area, tuple(given.columns)
    cells = (block.cells for block in (totals, *given.columns.values()))
    return _KEPT.get(key, (book, *cells), lambda: _read_totals(book, totals, given))


def _read_totals(book: HandedBook, totals: GivenCells, given: Handed) -> _Totals:
    """Each window's place, with its total and marks; a total that nobody computed is refused."""
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
        marks = {column_id: _at(column, place) for column_id, column in columns.items()}
        found.append((place, _total(book, name, cell.value, marks)))
    known = Counter(squeeze(window.name) for window in book.quarter.windows if window.name)
    names = Counter(squeeze(one.name) for _, one in found) if "window" in columns else None
    if len(found) < known.total() if names is None else not known <= names:
        raise BookError(f"{NOT_CURRENT}，有窗口还没有总分")
    return found


def _total(book: HandedBook, name: str, value: Value, marks: Mapping[str, Cell]) -> Total:
    """A window's total with what the columns that were handed over beside it say."""
    by_id = book.book.layout.by_id
    flags = {i: read_flag(cell) for i, cell in marks.items() if i in by_id
             and by_id[i].kind == "flag"}  # fmt: skip
    ticked = [column for column, flag in flags.items() if flag == 1]
    vetoed = any(by_id[column].rule == VETO for column in ticked)
    words = {i: Words(text_or_empty(cell)) for i, cell in marks.items()}
    given = dict.fromkeys(ticked, Given(Decimal(1)))
    read = marks_of(book.book, WindowEvidence(name, given=given, texts=words))
    return Total(
        name,
        value if isinstance(value, Decimal) else None,
        vetoed or squeeze(name) in book.vetoed_by_ledger,
        read.group,
        tuple(read.out.items()),
    )


def _at(column: Sequence[Cell], place: int) -> Cell:
    return column[place] if place < len(column) else EMPTY
