"""Begins pytest in the Windows room, as a user with a Chinese name in a folder with a Chinese name.

``python.exe begin.py FOLDER [ARGUMENT...]``: ``FOLDER`` is the copy of the tests, below the
user's own folder; arguments go to pytest.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path


def main() -> int:
    folder = Path(sys.argv[1])
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

    # For what pytest itself says; the programs that tests start find what Windows gives them.
    sys.stdout.reconfigure(encoding="utf-8", newline="\n", line_buffering=True)  # type: ignore[union-attr]

    import pytest

    return int(pytest.main(sys.argv[2:]))


if __name__ == "__main__":
    sys.exit(main())
