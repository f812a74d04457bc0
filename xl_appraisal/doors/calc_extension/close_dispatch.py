"""Closing a changed workbook of ours asks what LibreOffice asks; its 保存 is 保存回原工作簿.

LibreOffice's own question saves the whole file anew, and no listener can hinder that: so the
question is put, and answered, before LibreOffice begins to close.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import uno

from xl_appraisal.hosts.calc.calc_dialogs import message_box
from xl_appraisal.hosts.calc.calc_file import mark_as_saved
from xl_appraisal.tools.calc_extension.menus import SAVE_BACK

QUIT = ".uno:Quit"
CLOSING = (".uno:CloseDoc", ".uno:CloseFrame", ".uno:CloseWin", QUIT)
"""What menus, keys and the window's own cross give."""

_EXCEL = (".xlsm", ".xlsx")
_YES, _NO, _YES_NO_CANCEL = (
    2,
    3,
    0x40004,
)  # com.sun.star.awt.MessageBoxResults, -Buttons: Enter is 是


def may_close(
    document: Any, command: str, save: Callable[[], object], ask: Callable[[str], int]
) -> bool:
    """Whether the command may close the workbook: nothing is to be saved, or nobody wants it.

    ``ask`` gives the answer of a message box; a ``save`` that fails leaves it changed, and open.
    One window of several goes without a question, and a file that is not Excel's with
    LibreOffice's own.
    """
    one_of_many = command in (".uno:CloseFrame", ".uno:CloseWin") and len(_views(document)) > 1
    if not document.isModified() or one_of_many or not document.URL.lower().endswith(_EXCEL):
        return True
    name = uno.fileUrlToSystemPath(document.URL).rpartition("/")[2]
    answer = ask(
        f"“{name}”有改动，关闭之前保存吗？\n\n"
        f"是：与“{SAVE_BACK.label}”一样，只写回改动的单元格\n否：不保存改动\n取消：不关闭"
    )
    if answer == _YES:
        save()
        return not document.isModified()
    if answer == _NO and command != QUIT:  # which others may stop: there LibreOffice asks again
        mark_as_saved(document)
    return answer == _NO


def may_leave(document: Any, not_carried: str, ask: Callable[[str], int]) -> bool:
    """Whether a workbook may be closed although something of it is ``not_carried`` into its file.

    A copy of LibreOffice's own making would keep it: 是 opens 另存为, and closes what was saved.
    """
    answer = ask(
        f"单元格的内容已经写回原文件，但没有写进去的还有：{not_carried}。关闭之后就没有了。\n\n"
        "是：先另存一份，留住这些\n否：不要这些，关闭\n取消：不关闭"
    )
    if answer == _YES:
        frame = document.CurrentController.Frame
        service = "com.sun.star.frame.DispatchHelper"
        helper = uno.getComponentContext().ServiceManager.createInstance(service)
        helper.executeDispatch(frame, ".uno:SaveAs", "", 0, ())
        return not document.isModified()
    if answer == _NO:
        mark_as_saved(document)
    return bool(answer == _NO)


def _views(document: Any) -> list[Any]:
    found, views = document.getControllers(), []
    while found.hasMoreElements():
        views.append(found.nextElement())
    return views


def ask_above(document: Any) -> Callable[[str], int]:
    """Asks in a message above the workbook's window; without one nobody answers."""

    def ask(text: str) -> int:
        window = document.CurrentController.Frame.ContainerWindow
        return int(message_box(window, text, _YES_NO_CANCEL).execute())

    return ask
