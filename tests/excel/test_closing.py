"""封存, 核验 and 重新打开 through xlwings' front end."""

from __future__ import annotations

import pytest

from tests.excel.conftest import Opened, snapshot
from xl_appraisal import macros


def test_a_workbook_open_in_excel_is_closed_verified_and_reopened(book: Opened) -> None:
    """Through xlwings' front end: asked first, then the same as in a file."""
    macros.recalculate()
    app = book.app
    app._answer = "no"
    before = snapshot(book)
    macros.seal_quarter()
    assert snapshot(book) == before
    app._answer, app._typed = "yes", False
    macros.seal_quarter()
    assert snapshot(book) == before  # 取消 where a password is asked for
    app._typed = ""
    macros.seal_quarter()
    assert "已封存" in app._alerts[-1]
    macros.verify_quarter()
    assert "核验通过" in app._alerts[-1]
    macros.recalculate()
    assert "封存" in app._alerts[-1]
    app._typed = "更正"
    macros.reopen_quarter()
    macros.recalculate()
    assert "更正" in str(book.content("规则").cells)


def test_a_sheet_with_a_password_asks_for_it(book: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong one leaves everything closed and says so."""
    macros.recalculate()
    macros.seal_quarter()
    for page in book.front.impl._pages:
        page.Protect("秘密")
    answers = iter(["更正", "错的", "更正", "秘密"])
    monkeypatch.setattr(type(book.app), "InputBox", lambda *_: next(answers))
    macros.reopen_quarter()
    assert "密码可能不对" in book.app._alerts[-1]
    macros.reopen_quarter()
    assert not any(page.ProtectContents for page in book.front.impl._pages)
