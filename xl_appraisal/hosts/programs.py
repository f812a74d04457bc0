"""Starting programs that bring a Python of their own, as LibreOffice does."""

from __future__ import annotations

import contextlib
import locale
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

_OURS = ("PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "VIRTUAL_ENV")
_SYSTEM = Path("/usr")
_ENDING = 10  # seconds


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


def open_path(path: Path) -> None:
    """Open a file or folder with what the system has for it.  Raises :class:`OSError`."""
    start = getattr(os, "startfile", None)
    if start is not None:  # Windows
        start(path)
        return
    opener = "open" if sys.platform == "darwin" else "xdg-open"
    subprocess.Popen([opener, str(path)], stdin=subprocess.DEVNULL, env=environment())


_TICK = 0.2  # seconds between two looks whether a program is still wanted


def run_bounded(
    command: Sequence[str],
    said: IO[bytes],
    seconds: float,
    complaints: int = subprocess.STDOUT,
    meanwhile: Callable[[], None] = lambda: None,
) -> int:
    """The exit code of a program that is run to its end; ``said`` is a file that takes its words.

    A file, for on a pipe that its children keep open we would wait for ever.  ``complaints`` go
    there too, or nowhere (``subprocess.DEVNULL``).  ``meanwhile`` is called several times a second;
    what it raises ends the program, too.  Raises :class:`subprocess.TimeoutExpired` where
    it takes longer, having ended it together with what it started (``soffice`` is only a starter),
    and :class:`OSError` where it does not start.
    """
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=said,
        stderr=complaints,
        env=environment(),
        start_new_session=True,  # a group of its own, which can be ended as a whole
    ) as process:
        try:
            end = time.monotonic() + seconds
            while (left := end - time.monotonic()) > _TICK:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    return process.wait(_TICK)
                meanwhile()
            return process.wait(left)
        except BaseException:
            _end(process)
            raise


def understood(said: bytes) -> str:
    """What a program said: UTF-8 where it is that, else the code page that Windows' write in."""
    try:
        return said.decode()
    except UnicodeDecodeError:
        return said.decode(locale.getencoding(), "replace")


def _end(process: subprocess.Popen[bytes]) -> None:
    kill_group = getattr(os, "killpg", None)
    if kill_group is None:  # Windows has no such groups, but a tree of processes
        tree = ["taskkill", "/T", "/F", "/PID", str(process.pid)]
        with contextlib.suppress(OSError, subprocess.SubprocessError):
            subprocess.run(tree, stdin=subprocess.DEVNULL, capture_output=True, timeout=_ENDING)
        process.kill()
        return
    with contextlib.suppress(ProcessLookupError):
        kill_group(process.pid, signal.SIGKILL)


def _other_python(folder: str) -> bool:
    if not folder:
        return False
    root = Path(folder).resolve().parent
    if root == _SYSTEM:
        return False
    return (root / "pyvenv.cfg").is_file() or any(root.glob("lib/python3*/os.py"))
