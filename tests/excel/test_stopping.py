"""Esc in Excel while 生成明细 works, over an engine in memory and a keyboard of the test's."""

from __future__ import annotations

import ctypes
from pathlib import Path
from types import SimpleNamespace

import pytest

from xl_appraisal import macros

_OURS = 7


class Keyboard:
    """What Windows tells of Esc each time it is asked, and which window is in front."""

    def __init__(self, *told: int, front: int = _OURS) -> None:
        self.told, self.front = list(told), front

    def GetAsyncKeyState(self, key: int) -> int:
        assert key == 0x1B
        return self.told.pop(0) if self.told else 0

    def GetForegroundWindow(self) -> int:
        return self.front


def run(opening, folder: Path, monkeypatch: pytest.MonkeyPatch, keyboard: Keyboard):
    """生成明细 pressed in a workbook of 25 windows; its app and the files made."""
    book = opening(str(folder / "2023Q1.xlsm"))
    app = book.app
    monkeypatch.setattr(type(app), "EnableCancelKey", 1, raising=False)
    monkeypatch.setattr(type(app), "hwnd", _OURS, raising=False)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(user32=keyboard), raising=False)
    macros.generate_slips()
    return app, list((folder / "2023Q1-加扣分明细").glob("*.docx"))


def test_esc_stops_between_two_files(opening, tmp_path: Path, monkeypatch) -> None:
    """An Esc from before (first answer) does not count; one since the second file does."""
    app, made = run(opening, tmp_path, monkeypatch, Keyboard(1, 0, 0x8000))
    assert len(made) == 2
    assert app._alerts[-1].startswith("已停止：已做完2个，其余24个没有做。")
    assert any("按 Esc 停止" in said for said in app._said)
    assert app.EnableCancelKey == 1


def test_esc_in_another_program_stops_nothing(opening, tmp_path: Path, monkeypatch) -> None:
    """Somebody writes a letter meanwhile."""
    _, made = run(opening, tmp_path, monkeypatch, Keyboard(0, 0, 1, front=8))
    assert len(made) == 26
