"""Hosts: programs and files that hold a workbook.  They move values and compute nothing."""

from __future__ import annotations

from xl_appraisal.hosts.file import FileHost
from xl_appraisal.hosts.host import Host
from xl_appraisal.hosts.memory import MemoryHost

__all__ = ["FileHost", "Host", "MemoryHost"]
