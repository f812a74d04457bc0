"""撤销 and 恢复 never reach another sheet than the one that was typed on.

Calc's steps know a sheet by its number.  In a workbook with macros LibreOffice records neither a
sheet put in nor one taken out: what was typed before would be undone on the sheet beside its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from xl_appraisal.doors.calc_extension.hints import show_warning
from xl_appraisal.hosts.calc.calc_undo import UndoListener
from xl_appraisal.hosts.calc.calculation import calculation_stands_still

UNDOING = (".uno:Undo", ".uno:Redo")
"""What menus, keys and the toolbar's two lists give."""


class UndoGuard(UndoListener):
    """Watches the order of one workbook's sheets from step to step."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._names: tuple[str, ...] = ()
        self._order: tuple[str, ...] = ()
        self._mixed = False
        self._forget()
        document.UndoManager.addUndoManagerListener(self)

    def undoActionAdded(self, _event: Any) -> None:
        """Called after each step; steps from before and after a move may lie in one list."""
        names = self._document.Sheets.ElementNames
        if names != self._names:
            self._mixed = self._mixed or self._moved()
            self._names, self._order = names, self._order_now()

    def allActionsCleared(self, _event: Any) -> None:
        """Called when the list is empty: whatever comes rests on today's sheets."""
        self._forget()

    resetAll = allActionsCleared

    def undo(self, _command: str, go: Callable[[], None]) -> bool:
        """Undo where the steps find their sheets; where not the list is emptied, and that told.

        All is computed once at the end: a step of many rows would compute every figure for each.
        """
        may = self._may_undo()
        if may:
            with calculation_stands_still(self._document):
                go()
        return may

    def _may_undo(self) -> bool:
        if not self._document.BasicLibraries.VBACompatibilityMode:
            return True  # sheets are steps like all others
        if not self._mixed and not self._moved():
            return True
        self._document.UndoManager.clear()
        show_warning(
            self._document,
            "没有撤销：工作表有增减或移动，LibreOffice 会把此前的步骤撤销到别的工作表上。"
            "撤销列表已清空；要改回来，请直接改单元格。",
        )
        return False

    def _forget(self) -> None:
        self._names, self._order = self._document.Sheets.ElementNames, self._order_now()
        self._mixed = False

    def _moved(self) -> bool:
        return self._order_now() != self._order

    def _order_now(self) -> tuple[str, ...]:
        """The sheets by names of the program's own, which 重命名 (a step) does not change."""
        sheets = self._document.Sheets
        return tuple(sheets.getByIndex(place).CodeName for place in range(sheets.Count))
