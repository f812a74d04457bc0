"""LibreOffice's own windows that ask, made but not shown yet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import uno

from xl_appraisal.hosts.screen import TITLE

_SAVE_WITH_ENDING = "com.sun.star.ui.dialogs.TemplateDescription.FILESAVE_AUTOEXTENSION"
_PLACE = 3  # com.sun.star.awt.PosSize.POS
_BOXES = {
    1: "INFOBOX",
    3: "QUERYBOX",
    4: "QUERYBOX",
}  # an information box has no more than one button


def save_picker(context: Any, default: Path, kinds: Sequence[tuple[str, str]], title: str) -> Any:
    """The window that asks where to save.

    ``default`` is the path offered, or a name alone; ``kinds`` are names of kinds of files with
    their endings (``.docx``), the first of them chosen.
    """
    picker = _made(context, "com.sun.star.ui.dialogs.FilePicker")
    mode = uno.Any("short", uno.getConstantByName(_SAVE_WITH_ENDING))
    uno.invoke(picker, "initialize", ((mode,),))
    picker.setTitle(title)
    if default.is_absolute():
        picker.setDisplayDirectory(uno.systemPathToFileUrl(str(default.parent)))
    picker.setDefaultName(default.name)
    for name, ending in kinds:
        picker.appendFilter(f"{name} (*{ending})", f"*{ending}")
    picker.setCurrentFilter(f"{kinds[0][0]} (*{kinds[0][1]})")
    return picker


def open_picker(context: Any, folder: Path | None, title: str, kind: str, patterns: str) -> Any:
    """The window for choosing files to open, several at once, beginning in ``folder``."""
    picker = _made(context, "com.sun.star.ui.dialogs.FilePicker")
    picker.setTitle(title)
    if folder is not None:
        picker.setDisplayDirectory(uno.systemPathToFileUrl(str(folder)))
    picker.appendFilter(kind, patterns)
    picker.setMultiSelectionMode(True)
    return picker


def text_window(context: Any, window: Any, prompt: str) -> Any:
    """A window with a prompt, a line ``typed`` to fill in, and the buttons 确定 and 取消.

    In the middle of the program's ``window``; Enter is 确定, Esc 取消.
    """
    model = _made(context, "com.sun.star.awt.UnoControlDialogModel")
    high = min(max(50, 10 * sum(1 + len(line) // 52 for line in prompt.split("\n"))), 320)
    model.Title, model.Width, model.Height = TITLE, 240, high + 46
    prompt_area = 6, 6, 228, high
    _add(model, "FixedText", "prompt", prompt_area, Label=prompt, MultiLine=True, NoLabel=True)
    _add(model, "Edit", "typed", (6, high + 8, 228, 14))
    ok, cancel = (128, high + 26, 50, 15), (184, high + 26, 50, 15)
    _add(model, "Button", "ok", ok, Label="确定", PushButtonType=1, DefaultButton=True)
    _add(model, "Button", "cancel", cancel, Label="取消", PushButtonType=2)
    return _in_the_middle(context, window, model)


def stop_window(context: Any, window: Any) -> Any:
    """A window, not shown yet, that says in ``prompt`` how far it is, with the button 取消."""
    model = _made(context, "com.sun.star.awt.UnoControlDialogModel")
    model.Title, model.Width, model.Height, model.Closeable = TITLE, 200, 52, False
    _add(model, "FixedText", "prompt", (6, 8, 188, 20), MultiLine=True, NoLabel=True)
    _add(model, "Button", "cancel", (75, 32, 50, 15), Label="取消")
    return _in_the_middle(context, window, model)


def toolkit(context: Any) -> Any:
    """What all windows are made and moved by."""
    return _made(context, "com.sun.star.awt.Toolkit")


def _in_the_middle(context: Any, window: Any, model: Any) -> Any:
    dialog = _made(context, "com.sun.star.awt.UnoControlDialog")
    dialog.setModel(model)
    dialog.createPeer(toolkit(context), window)
    room, own = window.PosSize, dialog.PosSize
    left, top = (room.Width - own.Width) // 2, (room.Height - own.Height) // 3
    dialog.setPosSize(max(left, 0), max(top, 0), 0, 0, _PLACE)
    return dialog


def message_box(window: Any, text: str, buttons: int) -> Any:
    """A message above a window, with 确定 (1), 是 and 否 (3), or these and 取消 (4) beneath."""
    kind = uno.Enum("com.sun.star.awt.MessageBoxType", _BOXES[buttons & 0xFFFF])
    return window.Toolkit.createMessageBox(window, kind, buttons, TITLE, text)


def open_path(context: Any, path: Path) -> None:
    """Open a file or folder with what the desktop has for it."""
    shell = _made(context, "com.sun.star.system.SystemShellExecute")
    shell.execute(uno.systemPathToFileUrl(str(path)), "", 0)


def _made(context: Any, service: str) -> Any:
    return context.ServiceManager.createInstanceWithContext(service, context)


def _add(model: Any, kind: str, name: str, area: tuple[int, int, int, int], **more: Any) -> None:
    control = model.createInstance(f"com.sun.star.awt.UnoControl{kind}Model")
    control.Name = name
    control.PositionX, control.PositionY, control.Width, control.Height = area
    for key, value in more.items():
        setattr(control, key, value)
    model.insertByName(name, control)
