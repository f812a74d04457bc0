"""Begins a module in the Windows room, as a user with a Chinese name in a folder with one.

``python.exe begin.py FOLDER MODULE [ARGUMENT...]``: ``FOLDER`` is the copy of the tests, below the
user's own folder; the module is begun as ``python -m`` does, pytest too.
"""

from __future__ import annotations

import ctypes
import os
import runpy
import sys
from pathlib import Path


def main() -> None:
    folder, module = Path(sys.argv[1]), sys.argv[2]
    home = folder.parents[1]
    local = home / "AppData" / "Local"
    (local / "Temp").mkdir(parents=True, exist_ok=True)
    os.environ |= {
        "USERPROFILE": str(home),
        "HOMEPATH": str(home)[2:],
        "USERNAME": home.name,
        "APPDATA": str(home / "AppData" / "Roaming"),
        "LOCALAPPDATA": str(local),
        "TEMP": str(local / "Temp"),
        "TMP": str(local / "Temp"),
    }
    os.chdir(folder)
    sys.path.insert(0, str(folder))

    # For what the module itself says; the programs that tests start find what Windows gives them.
    sys.stdout.reconfigure(encoding="utf-8", newline="\n", line_buffering=True)  # type: ignore[union-attr]
    # Wine begins the desktop's program with the first that asks for a window; one that a test
    # starts would pass its pipes on to it, and be waited for until the room is left.
    ctypes.windll.user32.GetDesktopWindow()  # type: ignore[attr-defined]

    sys.argv = sys.argv[2:]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
