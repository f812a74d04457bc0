"""Short notes in a bar above the sheet; nothing waits for an answer."""

from __future__ import annotations

import zipfile
from contextlib import suppress
from typing import Any

import uno

from xl_appraisal.model.commands import TAB_LABEL
from xl_appraisal.tools.calc_extension.function_list import SERVICE
from xl_appraisal.tools.calc_extension.menus import SAVE_BACK

_NAME = "xlappraisal.hint"
_EXCEL = (".xlsm", ".xlsx")
_INFO, _SUCCESS, _WARNING = 0, 1, 2  # com.sun.star.frame.InfobarType


def hint_on_opening(document: Any) -> None:
    """How to save, said as soon as there is a window."""
    if document.URL.lower().endswith(_EXCEL):
        text = (
            f"“保存”与菜单“{TAB_LABEL}”-“{SAVE_BACK.label}”一样，只写回改动的单元格；"
            "“另存为”是 LibreOffice 自己的，重写整个文件，有的版本还改写函数名，"
            "这样的文件在 Excel 里不能再计算。"
        )
        show_hint(document, text, _INFO)


def hint_on_plain_save(document: Any) -> None:
    """What a save by LibreOffice itself has done to the file, and the way back."""
    if not document.URL.lower().endswith(_EXCEL):
        return
    done = "刚才是 LibreOffice 自己的保存：文件里的函数名已被改写，Excel 认不出。"
    if not _names_were_changed(uno.fileUrlToSystemPath(document.URL)):
        done = "刚才是 LibreOffice 自己的保存：整个文件已重写，样式、按钮和宏可能与原来不同。"
    back = "请从备份取回原工作簿，或新建工作簿后导入这份数据。"
    show_hint(document, done + back, _WARNING)


def _names_were_changed(path: str) -> bool:
    """Whether a file has our functions under the program's own names; later versions write ours."""
    with zipfile.ZipFile(path) as package:
        sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/")]
        return any(SERVICE.upper().encode() in package.read(name).upper() for name in sheets)


def show_success(document: Any, text: str) -> None:
    """Say that something was done."""
    show_hint(document, text, _SUCCESS)


def show_warning(document: Any, text: str) -> None:
    """Say that something was not done, and what to do."""
    show_hint(document, text, _WARNING)


def show_hint(document: Any, text: str, kind: int) -> None:
    """Show a text above the sheet in place of an earlier one of ours."""
    controller = document.CurrentController
    if controller is None:
        return
    with suppress(Exception):  # no bar of ours is there yet
        controller.removeInfobar(_NAME)
    with suppress(Exception):  # a window without room for bars still works
        controller.appendInfobar(_NAME, TAB_LABEL, text, kind, (), True)
