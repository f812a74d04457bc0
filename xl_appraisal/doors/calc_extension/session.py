"""What the extension passes on: a function to answer, a command to run, a workbook opened.

Opening comes for every spreadsheet, ours or not: what takes time to load waits until it is used.
"""

from __future__ import annotations

from contextlib import nullcontext
from functools import cache
from importlib import import_module
from typing import Any

from xl_appraisal.doors.calc_extension.opened import OPEN, Opened
from xl_appraisal.tools.calc_extension.menus import SAVE_BACK, commands


def answer(context: Any, document: Any, name: str, arguments: tuple[Any, ...]) -> Any:
    """What a cell function gives back to Calc, ``document`` being where the formula stands."""
    return _calls().answer(context, document, name, arguments)


def run(context: Any, document: Any, command_id: str) -> None:
    """Carry out a command of the menu on the workbook whose window it was given in."""
    command = commands()[command_id]
    if command is SAVE_BACK:
        _save_back(opened(context, document))
        return
    from xl_appraisal.doors.buttons import BUTTONS, press
    from xl_appraisal.doors.calc_extension.grown_rows import let_rows_grow
    from xl_appraisal.doors.calc_extension.relink import complete_calls
    from xl_appraisal.hosts.calc.calc_host import CalcHost
    from xl_appraisal.hosts.calc.calc_screen import CalcScreen

    host, screen = CalcHost(document), CalcScreen(context, document)
    typed = opened(context, document).typed
    with typed.paused() if typed is not None else nullcontext():
        if command.function == "recalculate":
            complete_calls(document)  # that were typed without us
        press(BUTTONS[command.function], command.label, host, screen)
    let_rows_grow(document)
    host.show_exchanged()


@cache
def _calls() -> Any:
    """Loaded when first used, and not looked for again: UNO makes every import a slow one."""
    return import_module("xl_appraisal.doors.calc_extension.calling")


def opened(context: Any, document: Any) -> Opened:
    """Make a workbook that has just been loaded ready; one that is ready stays as it is."""
    return OPEN.get(document) or OPEN.add(Opened(context, document, _save_back))


def _save_back(book: Opened) -> None:
    from xl_appraisal.doors.calc_extension import save_back
    from xl_appraisal.hosts.calc.calc_screen import CalcScreen

    screen = CalcScreen(book.context, book.document)
    save_back.run(book, lambda prompt: (screen.ask_text(prompt) or "") if screen.attended else "")
