"""取消 in Calc while 生成明细 works: LibreOffice's own window, its button really pressed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.libreoffice.books import workbook_of_figures
from tests.libreoffice.calc_book import NO, AnsweredScreen, CalcBook
from xl_appraisal.hosts.calc import calc_dialogs, calc_stop


class Impatient(AnsweredScreen):
    """Somebody who presses the window's button once it says ``tired_at``."""

    tired_at = ""
    windows: list[Any]

    @contextmanager
    def working(self) -> Iterator[Callable[[str], None]]:
        with super().working() as go_on:

            def watched(text: str) -> None:
                go_on(text)
                if self.tired_at and text.endswith(self.tired_at):
                    cancel = self.windows[-1].getControl("cancel")
                    cancel.AccessibleContext.doAccessibleAction(0)

            yield watched


@pytest.fixture
def figures(
    calc_book: Callable[[Path], CalcBook], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> CalcBook:
    """The window comes up at once, and is kept to be looked at."""
    book = calc_book(workbook_of_figures(tmp_path / "2023Q1.xlsx"))
    screen = book.screen = Impatient(book.screen._context, book.document)
    screen.here, screen.answer, screen.windows = True, NO, []
    made = calc_dialogs.stop_window

    def kept(*given: Any) -> Any:
        screen.windows.append(made(*given))
        return screen.windows[-1]

    monkeypatch.setattr(calc_stop, "PATIENCE", 0.0)
    monkeypatch.setattr(calc_dialogs, "stop_window", kept)
    return book


def test_the_window_stops_the_slips_between_two_files(figures: CalcBook) -> None:
    """Pressed after the third of 25, heard after the fourth: 21 and the index are left.

    The program's own window takes keys again, and the next run makes them all.
    """
    folder = figures.path.with_name("2023Q1-加扣分明细")
    figures.screen.tired_at = "：3/25"
    figures.press("generate_slips")
    assert figures.screen.told[-1].startswith("已停止：已做完4个，其余22个没有做。")
    assert len(list(folder.glob("*.docx"))) == 4
    assert figures.document.CurrentController.Frame.ContainerWindow.isEnabled()
    assert not figures.document.hasControllersLocked()

    figures.screen.tired_at = ""
    figures.press("generate_slips")
    assert len(list(folder.glob("*.docx"))) == 26
