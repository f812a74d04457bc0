"""LibreOffice's bridge ``uno`` made importable here, and a running program reached by it.

The folder that its modules are in would put all of the system's packages before ours, so they
alone are found there.  Python must be the version that the bridge was built for: Debian's own.
"""

from __future__ import annotations

import builtins
import importlib
import importlib.machinery
import sys
import time
from types import ModuleType
from typing import Any

_MODULES = ("uno", "unohelper", "pyuno")
_FOLDERS = ["/usr/lib/python3/dist-packages", "/usr/lib/libreoffice/program"]


class _Finder:
    """Finds the bridge's modules, and no others."""

    @staticmethod
    def find_spec(name: str, *_: object) -> importlib.machinery.ModuleSpec | None:
        if name not in _MODULES:
            return None
        return importlib.machinery.PathFinder.find_spec(name, _FOLDERS)


def load_uno() -> ModuleType:
    """``uno``, without its own ``import`` statement.

    Theirs raises ImportError where ModuleNotFoundError is due: libraries loaded later that ask
    for an optional module would no longer load.
    """
    if "uno" not in sys.modules:
        sys.meta_path.append(_Finder)
        ours = builtins.__import__
        try:
            for name in ("uno", "unohelper"):
                importlib.import_module(name)
        finally:
            builtins.__import__ = ours
    return sys.modules["uno"]


def connect(pipe: str, seconds: float) -> Any:
    """The component context of the program that listens at the pipe.

    Raises :class:`ConnectionError` where nothing answers in time.
    """
    uno = load_uno()
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    refused = uno.getClass("com.sun.star.connection.NoConnectException")
    until = time.monotonic() + seconds
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except refused as error:
            if time.monotonic() > until:
                raise ConnectionError(f"no LibreOffice answers at {pipe}") from error
            time.sleep(0.1)


load_uno()  # whoever imports this module may import what works inside LibreOffice
