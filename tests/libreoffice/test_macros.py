"""The macros in a live Calc, through xlwings' own front end, on the published quarter.

They are the functions that Excel's buttons run; only the engine underneath is another.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import docx
import openpyxl
import pytest
import xlwings as xw

from tests.excel.real_table import COLUMNS, FIRST, NAMES
from tests.libreoffice.books import filled_template, published, workbook_of_figures
from tests.libreoffice.office import Office
from tests.published import MODULE_COLUMNS
from xl_appraisal.book.sheets import CHECK, RANKING
from xl_appraisal.doors import buttons as macros
from xl_appraisal.doors.buttons.annex_sheet import ANNEX
from xl_appraisal.doors.buttons.figure_buttons import EXPLANATION
from xl_appraisal.hosts import FileHost
from xl_appraisal.hosts.calc.calc_dialogs import save_picker
from xl_appraisal.model.grid import a1

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
def figures(calc_book: Callable[[Path], xw.Book], made: dict[str, Path]) -> xw.Book:
    """Without cell functions; it is the caller."""
    book = calc_book(made["figures"])
    book.set_mock_caller()
    return book


@pytest.fixture
def template(calc_book: Callable[[Path], xw.Book], made: dict[str, Path]) -> xw.Book:
    """The committed template, filled; its macros are off and its functions unknown here."""
    book = calc_book(made["template"])
    book.set_mock_caller()
    return book


def figures_of(sheet: xw.Sheet, name: str) -> list[Decimal]:
    column = COLUMNS[name]
    cells = sheet.range((FIRST, column), (FIRST + len(NAMES) - 1, column))
    return [Decimal(repr(value)) for value in cells.value]


def expected(name: str) -> list[Decimal]:
    """As published; the totals, published with two places, are the published modules' sums."""
    if name != "total":
        return published(FIGURES[name])
    modules = [published(column) for column in MODULE_COLUMNS.values()]
    totals = [sum(line, Decimal(0)) for line in zip(*modules, strict=True)]
    cent = Decimal("0.01")
    assert [total.quantize(cent, ROUND_HALF_UP) for total in totals] == published("c9")
    return totals


def test_recalculation_writes_the_published_figures(figures: xw.Book, office: Office) -> None:
    """All 25 windows: rank, six modules, total; the workbook is as before the macro."""
    app = figures.app
    before = figures.sheets.active, app.selection, app.calculation
    macros.recalculate()
    sheet = figures.sheets[RANKING]
    for name in FIGURES:
        assert figures_of(sheet, name) == expected(name), name
    assert (figures.sheets.active, app.selection, app.calculation) == before
    assert app.screen_updating
    assert "25个窗口，25个有得分" in str(app.status_bar)
    assert office.alerts == []


def test_what_calc_saves_holds_the_published_figures(figures: xw.Book) -> None:
    """Read back from the file that LibreOffice wrote, by our own reader."""
    macros.recalculate()
    path = Path(figures.fullname)
    figures.save()
    figures.close()
    grid = FileHost(path).grid(RANKING)
    assert grid is not None
    for name in FIGURES:
        found = [grid.value(row, COLUMNS[name]) for row in range(FIRST, FIRST + len(NAMES))]
        assert found == expected(name), name


def test_a_change_moves_score_and_rank(figures: xw.Book) -> None:
    """The first window without the 6 points of its 人员表现 (29.562 → 23.562) falls behind.

    107.562 - 6 = 101.562, counted among the other published totals.
    """
    sheet = figures.sheets[RANKING]
    cell = sheet.range((FIRST, COLUMNS["staff_performance"]))
    cell.value = 23.562
    macros.recalculate()
    assert figures_of(sheet, "total")[0] == Decimal("101.562")
    ahead = sum(total > Decimal("101.562") for total in expected("total")[1:])
    assert figures_of(sheet, "rank")[0] == 1 + ahead


def test_a_bad_cell_is_told_and_stops_one_window(figures: xw.Book) -> None:
    """A word where a count should stand: its cell on 核对, no total for it, 24 for the others."""
    sheet = figures.sheets[RANKING]
    bad = (FIRST + 2, COLUMNS["promised_cases"])
    sheet.range(bad).value = "约三十件"
    macros.check()
    assert figures.sheets.active.name == CHECK
    told = [str(value) for row in figures.sheets[CHECK].used_range.value for value in row if value]
    assert any(a1(*bad) in text for text in told)
    assert any("约三十件" in text for text in told)
    macros.recalculate()
    totals = sheet.range((FIRST, COLUMNS["total"]), (FIRST + 24, COLUMNS["total"])).value
    assert [row for row, total in enumerate(totals) if not isinstance(total, float)] == [2]


def test_an_explanation_adds_up(template: xw.Book, office: Office) -> None:
    """The lines of the third window's total end at the published total."""
    template.sheets[RANKING].range((FIRST + 2, 2)).select()
    macros.explain()
    sheet = template.sheets[EXPLANATION]
    assert template.sheets.active == sheet
    assert sheet.range("A1").value == f"{NAMES[2]} 得分说明"
    lines = [row for row in sheet.used_range.value if row[0] == "总分"]
    assert Decimal(repr(lines[-1][3])) == expected("total")[2]
    assert office.alerts == []


@pytest.mark.parametrize("kind", ["figures", "template"])
def test_the_annex_is_the_published_table(
    kind: str, calc_book: Callable[[Path], xw.Book], made: dict[str, Path], office: Office
) -> None:
    """A sheet of values in rank order without a button, the original left as it was."""
    book = calc_book(made[kind])
    book.set_mock_caller()
    original = book.sheets[RANKING]
    before = original.used_range.formula, len(original.shapes)
    macros.generate_annex()
    assert office.alerts == []
    sheet = book.sheets[ANNEX]
    assert sheet.range("A1").value == "附件2"
    rows = sheet.range((FIRST - 1, 1), (FIRST - 2 + len(NAMES), 9)).value
    assert [row[1] for row in rows] == NAMES
    for place, name in zip((0, *range(2, 9)), FIGURES, strict=True):
        assert [Decimal(repr(row[place])) for row in rows] == expected(name), name
    assert not any(str(text).startswith("=") for row in sheet.used_range.formula for text in row)
    assert (len(sheet.shapes), sheet.used_range.shape[1]) == (0, 49)
    assert (original.used_range.formula, len(original.shapes)) == before


def test_the_annex_is_saved_beside_the_workbook_where_nobody_can_be_asked(
    figures: xw.Book, office: Office
) -> None:
    """A workbook without a window: the Word file; a second time it is not replaced unasked."""
    macros.generate_annex()
    path = Path(figures.fullname)
    made = path.with_name(f"{path.stem}-名次表.docx")
    table = docx.Document(str(made)).tables[0]
    assert [row.cells[1].text for row in table.rows[3:]] == NAMES
    assert str(made) in str(figures.app.status_bar)
    before = made.read_bytes()
    macros.generate_annex()
    assert "同名文件已存在" in office.alerts[-1]
    assert made.read_bytes() == before


def test_the_annex_is_saved_where_staff_say(
    figures: xw.Book, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name beside the workbook is offered; the answer decides the place and the kind."""
    path = Path(figures.fullname)
    offered: list[str] = []

    def answer(default: str, _title: str) -> str:
        offered.append(default)
        return str(path.with_name("附件2.xlsx"))

    monkeypatch.setattr(office.engine.impl, "files", answer)
    macros.generate_annex()
    assert offered == [str(path.with_name(f"{path.stem}-名次表.docx"))]
    sheet = openpyxl.load_workbook(path.with_name("附件2.xlsx")).active
    assert sheet is not None and sheet["A1"].value == "附件2"


def test_calcs_own_window_offers_the_name_and_the_kinds(office: Office, tmp_path: Path) -> None:
    """The window that is shown in a program with a screen, as far as can be told without one."""
    kinds = (("Word 文档", ".docx"), ("PDF", ".pdf"))
    with office.limit():
        picker = save_picker(office.context, str(tmp_path / "附件2.docx"), kinds, "另存为")
        assert picker.getDisplayDirectory() == tmp_path.as_uri()
        assert picker.getCurrentFilter() == "Word 文档 (*.docx)"


def test_recalculation_leaves_the_templates_functions(template: xw.Book) -> None:
    """Where the functions are unknown the formulas stay to the letter, and nothing is lost."""
    sheet = template.sheets[RANKING]
    before = sheet.used_range.formula
    macros.recalculate()
    after = sheet.used_range.formula
    assert after == before
    row = after[FIRST - sheet.used_range.row]
    assert row[COLUMNS["total"] - 1] == "=WINDOW_TOTAL($J7:$AX7,$C7:$H7)"
