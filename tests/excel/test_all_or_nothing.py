"""A macro finishes or leaves the workbook as it was: it fails after each of its writes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.excel.conftest import Opened, ref_of, snapshot
from tests.hosts.failing import failing_after
from xl_appraisal import macros
from xl_appraisal.hosts.excel.excel_host import XlwingsHost


def sealed(book: Opened) -> None:
    macros.recalculate()
    macros.seal_quarter()
    book.app._typed = "更正"


def tried(book: Opened) -> None:
    macros.try_out()
    book.put(ref_of("残联", "case_volume_bonus"), 4.0, "试算")


def shown_before(book: Opened) -> None:
    macros.show_gaps()
    macros.generate_annex()
    book.put(ref_of("应急管理", "item_19"), 1.0)
    book.front.sheets["名次表"].impl.activate()
    book.items(7).select()


def listed(book: Opened) -> None:
    book.put(ref_of("税务", "item_19"), "三分")


BEFORE: dict[str, Callable[[Opened], object]] = {
    "recalculate": listed,
    "check": listed,
    "show_gaps": shown_before,
    "generate_annex": shown_before,
    "explain": shown_before,
    "try_out": tried,
    "seal_quarter": lambda _book: macros.recalculate(),
    "reopen_quarter": sealed,
    "import_lines": lambda _book: None,
}
"""What was done to the workbook before the macro, so that it has something to change."""


def state(book: Opened) -> object:
    names = [page._name for page in book.front.impl._pages]
    return names, snapshot(book), [page.ProtectContents for page in book.front.impl._pages]


@pytest.mark.parametrize("name", BEFORE)
def test_a_failure_after_any_write_leaves_the_workbook_as_it_was(
    opening: Callable[..., Opened], tmp_path: Path, name: str
) -> None:
    """Cells, sheets with their names and order, protection; it is told, and not as done."""
    file = tmp_path / "明细.csv"
    file.write_text("窗口,模块,分值,事由\n税务,业务规范,0.5,晨会迟到\n", encoding="utf-8")
    run = getattr(macros, name)
    number = 0
    while True:
        book = opening(f"/{number}/2023Q1.xlsm")
        book.app._chosen = (str(file),)
        BEFORE[name](book)
        before, told = state(book), len(book.app._alerts)
        with failing_after(number, XlwingsHost) as failing:
            run()
        finished = bool(book.app._status)
        assert (state(book) == before) is not finished, number
        if not failing.failed:
            break
        assert finished or ("没有完成" in book.app._alerts[-1] and len(book.app._alerts) > told)
        number += 1
    assert number > 0


def test_what_cannot_be_taken_back_is_told(book: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program refuses everything from some moment on: what to do stands in the message."""
    listed(book)

    def refuse(*_: object) -> None:
        raise OSError("0x800AC472")

    monkeypatch.setattr(XlwingsHost, "_put", refuse)
    macros.recalculate()
    assert "请不保存就关闭工作簿" in book.app._alerts[-1]
