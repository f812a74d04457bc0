"""The engine for LibreOffice through xlwings' own front end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import xlsxwriter
import xlwings as xw

from tests.libreoffice.office import Office
from xl_appraisal.hosts import calc as calc_engine
from xl_appraisal.hosts.calc.calc_values import ERROR_TEXTS


@pytest.fixture
def sheet(calc: xw.App) -> xw.Sheet:
    return calc.books.add().sheets[0]


def test_a_table_is_written_and_read(sheet: xw.Sheet) -> None:
    """Values keep their types; the table around a cell is found; a DataFrame goes both ways."""
    sheet.range("B2").value = [["甲", 1.5], ["乙", True]]
    assert sheet.range("B2").expand().address == "$B$2:$C$3"
    assert sheet.range("B2").expand().value == [["甲", 1.5], ["乙", True]]
    frame = pd.DataFrame({"分": [1.0, 2.5], "日": pd.to_datetime(["2023-03-01", "2023-03-31"])})
    sheet.range("F1").value = frame
    again = sheet.range("F1").options(pd.DataFrame, expand="table").value
    assert again["分"].tolist() == [1.0, 2.5]
    assert list(again["日"]) == list(frame["日"])


VALUES: list[tuple[Any, Any, Any]] = [  # written, read, formula
    (1.5, 1.5, "1.5"),
    (7, 7.0, "7"),
    (-0.1, -0.1, "-0.1"),
    ("甲", "甲", "甲"),
    ("007", "007", "007"),
    ("2023-03-01", "2023-03-01", "2023-03-01"),
    ("'=1+1", "=1+1", "=1+1"),
    ("=1+1", 2.0, "=1+1"),
    ('=SUM(1,2)&";,"', "3;,", '=SUM(1,2)&";,"'),
    ("=1=1", True, "=1=1"),
    ("", None, ""),
    (None, None, ""),
    (True, True, None),
    (False, False, None),
    (dt.datetime(2023, 3, 1, 12, 30, 15), dt.datetime(2023, 3, 1, 12, 30, 15), None),
    (dt.date(2024, 2, 29), dt.datetime(2024, 2, 29), None),
    (dt.time(6, 0), dt.datetime(1899, 12, 30, 6, 0), "0.25"),
    (float("nan"), None, ""),
]


@pytest.mark.parametrize(("given", "read", "formula"), VALUES, ids=[repr(v[0]) for v in VALUES])
def test_a_value_comes_back_as_of_excel(
    sheet: xw.Sheet, given: Any, read: Any, formula: str | None
) -> None:
    """Through ``value``; written over a truth and a date, which leave nothing behind."""
    for before in (None, True):
        cell = sheet.range("C3")
        cell.value = before
        cell.value = given
        assert (cell.value, type(cell.value)) == (read, type(read))
        assert formula is None or cell.formula == formula
    rows = sheet.range("C3:D4")
    rows.value = [[given, given], [given, given]]
    assert rows.value == [[read, read], [read, read]]


def test_raw_values_are_taken_by_their_type(sheet: xw.Sheet) -> None:
    """A text stays one whatever it looks like, and leaves the cell's format alone."""
    texts = ["=1+1", "007", "1e5", "'甲", "#N/A", "TRUE"]
    sheet.range("A1:F1").raw_value = [texts]
    assert list(sheet.range("A1:F1").raw_value[0]) == texts
    assert list(sheet.range("A1:F1").formula[0]) == texts
    assert sheet.range("A1:F1").number_format == "General"


ERRORS = {
    "=1/0": "#DIV/0!",
    "=NA()": "#N/A",
    '=1+"甲"': "#VALUE!",
    "=10^400": "#NUM!",
    "=SQRT(-1)": "#VALUE!",  # Excel has #NUM!; Calc has Err:502 and saves it as this
    "=没有这个()": "#NAME?",
}


@pytest.mark.parametrize(("formula", "shown"), ERRORS.items())
def test_an_error_cell_is_excels(sheet: xw.Sheet, formula: str, shown: str) -> None:
    """COM's number raw, ``None`` for xlwings, its text on demand."""
    cell = sheet.range("A1")
    cell.formula = formula
    assert ERROR_TEXTS[cell.raw_value] == shown
    assert cell.value is None
    assert cell.options(err_to_str=True).value == shown


FORMULAS: dict[str, str | None] = {  # and LibreOffice's own printing where it is another
    "=SUM($A$1:B2,1)": None,
    '=IF(A1="a;b|c~d!e",{1,2;3,4},"")': None,
    "=名次表!$A$1+'甲 乙'!A1:B2": None,
    "='it''s'!A1": None,
    "=SUM(名次表:汇总!A1)": "=SUM(名次表:汇总!A1:A1)",
    "=SUM((A1:B2,C3:D4))": "=SUM((A1:B2~C3:D4))",
    "=SUM(A1:C3 B2:D4)": None,
    "=SUM(A:A)+SUM(1:2)": None,
    "=EDATE(A1,1)+NETWORKDAYS(A1,A2)": None,
    "=ERROR.TYPE(A1)+ROUND(1.5,0)": None,
    "=IFERROR(VLOOKUP(A1,$C$1:$D$9,2,FALSE),0)": "=IFERROR(VLOOKUP(A1,$C$1:$D$9,2,FALSE()),0)",
    '=COUNTIFS(A1:A9,">0",B1:B9,"<>")': None,
    "=-A1^2%": None,
    '="名次表!A1"&"\'"&"""引"""': None,
}


@pytest.mark.parametrize(("formula", "printed"), FORMULAS.items(), ids=FORMULAS)
def test_a_formula_is_written_and_read_as_in_excel(
    sheet: xw.Sheet, formula: str, printed: str | None
) -> None:
    """To the letter; LibreOffice's own printing in Excel's way says the same."""
    book = sheet.book
    for name in ("名次表", "甲 乙", "it's", "汇总"):
        book.sheets.add(name, after=book.sheets[-1])
    cell = sheet.range("F20")
    cell.formula = formula
    assert cell.formula == formula
    parser = book.api.createInstance("com.sun.star.sheet.FormulaParser")
    parser.CompileEnglish, parser.FormulaConvention = True, 3  # XL_A1
    own = cell.api.getCellByPosition(0, 0)
    assert "=" + parser.printFormula(own.getTokens(), own.CellAddress) == (printed or formula)


def test_one_formula_for_many_cells_moves_its_references(sheet: xw.Sheet) -> None:
    """As a fill does; an array formula is told without its braces."""
    sheet.range("A1:A3").value = [[1], [2], [3]]
    sheet.range("B1:B3").formula = "=A1*2+$A$1"
    assert [row[0] for row in sheet.range("B1:B3").formula] == [
        "=A1*2+$A$1", "=A2*2+$A$1", "=A3*2+$A$1",
    ]  # fmt: skip
    assert sheet.range("B1:B3").value == [3.0, 5.0, 7.0]
    sheet.range("D1:D3").api.setArrayFormula("=A1:A3*2")
    assert sheet.range("D1").formula == "=A1:A3*2"
    assert sheet.range("D1:D3").has_array


def test_merged_cells_answer_for_all_none_or_some(sheet: xw.Sheet) -> None:
    """As Excel's ``MergeCells``; and each area is told from any of its cells."""
    sheet.range("B4:C5").merge()
    answers = {"B4:C5": True, "B4": True, "C5": True, "B5:C5": True, "A1:G3": False, "D4": False,
               "A1:G9": None, "C5:D5": None, "A5:C5": None}  # fmt: skip
    assert {text: sheet.range(text).merge_cells for text in answers} == answers
    assert sheet.range("C5").merge_area.address == "$B$4:$C$5"
    assert sheet.range("D4").merge_area.address == "$D$4"
    sheet.range("B4:C5").unmerge()
    assert sheet.range("A1:G9").merge_cells is False


def test_rows_and_columns_go_and_come(sheet: xw.Sheet) -> None:
    """Whole ones; a few cells make room, but are not taken out."""
    sheet.range("A1:C3").value = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
    sheet.range("2:2").delete()
    sheet.range("B:B").delete()
    assert sheet.used_range.value == [[1, 3], [7, 9]]
    sheet.range("1:1").insert("down")
    assert sheet.range("A2:B3").value == [[1, 3], [7, 9]]
    sheet.range("A2").insert("down")
    assert sheet.range("A2:B4").value == [[None, 3], [1, 9], [7, None]]
    with pytest.raises(NotImplementedError, match="whole rows or columns"):
        sheet.range("A1").delete("up")


def test_sheets_are_copied_named_shown_and_deleted(sheet: xw.Sheet) -> None:
    """A name in use is refused, an unknown one is a KeyError, as of a collection."""
    book = sheet.book
    sheet.range("A1").value = "甲"
    copied = sheet.copy(after=sheet, name="副本")
    assert [s.name for s in book.sheets] == [sheet.name, "副本"]
    assert copied.range("A1").value == "甲"
    with pytest.raises(ValueError, match="副本"):
        sheet.name = "副本"
    copied.visible = False
    assert not book.sheets["副本"].visible
    copied.delete()
    assert [s.name for s in book.sheets] == [sheet.name]
    with pytest.raises(KeyError):
        book.sheets["副本"]


def test_names_are_made_and_found(sheet: xw.Sheet) -> None:
    """In Excel's notation; a range may be asked for by its name."""
    names = sheet.book.names
    names.add("窗口", f"={sheet.name}!$B$7:$B$31")
    assert names["窗口"].refers_to == f"={sheet.name}!$B$7:$B$31"
    assert sheet.range("窗口").address == "$B$7:$B$31"
    names["窗口"].delete()
    assert "窗口" not in names


def test_the_program_is_kept_still_and_let_go(sheet: xw.Sheet) -> None:
    """Calculation, screen, status bar, selection: read, set, set back."""
    app = sheet.book.app
    with app.properties(calculation="manual", screen_updating=False, status_bar="请稍候"):
        assert (app.calculation, app.screen_updating, app.status_bar) == ("manual", False, "请稍候")
        sheet.range("A1").value = 1
        sheet.range("B1").formula = "=A1+1"
        sheet.range("A1").value = 5
    assert (app.calculation, app.screen_updating, app.status_bar) == ("automatic", True, False)
    app.calculate()
    assert sheet.range("B1").value == 6
    sheet.range("B2:C3").select()
    assert app.selection == sheet.range("B2:C3")


def test_addresses_are_excels(sheet: xw.Sheet) -> None:
    """With and without ``$``; with workbook and sheet, quoted where Excel quotes."""
    cells = sheet.range("A1:B2")
    assert cells.get_address(row_absolute=False, column_absolute=False) == "A1:B2"
    assert cells.get_address(external=True) == f"'[{sheet.book.name}]{sheet.name}'!$A$1:$B$2"
    assert sheet.range("B:C").address == "$B:$C"
    assert sheet.range("2:3").address == "$2:$3"


def test_notes_survive_a_write(sheet: xw.Sheet) -> None:
    """LibreOffice's own writing of a block takes them away."""
    place = sheet.range("B2").api.getCellByPosition(0, 0).CellAddress
    sheet.api.Annotations.insertNew(place, "备注一")
    sheet.range("A1:C3").value = [[1, "甲", True], [2, "=A1+1", None], [3, "丙", 4]]
    assert [note.String for note in sheet.api.Annotations] == ["备注一"]
    assert sheet.range("A1:C3").value == [[1, "甲", True], [2, 2, None], [3, "丙", 4]]


REFUSED: list[tuple[str, Callable[[xw.Sheet], Any]]] = [
    ("write", lambda sheet: setattr(sheet.range("A1"), "value", 1)),
    ("block", lambda sheet: setattr(sheet.range("A1:B2"), "value", [[1, 2], [3, 4]])),
    ("formula", lambda sheet: setattr(sheet.range("A1"), "formula", "=1")),
    ("clear", lambda sheet: sheet.range("A1").clear()),
    ("delete", lambda sheet: sheet.range("1:1").delete()),
]


@pytest.mark.parametrize("call", [r[1] for r in REFUSED], ids=[r[0] for r in REFUSED])
def test_a_protected_sheet_refuses_aloud(sheet: xw.Sheet, call: Callable[[xw.Sheet], Any]) -> None:
    """LibreOffice would pass over most of these without a word."""
    sheet.range("A1").value = "旧"
    sheet.api.protect("")
    with pytest.raises(Exception, match=r"受保护|RuntimeException|cellsuno"):
        call(sheet)
    sheet.api.unprotect("")
    assert sheet.range("A1").value == "旧"


GAPS: list[tuple[str, Callable[[xw.Sheet], Any]]] = [
    ("Range.font", lambda sheet: sheet.range("A1").font.bold),
    ("Range.column_width", lambda sheet: setattr(sheet.range("A1"), "column_width", 3)),
    ("Sheet.charts", lambda sheet: sheet.charts),
    ("Range.copy", lambda sheet: sheet.range("A1").copy()),
    ("semiautomatic", lambda sheet: setattr(sheet.book.app, "calculation", "semiautomatic")),
    ("App.run", lambda sheet: sheet.book.macro("甲")()),
]


@pytest.mark.parametrize(("what", "call"), GAPS, ids=[g[0] for g in GAPS])
def test_what_is_not_supported_names_itself(
    sheet: xw.Sheet, what: str, call: Callable[[xw.Sheet], Any]
) -> None:
    """In Chinese and English; nothing is passed over in silence."""
    with pytest.raises(NotImplementedError, match=what) as caught:
        call(sheet)
    assert "不支持" in str(caught.value)


def test_a_files_dates_errors_and_truths_are_read(
    tmp_path: Path, calc_book: Callable[[Path], xw.Book]
) -> None:
    """From a file that is not of LibreOffice's making."""
    path = tmp_path / "簿.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        page = made.add_worksheet("名次表")
        page.write_datetime(0, 0, dt.datetime(2023, 3, 1), made.add_format({"num_format": 14}))
        page.write_boolean(0, 1, True)
        page.write_formula(0, 2, "=NA()", None, "#N/A")
        page.write(0, 3, 0.5, made.add_format({"num_format": "0.0%"}))
    cells = calc_book(path).sheets["名次表"].range("A1:D1")
    assert cells.options(err_to_str=True).value == [dt.datetime(2023, 3, 1), True, "#N/A", 0.5]
    assert cells.formula[0][1:3] == ("TRUE", "=NA()")
    assert cells[0, 3].number_format == "0.0%"


def test_fifty_thousand_cells_go_in_one_call_each_way(sheet: xw.Sheet) -> None:
    """Equal when read back; through the plain values a macro uses."""
    rows = [[float(row * 10 + column) for column in range(10)] for row in range(5000)]
    block = sheet.range((1, 1), (5000, 10))
    block.raw_value = rows
    assert [list(row) for row in block.raw_value] == rows


def test_an_extension_gets_xlwings_objects_of_what_uno_hands_it(
    office: Office, sheet: xw.Sheet
) -> None:
    """A document and a range of UNO's, as xlwings' own."""
    book = calc_engine.book(office.engine, sheet.book.api)
    assert book == sheet.book
    cells = calc_engine.cells(book, sheet.api.getCellRangeByName("B2:C3"))
    assert cells == sheet.range("B2:C3")
