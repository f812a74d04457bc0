"""Workbooks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from xlwings import base_classes

from xl_appraisal.hosts.calc.calc_document import Document
from xl_appraisal.hosts.calc.calc_gaps import states_gaps, unsupported
from xl_appraisal.hosts.calc.calc_names import CalcNames
from xl_appraisal.hosts.calc.calc_sheets import CalcSheets

if TYPE_CHECKING:
    from xl_appraisal.hosts.calc.calc_program import CalcApp

SPREADSHEET = "com.sun.star.sheet.SpreadsheetDocument"
_FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".xls": "MS Excel 97",
    ".ods": "calc8",
}
_NEVER, _AS_SET_UP = 0, 3  # com.sun.star.document.MacroExecMode


def properties(**values: Any) -> tuple[Any, ...]:
    """UNO's ``PropertyValue`` of each."""
    import uno

    made = []
    for name, value in values.items():
        entry = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        entry.Name, entry.Value = name, value
        made.append(entry)
    return tuple(made)


@states_gaps
class CalcBook(base_classes.Book):
    """One workbook."""

    def __init__(self, app: CalcApp, document: Document) -> None:
        self._app, self.document = app, document

    @property
    def api(self) -> Any:
        return self.document.model

    @property
    def name(self) -> str:
        url = str(self.api.URL)
        return unquote(url.rpartition("/")[2]) if url else str(self.api.Title)

    @property
    def fullname(self) -> str:
        """The path; the name alone for a workbook that was never saved."""
        import uno

        return str(uno.fileUrlToSystemPath(self.api.URL)) if self.api.URL else self.name

    @property
    def app(self) -> CalcApp:
        """The program, with this workbook as the one that its settings are about."""
        return self._app.about(self.document)

    @property
    def sheets(self) -> CalcSheets:
        return CalcSheets(self)

    @property
    def names(self) -> CalcNames:
        return CalcNames(self)

    def activate(self) -> None:
        self.document.controller.Frame.activate()

    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Save as what it is, or under another name by its ending.

        LibreOffice writes its own rendering of the file: parts that it does not know are gone.
        Raises UNO's ``IOException``, and :class:`ValueError` for a kind of file not known here.
        """
        if password is not None:
            raise unsupported("Book.save(password=…)")
        if path is None:
            if not self.api.hasLocation():
                raise ValueError("工作簿还没有文件名。 / The workbook has no file name yet.")
            self.api.store()
            return
        kind = PurePath(path).suffix.lower()
        if kind not in _FILTERS:
            raise ValueError(f"{kind or path!r} is none of {', '.join(_FILTERS)}")
        self.api.storeAsURL(_url(path), properties(FilterName=_FILTERS[kind]))

    def to_pdf(self, path: str, quality: str = "standard") -> None:
        del quality  # LibreOffice's own
        self.api.storeToURL(_url(path), properties(FilterName="calc_pdf_Export"))

    def close(self) -> None:
        """Without saving."""
        self.api.close(True)


@states_gaps
class CalcBooks(base_classes.Books):
    """The workbooks open in the program; its other documents are passed over."""

    def __init__(self, app: CalcApp) -> None:
        self._app = app

    @property
    def app(self) -> CalcApp:
        return self._app

    @property
    def api(self) -> Any:
        return self._app.desktop

    @property
    def active(self) -> CalcBook:
        """Raises :class:`LookupError` where none is open."""
        current = self._app.desktop.CurrentComponent
        if _is_workbook(current):
            return self.of(current)
        for book in self:
            return book
        raise LookupError("没有打开的工作簿。 / No workbook is open.")

    def of(self, model: Any) -> CalcBook:
        """The workbook of a ``SpreadsheetDocument``."""
        return CalcBook(self._app, self._app.engine.document(model))

    def __call__(self, name_or_index: str | int) -> CalcBook:
        """By name or number from 1.  Raises :class:`KeyError`."""
        for number, book in enumerate(self, 1):
            if name_or_index == number or (
                isinstance(name_or_index, str) and book.name.lower() == name_or_index.lower()
            ):
                return book
        raise KeyError(name_or_index)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __iter__(self) -> Iterator[CalcBook]:
        components = self._app.desktop.Components.createEnumeration()
        while components.hasMoreElements():
            model = components.nextElement()
            if _is_workbook(model):
                yield self.of(model)

    def add(self) -> CalcBook:
        return self._load("private:factory/scalc")

    def open(self, fullname: str, update_links: Any = None, read_only: bool | None = None,
             *others: Any, **named: Any) -> CalcBook:  # fmt: skip
        """Open a file.  Raises :class:`OSError` where LibreOffice does not."""
        if update_links is not None or any(o is not None for o in (*others, *named.values())):
            raise unsupported("Books.open with anything but a path and read_only")
        return self._load(_url(fullname), ReadOnly=bool(read_only))

    def _load(self, url: str, **options: Any) -> CalcBook:
        engine = self._app.engine
        mode = _AS_SET_UP if engine.macros else _NEVER
        model = self._app.desktop.loadComponentFromURL(
            url, "_blank", 0,
            properties(Hidden=engine.hidden, MacroExecutionMode=mode, **options),
        )  # fmt: skip
        if model is None or not _is_workbook(model):
            raise OSError(
                f"LibreOffice 打不开 {url}。 / LibreOffice does not open it as a workbook."
            )
        return self.of(model)


def _is_workbook(model: Any) -> bool:
    return hasattr(model, "supportsService") and bool(model.supportsService(SPREADSHEET))


def _url(path: str) -> str:
    import uno

    return str(uno.systemPathToFileUrl(path))
