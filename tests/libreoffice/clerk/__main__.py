"""The clerk at length: ``python -m tests.libreoffice.clerk --actions 5000 [--seed N]``."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from tests.libreoffice.clerk.books import plain_book, small_book
from tests.libreoffice.clerk.shift import Bench, Failure, ProgramEnded, Tally, work
from tests.libreoffice.clerk.shorten import shortest
from tests.libreoffice.staffed import desk

SHIFT = 60


def main() -> int:
    """Print the seed, the counts and every wrong figure with its shortest script."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--actions", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--stop", type=int, default=1, help="after so many wrong figures")
    parser.add_argument("--replays", type=int, default=60)
    parser.add_argument("--plain", action="store_true", help="a workbook of plain formulas")
    options = parser.parse_args()
    seed = int(time.time()) if options.seed is None else options.seed
    print(f"seed {seed}", flush=True)
    tally, began, failures, shift = Tally(), time.monotonic(), 0, seed * 1000
    with ExitStack() as until_the_end:
        name = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        folder = Path(until_the_end.enter_context(name))
        running = until_the_end.enter_context(desk(folder))
        make, ending = (plain_book, "xlsx") if options.plain else (small_book, "xlsm")
        bench = Bench(running, make(folder / f"考核.{ending}"), folder / "班")
        until_the_end.callback(bench.end)
        while tally.actions < options.actions and failures < options.stop:
            shift += 1
            try:
                failure = work(bench, shift, min(SHIFT, options.actions - tally.actions), tally)
            except ProgramEnded as ended:
                tally.ended, failure = tally.ended + 1, None
                print(f"shift {shift}:", flush=True)
                print_script(Failure(ended.script, [f"the program ended: {ended}"]))
            if failure is not None:
                failures += 1
                print(f"shift {shift}:", *failure.wrong, sep="\n  ", flush=True)
                print_script(shortest(bench, failure, options.replays))
            print(f"{tally.actions} actions, {tally.figures} figures", flush=True)
    seconds = time.monotonic() - began
    print(*tally.lines(), sep="\n")
    print(f"{seconds:.0f} s, {seconds / max(tally.actions, 1):.2f} s an action")
    return 1 if failures else 0


def print_script(failure: Failure) -> None:
    """The actions that lead to a wrong figure, and the figure."""
    actions = (json.dumps(action, ensure_ascii=False) for action in failure.script)
    print("shortest script:", *actions, "its outcome:", *failure.wrong, sep="\n  ", flush=True)


if __name__ == "__main__":
    sys.exit(main())
