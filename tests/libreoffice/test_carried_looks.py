"""保存 in Calc: number formats go into the file; what else looks otherwise is named."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.libreoffice.bridge import load_uno
from tests.libreoffice.office import until
from tests.libreoffice.staffed import Desk, Opened
from tests.libreoffice.test_saving import says, texts
from tests.libreoffice.test_typed_calls import type_in
from xl_appraisal.book.sheets import LEDGER, RANKING
from xl_appraisal.hosts import FileHost

BOLD = 150.0


@pytest.fixture
def opened(calc_desk: Desk, filled: Path) -> Opened:
    return calc_desk.open(filled, hidden=False)


def save(opened: Opened) -> None:
    opened.give(".uno:Save")


def is_saved(opened: Opened) -> bool:
    done = until(lambda: not opened.document.isModified(), 20)
    window = opened.document.CurrentController.Frame.ContainerWindow
    assert done, [t for t in texts(window.AccessibleContext) if "写" in t]
    return done


def by_openpyxl(path: Path, place: str, sheet: str = RANKING) -> tuple[Any, str, str]:
    """Value, number format and font of a cell as a library reads the file."""
    book = openpyxl.load_workbook(path, keep_vba=True)
    cell = book[sheet][place]
    return cell.value, cell.number_format, cell.font.name


@pytest.mark.parametrize(
    ("text", "value", "code"),
    [
        ("95%", 0.95, "0.00%"),
        ("2024-3-5", dt.datetime(2024, 3, 5), "YYYY-MM-DD"),
        ("TRUE", True, "General"),
    ],
)
def test_a_number_format_that_typing_gave_is_in_the_file(
    opened: Opened, text: str, value: Any, code: str
) -> None:
    """95 % typed is shown as 95 % by whoever opens the file next, in the font that stood there."""
    _, _, font = by_openpyxl(opened.path, "BC60")
    type_in(opened, "BC60", text)
    save(opened)
    assert is_saved(opened)
    assert by_openpyxl(opened.path, "BC60") == (value, code, font)


def test_a_number_format_that_excel_does_not_have_is_named(opened: Opened) -> None:
    """一二三 by NatNum1: written into a file, Excel would call the file damaged."""
    cell = type_in(opened, "BC60", "123")
    locale = load_uno().createUnoStruct("com.sun.star.lang.Locale", "en", "US", "")
    cell.NumberFormat = opened.document.NumberFormats.addNew("[NatNum1]0", locale)
    save(opened)
    assert says(opened, "BC60")
    assert by_openpyxl(opened.path, "BC60")[:2] == (123, "General")


def test_a_format_moves_with_its_row(opened: Opened) -> None:
    """Rows put in above a cell that was made a percent: it is the row it is now in the file."""
    cell = opened.document.Sheets.getByName(LEDGER).getCellRangeByName("K30")
    cell.Value = 0.5
    cell.NumberFormat = percent_key(opened.document)
    opened.document.CurrentController.setActiveSheet(opened.document.Sheets.getByName(LEDGER))
    opened.give(".uno:GoToCell", ToPoint="A20:A21")
    opened.give(".uno:InsertRowsBefore")
    save(opened)
    assert is_saved(opened)
    assert by_openpyxl(opened.path, "K32", LEDGER)[:2] == (0.5, "0%")


@pytest.mark.parametrize(("before", "place"), [("A20:A21", "K20"), ("", "K700"), ("", "BZ20")])
def test_a_percent_typed_where_nothing_stood_is_one_in_the_file(
    opened: Opened, before: str, place: str
) -> None:
    """In a row just put in, far below the last one, far to the right of the list."""
    sheet = opened.document.Sheets.getByName(LEDGER)
    if before:
        opened.document.CurrentController.setActiveSheet(sheet)
        opened.give(".uno:GoToCell", ToPoint=before)
        opened.give(".uno:InsertRowsBefore")
    type_in(opened, place, "95%", LEDGER)
    save(opened)
    assert is_saved(opened)
    assert by_openpyxl(opened.path, place, LEDGER)[:2] == (0.95, "0.00%")


def percent_key(document: Any) -> int:
    formats = document.NumberFormats
    locale = load_uno().createUnoStruct("com.sun.star.lang.Locale", "en", "US", "")
    return int(formats.queryKey("0%", locale, False))


def test_a_format_alone_is_a_change_and_is_carried_once(opened: Opened) -> None:
    """92 shown as a percent is what a reader would take for 9,200 %: the file must show it too."""
    place = opened.at(8, "item_20").AbsoluteName.rpartition(".")[2].replace("$", "")
    cell = type_in(opened, place, "3")
    save(opened)
    assert is_saved(opened)
    cell.NumberFormat = percent_key(opened.document)
    save(opened)
    assert is_saved(opened)
    assert by_openpyxl(opened.path, place)[:2] == (3, "0%")
    data = opened.path.read_bytes()
    save(opened)
    assert is_saved(opened)
    assert opened.path.read_bytes() == data
    assert FileHost(opened.path).grid(RANKING).cells[8, cell.CellAddress.Column + 1].value == (  # type: ignore[union-attr]
        Decimal(3)
    )


def widened(opened: Opened) -> None:
    opened.ranking.Columns.getByIndex(60).Width = 7777


def commented(opened: Opened) -> None:
    at = opened.ranking.getCellRangeByName("BD61").CellAddress
    opened.ranking.Annotations.insertNew(at, "请核实")


def merged(opened: Opened) -> None:
    opened.ranking.getCellRangeByName("BD61:BE61").merge(True)


def bold(opened: Opened) -> None:
    opened.ranking.getCellRangeByName("BD61").CharWeight = BOLD


def red(opened: Opened) -> None:
    opened.ranking.getCellRangeByName("BD61").CharColor = 0xFF0000


def named(opened: Opened) -> None:
    names, at = opened.document.NamedRanges, opened.ranking.getCellRangeByName("BD61").CellAddress
    names.addNewByName("合计", "$名次表.$BD$61", at, 0)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (widened, "列宽"),
        (commented, "批注"),
        (merged, "合并的单元格"),
        (bold, "BD61的字体"),
        (red, "BD61的字体、颜色"),
        (named, "名称"),
    ],
)
def test_what_is_not_carried_is_named_and_stays_a_change(
    opened: Opened, change: Any, word: str
) -> None:
    """The cells are saved; the workbook still counts as changed, so that closing asks."""
    type_in(opened, "BC60", "4")
    change(opened)
    save(opened)
    assert says(opened, word)
    assert opened.document.isModified()
    assert by_openpyxl(opened.path, "BC60")[0] == 4
    save(opened)  # and again: nothing of it was forgotten
    assert says(opened, word)
    assert opened.document.isModified()


def test_what_was_undone_is_named_no_more(opened: Opened) -> None:
    """Bold on and off again: all is as in the file."""
    cell = opened.ranking.getCellRangeByName("BD61")
    cell.CharWeight = BOLD
    save(opened)
    assert says(opened, "没有写进文件的")
    cell.CharWeight = 100.0
    save(opened)
    assert is_saved(opened)


def test_what_commands_do_to_looks_is_no_change_of_staffs(opened: Opened) -> None:
    """After every command that stays in the workbook a save leaves nothing unsaid and unsaved."""
    opened.screen.here = True
    for button in ("recalculate", "check", "explain", "show_gaps"):
        opened.press(button)
    type_in(opened, "BC60", "4")
    save(opened)
    assert is_saved(opened)
