"""A workbook open in a live Calc, its buttons pressed and its questions answered by a test."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.libreoffice import bridge
from xl_appraisal.doors.buttons import BUTTONS, press
from xl_appraisal.hosts.calc.calc_host import CalcHost
from xl_appraisal.hosts.calc.calc_screen import CalcScreen
from xl_appraisal.model.commands import COMMANDS
from xl_appraisal.model.grid import Area, Ref, Value, a1

assert bridge  # what works inside LibreOffice imports uno

LABELS = {command.function: command.label for command in COMMANDS}
CANCEL, OK, YES, NO = range(4)
"""What a message box of LibreOffice gives back."""


class AnsweredScreen(CalcScreen):
    """Calc's own windows, made but not shown: ``answers`` stand in for whoever would close them.

    ``typed`` is what is typed into one that asks for a line, ``chosen`` which files are chosen.
    """

    def __init__(self, context: Any, document: Any) -> None:
        super().__init__(context, document)
        self.told: list[str] = []
        self.answer = YES
        self.typed: list[str] = []
        self.chosen: list[Path] = []
        self.here = False
        """Whether anybody is there to be asked."""
        self.offered: list[Any] = []
        self.opened: list[Path] = []

    @property
    def attended(self) -> bool:
        return self.here

    def tell(self, text: str) -> None:
        self.told.append(text)
        super().tell(text)

    def ask_text(self, prompt: str) -> str:
        self.told.append(prompt)
        return super().ask_text(prompt)

    def confirm(self, text: str) -> bool:
        self.told.append(text)
        return super().confirm(text)

    def open(self, path: Path) -> None:
        self.opened.append(path)

    def _answer(self, window: Any, *, keep: bool = False) -> int:
        self.offered.append(window)
        if hasattr(window, "getControl") and self.answer in (OK, YES):
            window.getControl("typed").Text = self.typed.pop(0) if self.typed else ""
            return OK
        return self.answer

    def _files(self, picker: Any) -> list[Path]:
        self.offered.append(picker)
        return self.chosen


class CalcBook:
    """One workbook."""

    def __init__(self, context: Any, document: Any) -> None:
        self.document = document
        self.screen = AnsweredScreen(context, document)
        self.path = Path(self.host.fullname)

    @property
    def host(self) -> CalcHost:
        """As a macro that starts now has it."""
        return CalcHost(self.document)

    @property
    def active(self) -> str:
        return str(self.document.CurrentController.ActiveSheet.Name)

    @property
    def undo(self) -> list[str]:
        """The steps that can be undone, the last first."""
        return list(self.document.UndoManager.getAllUndoActionTitles())

    def press(self, button: str) -> None:
        """Press one of our buttons."""
        press(BUTTONS[button], LABELS[button], self.host, self.screen)

    def cell(self, sheet: str, ref: Ref) -> Any:
        """LibreOffice's own cell."""
        return self.document.Sheets.getByName(sheet).getCellRangeByName(a1(*ref))

    def put(self, sheet: str, ref: Ref, value: str | float) -> None:
        """Type a value."""
        cell = self.cell(sheet, ref)
        if isinstance(value, str):
            cell.String = value
        else:
            cell.Value = value

    def values(self, sheet: str, area: Area) -> list[list[Value]]:
        """What the cells of an area hold."""
        grid = self.host.grid(sheet)
        assert grid is not None
        return [
            [grid.value(row, column) for column in range(area.left, area.right + 1)]
            for row in range(area.top, area.bottom + 1)
        ]

    def figures(self, sheet: str, area: Area) -> list[Decimal]:
        """The numbers of one column."""
        return [Decimal(str(line[0])) for line in self.values(sheet, area)]

    def select(self, sheet: str, ref: Ref) -> None:
        """Go to a cell."""
        self.screen.show(sheet)
        self.document.CurrentController.select(self.cell(sheet, ref))

    def contents(self) -> dict[str, Any]:
        """Every sheet: formulas and constants as Calc's interface writes them, and protection."""
        sheets = self.document.Sheets
        found = {}
        for name in sheets.ElementNames:
            sheet = sheets.getByName(name)
            cursor = sheet.createCursor()
            cursor.gotoEndOfUsedArea(False)
            cursor.gotoStartOfUsedArea(True)
            found[name] = (cursor.getFormulaArray(), sheet.isProtected(), sheet.DrawPage.Count)
        return found
