"""The only edge: a workbook in a program or file (Host), and who sits before it (Screen).

Hosts move values in and out and compute nothing.  Nothing above them knows which program it is
in; whoever would have to ask has found a word that one of the two lacks.
"""

from __future__ import annotations

from xl_appraisal.hosts.file import FileHost
from xl_appraisal.hosts.host import Host, LiveHost
from xl_appraisal.hosts.memory import MemoryHost
from xl_appraisal.hosts.memory_screen import MemoryScreen
from xl_appraisal.hosts.screen import Screen

__all__ = ["FileHost", "Host", "LiveHost", "MemoryHost", "MemoryScreen", "Screen"]
