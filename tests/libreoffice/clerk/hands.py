"""What the clerk does with a workbook: LibreOffice's own commands, and our buttons.

Runs inside LibreOffice.  Whoever answers our windows answers here: yes, with the words and files
that the action brings.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import uno

from tests.libreoffice.clerk.judging import judged
from tests.libreoffice.clerk.saved import cells, end_of, formulas_held, held
from xl_appraisal.doors.calc_extension import close_dispatch, hints
from xl_appraisal.doors.calc_extension.opened import OPEN
from xl_appraisal.hosts.calc.calc_formats import Formats, format_areas, meant
from xl_appraisal.hosts.calc.calc_screen import CalcScreen
from xl_appraisal.model.grid import a1

_AS_SET_UP = 3  # com.sun.star.document.MacroExecMode
_OK, _YES = 1, 2
_NO = 3


class Hands:
    """One workbook open in a window, and one more from which blocks are copied."""

    def __init__(self, context: Any) -> None:
        self._context = context
        self._document: Any = None
        self._scratch: Any = None
        self._told: list[str] = []
        self._before = ""
        self._words: list[str] = []
        self._files: list[Path] = []
        self._closing = _YES
        self._answer_windows()

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """Do what is asked; what was told meanwhile, and the judgement where it is wanted."""
        self._told, self._before = [], ""
        action = request.get("action")
        if action is not None:
            getattr(self, f"do_{action[0]}")(*action[1:])
        found: dict[str, Any] = {"told": self._told, "before": self._before}
        if request.get("judge"):
            found |= judged(self._document, request["judge"])
        if request.get("holds"):
            found["holds"] = held(self._document)
            found["formulas"] = formulas_held(self._document)
            found["percents"] = _percents_held(self._document)
        book = OPEN.get(self._document) if self._document else None
        looks_left = book is not None and book.not_carried != ""  # the rest was saved
        found["modified"] = bool(self._document and self._document.isModified() and not looks_left)
        return found

    # ── what can be done ──

    def do_open(self, path: str) -> None:
        """Open a workbook in a window."""
        options = self._properties(Hidden=False, MacroExecutionMode=_AS_SET_UP)
        url = Path(path).as_uri()
        self._document = self._desktop.loadComponentFromURL(url, "_blank", 0, options)

    def do_close(self, answer: str) -> None:
        """The window's cross; the question whether to save is answered."""
        self._closing = {"save": _YES, "drop": _NO}[answer]
        self._give("CloseDoc")
        if self._document not in list(self._desktop.Components):
            self._document = None

    def do_leave(self) -> None:
        """Drop whatever is open."""
        if self._document is not None:
            self.do_close("drop")

    def do_reopen(self, answer: str) -> None:
        """Close and open again; a workbook that may not be saved is dropped."""
        url = self._document.URL
        self.do_close(answer)
        if self._document is not None:
            self._told.append("仍开着")
            self.do_close("drop")
        self.do_open(uno.fileUrlToSystemPath(url))

    def do_type(self, sheet: str, place: str, text: str) -> None:
        """Go there, type, Enter."""
        self._go(sheet, place)
        cell = self._document.Sheets.getByName(sheet).getCellRangeByName(place)
        self._before = cell.FormulaLocal
        self._give("EnterString", StringName=text)

    def do_clear(self, sheet: str, place: str) -> None:
        """Select and press Delete."""
        self._go(sheet, place)
        self._give("ClearContents")

    def do_paste(self, sheet: str, place: str, rows: Sequence[Sequence[Any]]) -> None:
        """A block copied from another workbook."""
        cells = self._scratch_cells(rows)
        self._give("Copy", cells)
        self._go(sheet, place)
        self._give("Paste")

    def do_copy(self, sheet: str, place: str, to_sheet: str, to: str, what: str = "") -> None:
        """Copy and paste within the workbook; ``what`` are kinds of contents, empty for all."""
        self._go(sheet, place)
        self._give("Copy")
        self._go(to_sheet, to)
        if what:
            self._give(
                "InsertContents", Flags=what, FormulaCommand=0, SkipEmptyCells=False,
                Transpose=False, AsLink=False, MoveMode=4,
            )  # fmt: skip
        else:
            self._give("Paste")

    def do_cut(self, sheet: str, place: str, to_sheet: str, to: str) -> None:
        """Cut and paste within the workbook."""
        self._go(sheet, place)
        self._give("Cut")
        self._go(to_sheet, to)
        self._give("Paste")

    def do_fill(self, sheet: str, place: str) -> None:
        """Fill the first cell down."""
        self._go(sheet, place)
        self._give("FillDown")

    def do_insert(self, sheet: str, row: int, count: int) -> None:
        """Insert rows before a row."""
        self._go(sheet, f"A{row}:B{row + count - 1}")
        self._give("InsertRowsBefore")

    def do_delete(self, sheet: str, row: int, count: int) -> None:
        """Delete rows."""
        self._go(sheet, f"A{row}:B{row + count - 1}")
        self._give("DeleteRows")

    def do_insert_column(self, sheet: str, column: str) -> None:
        """Insert a column before one."""
        self._go(sheet, f"{column}1")
        self._give("InsertColumnsBefore")

    def do_delete_column(self, sheet: str, column: str) -> None:
        """Delete a column."""
        self._go(sheet, f"{column}1")
        self._give("DeleteColumns")

    def do_merge(self, sheet: str, place: str) -> None:
        """Merge cells, or part them where they are merged; what they hold stays in each."""
        self._go(sheet, place)
        self._give("ToggleMergeCells", MoveContents=False)

    def do_sort(self, sheet: str, place: str, column: int, ascending: bool) -> None:
        """Sort a selected block by a column (from 1)."""
        self._go(sheet, place)
        self._give(
            "DataSort", ByRows=True, HasHeader=False, CaseSensitive=False, NaturalSort=False,
            IncludeAttribs=True, UserDefIndex=0, Col1=column, Ascending1=ascending,
        )  # fmt: skip

    def do_undo(self, steps: int) -> None:
        """Ctrl+Z."""
        for _ in range(steps):
            self._give("Undo")

    def do_redo(self, steps: int) -> None:
        """Ctrl+Y."""
        for _ in range(steps):
            self._give("Redo")

    def do_press(self, command: str, *words: str) -> None:
        """One of our buttons, with what is typed into its windows."""
        self._words = list(words)
        self._give(command, protocol="xlappraisal:")

    def do_import(self, text: str) -> None:
        """导入明细 of a file with that text beside the workbook."""
        path = Path(uno.fileUrlToSystemPath(self._document.URL)).with_name("导入.csv")
        path.write_text(text, encoding="utf-8-sig")
        self._files = [path]
        self._give("importLines", protocol="xlappraisal:")
        self._files = []

    def do_save(self) -> None:
        """Ctrl+S."""
        self._give("Save")

    # ── how ──

    @property
    def _desktop(self) -> Any:
        return self._service("com.sun.star.frame.Desktop")

    def _service(self, name: str) -> Any:
        return self._context.ServiceManager.createInstanceWithContext(name, self._context)

    def _go(self, sheet: str, place: str) -> None:
        controller = self._document.CurrentController
        if controller.ActiveSheet.Name != sheet:
            controller.setActiveSheet(self._document.Sheets.getByName(sheet))
        self._give("GoToCell", ToPoint=place)

    def _give(self, command: str, document: Any = None, protocol: str = ".uno:", **v: Any) -> None:
        frame = (document or self._document).CurrentController.Frame
        helper = self._service("com.sun.star.frame.DispatchHelper")
        helper.executeDispatch(frame, f"{protocol}{command}", "", 0, self._properties(**v))

    def _scratch_cells(self, rows: Sequence[Sequence[Any]]) -> Any:
        if self._scratch is None:
            options = self._properties(Hidden=False)
            self._scratch = self._desktop.loadComponentFromURL(
                "private:factory/scalc", "_blank", 0, options
            )
        sheet = self._scratch.Sheets.getByIndex(0)
        cells = sheet.getCellRangeByPosition(0, 0, len(rows[0]) - 1, len(rows) - 1)
        for number, line in enumerate(rows):
            for place, value in enumerate(line):
                cell = cells.getCellByPosition(place, number)
                if isinstance(value, str):
                    cell.setFormula(value)
                else:
                    cell.setValue(value)
        self._scratch.CurrentController.select(cells)
        return self._scratch

    @staticmethod
    def _properties(**values: Any) -> tuple[Any, ...]:
        made = []
        for name, value in values.items():
            entry = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
            entry.Name, entry.Value = name, value
            made.append(entry)
        return tuple(made)

    # ── who answers ──

    def _answer_windows(self) -> None:
        """Somebody before our windows: what they say is noted, and agreed to."""
        hands = self
        told = {name: getattr(CalcScreen, name) for name in ("tell", "confirm", "ask_text")}

        def noting(name: str) -> Any:
            def noted(screen: CalcScreen, text: str) -> Any:
                hands._told.append(text)
                return told[name](screen, text)

            return noted

        def answer(_screen: CalcScreen, window: Any, *, keep: bool = False) -> int:
            typed = hasattr(window, "getControl")
            if typed:
                window.getControl("typed").Text = hands._words.pop(0) if hands._words else ""
            elif not keep:
                window.dispose()
            return _OK if typed else _YES

        def files(_screen: CalcScreen, _picker: Any) -> list[Path]:
            return hands._files

        def show_hint(_document: Any, text: str, _kind: int) -> None:
            hands._told.append(text)

        class Asked:
            """The question whether to save before closing, answered."""

            def __init__(self, _window: Any, text: str, _buttons: int) -> None:
                hands._told.append(text)
                self._about_looks = "没有写进去" in text

            def execute(self) -> int:
                return _NO if self._about_looks else hands._closing

        for name in told:
            setattr(CalcScreen, name, noting(name))
        changes: dict[str, Any] = {"_answer": answer, "_files": files, "open": lambda *_: None}
        for name, function in changes.items():
            setattr(CalcScreen, name, function)
        vars(hints)["show_hint"] = show_hint
        vars(close_dispatch)["message_box"] = Asked


def _percents_held(document: Any) -> dict[str, list[str]]:
    """The cells of every sheet that show a number as a percent."""
    found, formats = {}, Formats(document)
    for name in document.Sheets.ElementNames:
        height, width = end_of(document, name)
        block = document.Sheets.getByName(name).getCellRangeByPosition(0, 0, width - 1, height - 1)
        shown = meant(format_areas(block), formats)
        numbers = (ref for ref, held in cells(block.getDataArray()) if isinstance(held, float))
        found[name] = sorted(a1(*ref) for ref in numbers if shown.get(ref) == "percent")
    return found
