"""The extension at work in a live Calc: functions, buttons, commands, as staff have them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest

from tests.excel.real_table import COLUMNS, FIRST, NAMES
from tests.libreoffice.office import until
from tests.libreoffice.staffed import Desk, Opened
from tests.published import MODULE_COLUMNS, rows
from xl_appraisal.book.own_formulas import NAMES as FUNCTIONS
from xl_appraisal.book.own_formulas import calls_function
from xl_appraisal.book.sheets import CHECK, RANKING
from xl_appraisal.model.commands import COMMANDS, TAB_LABEL
from xl_appraisal.model.exact import half_up
from xl_appraisal.model.grid import a1
from xl_appraisal.tools.calc_extension import menus
from xl_appraisal.tools.calc_extension.menus import SAVE_BACK, commands

LAST = FIRST + len(NAMES) - 1
MENU, TOOL_BAR = 34, 63  # com.sun.star.accessibility.AccessibleRole


@pytest.fixture
def opened(calc_desk: Desk, filled: Path) -> Opened:
    return calc_desk.open(filled)


def row_of(window: str) -> int:
    return FIRST + NAMES.index(window)


def shown(number: float) -> str:
    return str(half_up(Decimal(repr(number)), 2))


def errors(opened: Opened) -> dict[str, int]:
    """The formulas that call one of our functions and show an error."""
    block = opened.ranking.getCellRangeByName(f"A1:{a1(LAST + 5, COLUMNS['red_flag'])}")
    found = {}
    for row, line in enumerate(block.getFormulaArray(), 1):
        for column, text in enumerate(line, 1):
            if calls_function(text):
                error = opened.ranking.getCellRangeByName(a1(row, column)).getError()
                if error:
                    found[a1(row, column)] = error
    return found


def test_every_formula_of_the_template_is_understood(opened: Opened) -> None:
    """30 rows of functions; each has a result, and opening marks nothing as changed."""
    assert errors(opened) == {}
    assert opened.at(FIRST, "total").Formula.startswith("=XLAPPRAISAL.CELLFUNCTIONS.WINDOW_TOTAL")
    assert not opened.document.isModified()


def test_all_windows_have_the_published_figures(opened: Opened) -> None:
    """25 windows: rank, five computed module scores and the total, by the cells' own formulas."""
    for row, published in enumerate(rows(), FIRST):
        assert opened.at(row, "rank").Value == float(published["c1"])
        for module, position in MODULE_COLUMNS.items():
            assert opened.at(row, module).Value == pytest.approx(float(published[position]))
        assert shown(opened.at(row, "total").Value) == published["c9"]


def test_a_changed_input_moves_score_total_and_rank(opened: Opened) -> None:
    """税务 is given one point of bonus more; another window's figures stay as they are."""
    row, other = row_of("税务"), row_of(NAMES[5])
    total, stays = opened.at(row, "total").Value, opened.at(other, "total").Value
    reward = opened.at(row, "reward").Value
    rank = opened.at(row, "rank").Value
    opened.at(row, "leadership_bonus").Value += 1
    assert opened.at(row, "reward").Value == pytest.approx(reward + 1)
    assert opened.at(row, "total").Value == pytest.approx(total + 1)
    assert opened.at(row, "rank").Value < rank
    assert opened.at(other, "total").Value == stays


def test_a_bad_cell_names_itself(opened: Opened) -> None:
    """The text of Excel's function, with the cell that is at fault; no other window is touched."""
    row = row_of("税务")
    opened.at(row, "leadership_bonus").String = "很多"
    text = opened.at(row, "total").String
    assert text.startswith(f"错误：{RANKING}!{a1(row, COLUMNS['leadership_bonus'])} ")
    assert "很多" in text
    assert errors(opened) == {}


@pytest.mark.parametrize(
    ("formula", "shows"),
    [
        ("=ASSIST_BONUS(12)", "3"),
        ("=PACKAGE_BONUS(1;2)", None),
        ("=STAFF_SCORE(BA100:BA102)", "错误：没有考核分"),
        ('=MODULE_SCORE(J7:AX7;"没有的";B7:C7;J$3:AX$3;通报数据.X1:X2)', "错误：没有模块“没有的”"),
        ("=WINDOW_TOTAL(J7:AX8;B7:C7)", "错误：请只选取一行"),
        ("=WINDOW_TOTAL(J7:AX7;B7:C7)", "错误：请重新计算"),
    ],
)
def test_functions_answer_as_in_excel(opened: Opened, formula: str, shows: str | None) -> None:
    """Constants, blanks and faults, typed into any cell."""
    cell = opened.ranking.getCellRangeByName("BC60")
    cell.Formula = formula
    assert cell.getError() == 0
    if shows is not None:
        assert cell.String.startswith(shows)


def test_rows_of_figures_fill_an_array(opened: Opened) -> None:
    """Six scores of the first window as one array formula."""
    block = opened.ranking.getCellRangeByName("BC60:BH60")
    block.setArrayFormula("=MODULE_SCORES(J7:AX7;B7:C7;J3:AX3;$通报数据.$X$1:$X$2)")
    published = [float(rows()[0][position]) for position in MODULE_COLUMNS.values()]
    assert list(block.getDataArray()[0]) == pytest.approx(published)


def test_the_wizard_shows_chinese_help(calc_desk: Desk) -> None:
    """Each function with its text and one for each argument."""
    manager = calc_desk.office.context.ServiceManager
    found = manager.createInstance("com.sun.star.sheet.FunctionDescriptions")
    for name in FUNCTIONS:
        about = {part.Name: part.Value for part in found.getByName(name)}
        assert "。" in about["Description"]
        assert all(argument.Description for argument in about["Arguments"])


def test_a_click_on_the_sheets_button_runs_the_command(calc_desk: Desk, filled: Path) -> None:
    """The button 核对 of the committed template, pressed, shows the findings' sheet."""
    opened = calc_desk.open(filled, hidden=False)
    opened.click("核对")
    assert until(lambda: opened.document.CurrentController.ActiveSheet.Name == CHECK)


def test_nothing_but_what_staff_did_can_be_undone(calc_desk: Desk, filled: Path) -> None:
    """Opening leaves no step, a command one with its name; its buttons live on after an undo."""
    opened = calc_desk.open(filled, hidden=False)
    assert opened.undo == []
    before = opened.contents()
    opened.dispatch("check")
    assert opened.undo == ["核对"]
    opened.document.UndoManager.undo()
    assert opened.contents() == before
    opened.screen.show(RANKING)
    opened.click("核对")
    assert until(lambda: opened.active == CHECK)


def test_menu_and_toolbar_have_every_command(calc_desk: Desk, filled: Path) -> None:
    """The ribbon's and 保存回原工作簿; 恢复 is Excel's: Calc has its own list of steps."""
    opened = calc_desk.open(filled, hidden=False)
    labels = [command.label for command in commands().values()]
    assert labels == [*(c.label for c in COMMANDS if c.label != "恢复"), SAVE_BACK.label]
    window = opened.document.CurrentController.Frame.ContainerWindow.AccessibleContext

    def inside(role: int) -> list[str]:
        found = next((c for c in _below(window) if _is(c, role)), None)
        return [] if found is None else [c.AccessibleName for c in _below(found)]

    for role in (MENU, TOOL_BAR):
        assert until(lambda role=role: [n for n in inside(role) if n in labels] == labels)


def _is(context: Any, role: int) -> bool:
    return context.AccessibleRole == role and context.AccessibleName == TAB_LABEL


def _below(context: Any) -> Iterator[Any]:
    """Everything in a window but its cells, which are too many."""
    for place in range(context.AccessibleChildCount if context.AccessibleChildCount < 200 else 0):
        child = context.getAccessibleChild(place)
        if child is not None:
            yield child.AccessibleContext
            yield from _below(child.AccessibleContext)


def test_keys_are_given_to_commands_of_the_menu() -> None:
    """Each key once, and each to a command that there is."""
    package = Path(menus.__file__).with_name("package")
    text = (package / "Accelerators.xcu").read_text(encoding="utf-8")
    keys = re.findall(r'oor:name="([A-Z]_MOD1_MOD2)"', text)
    named = re.findall(r"\$\{protocol\}(\w+)<", text)
    assert len(keys) == len(set(keys)) == len(set(named)) == 3
    assert set(named) <= set(commands())
    assert "Accelerators.xcu" in (package / "META-INF" / "manifest.xml").read_text("utf-8")


def test_the_menus_commands_do_their_work(calc_desk: Desk, filled: Path) -> None:
    """重新计算 mends a figure written over; 生成名次表 and 说明得分 make their sheets."""
    opened = calc_desk.open(filled)
    opened.dispatch("recalculate")
    assert shown(opened.at(FIRST, "total").Value) == rows()[0]["c9"]
    opened.document.CurrentController.select(opened.at(FIRST, "window"))
    opened.dispatch("explain")
    assert "得分说明" in opened.document.Sheets.ElementNames
    opened.dispatch("generateAnnex")
    assert "名次表（排序）" in opened.document.Sheets.ElementNames
    made = opened.path.with_name(f"{opened.path.stem}-名次表.docx")
    assert [row.cells[1].text for row in docx.Document(str(made)).tables[0].rows[3:]] == NAMES


def test_closed_and_opened_again_it_shows_the_same(calc_desk: Desk, filled: Path) -> None:
    """A second opening of the file that was carried back needs no mending."""
    opened = calc_desk.open(filled)
    opened.dispatch("saveBack")
    totals = [opened.at(row, "total").Value for row in range(FIRST, LAST + 1)]
    opened.close()
    again = calc_desk.open_here(opened.path)
    assert [again.at(row, "total").Value for row in range(FIRST, LAST + 1)] == totals
    assert errors(again) == {}
