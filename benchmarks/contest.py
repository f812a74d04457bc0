"""Runs commands turn by turn as processes of their own: seconds, processor time, peak memory.

Turn by turn, so that whatever else the machine does falls on all of them alike; ratios are taken
within a turn.
"""

from __future__ import annotations

import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
PYTHON = sys.executable


class Run(NamedTuple):
    """One process: seconds from start to end, peak memory in MiB, processor seconds it used.

    Processor time (user and system, of all its threads and children) is what is left to
    compare by where other work takes turns on the same machine.
    """

    seconds: float
    memory: float
    processor: float


class Result:
    """All runs of one contestant; ``failed`` says why there are none."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self.failed = ""

    @property
    def seconds(self) -> float:
        return statistics.median(run.seconds for run in self.runs)

    @property
    def processor(self) -> float:
        return statistics.median(run.processor for run in self.runs)

    @property
    def memory(self) -> float:
        return max(run.memory for run in self.runs)

    def times(self, other: Result) -> float:
        """How many times as long as ``other``: the median over turns, paired."""
        pairs = zip(self.runs, other.runs, strict=False)
        return statistics.median(a.seconds / b.seconds for a, b in pairs)

    def processor_times(self, other: Result) -> float:
        """The same of processor time."""
        pairs = zip(self.runs, other.runs, strict=False)
        return statistics.median(a.processor / b.processor for a, b in pairs)


def run(command: Sequence[str], limit: float) -> Run:
    """One process.  Raises :class:`subprocess.SubprocessError` on failure or past the limit."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # so that it ends with all that it started
        )
        while True:
            done, status, usage = os.wait4(process.pid, os.WNOHANG)
            seconds = time.perf_counter() - start
            if done:
                break
            if seconds > limit:
                os.killpg(process.pid, signal.SIGKILL)
                os.wait4(process.pid, 0)
                process.returncode = -9
                raise subprocess.TimeoutExpired(command, limit)
            time.sleep(min(0.0005 + seconds / 200, 0.05))
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):  # 1: a finding stops a score
            output.seek(0)
            text = output.read().decode(errors="replace")[-300:]
            raise subprocess.CalledProcessError(process.returncode, command, text)
    return Run(seconds, usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime)


def contest(
    commands: Mapping[str, Sequence[str]], rounds: Mapping[str, int], limits: Mapping[str, float]
) -> dict[str, Result]:
    """Every command as often as ``rounds`` says, turn by turn; one that fails is left out.

    Run by a small process: a child's peak memory is never told as less than its parent's.
    """
    asked = json.dumps({"commands": commands, "rounds": rounds, "limits": limits})
    told = subprocess.run(
        [PYTHON, "-m", "benchmarks.contest"],
        cwd=ROOT,
        input=asked,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )
    results = {}
    for name, (failed, runs) in json.loads(told.stdout).items():
        results[name] = Result()
        results[name].failed, results[name].runs = failed, [Run(*pair) for pair in runs]
    return results


def main() -> None:
    """The small process: what to run as JSON on standard input, the runs on standard output."""
    asked = json.load(sys.stdin)
    commands = asked["commands"]
    results = {name: Result() for name in commands}
    for turn in range(max(asked["rounds"].values())):
        for name, command in commands.items():
            if turn < asked["rounds"][name] and not results[name].failed:
                _take_turn(name, command, asked["limits"][name], results[name])
    json.dump({name: (r.failed, r.runs) for name, r in results.items()}, sys.stdout)


def _take_turn(name: str, command: Sequence[str], limit: float, result: Result) -> None:
    try:
        found = run(command, limit)
    except subprocess.TimeoutExpired:
        result.failed = f"> {limit:.0f} s"
    except subprocess.CalledProcessError as error:
        result.failed = "failed"
        print(f"{name} failed: {error.output}", file=sys.stderr)
    else:
        result.runs.append(found)
        print(f"{name}: {found.seconds:.3f} s, {found.memory:.0f} MiB", file=sys.stderr)


if __name__ == "__main__":
    main()
