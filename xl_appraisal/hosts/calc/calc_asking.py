"""Windows that ask: for files, and for a line of text.  They wait for somebody."""

from __future__ import annotations

from typing import Any

_OK = 1  # what a dialog's execute() gives for OK


def picker(context: Any, title: str, kind: str, patterns: str) -> Any:
    """LibreOffice's own window for choosing files to open, several at once."""
    found = context.ServiceManager.createInstanceWithContext(
        "com.sun.star.ui.dialogs.FilePicker", context
    )
    found.setTitle(title)
    found.appendFilter(kind, patterns)
    found.setMultiSelectionMode(True)
    return found


def choose(window: Any) -> list[str]:
    """Paths of the files chosen in a :func:`picker`; none where it was cancelled."""
    if window.execute() != _OK:
        return []
    import uno

    return [uno.fileUrlToSystemPath(url) for url in window.getSelectedFiles()]


def text_window(context: Any, title: str, prompt: str) -> Any:
    """A window with a prompt, a line to fill in, and the buttons 确定 and 取消."""
    services = context.ServiceManager
    model = services.createInstanceWithContext("com.sun.star.awt.UnoControlDialogModel", context)
    model.Title, model.Width, model.Height = title, 240, 96
    _add(model, "FixedText", "prompt", (6, 6, 228, 50), Label=prompt, MultiLine=True)
    _add(model, "Edit", "typed", (6, 58, 228, 14))
    _add(model, "Button", "ok", (128, 76, 50, 15), Label="确定", PushButtonType=1)
    _add(model, "Button", "cancel", (184, 76, 50, 15), Label="取消", PushButtonType=2)
    dialog = services.createInstanceWithContext("com.sun.star.awt.UnoControlDialog", context)
    dialog.setModel(model)
    toolkit = services.createInstanceWithContext("com.sun.star.awt.Toolkit", context)
    dialog.createPeer(toolkit, None)
    return dialog


def ask(dialog: Any) -> str | None:
    """What was typed into a :func:`text_window`; ``None`` where it was cancelled."""
    try:
        return str(dialog.getControl("typed").Text) if dialog.execute() == _OK else None
    finally:
        dialog.dispose()


def _add(model: Any, kind: str, name: str, area: tuple[int, int, int, int], **more: Any) -> None:
    control = model.createInstance(f"com.sun.star.awt.UnoControl{kind}Model")
    control.Name = name
    control.PositionX, control.PositionY, control.Width, control.Height = area
    for key, value in more.items():
        setattr(control, key, value)
    model.insertByName(name, control)
