"""A new quarter's workbook, ready to be filled in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from xl_appraisal.book.figure_data import COLUMN, data_grids, data_parts
from xl_appraisal.book.figure_data import SHEETS as DATA_SHEETS
from xl_appraisal.book.figure_formulas import FigureFormulas, Figures, TablePlace
from xl_appraisal.book.new.charts_sheet import write_charts
from xl_appraisal.book.new.entry_sheets import write_ledger, write_staff
from xl_appraisal.book.new.home_sheet import write_home
from xl_appraisal.book.new.new_rules_sheet import (
    rule_rows,
    spare_headers,
    write_columns,
    write_rules,
)
from xl_appraisal.book.new.plain import NativeAppraisal, Room, native_sheets
from xl_appraisal.book.new.ranking_plan import RankingPlan, plan_ranking
from xl_appraisal.book.new.ranking_sheet import RankingSheet
from xl_appraisal.book.new.styles import Styles
from xl_appraisal.book.new.table_sheets import write_check, write_published
from xl_appraisal.book.new.validation import (
    ITEMS,
    MODULES,
    WINDOWS,
    Choices,
    ledger_items,
    ledger_modules,
)
from xl_appraisal.book.new.xlsx_writer import (
    Book,
    Sheet,
    settle,
    workbook_bytes,
    write_text,
)
from xl_appraisal.book.sheets import (
    CHARTS,
    CHECK,
    COLUMNS,
    HOME,
    ID_ROW,
    LEDGER,
    NATIVE_SHEETS,
    PUBLISHED,
    RANKING,
    RULES,
    SHEETS,
    SOURCE,
    STAFF,
)
from xl_appraisal.files.write_file import write_whole
from xl_appraisal.model.notice.notice import Notice
from xl_appraisal.model.period import parse_period
from xl_appraisal.model.rulebook import Rulebook
from xl_appraisal.ooxml import Workbook

BLANK_ROWS = 30
"""The window rows of a workbook made without windows."""

_MOST_SOURCE = 8_000  # characters of a cell of 通报数据; one can hold 32,767


def build_workbook(
    path: Path,
    rulebook: Rulebook,
    windows: Sequence[str],
    *,
    quarter: str,
    spare_rows: int = 0,
    native: Room | None = None,
) -> None:
    """Write the workbook of ``quarter`` (``2023Q1``) for these windows to ``path``.

    ``spare_rows`` blank window rows follow the named ones; without windows there are
    :data:`BLANK_ROWS` unless told otherwise.  With ``native``, plain formulas compute everything
    and look at so many rows.  The same arguments give the same bytes.  ``path``
    is replaced at once or not at all.  Raises :class:`ValueError` for a quarter that is none
    and
    :class:`BookError` where the file cannot be written.
    """
    content = workbook_bytes(
        lambda book: populate(
            book, rulebook, windows, quarter=quarter, spare_rows=spare_rows, native=native
        )
    )
    write_whole(path, content)


def populate(
    book: Book,
    rulebook: Rulebook,
    windows: Sequence[str],
    *,
    quarter: str,
    spare_rows: int = 0,
    functions: bool = False,
    native: Room | None = None,
) -> dict[str, Sheet]:
    """Fill an open, empty XlsxWriter workbook; returns its sheets by name.

    With ``functions``, the computed cells hold the product's cell functions; with ``native``,
    plain formulas.  The caller closes
    the workbook, and may add to it first (buttons, a VBA project).  Raises :class:`ValueError`
    for a quarter that is none.
    """
    when = parse_period(quarter, rulebook.notice.period)
    title = rulebook.notice.titled(when)
    blank = spare_rows or (0 if windows else BLANK_ROWS)
    plan = plan_ranking(rulebook, (*windows, *[""] * blank))
    look, choices = Styles(book), Choices()
    names = SHEETS if native is None else native_sheets(SHEETS)
    sheets: dict[str, Sheet] = {name: book.add_worksheet(name) for name in names}
    settle(book, title, when.first_day, calculate=native is not None)
    _name_lists(book, plan, rulebook, choices)
    figures: Figures | None = None
    formulas: FigureFormulas | None = None
    if functions:
        figures = formulas = figure_formulas(plan, rulebook)
    elif native is not None:
        figures = NativeAppraisal(rulebook, plan, rule_rows(rulebook), native)
        figures.write(sheets, look)
    told_on = CHECK if native is None else NATIVE_SHEETS[0]
    if HOME in sheets:
        write_home(sheets[HOME], title, rulebook.notice, look)
    RankingSheet(sheets[RANKING], plan, rulebook.notice, look, figures, told_on).write(title)
    write_staff(sheets[STAFF], rulebook, look)
    write_ledger(sheets[LEDGER], look)
    write_rules(sheets[RULES], rulebook, quarter, choices, look)
    write_columns(sheets[COLUMNS], rulebook, choices, look)
    write_published(sheets[PUBLISHED], rulebook, look)
    write_check(sheets[CHECK], _contests(rulebook.notice), len(plan.windows), look)
    write_charts(book, sheets[CHARTS], plan, rulebook.notice, look, native=native is not None)
    _write_source(sheets[SOURCE], rulebook, choices)
    if formulas is not None:
        without = workbook_bytes(
            lambda plain: populate(plain, rulebook, windows, quarter=quarter, spare_rows=spare_rows)
        )
        _write_data(sheets[SOURCE], formulas, Workbook.of_bytes(without))
    return sheets


def figure_formulas(plan: RankingPlan, rulebook: Rulebook) -> FigureFormulas:
    """The formulas of a new workbook's figures."""
    layout = rulebook.layout
    place = TablePlace(
        columns=layout.positions,
        id_row=ID_ROW,
        first=plan.first_window + 1,
        below=plan.first_remark + 1,
        right=len(layout.all_columns),
    )
    return FigureFormulas(rulebook.notice, layout, place, (1, COLUMN))


def _write_data(sheet: Sheet, formulas: FigureFormulas, plain: Workbook) -> None:
    """The cells that carry what all figures rest on; ``plain`` is the book without them."""
    texts = data_parts(data_grids(plain.grid(name) for name in DATA_SHEETS))
    for ((row, column), formula), text in zip(formulas.data_formulas(), texts, strict=True):
        sheet.write_formula(row - 1, column - 1, formula, None, text)


def _contests(notice: Notice) -> int:
    """How many elections there may be: each award in each group."""
    return len(notice.awards) * max(1, len(notice.groups))


def _name_lists(book: Book, plan: RankingPlan, rulebook: Rulebook, choices: Choices) -> None:
    book.define_name(WINDOWS, f"={plan.window_list}")
    headers, count = spare_headers(rulebook)
    choices.name_growing(book, ITEMS, ledger_items(rulebook), headers, count)
    choices.name(book, MODULES, ledger_modules(rulebook))


def _write_source(sheet: Sheet, rulebook: Rulebook, choices: Choices) -> None:
    """通报数据: the texts of the notice and the layout, to be read back, and the lists."""
    for column, text in enumerate((rulebook.notice_text, rulebook.layout_text)):
        for row, lines in enumerate(_in_few_cells(text)):
            write_text(sheet, row, column, lines)
    choices.write(sheet)
    sheet.hide()


def _in_few_cells(text: str) -> list[str]:
    """Whole lines, as many as a cell takes; a line break stands between two cells.

    Whatever reads the workbook reads a few cells then, not hundreds.
    """
    cells: list[str] = []
    for line in text.rstrip("\n").split("\n"):
        if cells and not (line and len(cells[-1]) + len(line) >= _MOST_SOURCE):
            cells[-1] += f"\n{line}"
        else:
            cells.append(line)
    return cells
