"""A workbook open in Calc: made ready when it was loaded, and what is remembered of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

import unohelper  # type: ignore[import-not-found]
from com.sun.star.document import XDocumentEventListener
from com.sun.star.lang import DisposedException

from xl_appraisal.book.sheets import RANKING, RULES
from xl_appraisal.doors.calc_extension.buttons import Buttons
from xl_appraisal.doors.calc_extension.close_dispatch import (
    CLOSING,
    QUIT,
    ask_above,
    may_close,
    may_leave,
)
from xl_appraisal.doors.calc_extension.guarded_dispatch import Guard
from xl_appraisal.doors.calc_extension.hints import hint_on_opening, hint_on_plain_save
from xl_appraisal.doors.calc_extension.marking import unmarked
from xl_appraisal.doors.calc_extension.relink import relink
from xl_appraisal.doors.calc_extension.save_dispatch import SaveDispatch
from xl_appraisal.doors.calc_extension.state import State
from xl_appraisal.doors.calc_extension.typed_calls import TypedCalls
from xl_appraisal.doors.calc_extension.undo_guard import UNDOING, UndoGuard

_BEFORE_SAVING = ("OnSave", "OnSaveAs", "OnSaveTo")
_AFTER_SAVING = ("OnSaveDone", "OnSaveAsDone", "OnSaveToDone", "OnSaveFailed", "OnSaveAsFailed",
                 "OnSaveToFailed")  # fmt: skip


class Opened:
    """One workbook; where it has nothing of ours, it is left alone."""

    def __init__(self, context: Any, document: Any, save: Callable[[Opened], object]) -> None:
        self.context, self.document = context, document
        self._save = save
        self.typed: TypedCalls | None = None
        with unmarked(document):
            self.formulas = relink(document)
            if self.formulas:  # later it would make the workbook a changed one
                document.calculate()
            self.buttons = Buttons(document)
            self.buttons.bind()
        self.is_ours = all(document.Sheets.hasByName(name) for name in (RANKING, RULES))
        self.state = State(document) if self.is_ours else None
        self.not_carried = ""
        """What the last 保存 left out; the workbook still counts as changed."""
        if self.is_ours:
            document.addDocumentEventListener(_Listener(self))
            self.typed = TypedCalls(document)
            self._undo_guard = UndoGuard(document)
        self._interceptors = list[tuple[Any, Any]]()
        if document.CurrentController is not None:
            self.shown()

    def shown(self) -> None:
        """A window shows the workbook: 保存 there is ours, and it says so."""
        hint_on_opening(self.document)
        frame = self.document.CurrentController.Frame
        if self.is_ours and frame not in [known for known, _ in self._interceptors]:
            guards: dict[str, Guard] = dict.fromkeys(CLOSING, self._close)
            guards.update(dict.fromkeys(UNDOING, self._undo_guard.undo))
            interceptor = SaveDispatch(partial(self._save, self), guards)
            frame.registerDispatchProviderInterceptor(interceptor)
            self._interceptors.append((frame, interceptor))

    def leave(self) -> None:
        """The workbook goes; its window may stay, for the next one, and must not ask it."""
        while self._interceptors:
            frame, interceptor = self._interceptors.pop()
            with suppress(DisposedException):  # the window went first
                frame.releaseDispatchProviderInterceptor(interceptor)
        OPEN.remove(self.document)

    def _close(self, command: str, go: Callable[[], None]) -> bool:
        """Close where it may be: this workbook, or all of ours at the program's end."""
        books = [self] if command != QUIT else [book for book in OPEN.all() if book.is_ours]
        may = all(book.asked(command) for book in books)
        if may:
            go()
        return may

    def asked(self, command: str) -> bool:
        """Whether this workbook may be closed, after a question where it was changed."""
        document, ask = self.document, ask_above(self.document)
        self.not_carried = ""  # only what a save from here on leaves out is asked about
        may = may_close(document, command, partial(self._save, self), ask)
        return may or (bool(self.not_carried) and may_leave(document, self.not_carried, ask))


class _Listener(unohelper.Base, XDocumentEventListener):  # type: ignore[misc]
    """Saving and showing, as LibreOffice tells of them."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened

    def documentEventOccured(self, event: Any) -> None:
        """Called for everything that happens to the workbook."""
        name = event.EventName
        if name == "OnViewCreated":
            self._opened.shown()
        elif name in _BEFORE_SAVING:
            self._opened.buttons.release()
        elif name in _AFTER_SAVING:
            self._opened.buttons.bind()
            if name in ("OnSaveDone", "OnSaveAsDone"):
                hint_on_plain_save(self._opened.document)
        elif name == "OnUnload":
            self._opened.leave()

    def disposing(self, _event: Any) -> None:
        """The workbook is gone."""
        self._opened.leave()


class _Open:
    """The open workbooks, by the id that Calc gives each for as long as it is open."""

    def __init__(self) -> None:
        self._by_id: dict[str, Opened] = {}

    def get(self, document: Any) -> Opened | None:
        return self._by_id.get(document.RuntimeUID)

    def all(self) -> list[Opened]:
        return list(self._by_id.values())

    def add(self, opened: Opened) -> Opened:
        self._by_id[opened.document.RuntimeUID] = opened
        return opened

    def remove(self, document: Any) -> None:
        for key in [k for k, o in self._by_id.items() if o.document == document]:
            del self._by_id[key]


OPEN = _Open()
"""Those of this LibreOffice."""
