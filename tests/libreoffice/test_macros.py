"""The buttons in a live Calc on the published quarter: the functions that Excel's run as well."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.excel.real_table import COLUMNS, FIRST, NAMES
from tests.libreoffice.books import filled_template, published, workbook_of_figures
from tests.libreoffice.calc_book import YES, CalcBook
from tests.libreoffice.office import Office
from tests.published import MODULE_COLUMNS
from xl_appraisal.book.sheets import CHECK, RANKING
from xl_appraisal.doors.buttons.figures_buttons import EXPLANATION
from xl_appraisal.doors.buttons.results_buttons import ANNEX
from xl_appraisal.hosts import FileHost
from xl_appraisal.hosts.calc.calc_dialogs import save_picker
from xl_appraisal.model.grid import Area, a1

FIGURES = {"rank": "c1", **MODULE_COLUMNS, "total": "c9"}
"""Computed columns of 名次表 and the published columns that they are compared with."""


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("quarter")
    return {
        "figures": workbook_of_figures(folder / "2023Q1.xlsx"),
        "template": filled_template(folder / "2023Q1.xlsm"),
    }


@pytest.fixture
def figures(calc_book: Callable[[Path], CalcBook], made: dict[str, Path]) -> CalcBook:
    """Without cell functions."""
    return calc_book(made["figures"])


@pytest.fixture
def template(calc_book: Callable[[Path], CalcBook], made: dict[str, Path]) -> CalcBook:
    """The committed template, filled; its macros are off and its functions unknown here."""
    return calc_book(made["template"])


def figures_of(book: CalcBook, name: str) -> list[Decimal]:
    column = COLUMNS[name]
    return book.figures(RANKING, Area(FIRST, column, FIRST + len(NAMES) - 1, column))


def everything(book: CalcBook, sheet: str) -> list[list[object]]:
    """All cells of a sheet, row by row."""
    grid = book.host.grid(sheet)
    assert grid is not None
    return list(map(list, book.values(sheet, Area(1, 1, grid.last_row, grid.last_column))))


def expected(name: str) -> list[Decimal]:
    """As published; the totals, published with two places, are the published modules' sums."""
    if name != "total":
        return published(FIGURES[name])
    modules = [published(column) for column in MODULE_COLUMNS.values()]
    totals = [sum(line, Decimal(0)) for line in zip(*modules, strict=True)]
    cent = Decimal("0.01")
    assert [total.quantize(cent, ROUND_HALF_UP) for total in totals] == published("c9")
    return totals


def test_recalculation_writes_the_published_figures(figures: CalcBook) -> None:
    """All 25 windows: rank, six modules, total; the window is as before the macro."""
    figures.select(RANKING, (FIRST + 2, 4))
    figures.press("recalculate")
    for name in FIGURES:
        assert figures_of(figures, name) == expected(name), name
    assert figures.screen.selected() == (RANKING, FIRST + 2)
    assert figures.document.isAutomaticCalculationEnabled()
    assert not figures.document.hasControllersLocked()
    assert figures.screen.told == []


def test_what_calc_saves_holds_the_published_figures(figures: CalcBook) -> None:
    """Read back from the file that LibreOffice wrote, by our own reader."""
    figures.press("recalculate")
    figures.host.save()
    figures.document.close(True)
    grid = FileHost(figures.path).grid(RANKING)
    assert grid is not None
    for name in FIGURES:
        found = [grid.value(row, COLUMNS[name]) for row in range(FIRST, FIRST + len(NAMES))]
        assert found == expected(name), name


def test_a_change_moves_score_and_rank(figures: CalcBook) -> None:
    """The first window without the 6 points of its 人员表现 (29.562 → 23.562) falls behind.

    107.562 - 6 = 101.562, counted among the other published totals.
    """
    figures.put(RANKING, (FIRST, COLUMNS["staff_performance"]), 23.562)
    figures.press("recalculate")
    assert figures_of(figures, "total")[0] == Decimal("101.562")
    ahead = sum(total > Decimal("101.562") for total in expected("total")[1:])
    assert figures_of(figures, "rank")[0] == 1 + ahead


def test_a_bad_cell_is_told_and_stops_one_window(figures: CalcBook) -> None:
    """A word where a count should stand: its cell on 核对, no total for it, 24 for the others."""
    bad = (FIRST + 2, COLUMNS["promised_cases"])
    figures.put(RANKING, bad, "约三十件")
    figures.press("check")
    assert figures.active == CHECK
    told = [str(value) for row in everything(figures, CHECK) for value in row if value]
    assert any(a1(*bad) in text for text in told)
    assert any("约三十件" in text for text in told)
    figures.press("recalculate")
    place = COLUMNS["total"]
    totals = figures.values(RANKING, Area(FIRST, place, FIRST + 24, place))
    assert [row for row, (total,) in enumerate(totals) if total is None] == [2]


def test_an_explanation_adds_up(template: CalcBook) -> None:
    """The lines of the third window's total end at the published total."""
    template.select(RANKING, (FIRST + 2, 2))
    template.press("explain")
    assert template.screen.told == []
    assert template.active == EXPLANATION
    rows = everything(template, EXPLANATION)
    assert rows[0][0] == f"{NAMES[2]} 得分说明"
    assert [row for row in rows if row[0] == "总分"][-1][3] == expected("total")[2]


@pytest.mark.parametrize("kind", ["figures", "template"])
def test_the_annex_is_the_published_table(
    kind: str, calc_book: Callable[[Path], CalcBook], made: dict[str, Path]
) -> None:
    """A sheet of values in rank order without a button, the original left as it was."""
    book = calc_book(made[kind])
    before = book.contents()
    book.press("generate_annex")
    assert book.screen.told == []
    assert book.active == ANNEX
    grid = book.host.grid(ANNEX)
    assert grid is not None
    assert (grid.value(1, 1), grid.last_column) == ("附件2", 49)
    rows = book.values(ANNEX, Area(FIRST - 1, 1, FIRST - 2 + len(NAMES), 9))
    assert [row[1] for row in rows] == NAMES
    for place, name in zip((0, *range(2, 9)), FIGURES, strict=True):
        assert [row[place] for row in rows] == expected(name), name
    assert not any(cell.formula for cell in grid.cells.values())
    after = book.contents()
    assert after.pop(ANNEX)[2] == 0
    assert after == before


def test_the_annex_is_saved_beside_the_workbook_where_nobody_can_be_asked(
    figures: CalcBook,
) -> None:
    """A workbook without a window: the Word file; a second time it is not replaced unasked."""
    figures.press("generate_annex")
    made = figures.path.with_name(f"{figures.path.stem}-名次表.docx")
    table = docx.Document(str(made)).tables[0]
    assert [row.cells[1].text for row in table.rows[3:]] == NAMES
    before = made.read_bytes()
    figures.press("generate_annex")
    assert "同名文件已存在" in figures.screen.told[-1]
    assert made.read_bytes() == before


def test_the_annex_is_saved_where_staff_say(figures: CalcBook) -> None:
    """The folder of the workbook is offered; the answer decides the place and the kind."""
    target = figures.path.with_name("附件2.xlsx")
    figures.screen.here, figures.screen.chosen, figures.screen.answer = True, [target], YES
    figures.press("generate_annex")
    assert figures.screen.offered[0].getDisplayDirectory() == target.parent.as_uri()
    sheet = openpyxl.load_workbook(target).active
    assert sheet is not None and sheet["A1"].value == "附件2"
    assert figures.screen.opened == [target]


def test_calcs_own_window_offers_the_name_and_the_kinds(office: Office, tmp_path: Path) -> None:
    """The window that is shown in a program with a screen, as far as can be told without one."""
    kinds = (("Word 文档", ".docx"), ("PDF", ".pdf"))
    with office.limit():
        picker = save_picker(office.context, tmp_path / "附件2.docx", kinds, "另存为")
        assert picker.getDisplayDirectory() == tmp_path.as_uri()
        assert picker.getCurrentFilter() == "Word 文档 (*.docx)"


def test_recalculation_leaves_the_templates_functions(template: CalcBook) -> None:
    """Where the functions are unknown the formulas stay to the letter, and nothing is lost."""
    before = template.contents()[RANKING]
    template.press("recalculate")
    assert template.contents()[RANKING] == before
    grid, in_file = template.host.grid(RANKING), FileHost(template.path).grid(RANKING)
    assert grid is not None and in_file is not None
    total = FIRST, COLUMNS["total"]
    assert grid[total].formula == in_file[total].formula
    assert str(grid[total].formula).startswith("WINDOW_TOTAL($J7:$AX7,")
