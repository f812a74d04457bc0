"""Closing a changed workbook in Calc: its 保存 leaves the file Excel's, a refusal keeps it open."""

from __future__ import annotations

import importlib
import shutil
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.libreoffice.bridge import load_uno
from tests.libreoffice.office import until
from tests.libreoffice.staffed import Desk, Opened
from tests.libreoffice.test_saving import ROW, cells, formulas, parts
from xl_appraisal.book.sheets import RANKING
from xl_appraisal.hosts import FileHost
from xl_appraisal.model.grid import Cell
from xl_appraisal.work.closing import verify

load_uno()  # what works inside LibreOffice imports it
closing = importlib.import_module("xl_appraisal.doors.calc_extension.close_dispatch")
save_back = importlib.import_module("xl_appraisal.doors.calc_extension.save_back")
state = importlib.import_module("xl_appraisal.doors.calc_extension.state")

YES, NO, CANCEL = 2, 3, 0


class Question:
    """A message box with somebody before it, and 保存回原工作簿 behind it."""

    def __init__(self, opened: Opened, answer: int) -> None:
        self._document, self._answer = opened.document, answer
        self._book = SimpleNamespace(document=opened.document, state=state.State(opened.document))
        self.asked: list[str] = []

    def ask(self, text: str) -> int:
        self.asked.append(text)
        return self._answer

    @property
    def not_carried(self) -> str:
        return str(self._book.not_carried)

    @property
    def book(self) -> Any:
        return self._book

    def may_close(self, command: str = ".uno:CloseFrame") -> Any:
        return closing.may_close(
            self._document, command, lambda: save_back.run(self._book), self.ask
        )


@pytest.fixture
def opened(calc_desk: Desk, filled: Path) -> Opened:
    return calc_desk.open(filled, hidden=False)


def test_yes_carries_the_change_and_the_file_stays_excels(opened: Opened) -> None:
    """The names of functions as they were, the macros byte for byte, the new value there."""
    before, known = parts(opened.path), formulas(opened.path)
    question = Question(opened, YES)
    opened.ranking.getCellRangeByName("BC60").Value = 4
    assert question.may_close()
    assert "2023Q1.xlsm" in question.asked[0]
    assert not opened.document.isModified()
    assert formulas(opened.path) == known
    assert parts(opened.path)["xl/vbaProject.bin"] == before["xl/vbaProject.bin"]
    assert cells(opened.path)[60, 55] == Cell(4)


def test_a_save_that_is_refused_keeps_the_workbook_open(opened: Opened) -> None:
    """A new sheet cannot be carried: the file stays as it was, the change stays in Calc."""
    before, question = opened.path.read_bytes(), Question(opened, YES)
    opened.document.Sheets.insertNewByName("草稿", 0)
    assert not question.may_close()
    assert opened.path.read_bytes() == before
    assert opened.document.isModified()


def test_no_drops_the_change_and_cancel_keeps_all(opened: Opened) -> None:
    """LibreOffice asks no second time after 否; at the program's end others may yet stop it."""
    before = opened.path.read_bytes()
    opened.at(ROW, "leadership_bonus").Value += 1
    assert not Question(opened, CANCEL).may_close()
    assert Question(opened, NO).may_close(".uno:Quit")
    assert opened.document.isModified()
    assert Question(opened, NO).may_close()
    assert not opened.document.isModified()
    assert opened.path.read_bytes() == before


def test_nothing_is_asked_where_nothing_is_at_stake(opened: Opened, tmp_path: Path) -> None:
    """An unchanged workbook, one of two windows, a file that is not Excel's."""
    question = Question(opened, CANCEL)
    assert question.may_close()
    opened.at(ROW, "leadership_bonus").Value += 1
    copy = tmp_path / "副本.ods"
    opened.document.storeAsURL(copy.as_uri(), ())
    opened.at(ROW, "leadership_bonus").Value += 1
    assert question.may_close()
    assert question.asked == []


def test_the_windows_own_command_comes_to_us(opened: Opened) -> None:
    """Closed unchanged it is gone; changed, where nobody can answer, it stays open."""
    before = opened.path.read_bytes()
    opened.at(ROW, "leadership_bonus").Value += 1
    opened.give(".uno:CloseDoc")
    assert opened.document in opened.office.documents()
    assert opened.path.read_bytes() == before
    opened.dispatch("saveBack")
    opened.give(".uno:CloseDoc")
    assert until(lambda: not opened.office.documents())


@pytest.mark.parametrize(("answer", "closes"), [(NO, True), (CANCEL, False)])
def test_what_a_save_could_not_carry_is_asked_about_before_closing(
    opened: Opened, answer: int, closes: bool
) -> None:
    """A cell made bold is not in the file: 否 lets it go, 取消 keeps the workbook open."""
    question = Question(opened, YES)
    opened.ranking.getCellRangeByName("BC60").CharWeight = 150.0
    assert not question.may_close()
    later = Question(opened, answer)
    assert closing.may_leave(opened.document, question.not_carried, later.ask) is closes
    assert "BC60" in later.asked[0]
    assert opened.document.isModified() is not closes


def test_a_password_set_in_calc_protects_the_file_too(opened: Opened) -> None:
    """Calc tells nobody a password: it is typed once more, and a wrong one saves nothing."""
    opened.screen.here = True
    question = Question(opened, YES)
    opened.press("recalculate")
    opened.screen.typed = ["督查2023"]
    opened.press("seal_quarter")
    assert "已封存" in opened.screen.told[-1]
    before = opened.path.read_bytes()
    assert "密码不对" in save_back.run(question.book, lambda _: "别的")
    assert opened.path.read_bytes() == before
    assert "已写回" in save_back.run(question.book, lambda _: "督查2023")
    assert verify(FileHost(opened.path)).sound
    again = opened.office.open(Path(shutil.copy(opened.path, opened.path.with_name("再开.xlsm"))))
    sheet = again.Sheets.getByName(RANKING)
    for password, held in (("", True), ("别的", True), ("督查2023", False)):
        with suppress(Exception):
            sheet.unprotect(password)
        assert sheet.isProtected() is held
