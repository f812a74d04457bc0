"""What Calc's host and screen do beyond the contract of all hosts, in a live Calc."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.libreoffice.calc_book import CalcBook
from tests.libreoffice.office import Office
from xl_appraisal.hosts.calc.calc_functions import FunctionNames
from xl_appraisal.hosts.calc.calc_host import CalcHost
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.grid import Area, Cell, CellError, Formula

SHEET = "Sheet1"


def new_book(office: Office, *, hidden: bool) -> CalcBook:
    document = office.open(Hidden=hidden)
    document.Sheets.getByIndex(0).Name = SHEET  # each language of the program has its own name
    return CalcBook(office.context, document)


@pytest.fixture
def book(office: Office) -> CalcBook:
    return new_book(office, hidden=True)


@pytest.fixture
def host(book: CalcBook) -> CalcHost:
    return book.host


def cell(host: CalcHost, row: int, column: int) -> Cell:
    grid = host.grid(SHEET)
    assert grid is not None
    return grid[row, column]


ERRORS = {
    "1/0": "#DIV/0!",
    "NA()": "#N/A",
    '1+"甲"': "#VALUE!",
    "10^400": "#NUM!",
    "SQRT(-1)": "#VALUE!",  # Excel has #NUM!; Calc has Err:502 and saves it as this
    "没有这个()": "#NAME?",
}


@pytest.mark.parametrize(("formula", "shown"), ERRORS.items())
def test_an_error_cell_is_excels(host: CalcHost, formula: str, shown: str) -> None:
    """As the cell's value, beside its formula."""
    host.write(SHEET, {(1, 1): Formula(formula, None)})
    assert cell(host, 1, 1).value == CellError(shown)
    assert isinstance(cell(host, 1, 1).value, CellError)


FORMULAS: dict[str, str | None] = {  # and LibreOffice's own printing where it is another
    "SUM($A$1:B2,1)": None,
    'IF(A1="a;b|c~d!e",{1,2;3,4},"")': None,
    "名次表!$A$1+'甲 乙'!A1:B2": None,
    "'it''s'!A1": None,
    "SUM(名次表:汇总!A1)": "SUM(名次表:汇总!A1:A1)",
    "SUM((A1:B2,C3:D4))": "SUM((A1:B2~C3:D4))",
    "SUM(A1:C3 B2:D4)": None,
    "SUM(A:A)+SUM(1:2)": None,
    "EDATE(A1,1)+NETWORKDAYS(A1,A2)": None,
    "ERROR.TYPE(A1)+ROUND(1.5,0)": None,
    "IFERROR(VLOOKUP(A1,$C$1:$D$9,2,FALSE),0)": "IFERROR(VLOOKUP(A1,$C$1:$D$9,2,FALSE()),0)",
    'COUNTIFS(A1:A9,">0",B1:B9,"<>")': None,
    "-A1^2%": None,
    '"名次表!A1"&"\'"&"""引"""': None,
}


@pytest.mark.parametrize(("formula", "printed"), FORMULAS.items(), ids=FORMULAS)
def test_a_formula_is_written_and_read_as_in_excel(
    host: CalcHost, formula: str, printed: str | None
) -> None:
    """To the letter; LibreOffice's own printing in Excel's way says the same."""
    for name in ("名次表", "甲 乙", "it's", "汇总"):
        host.document.Sheets.insertNewByName(name, host.document.Sheets.Count)
    host.write(SHEET, {(20, 6): Formula(formula, None)})
    assert cell(host, 20, 6).formula == formula
    parser = host.document.createInstance("com.sun.star.sheet.FormulaParser")
    parser.CompileEnglish, parser.FormulaConvention = True, 3  # XL_A1
    own = host.document.Sheets.getByName(SHEET).getCellByPosition(5, 19)
    assert parser.printFormula(own.getTokens(), own.CellAddress) in (printed, formula)


def test_an_array_formula_is_told_without_its_braces(host: CalcHost) -> None:
    """As Excel tells it."""
    host.document.Sheets.getByName(SHEET).getCellRangeByName("D1:D3").setArrayFormula("=A1:A3*2")
    assert cell(host, 1, 4).formula == "A1:A3*2"


def test_notes_survive_a_write(host: CalcHost) -> None:
    """LibreOffice's own writing of a block takes them away."""
    sheet = host.document.Sheets.getByName(SHEET)
    place = sheet.getCellRangeByName("B2").getCellByPosition(0, 0).CellAddress
    sheet.Annotations.insertNew(place, "备注一")
    host.write(SHEET, {(row, 2): Decimal(row) for row in range(1, 4)})
    host.write(SHEET, {(2, 2): Formula("1+1", None)})
    assert [note.String for note in sheet.Annotations] == ["备注一"]
    assert cell(host, 2, 2) == Cell(Decimal(2), "1+1")


def test_a_protected_sheet_refuses_aloud(host: CalcHost) -> None:
    """LibreOffice would pass over some writes without a word."""
    host.write(SHEET, {(1, 1): "旧"})
    host.protect(SHEET, "")
    for value in (Decimal(1), "新", None, Formula("1", None)):
        with pytest.raises(BookError, match="可能受保护"):
            host.write(SHEET, {(1, 1): value})
    with pytest.raises(BookError, match="没有生成"):
        host.copy_sheet(SHEET, "副本", {(1, 1): "新"}, SHEET, without_rows=[1])
    host.unprotect(SHEET, "")
    assert cell(host, 1, 1) == Cell("旧")
    assert host.sheet_names == (SHEET,)


def scrolling(window: Any) -> tuple[int, int]:
    """How many rows and columns of the sheet in front stand before those that scroll."""
    assert window.hasFrozenPanes()
    last = window.getByIndex(window.Count - 1)
    return last.getFirstVisibleRow(), last.getFirstVisibleColumn()


@pytest.mark.parametrize("hidden", [False, True])
def test_a_copy_keeps_in_sight_what_it_is_told(office: Office, hidden: bool) -> None:
    """Six rows are frozen, one of them is cut: five and two columns; a hidden window keeps six."""
    book = new_book(office, hidden=False)
    document, host = book.document, book.host
    host.write(SHEET, {(row, 1): Decimal(row) for row in range(1, 20)})
    window = document.CurrentController
    window.freezeAtPosition(2, 6)
    window.Frame.ContainerWindow.setVisible(not hidden)
    host.copy_sheet(SHEET, "副本", {}, SHEET, without_rows=[3], frozen=(5, 2))
    window.setActiveSheet(document.Sheets.getByName("副本"))
    assert scrolling(window) == (6 if hidden else 5, 2)
    window.setActiveSheet(document.Sheets.getByName(SHEET))
    assert scrolling(window) == (6, 2)


def test_a_password_is_asked_for(host: CalcHost) -> None:
    """A wrong one leaves the sheet protected and says so."""
    host.protect(SHEET, "密码")
    assert host.protected(SHEET)
    with pytest.raises(BookError, match="密码可能不对"):
        host.unprotect(SHEET, "错的")
    assert host.protected(SHEET)
    host.unprotect(SHEET, "密码")
    assert not host.protected(SHEET)


def test_a_date_goes_where_dates_are_shown(host: CalcHost) -> None:
    """As a date there, as its text elsewhere."""
    day = dt.date(2023, 3, 15)
    column = host.document.Sheets.getByName(SHEET).getCellRangeByName("B1:B9")
    locale = host.document.CharLocale
    column.NumberFormat = host.document.NumberFormats.getStandardFormat(2, locale)
    host.write(SHEET, {(1, 1): day, (1, 2): day})
    assert cell(host, 1, 1).value == "2023-03-15"
    assert cell(host, 1, 2).value == dt.datetime(2023, 3, 15)


def test_a_table_grows(host: CalcHost) -> None:
    """A database range with its header in that row; none elsewhere."""
    area: Any = host.document.Sheets.getByName(SHEET).getCellRangeByName("A3:C5").RangeAddress
    host.document.DatabaseRanges.addNewByName("加扣分", area)
    assert host.grow_table(SHEET, (3, 2), 9)
    assert host.document.DatabaseRanges.getByName("加扣分").DataArea.EndRow == 8
    assert host.grow_table(SHEET, (3, 2), 4)
    assert host.document.DatabaseRanges.getByName("加扣分").DataArea.EndRow == 8
    assert not host.grow_table(SHEET, (1, 1), 9)


def test_a_files_dates_errors_truths_and_merges_are_read(
    tmp_path: Path, calc_book: Callable[[Path], CalcBook]
) -> None:
    """From a file that is not of LibreOffice's making."""
    path = tmp_path / "簿.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        page = made.add_worksheet("名次表")
        page.write_datetime(0, 0, dt.datetime(2023, 3, 1), made.add_format({"num_format": 14}))
        page.write_boolean(0, 1, True)
        page.write_formula(0, 2, "=NA()", None, "#N/A")
        page.write(0, 3, 0.5, made.add_format({"num_format": "0.0%"}))
        page.merge_range(3, 1, 4, 3, "合并")
    host = calc_book(path).host
    grid = host.grid("名次表")
    assert grid is not None
    assert [grid.value(1, column) for column in range(1, 5)] == [
        dt.datetime(2023, 3, 1),
        True,
        CellError("#N/A"),
        Decimal("0.5"),
    ]
    assert grid[1, 2].formula is None
    assert grid.merges == (Area(4, 2, 5, 4),)


def test_fifty_thousand_cells_go_each_way(host: CalcHost) -> None:
    """Equal when read back."""
    rows = {(row, c): Decimal(row * 10 + c) for row in range(1, 5001) for c in range(1, 11)}
    host.write(SHEET, rows)
    grid = host.grid(SHEET)
    assert grid is not None
    assert {ref: found.value for ref, found in grid.cells.items()} == rows


# ── steps ──


@pytest.fixture
def shown(office: Office) -> CalcBook:
    """In a window, as staff have it."""
    return new_book(office, hidden=False)


def test_one_step_is_undone_at_once_and_bears_its_name(shown: CalcBook) -> None:
    """Values, formulas, a sheet made, protection: one entry in the list, taken back as one."""
    book, host = shown, shown.host
    host.write(SHEET, {(1, 1): "旧"})
    before, steps = book.contents(), len(book.undo)
    with host.step("重新计算"):
        host.write(SHEET, {(1, 1): "新", (2, 1): Formula("1+1", None)})
        host.fill_sheet("比较", [["甲", Decimal(1)], ["乙"]], SHEET)
        host.protect(SHEET, "")
    assert (len(book.undo), book.undo[0]) == (steps + 1, "重新计算")
    assert book.contents() != before
    book.document.UndoManager.undo()
    assert book.contents() == before


@pytest.mark.parametrize("hidden", [False, True])
def test_a_step_that_fails_leaves_nothing(office: Office, hidden: bool) -> None:
    """Neither in the cells nor, before a window, in what can be undone and redone."""
    book = new_book(office, hidden=hidden)
    host = book.host
    host.write(SHEET, {(1, 1): "旧"})
    before, steps = book.contents(), book.undo
    with pytest.raises(ValueError, match="停"), host.step("重新计算"):
        host.write(SHEET, {(1, 1): "新"})
        host.copy_sheet(SHEET, "副本", {(1, 1): "抄"}, SHEET)
        host.fill_sheet("比较", [["甲", Decimal(1)], ["乙"]], SHEET)
        host.protect("副本", "密码")
        raise ValueError("停")
    assert book.contents() == before
    assert hidden or (book.undo, book.document.UndoManager.isRedoPossible()) == (steps, False)


def test_a_step_without_a_change_takes_nothing_back(shown: CalcBook) -> None:
    """What staff did before stays, whether it ends well or not."""
    book, host = shown, shown.host
    host.write(SHEET, {(1, 1): "旧"})
    before, steps = book.contents(), book.undo
    with host.step("核验"):
        pass
    with pytest.raises(ValueError, match="停"), host.step("核验"):
        raise ValueError("停")
    assert (book.contents(), book.undo) == (before, steps)


def test_an_error_of_libreoffices_own_comes_out_of_a_step_in_words(shown: CalcBook) -> None:
    """Python's context managers cannot pass it on as it is."""
    with pytest.raises(OSError, match="NoSuchElement"), shown.host.step("核验"):
        shown.document.Sheets.getByName("没有")


def test_names_are_asked_for_again_only_for_functions(office: Office) -> None:
    """Sheets, comparisons and texts with full stops in a formula are no functions: one reading."""
    asked: list[object] = []

    class Counted(FunctionNames):
        def _read(self, document: object) -> None:
            asked.append(document)
            super()._read(document)

    document = office.open()
    names = Counted().load(document)
    for row in range(1, 50):
        names.knows(f"=IF($'算式.明.细'.$A{row}=$甲.乙.丙.$B{row};SUM(A1);(1+2))", document)
    assert len(asked) == 1
    names.knows("=SOME.OTHER.EXTENSION.MADE(1)+SOME.OTHER.EXTENSION.MADE(2)", document)
    assert len(asked) == 2
