"""Starting programs that bring a Python of their own, as LibreOffice does."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

_OURS = ("PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "VIRTUAL_ENV")


def environment(environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment without what an activated virtual environment put into it.

    The Python inside LibreOffice looks for its library by the ``python3`` that comes first on
    ``PATH``.  Where that is a virtual environment's, no extension in Python starts: its bridge
    (``import uno``) belongs to the system's Python and is not found.
    """
    environ = os.environ if environ is None else environ
    kept = {name: value for name, value in environ.items() if name not in _OURS}
    folders = kept.get("PATH", "").split(os.pathsep)
    kept["PATH"] = os.pathsep.join(folder for folder in folders if not _virtual(folder))
    return kept


def _virtual(folder: str) -> bool:
    return bool(folder) and (Path(folder).parent / "pyvenv.cfg").is_file()
