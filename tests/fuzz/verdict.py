"""What a case may come to, and how one is run: a time limit, no other error, one short word."""

from __future__ import annotations

import re
import signal
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from types import FrameType

CONFIRMED = "confirmed"
"""A result, and an independent way came to the same one."""
FINDING = "finding"
"""No result where the content allows none: a finding or fault names the place."""
REFUSED = "refused"
"""The whole input was refused with a message in Chinese; nothing was changed."""
OUTCOMES = (CONFIRMED, FINDING, REFUSED)

LIMIT = 10.0  # seconds of the processor a case may take, however busy the machine is
_CHINESE = re.compile("[\u4e00-\u9fff]")
_SPILT = re.compile(r"Traceback|File \".*\", line \d|object at 0x|<class '")

Case = Callable[[Random, Path], str]
"""Makes one case from the numbers it is given, runs it in an empty folder, says its outcome."""


class TooLongError(BaseException):
    """Past the limit.  No ``Exception``: nothing in the product may catch it."""


@dataclass(frozen=True)
class Ran:
    """What became of one case: its outcome, or the failure."""

    area: str
    seed: int
    number: int
    outcome: str
    seconds: float
    failure: str = ""


def clear(message: str) -> None:
    """Held by every message: Chinese words, nothing of the program's inside."""
    assert _CHINESE.search(message), f"not in Chinese: {message!r}"
    assert not _SPILT.search(message), f"the program's inside: {message!r}"
    assert len(message) < 2_000_000, f"a message of {len(message)} characters"


def numbers(area: str, seed: int, number: int) -> Random:
    """The case's own numbers: any case can be run again alone."""
    return Random(f"{seed}/{area}/{number}")


def run_case(area: str, case: Case, seed: int, number: int, limit: float = LIMIT) -> Ran:
    """Run one case; a failure is returned as text, with everything else told as an outcome."""
    began = time.perf_counter()
    failure, outcome = "", "failed"
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        try:
            with at_most(limit):
                outcome = case(numbers(area, seed, number), Path(folder))
            assert outcome in OUTCOMES
        except KeyboardInterrupt:
            raise
        except BaseException:
            failure = traceback.format_exc()
    return Ran(area, seed, number, outcome, time.perf_counter() - began, failure)


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Stop what computes longer with :class:`TooLongError`; a no-op where there are no signals."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(_: int, frame: FrameType | None) -> None:
        raise TooLongError(f"longer than {seconds} s")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
