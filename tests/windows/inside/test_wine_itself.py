"""Where Wine is not Windows: each thing that README.md lists, seen.

One that fails here has been mended in Wine: the room can then try more.
"""

from __future__ import annotations

import msvcrt
import os
import subprocess
import sys
from pathlib import Path

LOCK = (
    "import msvcrt, os, sys\n"
    "handle = os.open(sys.argv[1], os.O_RDWR)\n"
    "try:\n    msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)\n"
    "except OSError as error:\n    print(error.errno)\n"
    "else:\n    print('taken')\n"
)


def test_a_lock_that_another_holds_is_refused_without_a_reason(tmp_path: Path) -> None:
    """Number 0, where Windows says EACCES; refused it is."""
    path = tmp_path / "lock"
    handle = os.open(path, os.O_RDWR | os.O_CREAT)
    msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    try:
        done = subprocess.run([sys.executable, "-c", LOCK, str(path)], capture_output=True)
    finally:
        os.close(handle)
    assert done.stdout.split() == [b"0"]


def test_a_path_beyond_260_characters_is_opened(tmp_path: Path) -> None:
    """Windows says that it is not there, unless its policy allows long paths."""
    folder = tmp_path / ("a" * 120) / ("b" * 120)
    folder.mkdir(parents=True)
    path = folder / ("c" * 60)
    assert len(str(path)) > 300
    path.write_bytes(b"x")
    assert path.read_bytes() == b"x"


def test_a_symbolic_link_is_made_and_is_not_there(tmp_path: Path) -> None:
    """No error, and no entry in the folder; Windows makes one or refuses."""
    link = tmp_path / "link"
    link.symlink_to(tmp_path)
    assert not link.is_symlink() and list(tmp_path.iterdir()) == []
