"""Saving in Calc: 保存回原工作簿 leaves the file Excel's; LibreOffice's own save is warned of."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.excel.real_table import COLUMNS, FIRST, NAMES
from tests.libreoffice.office import Office, until
from tests.libreoffice.staffed import Desk, Opened
from xl_appraisal.book.sheets import RANKING
from xl_appraisal.hosts import FileHost
from xl_appraisal.model.grid import Cell, CellError, Ref
from xl_appraisal.work.closing import verify

ROW = FIRST + NAMES.index("税务")
OURS = "XLAPPRAISAL.CELLFUNCTIONS."


@pytest.fixture
def opened(calc_desk: Desk, filled: Path) -> Opened:
    return calc_desk.open(filled, hidden=False)


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def cells(path: Path) -> dict[Ref, Cell]:
    grid = FileHost(path).grid(RANKING)
    assert grid is not None
    return dict(grid.cells)


def formulas(path: Path) -> dict[Ref, str]:
    return {ref: cell.formula for ref, cell in cells(path).items() if cell.formula is not None}


def texts(context: Any) -> Iterator[str]:
    """What the window's bars say, as a screen reader finds it."""
    yield context.AccessibleName
    if context.AccessibleChildCount < 200:  # else it is the cells
        for place in range(context.AccessibleChildCount):
            child = context.getAccessibleChild(place)
            if child is not None:
                yield from texts(child.AccessibleContext)


def says(opened: Opened, words: str) -> bool:
    window = opened.document.CurrentController.Frame.ContainerWindow
    return until(lambda: any(words in text for text in texts(window.AccessibleContext)), 60)


def test_saved_back_only_sheets_with_other_figures_differ(opened: Opened) -> None:
    """名次表 and the charts' figures; macros, ribbon, styles and all else byte for byte."""
    before, known = parts(opened.path), formulas(opened.path)
    assert says(opened, "“保存”与菜单“绩效考核”-“保存回原工作簿”一样")
    opened.at(ROW, "leadership_bonus").Value += 1
    opened.dispatch("saveBack")
    assert says(opened, "已写回 2023Q1.xlsm")
    assert not opened.document.isModified()
    after = parts(opened.path)
    assert list(after) == list(before)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"xl/worksheets/sheet2.xml", "xl/worksheets/sheet10.xml"}
    assert formulas(opened.path) == known
    total = cells(opened.path)[ROW, COLUMNS["total"]].value
    assert total == Decimal(repr(round(opened.at(ROW, "total").Value, 9)))


def test_a_formula_entered_in_calc_is_written_as_excel_knows_it(opened: Opened) -> None:
    """A row's formula copied by staff: plain name, commas, the cells that it follows."""
    copied = opened.at(FIRST, "total").Formula
    assert copied.startswith(f"={OURS}WINDOW_TOTAL(")
    opened.ranking.getCellRangeByName("BC60").Formula = copied
    opened.dispatch("saveBack")
    assert says(opened, "已写回")
    written = "WINDOW_TOTAL($J7:$AX7,$B7:$C7,$J$3:$AX$3,通报数据!$X$1:$X$2)"
    assert formulas(opened.path)[60, 55] == written


def test_a_value_typed_over_a_formula_ends_it_in_the_file_too(opened: Opened) -> None:
    """Else the file would compute the old formula again: 28 typed into C, 1 and 有 over sums."""
    places = {(60, 55): "BC60", (61, 55): "BC61"}
    for place in places.values():
        opened.ranking.getCellRangeByName(place).Formula = "=1+1"
    opened.dispatch("saveBack")
    assert says(opened, "已写回")
    assert places.keys() <= formulas(opened.path).keys()
    opened.at(FIRST, "staff_performance").Value = 28
    opened.ranking.getCellRangeByName("BC60").Value = 1
    opened.ranking.getCellRangeByName("BC61").String = "有"
    opened.dispatch("saveBack")
    assert until(lambda: not opened.document.isModified(), 60)
    held = cells(opened.path)
    places = {
        (60, 55): Decimal(1),
        (61, 55): "有",
        (FIRST, COLUMNS["staff_performance"]): Decimal(28),
    }
    assert {ref: held[ref] for ref in places} == {ref: Cell(v) for ref, v in places.items()}


def test_texts_errors_and_truths_that_formulas_show_are_carried(opened: Opened) -> None:
    """红旗窗口 as a word, a window's fault as its text, an error cell as one, nothing as 0."""
    flags = [row for row in range(FIRST, FIRST + len(NAMES)) if opened.at(row, "red_flag").String]
    opened.at(ROW, "leadership_bonus").String = "很多"
    for place, formula in (("BC60", "=1/0"), ("BC61", "=1=1"), ("BC62", '="甲"&"乙"')):
        opened.ranking.getCellRangeByName(place).Formula = formula
    opened.dispatch("saveBack")
    assert says(opened, "已写回")
    held = cells(opened.path)
    shown = {
        row: held[row, COLUMNS["red_flag"]].value
        for row in flags
        if row != ROW and (row, COLUMNS["red_flag"]) in held
    }
    assert shown == {row: opened.at(row, "red_flag").String for row in flags if row != ROW}
    assert "很多" in str(held[ROW, COLUMNS["total"]].value)
    assert [held[row, 55].value for row in (60, 61, 62)] == ["#DIV/0!", True, "甲乙"]
    assert isinstance(held[60, 55].value, CellError)


def test_an_error_that_a_figure_turned_into_replaces_it_in_the_file(opened: Opened) -> None:
    """The formula stays, its old figure does not."""
    opened.ranking.getCellRangeByName("BC60").Formula = "=10/BC61"
    opened.ranking.getCellRangeByName("BC61").Value = 5
    opened.dispatch("saveBack")
    assert cells(opened.path)[60, 55] == Cell(Decimal(2), "10/BC61")
    opened.ranking.getCellRangeByName("BC61").Value = 0
    opened.dispatch("saveBack")
    assert cells(opened.path)[60, 55] == Cell(CellError("#DIV/0!"), "10/BC61")


def test_a_quarter_closed_in_calc_is_closed_in_the_file(opened: Opened) -> None:
    """Record and protection; opened again here, the file's protection goes as well."""
    opened.screen.here = True
    opened.press("recalculate")
    opened.press("seal_quarter")
    assert "已封存" in opened.screen.told[-1]
    opened.dispatch("saveBack")
    assert says(opened, "已写回")
    host = FileHost(opened.path)
    assert verify(host).sound, verify(host).problems
    assert verify(host).notes == ()  # hidden rows and formats were noted here as by the file
    assert host.protected(RANKING)
    opened.screen.typed = ["更正"]
    opened.press("reopen_quarter")
    opened.dispatch("saveBack")
    assert not FileHost(opened.path).protected(RANKING)


def test_the_programs_own_save_command_goes_the_same_way(opened: Opened, tmp_path: Path) -> None:
    """Ctrl+S of our workbook carries the change and no more; 差距 stays in Calc and is named.

    A document that is not ours is saved as LibreOffice always does.
    """
    before, known = parts(opened.path), formulas(opened.path)
    opened.press("show_gaps")
    opened.at(ROW, "leadership_bonus").Value += 1
    save(opened.office, opened.document)
    assert says(opened, "差距可随时重新生成，没有写入")
    assert not opened.document.isModified()
    assert (list(parts(opened.path)), formulas(opened.path)) == (list(before), known)
    assert parts(opened.path)["xl/vbaProject.bin"] == before["xl/vbaProject.bin"]
    other = opened.office.open(Hidden=False)
    other.storeAsURL((tmp_path / "别的.ods").as_uri(), ())
    other.Sheets.getByIndex(0).getCellRangeByName("A1").Value = 1
    save(opened.office, other)
    assert until(lambda: not other.isModified())


def test_sheets_that_a_command_makes_never_block_a_later_save(opened: Opened) -> None:
    """Made, saved beside, made anew, deleted: each save carries the typed score."""
    for turn in range(3):
        if turn < 2:
            opened.press("show_gaps")
        else:
            opened.document.Sheets.removeByName("差距")
        opened.at(ROW, "item_19").Value = 0.5 + turn
        save(opened.office, opened.document)
        assert not opened.document.isModified()
        assert cells(opened.path)[ROW, COLUMNS["item_19"]].value == Decimal("0.5") + turn


def save(office: Office, document: Any) -> None:
    """Give the command as Ctrl+S does."""
    office.give(document.CurrentController.Frame, ".uno:Save")


def test_libreoffices_own_save_is_warned_of_and_not_written_over(opened: Opened) -> None:
    """The bar says what became of the file: 7.4 gives the functions names unknown to Excel."""
    opened.document.store()
    renamed = formulas(opened.path)[FIRST, COLUMNS["total"]].startswith(OURS)
    assert says(opened, "函数名已被改写，Excel 认不出" if renamed else "整个文件已重写")
    before = opened.path.read_bytes()
    opened.dispatch("saveBack")
    assert says(opened, "打开之后被改动过")
    assert opened.path.read_bytes() == before


def test_what_cannot_be_carried_is_told_and_nothing_written(opened: Opened) -> None:
    """A new sheet beside a changed cell: neither reaches the file, both stay open in Calc."""
    before = opened.path.read_bytes()
    opened.at(ROW, "leadership_bonus").Value += 1
    opened.document.Sheets.insertNewByName("草稿", 0)
    opened.dispatch("saveBack")
    assert says(opened, "新增的工作表“草稿”不能写回")
    assert opened.path.read_bytes() == before
    assert opened.document.isModified()
