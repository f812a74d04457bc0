"""The product's own folder in the user's local data: what was installed, and a secret."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

KEY_BYTES = 32


def own_folder(system: str, env: Callable[[str], str], home: Path) -> Path:
    """Where it is; ``system`` is Python's ``sys.platform``, ``env`` gives environment variables."""
    if system == "win32":
        base, default = env("LOCALAPPDATA"), home / "AppData" / "Local"
    else:
        base, default = env("XDG_DATA_HOME"), home / ".local" / "share"
    return (Path(base) if base else default) / "xl_appraisal"


def user_key() -> bytes:
    """A secret of this user, made when first asked for; nobody else can make what it signs.

    Where it cannot be kept, one for this process only: what it signs is not known again.
    """
    path = own_folder(sys.platform, lambda name: os.environ.get(name, ""), Path.home()) / "key"
    made = os.urandom(KEY_BYTES)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read(path) or made
    except OSError:
        return made
    with open(handle, "wb") as file:  # noqa: PTH123
        file.write(made)
    return made


def _read(path: Path) -> bytes:
    try:
        key = path.read_bytes()
    except OSError:
        return b""
    return key if len(key) == KEY_BYTES else b""
