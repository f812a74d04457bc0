"""A bad cell gives a short Chinese text that names it: never a traceback, never a wrong number."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.excel.conftest import row_of
from tests.excel.memory_cells import ERROR_CODES
from tests.excel.real_table import COLUMNS, FIRST, ITEMS
from xl_appraisal.book.sheets import LEDGER, LEDGER_TABLE, RULES
from xl_appraisal.model.grid import Area, a1

FUNCTIONS = "xl_appraisal.doors.cell_functions.cell_functions"
NOT_AVAILABLE = ERROR_CODES["#N/A"]
ROW = row_of("应急管理")
CELL = ROW, COLUMNS["case_volume_bonus"]
BY_WINDOW = ["WINDOW_TOTAL", "MODULE_SCORES", "WINDOW_RANK", "RED_FLAG", "EXPLAIN_SCORE"]


@pytest.mark.parametrize("name", BY_WINDOW)
@pytest.mark.parametrize(
    ("bad", "told"),
    [
        (NOT_AVAILABLE, "错误值 #N/A"),
        (ERROR_CODES["#NAME?"], "错误值 #NAME?"),
        ("三分", "“三分”"),
        (-1.0, "-1"),
        (True, "TRUE"),
        (dt.datetime(2023, 3, 15), "日期 2023-03-15"),
    ],
)
def test_both_forms_name_the_cell_that_cannot_be_read(call, book, name, bad, told) -> None:
    """Error values, words, negative numbers, TRUE and dates where points belong."""
    book.put(CELL, bad)
    for given_row in (book.items(ROW), float(ROW)):
        text = call(name, given_row)
        assert text.startswith("错误：")
        assert a1(*CELL) in text
        assert told in text
        assert len(text) <= 220


def test_an_error_cell_is_no_blank(call, book) -> None:
    """Where a blank leaves the window its score, #N/A in the same cell takes it."""
    empty = ROW, COLUMNS["item_19"]
    assert call("WINDOW_TOTAL", book.items(ROW)) == 106.627
    book.put(empty, NOT_AVAILABLE)
    assert call("WINDOW_TOTAL", book.items(ROW)).startswith("错误：名次表!S")


def test_other_windows_keep_their_totals_and_the_table_tells_of_the_bad_one(call, book) -> None:
    """One unreadable cell stops one window."""
    book.put(CELL, "三分")
    table = call("RANKING_TABLE", book.cells(Area(FIRST, ITEMS[0], FIRST + 24, ITEMS[1])))
    assert table[0][7] == 107.562
    assert table[2][0] == ""
    assert table[2][7].startswith(f"错误：名次表!{a1(*CELL)}")


def test_a_row_without_a_window_is_blank_or_told(call, book) -> None:
    """Cells of an empty row show nothing; a row number that names no window says so."""
    below = FIRST + 25
    book.content().merges = [a for a in book.content().merges if a.top < below]
    for row in (below, below + 1):
        for column in range(1, 60):
            book.put((row, column), None)
    assert call("WINDOW_TOTAL", book.items(below)) == ""
    assert call("MODULE_SCORES", book.items(below)) == ""
    assert call("WINDOW_TOTAL", float(below)) == f"错误：名次表第{below}行没有窗口"


@pytest.mark.parametrize("argument", [None, "七", 7.5, -7.0, 0.0, NOT_AVAILABLE, True, (1.0, 2.0)])
def test_what_is_no_row_number_is_told(call, book, argument) -> None:
    """Blank, words, fractions, negative numbers, errors and lists."""
    assert call("WINDOW_TOTAL", argument).startswith("错误：")


def test_row_gives_a_list_of_one_which_is_its_value(call, book) -> None:
    """``=WINDOW_TOTAL(ROW())``: Excel hands ROW() over as a list."""
    assert call("WINDOW_TOTAL", ((float(FIRST),),)) == 107.562


def test_cells_of_another_sheet_or_of_several_rows_are_refused(call, book) -> None:
    """A window is one row of 名次表."""
    several = book.cells(Area(FIRST, 10, FIRST + 1, 12))
    assert call("WINDOW_TOTAL", several) == "错误：请只选取一行"
    elsewhere = book.cells(Area(FIRST, 1, FIRST, 3), RULES)
    assert call("WINDOW_TOTAL", elsewhere).startswith("错误：请重新计算")
    assert call("RANKING_TABLE", 7.0).startswith("错误：请选取“名次表”")


def test_a_whole_column_is_refused(call, book) -> None:
    """1,048,576 cells of a column, asked for by accident: only the used ones are looked at."""
    column = book.cells(Area(1, 10, 1_048_576, 10))
    assert call("RANKING_TABLE", column).startswith("错误：")


@pytest.mark.parametrize(
    ("module", "told"),
    [
        ("加班", "没有模块“加班”；应为窗口人员表现"),
        (None, "没有写模块"),
        (NOT_AVAILABLE, "模块为错误值 #N/A"),
    ],
)
def test_a_module_that_is_none_is_told(call, book, module, told) -> None:
    """By a plain value and by a cell, which is named."""
    assert told in call("MODULE_SCORE", book.items(FIRST), module)
    book.put((1, 60), module)
    text = call("MODULE_SCORE", book.items(FIRST), book.cells(Area(1, 60, 1, 60)))
    assert told in text


def test_a_bad_entry_of_the_ledger_is_named_by_its_own_sheet(call, book) -> None:
    """税务's only entry loses its figure."""
    fields = [field for field, _ in LEDGER_TABLE.fields]
    row = next(r for (r, c), v in book.content(LEDGER).cells.items() if v[0] == "税务")
    ref = row, fields.index("points") + 1
    book.put(ref, "很多", LEDGER)
    text = call("WINDOW_TOTAL", book.items(row_of("税务")))
    assert text.startswith(f"错误：{LEDGER}!{a1(*ref)}")


def test_a_workbook_of_another_kind_is_told(call, book) -> None:
    """名次表 was renamed."""
    book.front.sheets["名次表"].name = "成绩"
    assert call("WINDOW_TOTAL", 7.0).startswith("错误：工作簿里没有工作表“名次表”")


def test_an_unexpected_error_becomes_a_short_text(call, book, monkeypatch) -> None:
    """Whatever the program raises while it is read."""

    def broken(*_: object) -> None:
        raise RuntimeError("0x800AC472\nand more")

    monkeypatch.setattr(f"{FUNCTIONS}.window_of", broken)
    assert call("WINDOW_TOTAL", book.items(FIRST)) == "错误：程序出错，请点“自检”"


CONTENTS = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(sorted(ERROR_CODES.values())),
    st.datetimes(min_value=dt.datetime(1900, 1, 1)),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(values=st.lists(CONTENTS, min_size=1, max_size=4), place=st.integers(ITEMS[0], ITEMS[1] - 4))
def test_whatever_a_cell_holds_the_answer_is_a_number_or_a_told_fault(
    call, book, values, place
) -> None:
    """And both forms give the same answer."""
    before = dict(book.content().cells)
    for column, value in enumerate(values, place):
        book.put((ROW, column), value)
    by_cells = call("WINDOW_TOTAL", book.items(ROW))
    assert call("WINDOW_TOTAL", float(ROW)) == by_cells
    assert isinstance(by_cells, float) or by_cells.startswith("错误：")
    book.content().cells = before


def test_a_fault_is_gone_once_the_cell_is_mended(call, book) -> None:
    """The next call sees the cell as it is then."""
    book.put(CELL, "三分")
    assert call("WINDOW_TOTAL", float(ROW)).startswith("错误：")
    book.put(CELL, None)
    assert call("WINDOW_TOTAL", float(ROW)) == 106.627
