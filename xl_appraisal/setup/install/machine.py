"""The machine as installation and self-check see it: everything they ask of the system.

A plain value, so that a test can describe any office computer on any other.
"""

from __future__ import annotations

import locale
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from xl_appraisal.hosts import programs
from xl_appraisal.model.record import Record
from xl_appraisal.setup.install.registry import Registry, WindowsRegistry

_PATIENCE = 300  # seconds for another program; LibreOffice, started for the first time, is slow
_REMOTE = 4  # GetDriveType: a network drive


class RunningExcel:
    """The open Excel through xlwings; an Excel is never started just to be asked."""

    def startup_folder(self) -> Path:
        """The user's XLSTART, as Excel itself names it."""
        cli: Any = import_module("xlwings.cli")
        return Path(cli.get_addin_dir())  # the folder `xlwings addin install` copies to

    def unload(self, name: str) -> None:
        """Close the add-in of that file name, so that its file can be replaced."""
        import xlwings as xw

        for app in xw.apps:
            with suppress(KeyError):  # this Excel has not loaded it
                app.books[name].close()

    def load(self, path: Path) -> None:
        """Open the add-in, so that Excel need not be started anew."""
        import xlwings as xw

        for app in xw.apps:
            app.books.open(str(path))


class Machine(Record):
    """What is asked of a computer; ``system`` is Python's ``sys.platform``.

    ``ansi`` is the encoding in which VBA reads text files, ``run`` answers with a command's
    output or ``None`` if it failed, ``excel`` with the Excel that is open, if any, and
    ``has_module`` whether this Python finds a module.
    """

    system: str
    environ: Mapping[str, str]
    home: Path
    python: Path
    prefix: Path
    version: str
    bits: int
    ansi: str
    registry: Registry = Registry()
    run: Callable[[Sequence[str]], str | None] = lambda _: None
    which: Callable[[str], str | None] = lambda _: None
    on_network: Callable[[str], bool] = lambda _: False
    excel: Callable[[], RunningExcel | None] = lambda: None
    has_module: Callable[[str], bool] = lambda _: True
    is_root: Callable[[], bool] = lambda: False

    @property
    def windows(self) -> bool:
        return self.system == "win32"

    def env(self, name: str) -> str:
        """An environment variable, empty if it is not set; Windows does not mind its case."""
        if not self.windows:
            return self.environ.get(name, "")
        upper = {key.upper(): value for key, value in self.environ.items()}
        return upper.get(name.upper(), "")

    def expand(self, text: str) -> str:
        """``%NAME%`` replaced by the variable's value, where there is one."""
        return re.sub(r"%([^%]+)%", lambda m: self.env(m[1]) or m[0], text)


def this_machine() -> Machine:
    """The computer this runs on."""
    windows = sys.platform == "win32"
    return Machine(
        system=sys.platform,
        environ=os.environ,
        home=Path.home(),
        python=Path(sys.executable),
        prefix=Path(sys.prefix),
        version=".".join(map(str, sys.version_info[:3])),
        bits=struct.calcsize("P") * 8,
        ansi="mbcs" if windows else locale.getencoding(),
        registry=WindowsRegistry() if windows else Registry(),
        run=_run,
        which=shutil.which,
        on_network=_on_network if windows else lambda _: False,
        excel=_running_excel if windows else lambda: None,
        has_module=lambda name: find_spec(name) is not None,
        is_root=lambda: getattr(os, "geteuid", lambda: 1)() == 0,
    )


def _run(command: Sequence[str]) -> str | None:
    """The command's output, or ``None`` if it failed or took too long."""
    with tempfile.TemporaryFile() as said:
        try:
            code = programs.run_bounded(command, said, _PATIENCE, subprocess.DEVNULL)
        except (OSError, subprocess.SubprocessError):
            return None
        said.seek(0)
        return None if code else programs.understood(said.read()).strip()


def _on_network(path: str) -> bool:
    windll: Any = import_module("ctypes").__dict__["windll"]
    drive = os.path.splitdrive(path)[0]
    return bool(windll.kernel32.GetDriveTypeW(f"{drive}\\") == _REMOTE)


def _running_excel() -> RunningExcel | None:
    import xlwings as xw

    return RunningExcel() if xw.apps else None
