"""恢复 in Excel, whose list of what can be undone a macro empties: the last command, or nothing.

Checked with the engine in memory: no Excel is here.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.excel.conftest import Opened
from tests.excel.real_table import COLUMNS, FIRST, NAMES
from xl_appraisal import macros
from xl_appraisal.book.sheets import CHECK, LEDGER, RANKING
from xl_appraisal.hosts.excel.excel_host import XlwingsHost
from xl_appraisal.model.commands import COMMANDS
from xl_appraisal.model.grid import Formula


def state(book: Opened) -> dict[str, Any]:
    """Every cell and merge of every sheet."""
    pages = book.front.impl._pages
    return {p._name: (dict(p._content.cells), sorted(p._content.merges)) for p in pages}


def told(book: Opened) -> str:
    return str(book.app._alerts[-1] if book.app._alerts else "")


def test_a_recalculation_is_taken_back_by_another_process(book: Opened) -> None:
    """Each macro has a Python of its own: nothing but a file leads back."""
    before = state(book)
    macros.recalculate()
    assert state(book) != before
    macros.undo_last()
    assert state(book) == before
    assert "已恢复到“重新计算”之前" in book.app._said[-1]
    macros.undo_last()
    assert "没有可恢复的" in told(book)


def test_what_was_typed_since_is_named_and_kept(book: Opened) -> None:
    """A cell that the command wrote; others may be typed into, and stay."""
    macros.recalculate()
    after = state(book)
    ref = FIRST, COLUMNS["total"]
    known = book.content().cells[ref]
    book.put(ref, 1.0)
    macros.undo_last()
    assert "“重新计算”之后，名次表!I7 又改动过" in told(book)
    book.content().cells[ref] = known
    assert state(book) == after
    book.put((4, 1), "税务", LEDGER)
    macros.undo_last()
    assert book.content(LEDGER).cells[4, 1] == ("税务", None)
    assert (FIRST, COLUMNS["rank"]) not in book.content().cells


def test_a_window_added_and_one_withdrawn_are_taken_back(book: Opened) -> None:
    """Rows, lines and formulas of every sheet are as before."""
    macros.recalculate()
    before = state(book)
    book.app._typed = "新窗口"
    macros.add_window()
    assert state(book) != before
    macros.undo_last()
    assert state(book) == before
    book.front.impl._page(RANKING).range((FIRST + 2, 2)).select()
    macros.withdraw_window()
    assert NAMES[2] not in {value for value, _ in book.content().cells.values()}
    macros.undo_last()
    assert state(book) == before


def test_after_a_command_that_failed_or_made_a_sheet_there_is_nothing(book: Opened) -> None:
    """Not the command before it either: what it wrote is not the last that happened."""
    macros.recalculate()
    after = state(book)
    book.app._typed = "税务"  # which is there already
    macros.add_window()
    macros.undo_last()
    assert "没有可恢复的" in told(book)
    assert state(book) == after
    macros.recalculate()
    book.front.impl._page(RANKING).range((FIRST, 2)).select()
    macros.explain()
    macros.undo_last()
    assert "没有可恢复的" in told(book)


def test_protection_is_taken_back(book: Opened) -> None:
    """封存 wrote its record and protected every sheet; 重新打开 the other way round."""
    macros.recalculate()
    before = state(book)
    pages = book.front.impl._pages
    macros.seal_quarter()
    assert any(page.ProtectContents for page in pages)
    macros.undo_last()
    assert not any(page.ProtectContents for page in pages)
    assert state(book) == before


def test_one_that_fails_half_way_leaves_all_as_it_was(
    book: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cells put back are taken away again where a later one cannot be."""
    macros.recalculate()
    after = state(book)
    put, calls = XlwingsHost._put, []

    def failing(host: XlwingsHost, sheet: str, block: Any) -> None:
        calls.append(sheet)
        if len(calls) == 4:
            raise OSError("busy")
        put(host, sheet, block)

    monkeypatch.setattr(XlwingsHost, "_put", failing)
    macros.undo_last()
    assert "没有完成" in told(book)
    monkeypatch.undo()
    assert state(book) == after


def test_commands_that_only_make_sheets_offer_no_undo() -> None:
    """Those that write cells do; LibreOffice has a list of its own."""
    undoable = {command.function for command in COMMANDS if command.undoable}
    assert undoable == {
        "add_window", "check", "import_lines", "recalculate", "reopen_quarter", "seal_quarter",
        "withdraw_window",
    }  # fmt: skip
    assert [c.function for c in COMMANDS if not c.in_calc] == ["undo_last"]


def test_every_kind_of_value_comes_back(book: Opened) -> None:
    """Numbers to the last place, texts, truths, blanks and formulas."""
    host = XlwingsHost(book.front)
    cells = {(60, 1): Decimal("0.1"), (60, 2): "甲", (60, 3): True, (60, 4): Formula("1+1", None)}
    with host.step():
        host.write(CHECK, cells)
    before = state(book)
    with host.step("试"):
        host.write(CHECK, dict.fromkeys(cells) | {(61, 1): "新"})
    assert XlwingsHost(book.front).undo_last() == "试"
    assert state(book) == before
