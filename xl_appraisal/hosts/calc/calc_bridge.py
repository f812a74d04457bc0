"""The way to LibreOffice: ``uno`` made importable, and a running program reached.

LibreOffice's bridge is a compiled module of one Python version.  A virtual environment of that
version can use it, if it is given these modules alone: the folder that they are in would put all
of the system's packages before the environment's own.
"""

from __future__ import annotations

import builtins
import importlib
import importlib.machinery
import importlib.util
import os
import re
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

MODULES = ("uno", "unohelper", "pyuno")
_PLACES = (
    "/usr/lib/python3/dist-packages",
    "/usr/lib/python3/site-packages",
    "/usr/lib64/python3/site-packages",
    "/usr/lib/libreoffice/program",
    "/usr/lib64/libreoffice/program",
    "/opt/libreoffice*/program",
)


class NoBridge(ImportError):
    """``uno`` cannot be used by this Python; the message says why and what to do."""


class NoOffice(ConnectionError):
    """No LibreOffice answers at the address."""


class _Finder:
    """Finds the bridge's modules, and no others, in the folders that hold them."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.paths = [str(folder) for folder in folders]

    def find_spec(
        self, name: str, path: object = None, target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        """A spec for one of :data:`MODULES`; ``None`` for all else."""
        del path, target
        if name not in MODULES:
            return None
        return importlib.machinery.PathFinder.find_spec(name, self.paths)


def load_uno() -> ModuleType:
    """The module ``uno``, from wherever LibreOffice keeps it.

    Raises :class:`NoBridge` where it is not installed, or was built for another Python: loading
    that one would end the process.
    """
    if "uno" in sys.modules or importlib.util.find_spec("uno") is not None:
        return _import_uno()
    folders = [folder for folder in _folders() if _holds_bridge(folder)]
    if not folders:
        raise NoBridge(
            "没有找到 LibreOffice 的 Python 接口（uno），Debian 系请运行"
            " apt-get install python3-uno。"
            " / LibreOffice's Python bridge (uno) was not found; install python3-uno."
        )
    _refuse_other_python(folders)
    _name_fundamentals(folders)
    sys.meta_path.append(_Finder(folders))
    return _import_uno()


def _import_uno() -> ModuleType:
    """``uno`` without its own ``import`` statement.

    Loading it replaces Python's, and theirs raises ImportError where ModuleNotFoundError is due:
    libraries loaded later that ask for an optional module no longer load.  A program that loaded
    ``uno`` by itself, as LibreOffice's own Python does, may count on theirs and keeps it.
    """
    if "uno" in sys.modules:
        return sys.modules["uno"]
    ours = builtins.__import__
    try:
        return importlib.import_module("uno")
    finally:
        builtins.__import__ = ours


def connect(pipe: str, seconds: float = 20.0) -> Any:
    """The component context of the soffice that accepts connections at ``pipe``.

    ``pipe`` is a pipe's name or a full ``socket,host=…,port=…`` / ``pipe,name=…``.  Raises
    :class:`NoBridge` and, where nothing answers within ``seconds``, :class:`NoOffice`.
    """
    uno = load_uno()
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    way = pipe if "," in pipe else f"pipe,name={pipe}"
    refused = uno.getClass("com.sun.star.connection.NoConnectException")
    until = time.monotonic() + seconds
    while True:
        try:
            return resolver.resolve(f"uno:{way};urp;StarOffice.ComponentContext")
        except refused as error:
            if time.monotonic() > until:
                raise NoOffice(
                    f"LibreOffice 没有在 {way} 上应答。 / No LibreOffice answers at {way}."
                ) from error
            time.sleep(0.1)


def _folders() -> Iterator[Path]:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program:
        yield Path(program).resolve().parent
    for place in _PLACES:
        root, _, pattern = place[1:].partition("*")
        if "*" not in place:
            yield Path(place)
        else:
            parent, _, name = root.rpartition("/")
            yield from sorted(Path("/", parent).glob(f"{name}*{pattern}"))


def _holds_bridge(folder: Path) -> bool:
    return any((folder / name).is_file() for name in ("uno.py", "pyuno.so", "pyuno.pyd"))


def _refuse_other_python(folders: Sequence[Path]) -> None:
    """The library names the Python that it was linked with."""
    ours = f"{sys.version_info.major}.{sys.version_info.minor}"
    for folder in folders:
        for library in ("libpyuno.so", "pyuno.so"):
            path = folder / library
            found = re.search(rb"libpython(3\.\d+)", path.read_bytes()) if path.is_file() else None
            if found and found[1].decode() != ours:
                built = found[1].decode()
                raise NoBridge(
                    f"LibreOffice 的 Python 接口用于 Python {built}，而这里是 {ours}："
                    f"请用 python{built} 建立虚拟环境。"
                    f" / LibreOffice's bridge is for Python {built}, this is {ours}:"
                    f" make the environment with python{built}."
                )


def _name_fundamentals(folders: Sequence[Path]) -> None:
    """Where LibreOffice's own types are described; Debian's ``uno.py`` says so by itself."""
    for folder in folders:
        if (folder / "fundamentalrc").is_file():
            os.environ.setdefault(
                "URE_BOOTSTRAP", f"vnd.sun.star.pathname:{folder / 'fundamentalrc'}"
            )
            return
