"""A shift: a fresh workbook, some dozens of actions, every figure judged after each."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.libreoffice.bridge import load_uno
from tests.libreoffice.clerk import inside_url
from tests.libreoffice.clerk.choosing import Clerk
from tests.libreoffice.clerk.engine import unlike_engine
from tests.libreoffice.clerk.saved import (
    cells,
    held,
    stored,
    stored_by_calamine,
    unlike,
    unlike_formulas,
    unlike_percents,
    without_errors,
)
from tests.libreoffice.clerk.sight import Action
from tests.libreoffice.office import Office
from tests.libreoffice.staffed import Desk

TOLD = 6
"""Wrong figures that are told of one action."""
ORDERS = ("forwards", "backwards")


@dataclass
class Tally:
    """What was tried and seen."""

    actions: int = 0
    figures: int = 0
    scored: int = 0
    windows: int = 0
    saves: int = 0
    refused_saves: int = 0
    by_action: Counter[str] = field(default_factory=Counter)
    named: Counter[str] = field(default_factory=Counter)
    wrong: int = 0
    ended: int = 0

    def lines(self) -> list[str]:
        """All of it in words."""
        actions = ", ".join(f"{count} {name}" for name, count in self.by_action.most_common())
        named = (f"  {count} cells: {text}" for text, count in self.named.most_common())
        return [
            f"{self.actions} actions: {actions}",
            f"{self.figures} figures judged, {self.wrong} wrong; "
            f"{self.scored} of {self.windows} windows had a score",
            f"{self.saves} saves compared, {self.refused_saves} refused with the reason",
            f"the program ended by itself {self.ended} times",
            f"{self.named.total()} cells said what to do instead of a figure:",
            *named,
        ]


@dataclass(frozen=True)
class Failure:
    """A wrong figure and the actions that led to it."""

    script: list[Action]
    wrong: list[str]


class ProgramEnded(Exception):
    """The program is gone in the midst of an action: nobody saw a wrong figure.

    ``script`` has the actions up to the last one.
    """

    script: Sequence[Action] = ()


class Bench:
    """The clerk's desk in a running program."""

    def __init__(self, desk: Desk, source: Path, folder: Path) -> None:
        self._desk, self._source, self._folder = desk, source, folder
        self._job: Any = None
        self._number = 0
        self._plain: Office | None = None
        self.book = folder

    def ask(self, **request: Any) -> dict[str, Any]:
        """One request.

        Raises :class:`RuntimeError` with the traceback of what failed, :class:`ProgramEnded`.
        """
        if self._job is None:
            self._job = self._connected()
        entry = load_uno().createUnoStruct("com.sun.star.beans.NamedValue")
        entry.Name, entry.Value = "request", json.dumps(request)
        given: list[str] = []
        try:
            self._desk.office.on_main_thread(lambda: given.append(self._job.execute((entry,))))
        except Exception as error:
            if self._desk.office.has_ended():
                self._job = None  # the next request starts the program anew
                raise ProgramEnded(type(error).__name__) from None
            raise
        answer: dict[str, Any] = json.loads(given[0])
        if "failed" in answer:
            raise RuntimeError(answer["failed"])
        return answer

    def fresh(self) -> Path:
        """Open a new copy of the workbook."""
        self._number += 1
        folder = self._folder / f"班{self._number}"
        folder.mkdir(parents=True)
        self.book = Path(shutil.copy(self._source, folder / self._source.name))
        self.ask(action=["open", str(self.book)])
        return self.book

    def leave(self) -> None:
        """Close it, whatever was changed."""
        if self._job is not None:
            self.ask(action=["leave"])
        shutil.rmtree(self.book.parent, ignore_errors=True)

    @property
    def needs_no_functions(self) -> bool:
        """Whether the workbook is one of plain formulas."""
        return self._source.suffix == ".xlsx"

    def shown_plainly(self, path: Path) -> dict[str, Any]:
        """What a LibreOffice without the extension shows of a file, sheet by sheet.

        All is computed anew there where no functions of ours are needed.
        """
        if self._plain is None:
            self._plain = Office(self._folder / "plain")
        document = self._plain.open(path, ReadOnly=True)
        try:
            if self.needs_no_functions:
                document.calculateAll()
            return held(document)
        finally:
            document.close(True)

    def end(self) -> None:
        """Let the second program go; the first belongs to whoever started it."""
        if self._plain is not None:
            self._plain.stop()

    def _connected(self) -> Any:
        context = self._desk.office.context
        self._desk.open(self._source).close()  # so that the extension has made itself ready
        loader = context.ServiceManager.createInstanceWithContext(
            "com.sun.star.loader.Python", context
        )
        factory = loader.activate(inside_url.NAME, "", inside_url.URL, None)
        return factory.createInstanceWithContext(context)


def work(bench: Bench, seed: int, actions: int, tally: Tally) -> Failure | None:
    """One shift of that many actions; the first wrong figure ends it."""
    bench.fresh()
    clerk = Clerk(seed)
    script: list[Action] = []
    waiting = clerk.begin()
    try:
        while len(script) < actions:
            if not waiting:
                waiting = clerk.next()
            action = waiting.pop(0)
            script.append(action)
            wrong, answer = do(bench, action, len(script))
            count(tally, action, answer)
            if wrong:
                tally.wrong += len(wrong)
                return Failure(script, wrong[:TOLD])
            clerk.seen(action, answer)
    except ProgramEnded as ended:
        ended.script = script
        raise
    finally:
        bench.leave()
    return None


def do(bench: Bench, action: Action, number: int) -> tuple[list[str], dict[str, Any]]:
    """Do an action and judge; what is wrong, and the answer."""
    saves = action[0] == "save"
    try:
        answer = bench.ask(action=action, judge=ORDERS[number % 2], holds=saves)
    except RuntimeError as error:
        return [f"failed: {error}"], {"told": []}
    wrong = list(answer["wrong"])
    if action[:2] == ["press", "recalculate"]:
        wrong += [
            f"after 重新计算 {place}: {text}"
            for place, text in answer["named"]
            if "总分" not in text and place != "工作簿"
        ]
    if saves and not answer["modified"]:
        holds = answer["holds"]
        wrong += unlike_formulas(answer["formulas"], bench.book)
        wrong += unlike_percents(answer["percents"], bench.book)
        wrong += unlike(holds, stored(bench.book), "openpyxl")
        wrong += unlike(without_errors(holds), stored_by_calamine(bench.book), "calamine")
        plainly = {
            name: dict(cells(rows)) for name, rows in bench.shown_plainly(bench.book).items()
        }
        wrong += unlike(holds, plainly, "LibreOffice without the extension")
        if not bench.needs_no_functions:  # it misreads what a plain workbook's hidden sheets hold
            wrong += unlike_engine(bench.book)
    return wrong, answer


def replayed(bench: Bench, script: Sequence[Action]) -> list[str]:
    """What is wrong when the actions are done again; empty where nothing is."""
    bench.fresh()
    try:
        for number, action in enumerate(script, 1):
            wrong, _ = do(bench, action, number)
            if wrong:
                return wrong[:TOLD]
    finally:
        bench.leave()
    return []


def count(tally: Tally, action: Action, answer: dict[str, Any]) -> None:
    """Note an action and what was judged after it."""
    tally.actions += 1
    tally.by_action[action[0] if action[0] != "press" else action[1]] += 1
    tally.figures += answer.get("figures", 0)
    tally.scored += answer.get("scored", 0)
    tally.windows += len(answer.get("windows", ()))
    for _, text in answer.get("named", ()):
        tally.named[str(text)[:60]] += 1
    if action[0] == "save":
        refused = any(text.startswith("没有保存") for text in answer["told"])
        tally.saves += not refused
        tally.refused_saves += refused
