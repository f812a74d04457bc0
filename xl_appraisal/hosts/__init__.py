"""The only edge: a workbook in a program or file (Host), and who sits before it (Screen).

Hosts move values in and out and compute nothing.  Nothing above them knows which program it is
in; whoever would have to ask has found a word that one of the two lacks.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from xl_appraisal.hosts.file import FileHost
from xl_appraisal.hosts.host import Host, LiveHost
from xl_appraisal.hosts.screen import Screen

if TYPE_CHECKING:
    from xl_appraisal.hosts.memory import MemoryHost
    from xl_appraisal.hosts.memory_screen import MemoryScreen

__all__ = ["FileHost", "Host", "LiveHost", "MemoryHost", "MemoryScreen", "Screen"]


def __getattr__(name: str) -> Any:
    """What stands in for a program and its screen, which no command needs."""
    homes = {"MemoryHost": "memory", "MemoryScreen": "memory_screen"}
    if name not in homes:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{homes[name]}"), name)
