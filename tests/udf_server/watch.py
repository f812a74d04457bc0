"""The memory of the serving process, taken at even distances, and how much of it grew."""

from __future__ import annotations

import gc
import os
import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.udf_server.serving import Server

STATM = Path("/proc/self/statm")
KIB = 1024


@dataclass(frozen=True)
class Sample:
    """After that many calls: KiB held by Python, KiB of the whole process, objects alive."""

    calls: int
    traced: int
    resident: int
    objects: int


def watched(running: Server, calls: int, samples: int) -> Iterator[Sample]:
    """Serve that many calls and look at the memory that many times."""
    for number in range(samples):
        running.serve(calls * (number + 1) // samples - running.calls)
        yield sample(running)


def sample(running: Server) -> Sample:
    """What is held now, rubbish taken out first."""
    gc.collect()
    return Sample(
        running.calls,
        tracemalloc.get_traced_memory()[0] // KIB,
        _resident(),
        len(gc.get_objects()),
    )


def growth(samples: list[int]) -> int:
    """The last third's middle value over that of the second: the first third is warm-up."""
    third = len(samples) // 3
    return round(median(samples[-third:]) - median(samples[third : 2 * third]))


def _resident() -> int:
    """KiB of memory of this process; 0 where the system does not tell."""
    if not STATM.is_file():
        return 0
    return int(STATM.read_text().split()[1]) * os.sysconf("SC_PAGESIZE") // KIB
