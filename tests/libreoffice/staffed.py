"""A Calc with the extension installed, as staff have it, and the committed template filled in."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.excel.real_table import COLUMNS, FIRST, TYPED, cell_value
from tests.libreoffice.calc_book import CalcBook
from tests.libreoffice.office import Office, until
from tests.published import routes, rows
from xl_appraisal.book.new.macros.macro_book import macro_workbook_bytes
from xl_appraisal.book.sheets import LEDGER, LEDGER_TABLE, RANKING
from xl_appraisal.hosts import FileHost
from xl_appraisal.model.grid import Ref, Write, a1
from xl_appraisal.model.rulebook import load_rulebook

TEMPLATE = Path(__file__).parents[2] / "workbook_template.xlsm"


_AS_SET_UP = 3  # com.sun.star.document.MacroExecMode
LIMIT = 300  # seconds for one command; each starts LibreOffice once or twice


@dataclass(frozen=True)
class Account:
    """A user's home folder, in which nothing was ever started, and commands given there."""

    home: Path

    @property
    def profile(self) -> Path:
        return self.home / ".config" / "libreoffice" / "4"

    def run(self, *arguments: str) -> str:
        """What ``xl-appraisal`` says.  Raises :class:`RuntimeError` with it where it fails."""
        own = {"HOME": str(self.home), "PYTHONIOENCODING": "utf-8"}
        kept = {k: v for k, v in os.environ.items() if not k.startswith("XDG_")}
        with (self.home / "said.txt").open("w+b") as said:  # soffice would keep a pipe open
            done = subprocess.run(
                [sys.executable, "-m", "xl_appraisal", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                env=kept | own,
                timeout=LIMIT,
            )
            said.seek(0)
            text = said.read().decode()
        if done.returncode:
            raise RuntimeError(f"xl-appraisal {' '.join(arguments)}: {done.returncode}\n{text}")
        return text


def filled_template(target: Path) -> Path:
    """The committed template with the published inputs typed in, no figure computed."""
    shutil.copyfile(TEMPLATE, target)
    host = FileHost(target)
    _type(host, rows())
    fields = [field for field, _ in LEDGER_TABLE.fields]
    entries: dict[Ref, Write] = {}
    for row, route in enumerate(routes(), LEDGER_TABLE.header_row + 1):
        line = {
            "window": route["window"],
            "item": f"第{route['column'].removeprefix('c')}列",
            "module": route["module"],
            "points": Decimal(route["points"]),
        }
        entries |= {(row, fields.index(field) + 1): value for field, value in line.items()}
    host.write(LEDGER, entries)
    host.save()
    return target


COPIED = [row for row in rows() if row["c2"] not in {route["window"] for route in routes()}]
"""Published rows that no line of the ledger adds to."""


def large_template(target: Path, windows: int) -> Path:
    """A workbook like the template for that many windows, with the rows of :data:`COPIED`."""
    table = [
        {**COPIED[number % len(COPIED)], "c2": f"第{number + 1}窗口"} for number in range(windows)
    ]
    windows = [row["c2"] for row in table]
    target.write_bytes(macro_workbook_bytes(load_rulebook(), windows, quarter="2023Q1"))
    host = FileHost(target)
    _type(host, table)
    host.save()
    return target


def _type(host: FileHost, table: Sequence[Mapping[str, str]]) -> None:
    """Names and published inputs; a typed figure goes where a formula stood."""
    typed: dict[Ref, Write] = {}
    for row, published in enumerate(table, FIRST):
        typed[row, COLUMNS["window"]] = published["c2"]
        for position, column in TYPED.items():
            if published[position].strip():
                typed[row, COLUMNS[column]] = _exact(cell_value(published[position]))
    host.write(RANKING, dict.fromkeys(typed))
    host.write(RANKING, typed)


def _exact(value: Any) -> Any:
    return Decimal(repr(value)) if isinstance(value, float) else value


class Desk:
    """The program with the extension; ``open`` gives a workbook with a window, as staff see it."""

    def __init__(self, office: Office, folder: Path) -> None:
        self.office = office
        self._folders = (folder / f"desk{number}" for number in itertools.count(1))

    def open(self, source: Path, *, hidden: bool = True) -> Opened:
        folder = next(self._folders)
        folder.mkdir()
        copy = folder / source.name
        shutil.copyfile(source, copy)
        return self.open_here(copy, hidden=hidden)

    def open_here(self, path: Path, *, hidden: bool = True) -> Opened:
        document = self.office.open(path, Hidden=hidden, MacroExecutionMode=_AS_SET_UP)
        if document.CurrentController is not None and document.Sheets.hasByName(RANKING):
            ranking = document.Sheets.getByName(RANKING)
            document.CurrentController.setActiveSheet(ranking)  # 首页 is in front
        return Opened(self.office, document)


class Opened(CalcBook):
    """A workbook open in Calc with the extension."""

    def __init__(self, office: Office, document: Any) -> None:
        super().__init__(office.context, document)
        self.office = office

    @property
    def ranking(self) -> Any:
        return self.document.Sheets.getByName(RANKING)

    def at(self, row: int, column: str) -> Any:
        """A cell of 名次表 by its row and its column's id."""
        return self.ranking.getCellRangeByName(a1(row, COLUMNS[column]))

    def dispatch(self, command: str) -> None:
        """Give a command as the menu does."""
        self.give(f"xlappraisal:{command}")

    def give(self, command: str, **values: Any) -> None:
        """Give a command of any menu, by its address."""
        self.office.give(self.document.CurrentController.Frame, command, **values)

    def click(self, label: str) -> None:
        """Press the sheet's button through what a screen reader uses."""
        window = self.document.CurrentController.Frame.ContainerWindow
        found: list[Any] = []
        until(lambda: found.extend(_buttons(window.AccessibleContext, label)) or found)
        assert found, f"no button {label} to press"
        found[0].doAccessibleAction(0)

    def close(self) -> None:
        self.document.close(True)


_SHAPE = "com.sun.star.comp.accessibility.AccessibleControlShape"


def _buttons(context: Any, label: str) -> Iterator[Any]:
    """The buttons of that label on the sheet; its cells are too many to be looked through."""
    name = getattr(context, "ImplementationName", "")
    if name == _SHAPE and context.AccessibleName == label:
        yield context
    for place in range(min(context.AccessibleChildCount, 40)):
        yield from _buttons(context.getAccessibleChild(place).AccessibleContext, label)


@contextmanager
def desk(folder: Path, *, headless: bool = True) -> Iterator[Desk]:
    """A new user's LibreOffice, started after ``install --libreoffice``, as staff start theirs.

    An extension added to a running LibreOffice works too, but from a process of its own, many
    times slower.
    """
    account = Account(folder / "home")
    account.home.mkdir()
    account.run("install", "--libreoffice")
    office = Office(folder / "office", account.profile, headless=headless)
    try:
        yield Desk(office, folder)
    finally:
        office.stop()
