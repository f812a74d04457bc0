"""The window of a workbook in LibreOffice Calc."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import uno

from xl_appraisal.hosts.calc import calc_dialogs as dialogs
from xl_appraisal.hosts.calc.calc_formats import area_of
from xl_appraisal.hosts.calc.calc_stop import StopWindow
from xl_appraisal.hosts.calc.calculation import calculation_stands_still
from xl_appraisal.hosts.screen import CANNOT_ASK
from xl_appraisal.model.errors import BookError

_OK = 1  # a message box's button, and what a dialog gives that was agreed to
_YES_NO = 0x40003  # two buttons; Enter is 是, as in Excel, Esc 否
_YES = 2
_ALL_PARTS = 1  # com.sun.star.awt.InvalidateStyle.CHILDREN
_STATUS: dict[str, Any] = {}
"""What shows a text in the status bar, by the workbook's id: it must be ended to go."""


class CalcScreen:
    """What is shown of a document, and asked above it."""

    def __init__(self, context: Any, document: Any) -> None:
        self._context, self._document = context, document

    @property
    def attended(self) -> bool:
        """A workbook that is open without a window has nobody before it."""
        return bool(self._frame.ContainerWindow.isVisible())

    def tell(self, text: str) -> None:
        """In the status bar where nobody could close a message."""
        self.status("")
        if self.attended:
            self._answer(dialogs.message_box(self._frame.ContainerWindow, text, _OK))
        else:
            self.status(text)

    def confirm(self, text: str) -> bool:
        if not self.attended:
            raise BookError(CANNOT_ASK)
        box = dialogs.message_box(self._frame.ContainerWindow, text, _YES_NO)
        return self._answer(box) == _YES

    def ask_text(self, prompt: str) -> str | None:
        dialog = dialogs.text_window(self._context, self._frame.ContainerWindow, prompt)
        agreed = self._answer(dialog, keep=True) == _OK
        typed = str(dialog.getControl("typed").Text).strip()
        dialog.dispose()
        return typed if agreed else None

    def choose_files(self, title: str, kind: str, patterns: str) -> list[Path]:
        url = str(self._document.URL)
        local = url.startswith("file:")
        folder = Path(uno.fileUrlToSystemPath(url)).parent if local else None
        return self._files(dialogs.open_picker(self._context, folder, title, kind, patterns))

    def choose_target(
        self, default: Path, kinds: Sequence[tuple[str, str]], title: str
    ) -> Path | None:
        chosen = self._files(dialogs.save_picker(self._context, default, kinds, title))
        return chosen[0] if chosen else None

    def open(self, path: Path) -> None:
        dialogs.open_path(self._context, path)

    def status(self, text: str) -> None:
        uid = str(self._document.RuntimeUID)
        with suppress(Exception):  # a window without a status bar still does the work
            if uid in _STATUS:
                _STATUS.pop(uid).end()
            if text:
                _STATUS[uid] = self._frame.createStatusIndicator()
                _STATUS[uid].start(text, 0)

    @contextmanager
    def working(self) -> Iterator[Callable[[str], None]]:
        if not self.attended:
            yield self.status
            return
        with StopWindow(self._context, self._frame.ContainerWindow) as window:

            def go_on(text: str) -> None:
                self.status(text)
                window.go_on(text)

            yield go_on

    def show(self, sheet: str) -> None:
        self._controller.setActiveSheet(self._document.Sheets.getByName(sheet))

    def selected(self) -> tuple[str, int | None]:
        found = self._controller.Selection
        if hasattr(found, "RangeAddresses"):  # several areas
            found = found.getByIndex(0) if found.Count else None
        row = area_of(found.RangeAddress).top if hasattr(found, "RangeAddress") else None
        return str(self._controller.ActiveSheet.Name), row

    @contextmanager
    def undisturbed(self) -> Iterator[None]:
        document, front = self._document, self._controller.ActiveSheet.Name
        selection = self._controller.Selection
        with ExitStack() as after:
            after.callback(self._draw_anew)
            document.lockControllers()
            after.callback(document.unlockControllers)
            after.enter_context(calculation_stands_still(document))
            try:
                yield
            except BaseException:
                self._back_to(front, selection)
                raise
            if self._controller.ActiveSheet.Name == front:
                self._back_to(front, selection)

    @property
    def _controller(self) -> Any:
        return self._document.CurrentController

    @property
    def _frame(self) -> Any:
        return self._controller.Frame

    def _draw_anew(self) -> None:
        """What a window of ours uncovered was drawn without its conditional formats meanwhile."""
        with suppress(Exception):  # a workbook without a window shows nothing
            self._frame.ComponentWindow.invalidate(_ALL_PARTS)

    def _back_to(self, sheet: str, selection: Any) -> None:
        with suppress(Exception):  # a selection that can't be restored is no reason to fail
            if self._controller.ActiveSheet.Name != sheet:
                self.show(sheet)
            self._controller.select(selection)

    def _files(self, picker: Any) -> list[Path]:
        if self._answer(picker, keep=True) != _OK:
            return []
        return [Path(uno.fileUrlToSystemPath(url)) for url in picker.getSelectedFiles()]

    def _answer(self, window: Any, *, keep: bool = False) -> int:
        """Show a window and wait for somebody; ``keep`` it for what it was told."""
        try:
            return int(window.execute())
        finally:
            if not keep:
                window.dispose()
