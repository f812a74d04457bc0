"""LibreOffice's own windows that xlwings has no call for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

_SAVE_WITH_ENDING = "com.sun.star.ui.dialogs.TemplateDescription.FILESAVE_AUTOEXTENSION"
_CHOSEN = 1


def save_picker(context: Any, default: str, kinds: Sequence[tuple[str, str]], title: str) -> Any:
    """The window that asks where to save, not shown yet.

    ``default`` is the path offered, or a name alone; ``kinds`` are names of kinds of files with
    their endings (``.docx``), the first of them chosen.
    """
    import uno

    manager = context.ServiceManager
    picker = manager.createInstanceWithContext("com.sun.star.ui.dialogs.FilePicker", context)
    mode = uno.Any("short", uno.getConstantByName(_SAVE_WITH_ENDING))
    uno.invoke(picker, "initialize", ((mode,),))
    picker.setTitle(title)
    path = Path(default)
    if path.is_absolute():
        picker.setDisplayDirectory(uno.systemPathToFileUrl(str(path.parent)))
    picker.setDefaultName(path.name)
    for name, ending in kinds:
        picker.appendFilter(f"{name} (*{ending})", f"*{ending}")
    picker.setCurrentFilter(f"{kinds[0][0]} (*{kinds[0][1]})")
    return picker


def chosen_path(picker: Any) -> str | None:
    """Show the window and wait; the path chosen, or ``None`` where it was cancelled."""
    import uno

    if picker.execute() != _CHOSEN:
        return None
    files = picker.getSelectedFiles()
    return str(uno.fileUrlToSystemPath(files[0])) if files else None
