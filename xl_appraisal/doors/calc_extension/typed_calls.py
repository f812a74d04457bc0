"""Calls that staff type or paste, completed at once: a row number works as soon as Enter is hit.

Calc tells which cells were changed; only formulas there that call a function of ours are looked
at.  What is entered here comes into no list of what can be undone: Ctrl+Z takes back what staff
typed, and Ctrl+Y types it again, which is completed again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import unohelper  # type: ignore[import-not-found]
from com.sun.star.util import XChangesListener

from xl_appraisal.doors.calc_extension.completed_calls import EXAMPLES, Completing
from xl_appraisal.doors.calc_extension.relink import FORMULA, complete_block, formula_blocks
from xl_appraisal.hosts.calc.calc_undo import UndoListener

_CALL = re.compile(rf"(?<![\w.])({'|'.join(EXAMPLES)})\(")
_EMPTY_CALL = re.compile(rf"{_CALL.pattern}\s*\)")
_PLAIN_FORMULAS = "本工作簿用普通公式计算，不用考核函数。请引用名次表中的单元格，如 =名次表.C7"


class TypedCalls(unohelper.Base, XChangesListener):  # type: ignore[misc]
    """Listens to the cells of one workbook."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._working = False
        document.addChangesListener(self)
        document.UndoManager.addUndoManagerListener(_Redoing(self))

    @contextmanager
    def paused(self) -> Iterator[None]:
        """What is entered within is a command's or our own, and stays as it is."""
        before, self._working = self._working, True
        try:
            yield
        finally:
            self._working = before

    def changesOccurred(self, event: Any) -> None:
        """Called after each input and paste with the cells changed by it."""
        self._complete(block for change in event.Changes for block in _formulas(change))

    def redone(self) -> None:
        """Something was done once more; of that Calc does not tell the cells."""
        self._complete(block for _, block in list(formula_blocks(self._document)))

    def _complete(self, blocks: Iterable[Any]) -> None:
        if self._working:
            return
        complete = Completing(self._document)
        with self.paused():
            for block in list(blocks):
                complete_block(block, complete, partial(_asked_for, complete))

    def disposing(self, _event: Any) -> None:
        """The workbook is gone."""


class _Redoing(UndoListener):
    """Tells of each step that was done once more."""

    def __init__(self, typed: TypedCalls) -> None:
        self._typed = typed

    def actionRedone(self, _event: Any) -> None:
        """Called after Ctrl+Y."""
        self._typed.redone()


def _formulas(change: Any) -> Iterator[Any]:
    """Each rectangle of formulas among the cells changed."""
    cells = change.ReplacedElement
    if hasattr(cells, "queryContentCells"):
        found = cells.queryContentCells(FORMULA)
        yield from (found.getByIndex(number) for number in range(found.Count))


def _asked_for(complete: Completing, formula: str) -> str:
    """The formula, or what to write where a call hands nothing over or has nothing to rest on."""
    if _CALL.search(formula) and not complete.has_data:
        return _PLAIN_FORMULAS
    empty = _EMPTY_CALL.search(formula)
    return f"请写明{EXAMPLES[empty[1]]}" if empty else formula
