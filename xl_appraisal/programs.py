"""Starting programs that bring a Python of their own, as LibreOffice does."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

_OURS = ("PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "VIRTUAL_ENV")
_SYSTEM = Path("/usr")


def environment(environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment without what leads to another Python than the system's.

    The Python inside LibreOffice looks for its library by the ``python3`` that comes first on
    ``PATH``.  Where that is a virtual environment's, or one built by hand (``/usr/local``, pyenv,
    conda), no extension in Python starts: its bridge (``import uno``) belongs to the system's
    Python and is not found.
    """
    environ = os.environ if environ is None else environ
    kept = {name: value for name, value in environ.items() if name not in _OURS}
    folders = kept.get("PATH", "").split(os.pathsep)
    kept["PATH"] = os.pathsep.join(folder for folder in folders if not _other_python(folder))
    return kept


def _other_python(folder: str) -> bool:
    if not folder:
        return False
    root = Path(folder).resolve().parent
    if root == _SYSTEM:
        return False
    return (root / "pyvenv.cfg").is_file() or any(root.glob("lib/python3*/os.py"))
