"""A burst reads the workbook once; the next one sees every change; workbooks are kept apart."""

from __future__ import annotations

from tests.excel.conftest import ref_of, row_of
from tests.excel.memory_cells import TOUCHES
from tests.excel.real_table import COLUMNS, FIRST
from xl_appraisal.book.sheets import COLUMNS as LAYOUT_SHEET
from xl_appraisal.book.sheets import ID_ROW, LEDGER, LEDGER_TABLE, RULES, RULES_TABLE, STAFF
from xl_appraisal.doors.cell_functions.live import LIVE, LONGEST, QUIET
from xl_appraisal.model.grid import Area

ROW = row_of("应急管理")  # 106.627 as published, of which 9 are reward
SPARE = ROW, COLUMNS["item_19"]  # a blank bonus of that window


def reads() -> int:
    return TOUCHES["used_range"]


def rule_cell(book, path: str):
    rows = book.content(RULES).cells
    row = next(r for (r, c), (value, _) in rows.items() if value == path)
    return row, [field for field, _ in RULES_TABLE.fields].index("value") + 1


def test_a_burst_reads_the_workbook_once(call, book, clock) -> None:
    """Hundreds of calls, each within a quarter of a second of the one before."""
    TOUCHES.clear()
    call("WINDOW_TOTAL", float(ROW))
    first = reads()
    for _ in range(20):
        clock.now += QUIET / 2
        call("WINDOW_RANK", float(ROW))
    assert first > 0
    assert reads() == first
    clock.now += QUIET * 1.01
    call("WINDOW_RANK", float(ROW))
    assert reads() == 2 * first


def test_a_burst_without_end_is_read_anew_after_a_while(call, book, clock) -> None:
    """A program that never stops calculating does not keep old rules for ever."""
    call("WINDOW_TOTAL", float(ROW))
    book.put(SPARE, 1.0)
    for _ in range(int(LONGEST / 0.2) + 2):
        clock.now += 0.2
        total = call("WINDOW_TOTAL", float(ROW))
    assert total == 107.627


def test_cells_handed_over_go_before_what_was_read(call, book) -> None:
    """Within one burst: 1 point more, for the total, the module, and then for the rank."""
    assert call("WINDOW_RANK", float(ROW)) == 3.0
    book.put(SPARE, 1.0)
    assert call("WINDOW_TOTAL", book.items(ROW)) == 107.627
    assert call("MODULE_SCORE", book.items(ROW), "奖励分") == 10.0
    assert call("WINDOW_RANK", book.items(ROW)) == 1.0
    assert call("WINDOW_RANK", float(FIRST)) == 2.0
    book.put(SPARE, None)
    assert call("WINDOW_RANK", book.items(ROW)) == 3.0


def test_a_row_number_waits_for_recalculation(call, book) -> None:
    """It hands no cells over; 重新计算 makes the functions forget."""
    assert call("WINDOW_TOTAL", float(ROW)) == 106.627
    book.put(SPARE, 1.0)
    assert call("WINDOW_TOTAL", float(ROW)) == 106.627
    LIVE.forget()
    assert call("WINDOW_TOTAL", float(ROW)) == 107.627


def test_a_changed_rule_is_seen_by_the_next_burst(call, book, clock) -> None:
    """The upper limit of 奖励分 from 20 down to 5: 106.627 - 9 + 5."""
    assert call("WINDOW_TOTAL", book.items(ROW)) == 106.627
    book.put(rule_cell(book, "module.reward.max"), 5.0, RULES)
    clock.now += 1
    assert call("WINDOW_TOTAL", book.items(ROW)) == 102.627
    assert call("WINDOW_TOTAL", float(ROW)) == 102.627


def test_a_changed_layout_is_seen_by_the_next_burst(call, book, clock) -> None:
    """A column added by hand: id row, header, and a line on 栏目; 2 points in it."""
    call("WINDOW_TOTAL", book.items(ROW))
    new = 56
    book.put((ID_ROW, new), "festival")
    book.put((ID_ROW + 1, new), "节日值守")
    book.put((ROW, new), 2.0)
    last = max(row for row, column in book.content(LAYOUT_SHEET).cells)
    line = ["festival", "节日值守", "分值", "+", "奖励分", None, None, "栏名待定", "General", "是"]
    for column, value in enumerate(line, 1):
        book.put((last + 1, column), value, LAYOUT_SHEET)
    clock.now += 1
    assert call("WINDOW_TOTAL", book.items(ROW)) == 108.627


def test_ledger_and_staff_are_part_of_a_figure(call, book, clock) -> None:
    """Two people with 90 and 96: (93 × 0.3 = 27.9) in place of the typed 27.96; 3 points less."""
    ledger = {name: n for n, (name, _) in enumerate(LEDGER_TABLE.fields, 1)}
    book.put((30, ledger["window"]), "应急管理", LEDGER)
    book.put((30, ledger["module"]), "业务规范", LEDGER)
    book.put((30, ledger["points"]), 3.0, LEDGER)
    for row, score in ((20, 90.0), (21, 96.0)):
        book.put((row, 1), "应急管理", STAFF)
        book.put((row, 3), score, STAFF)
    assert call("MODULE_SCORE", float(ROW), "窗口人员表现") == 27.9
    assert call("WINDOW_TOTAL", float(ROW)) == 103.567


def test_follows_are_neither_read_nor_mistaken(call, book) -> None:
    """Any number of cells, plain values and errors after the arguments that count."""
    entries = book.cells(Area(4, 1, 503, 7), LEDGER)
    TOUCHES.clear()
    for name in ("WINDOW_TOTAL", "WINDOW_RANK", "RED_FLAG", "MODULE_SCORES"):
        plain = call(name, book.items(ROW))
        assert call(name, book.items(ROW), entries, -2146826246, None, "x") == plain
    score = call("MODULE_SCORE", book.items(ROW), "奖励分", entries, entries)
    assert score == 9.0
    assert entries._area == Area(4, 1, 503, 7)
    one = call("RANKING_TABLE", book.items(ROW), entries)
    assert one[0][0] == 3.0


def test_two_workbooks_of_the_same_name_are_kept_apart(call, opening) -> None:
    """Same file name, other folder, other instance of the program: by the cells' own workbook."""
    first, second = opening("/one/2023Q1.xlsm"), opening("/two/2023Q1.xlsm")
    second.put(SPARE, 1.0)
    for _ in range(2):
        assert call("WINDOW_TOTAL", first.items(ROW)) == 106.627
        assert call("WINDOW_TOTAL", second.items(ROW)) == 107.627
    first.becomes_caller()
    assert call("WINDOW_TOTAL", float(ROW)) == 106.627
    second.becomes_caller()
    assert call("WINDOW_TOTAL", float(ROW)) == 107.627


def test_the_cells_workbook_goes_before_the_one_the_formula_is_in(call, opening) -> None:
    """A formula in one workbook that looks at the items of another."""
    other, caller = opening("/one/2022Q4.xlsm"), opening("/one/2023Q1.xlsm")
    other.put(ref_of("应急管理", "item_19"), 1.0)
    caller.becomes_caller()
    assert call("WINDOW_TOTAL", other.items(ROW)) == 107.627
    assert call("WINDOW_TOTAL", float(ROW)) == 106.627


def test_a_window_typed_within_a_burst_is_read(call, book) -> None:
    """A row that was blank when the burst began, filled by a program and asked for at once."""
    row = FIRST + 25
    book.content().merges = [a for a in book.content().merges if a.top < row]
    for column in range(1, 60):
        for below in range(row, row + 10):
            book.put((below, column), None)
    assert call("WINDOW_TOTAL", book.items(row)) == ""
    book.put((row, COLUMNS["window"]), "新窗口")
    book.put((row, COLUMNS["staff_performance"]), 30.0)
    book.put((row, COLUMNS["item_19"]), 1.0)
    assert call("WINDOW_TOTAL", book.items(row)) == 101.0
