"""The macros through xlwings' front end: what they write, and what they leave as it was."""

from __future__ import annotations

import pytest

from tests.excel.conftest import Opened, ref_of, row_of, snapshot
from tests.excel.memory_cells import TOUCHES
from tests.excel.real_table import COLUMNS, FIRST, NAMES
from tests.published import MODULE_COLUMNS, rows
from xl_appraisal import macros
from xl_appraisal.book.sheets import CHARTS, CHECK, CHECK_TABLE, HOME, RANKING, SHEETS
from xl_appraisal.doors.buttons.results_buttons import ANNEX
from xl_appraisal.model.commands import COMMANDS
from xl_appraisal.model.grid import Area, a1
from xl_appraisal.setup import doctor


def column(book: Opened, name: str) -> list[object]:
    cells = book.content().cells
    return [cells.get((row, COLUMNS[name]), (None,))[0] for row in range(FIRST, FIRST + len(NAMES))]


def findings(book: Opened) -> list[str]:
    """The kinds on 核对, from the top."""
    place = CHECK_TABLE.place("kind") + 1
    cells = book.content(CHECK).cells
    found = {r: value for (r, c), (value, _) in cells.items() if c == place}
    return [str(found[row]) for row in sorted(found) if row > CHECK_TABLE.header_row]


def test_every_command_has_its_macro() -> None:
    """The list that ribbon and buttons are made from, against the functions."""
    assert {command.function for command in COMMANDS} == set(macros.__all__)


def test_recalculate_writes_the_published_figures(book) -> None:
    """Ranks, modules and totals of 25 windows; the totals exact, as the modules add up."""
    macros.recalculate()
    assert column(book, "rank") == [float(row["c1"]) for row in rows()]
    for module, position in MODULE_COLUMNS.items():
        assert column(book, module) == [float(row[position]) for row in rows()]
    assert column(book, "total")[0] == 107.562
    assert findings(book) == ["与备注不符"]
    assert book.app._alerts == []
    assert book.app._calculated == ["all"]


def test_what_staff_typed_and_formulas_stay(opening) -> None:
    """Every cell of every sheet but the computed columns, 核对, 图表 and 首页; every function."""
    book = opening(functions=True)
    before = snapshot(book)
    macros.recalculate()
    after = snapshot(book)
    for name in SHEETS:
        if name not in (CHECK, CHARTS, HOME):
            assert after[name].cells == before[name].cells, name


def test_a_second_recalculation_writes_nothing(book) -> None:
    """All cells hold their figures: no block is written."""
    macros.recalculate()
    before = snapshot(book)
    puts = []
    book.content().put = lambda *given: puts.append(given)  # type: ignore[method-assign]
    book.content(CHECK).put = lambda *given: puts.append(given)  # type: ignore[method-assign]
    macros.recalculate()
    assert puts == []
    del book.content().put, book.content(CHECK).put
    assert snapshot(book) == before


def test_one_recalculation_takes_few_calls(book) -> None:
    """The workbook tells all its sheets in one call, and once more what 恢复 must find there.

    Two calls write a block: ranks; modules and total; red flags; 核对: three figures, and the list
    with its links; 首页: two sentences, and the list with its links; 图表.  The rest is for the
    screen: what is in front and selected, and that nothing flickers.
    """
    TOUCHES.clear()
    macros.recalculate()
    assert TOUCHES["run"] == 2
    assert (TOUCHES["raw_value"], TOUCHES["formula"], TOUCHES["range"]) == (8, 0, 8)
    assert sum(TOUCHES.values()) <= 39
    book.put(ref_of("税务", "staff_performance"), 25.5)
    TOUCHES.clear()
    macros.recalculate()
    assert TOUCHES["raw_value"] > 0
    assert sum(TOUCHES.values()) <= 35


def test_an_older_workbook_is_read_sheet_by_sheet(book) -> None:
    """It does not hand its sheets over: four calls each (used range, address, values, formulas).

    The four that were written are read once more: what 恢复 must find there.

    The rest is to find the merged areas: two for each of the header's 51 and titles' 10, and the
    halving to get there; and two for each of 96 columns with numbers, whose formats may show
    others.  Cell by cell it would be more than 30,000.
    """
    book.front.impl._hands_over = False
    TOUCHES.clear()
    macros.recalculate()
    assert TOUCHES["used_range"] == 10 + 4
    assert TOUCHES["formula"] == 10 + 4
    assert TOUCHES["raw_value"] == 10 + 4 + 8
    assert TOUCHES["merge_area"] <= 62
    assert TOUCHES["NumberFormat"] <= 96
    assert sum(TOUCHES.values()) < 850


def test_an_older_workbook_gets_the_same_figures(opening) -> None:
    """Whichever way its cells were read; with functions in it too."""
    for functions in (False, True):
        told, asked = (opening(f"/{n}/2023Q1.xlsm", functions=functions) for n in ("a", "b"))
        asked.front.impl._hands_over = False
        for book in (told, asked):
            book.becomes_caller()
            macros.recalculate()
        assert snapshot(told) == snapshot(asked)


def test_a_formula_typed_over_is_told_and_put_back(opening) -> None:
    """88 stands where the other 24 totals are formulas."""
    book = opening(functions=True)
    ref = ref_of("应急管理", "total")
    book.put(ref, 88.0)
    macros.recalculate()
    assert "公式" in findings(book)
    figure, formula = book.content().cells[ref]
    assert (figure, formula[:21]) == (None, f"WINDOW_TOTAL($J{ref[0]}:$AX{ref[0]}"[:21])
    line = next(v for v, _ in book.content(CHECK).cells.values() if "被填成了88" in str(v))
    assert "106.627" in str(line)
    macros.recalculate()
    assert "公式" not in findings(book)


def test_a_typed_staff_figure_and_old_figures_are_not_typed_over(opening) -> None:
    """窗口人员表现 may be typed; a workbook without formulas holds the figures of last time."""
    assert "公式" not in _codes(opening(functions=True))
    plain = opening("/one/plain.xlsm")
    plain.put(ref_of("应急管理", "total"), 88.0)
    assert "公式" not in _codes(plain)


def _codes(book: Opened) -> list[str]:
    macros.check()
    return findings(book)


def test_check_writes_only_its_own_sheets_and_shows_one(book) -> None:
    """No figure, no rank on 名次表; 核对 is in front afterwards, 首页 kept up."""
    book.put((FIRST, COLUMNS["item_19"]), "三分")
    before = snapshot(book)
    macros.check()
    after = snapshot(book)
    assert {name for name in after if after[name] != before[name]} == {CHECK, HOME}
    assert "填写有误" in findings(book)
    assert book.front.sheets.active.name == CHECK


def test_an_unscored_window_keeps_its_formulas(opening) -> None:
    """One bad cell: its total becomes blank where it is a value, and stays where a formula."""
    for functions in (False, True):
        book = opening(f"/one/{functions}.xlsm", functions=functions)
        total = ref_of("应急管理", "total")
        formula = book.content().cells.get(total, (None, None))[1]
        book.put(ref_of("应急管理", "item_19"), "三分")
        macros.recalculate()
        assert book.content().cells.get(total, (None, None))[1] == formula
        assert functions or total not in book.content().cells


# ── 说明得分 ──


def explanation(book: Opened) -> list[list[object]]:
    cells = book.content("得分说明").cells
    last = max(row for row, _ in cells)
    return [[cells.get((r, c), (None,))[0] for c in range(1, 9)] for r in range(1, last + 1)]


def test_explain_lists_every_line_of_the_selected_window(book) -> None:
    """公安出入境: staff performance, deductions by entries, reward, total, rank and election."""
    book.items(row_of("公安出入境")).select()
    macros.explain()
    lines = explanation(book)
    assert lines[0][0] == "公安出入境 得分说明"
    assert lines[1][:5] == ["得分", "项目", "加扣分", "累计", "备注"]
    figures = {line[0] for line in lines[2:]}
    assert figures >= {"业务规范", "评价管理", "奖励分", "总分", "名次", "红旗窗口"}
    assert ["总分", 107.562] in [[line[0], line[3]] for line in lines]
    assert any(line[5] == "加扣分明细" and line[2] == -1.5 for line in lines)
    assert book.front.sheets.active.name == "得分说明"


def test_explaining_another_window_replaces_the_text(book) -> None:
    """The sheet is made once; a long explanation leaves nothing under a short one."""
    for window in ("公安出入境", NAMES[-1]):
        book.front.sheets[RANKING].impl.activate()
        book.items(row_of(window)).select()
        macros.explain()
    assert explanation(book)[0][0] == f"{NAMES[-1]} 得分说明"
    assert [s.name for s in book.front.sheets].count("得分说明") == 1
    assert not any("公安出入境" in str(value) for line in explanation(book) for value in line)


def test_a_window_without_a_score_is_explained_by_what_stops_it(book) -> None:
    """The cell and what is wrong with it."""
    ref = ref_of("税务", "item_19")
    book.put(ref, "三分")
    book.items(ref[0]).select()
    macros.explain()
    assert any(line[7] == f"{RANKING}!{a1(*ref)}" for line in explanation(book))


@pytest.mark.parametrize("choice", ["header", "nothing", "other sheet"])
def test_without_a_selected_window_it_says_what_to_do(book, choice) -> None:
    """A header cell, a chart, or the same row of another sheet."""
    if choice == "header":
        book.cells(Area(4, 3, 4, 3)).select()
    elif choice == "nothing":
        book.app._selection = None
    else:
        book.front.sheets[CHECK].impl.activate()
        book.cells(Area(FIRST, 1, FIRST, 1), CHECK).select()
    macros.explain()
    assert "里选中一个窗口所在的行" in book.app._alerts[0]
    assert "得分说明" not in [sheet.name for sheet in book.front.sheets]


# ── 自检 ──


def test_self_check_shows_what_is_wrong_worst_first(book, monkeypatch) -> None:
    """A sentence, then each thing to mend; what is in order takes no room in the message."""
    found = [
        doctor.Line("fine", "python", "Python", "3.11"),
        doctor.Line("warning", "path", "路径", "在 OneDrive 里", "移到本机文件夹"),
        doctor.Line("error", "addin", "加载项", "没有", "运行 xl-appraisal install"),
    ]
    monkeypatch.setattr(doctor, "examine", lambda book: found)
    macros.self_check()
    assert book.app._alerts == [
        "共检查3项：1项错误，1项提醒。\n"
        "[错误] 加载项：没有\n    处理：运行 xl-appraisal install\n"
        "[提醒] 路径：在 OneDrive 里\n    处理：移到本机文件夹"
    ]
    assert book.app._said[-1].endswith("自检完成。")
    assert ANNEX not in [sheet.name for sheet in book.front.sheets]
