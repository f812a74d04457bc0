"""The engine and the program: what xlwings calls Engine, Apps and App."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from xlwings import base_classes

from xl_appraisal.hosts.calc import calc_values as values
from xl_appraisal.hosts.calc.calc_books import CalcBook, CalcBooks
from xl_appraisal.hosts.calc.calc_document import Document
from xl_appraisal.hosts.calc.calc_formats import area_of
from xl_appraisal.hosts.calc.calc_functions import FunctionNames
from xl_appraisal.hosts.calc.calc_gaps import states_gaps, unsupported
from xl_appraisal.hosts.calc.calc_ranges import CalcRange

_BUTTONS = {"ok": 1, "ok_cancel": 2, "yes_no": 3, "yes_no_cancel": 4}
_ANSWERS = {0: "cancel", 1: "ok", 2: "yes", 3: "no"}


class CalcEngine:
    """A running LibreOffice, as xlwings sees it."""

    name = "libreoffice"
    type = "desktop"

    def __init__(self, context: Any, pid: int, *, hidden: bool, macros: bool) -> None:
        self.context, self.pid, self.hidden, self.macros = context, pid, hidden, macros
        self.alerts: Callable[[str, str], str] | None = None
        """Answers ``App.alert`` (prompt, title) in place of a window, where nobody sits."""
        self.files: Callable[[str, str], str | None] | None = None
        """Answers ``CalcApp.ask_save`` (path offered, title) in place of a window."""
        self._functions = FunctionNames()
        self._documents: dict[str, Document] = {}
        self._indicators: dict[str, tuple[Any, str]] = {}

    @property
    def apps(self) -> CalcApps:
        return CalcApps(self)

    prepare_xl_data_element = staticmethod(lambda value, _options: values.prepared(value))

    @staticmethod
    def clean_value_data(data: Any, *options: Any) -> list[list[Any]]:
        """Raw rows as ``Range.value`` gives them; ``options`` as xlwings' pipeline has them."""
        rows = data if isinstance(data, list | tuple) else ((data,),)
        return [[values.cleaned(value, *options) for value in line] for line in rows]

    def document(self, model: Any) -> Document:
        """The workbook of a model; what was asked of it before is kept."""
        uid = str(model.RuntimeUID)
        return self._documents.setdefault(uid, Document(model, self._functions))

    def show_status(self, document: Document, text: str | bool) -> None:
        """Put a text into the status bar of a workbook's window; ``False`` gives it back."""
        shown = self._indicators.pop(document.uid, None)
        if shown is not None:
            shown[0].end()
        if isinstance(text, str):
            indicator = document.controller.Frame.createStatusIndicator()
            indicator.start(text, 0)
            self._indicators[document.uid] = indicator, text

    def status(self, document: Document) -> str | bool:
        """What the engine put there; ``False`` for nothing."""
        shown = self._indicators.get(document.uid)
        return False if shown is None else shown[1]


@states_gaps
class CalcApp(base_classes.App):
    """The program.  Its settings are each workbook's own: those of the one it was reached from.

    Reached without a workbook, they are the active workbook's.
    """

    def __init__(self, engine: CalcEngine, document: Document | None = None) -> None:
        self._engine, self._document = engine, document
        manager = engine.context.ServiceManager
        self.desktop = manager.createInstanceWithContext(
            "com.sun.star.frame.Desktop", engine.context
        )

    def about(self, document: Document) -> CalcApp:
        """The same program as seen from a workbook."""
        return CalcApp(self._engine, document)

    @property
    def document(self) -> Document:
        return self._document or self.books.active.document

    @property
    def engine(self) -> CalcEngine:
        return self._engine

    @property
    def api(self) -> Any:
        return self.desktop

    @property
    def pid(self) -> int:
        return self._engine.pid

    @property
    def version(self) -> str:
        manager = self._engine.context.ServiceManager
        provider = manager.createInstanceWithContext(
            "com.sun.star.configuration.ConfigurationProvider", self._engine.context
        )
        from xl_appraisal.hosts.calc.calc_books import properties

        node = properties(nodepath="/org.openoffice.Setup/Product")
        access = provider.createInstanceWithArguments(
            "com.sun.star.configuration.ConfigurationAccess", node
        )
        return str(access.getByName("ooSetupVersion"))

    @property
    def books(self) -> CalcBooks:
        return CalcBooks(self)

    @property
    def selection(self) -> CalcRange | None:
        """The cells selected, the first area of several; ``None`` for a shape."""
        found = self.document.controller.Selection
        if hasattr(found, "RangeAddresses"):
            found = found.getByIndex(0) if found.Count else None
        if found is None or not hasattr(found, "RangeAddress"):
            return None
        book = CalcBook(self, self.document)
        return CalcRange(book.sheets(found.Spreadsheet.Name), area_of(found.RangeAddress))

    def activate(self, steal_focus: bool = False) -> None:
        del steal_focus
        self.document.controller.Frame.activate()

    @property
    def visible(self) -> bool:
        return any(_window(book).isVisible() for book in self.books)

    @visible.setter
    def visible(self, visible: bool) -> None:
        for book in self.books:
            _window(book).setVisible(visible)

    @property
    def screen_updating(self) -> bool:
        return self.document.screen_updating

    @screen_updating.setter
    def screen_updating(self, value: bool) -> None:
        self.document.screen_updating = value

    @property
    def display_alerts(self) -> bool:
        """``False``: over this interface LibreOffice never asks."""
        return False

    @display_alerts.setter
    def display_alerts(self, value: bool) -> None:
        """Either is taken, since nothing is asked anyway."""

    @property
    def calculation(self) -> str:
        return self.document.calculation

    @calculation.setter
    def calculation(self, value: str) -> None:
        self.document.calculation = value

    def calculate(self) -> None:
        """Compute every formula, whether or not it is taken for up to date."""
        self.document.model.calculateAll()

    @property
    def status_bar(self) -> str | bool:
        return self._engine.status(self.document)

    @status_bar.setter
    def status_bar(self, value: str | bool) -> None:
        self._engine.show_status(self.document, value)

    def alert(
        self, prompt: str, title: str | None = None, buttons: str | None = "ok",
        mode: str | None = None, callback: str | None = None,
    ) -> str:  # fmt: skip
        """A window with a message; it waits for somebody unless the engine's ``alerts`` answers."""
        if callback is not None:
            raise unsupported("App.alert(callback=…)")
        if self._engine.alerts is not None:
            return self._engine.alerts(prompt, title or "")
        import uno

        kind = uno.Enum(
            "com.sun.star.awt.MessageBoxType", "ERRORBOX" if mode == "critical" else "INFOBOX"
        )
        window = self.document.controller.Frame.ContainerWindow
        choice = _BUTTONS[buttons or "ok"]
        if choice > 1:  # an information box has no more than one button
            kind = uno.Enum("com.sun.star.awt.MessageBoxType", "QUERYBOX")
        box = window.Toolkit.createMessageBox(window, kind, choice, title or "LibreOffice", prompt)
        try:
            return _ANSWERS[box.execute()]
        finally:
            box.dispose()

    @property
    def attended(self) -> bool:
        """Whether somebody can be asked: a workbook that is open without a window has nobody."""
        return self._engine.files is not None or bool(
            self.document.controller.Frame.ContainerWindow.isVisible()
        )

    def ask_save(self, default: str, kinds: Sequence[tuple[str, str]], title: str) -> str | None:
        """Where to save; not part of xlwings.  See :func:`.dialogs.save_picker`."""
        if self._engine.files is not None:
            return self._engine.files(default, title)
        from xl_appraisal.hosts.calc import calc_dialogs as dialogs

        return dialogs.chosen_path(dialogs.save_picker(self._engine.context, default, kinds, title))

    def choose_files(self, title: str, kind: str, patterns: str) -> list[str]:
        """Paths that somebody chooses in LibreOffice's own window; none where they cancel."""
        from xl_appraisal.hosts.calc import calc_asking as asking

        return asking.choose(asking.picker(self._engine.context, title, kind, patterns))

    def ask_text(self, prompt: str, title: str) -> str | None:
        """A line that somebody types into a window; ``None`` where they cancel."""
        from xl_appraisal.hosts.calc import calc_asking as asking

        return asking.ask(asking.text_window(self._engine.context, title, prompt))

    def quit(self) -> None:
        self.desktop.terminate()


class CalcApps(base_classes.Apps):
    """The one program that the engine was given."""

    def __init__(self, engine: CalcEngine) -> None:
        self._engine = engine

    def keys(self) -> list[int]:
        return [self._engine.pid]

    def add(self, spec: Any = None, add_book: Any = None, xl: Any = None,
            visible: Any = None) -> CalcApp:  # fmt: skip
        raise unsupported("xlwings.App() — start soffice and use calc_engine.connect")

    @staticmethod
    def cleanup() -> None:
        """Nothing was started, so nothing is left over."""

    def __iter__(self) -> Iterator[CalcApp]:
        yield CalcApp(self._engine)

    def __len__(self) -> int:
        return 1

    def __getitem__(self, pid: int) -> CalcApp:
        if pid != self._engine.pid:
            raise KeyError(pid)
        return CalcApp(self._engine)


def own_pid() -> int:
    """The number of this process: right where the engine runs inside LibreOffice."""
    return os.getpid()


def _window(book: CalcBook) -> Any:
    return book.document.controller.Frame.ContainerWindow
