"""The clerk at length: ``python -m tests.libreoffice.clerk --actions 5000 [--seed N]``."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

from tests.libreoffice.clerk.books import small_book
from tests.libreoffice.clerk.shift import Bench, Tally, work
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
    options = parser.parse_args()
    seed = int(time.time()) if options.seed is None else options.seed
    print(f"seed {seed}", flush=True)
    tally, began, failures = Tally(), time.monotonic(), 0
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        with desk(folder) as running:
            bench = Bench(running, small_book(folder / "考核.xlsm"), folder / "班")
            shift = 0
            while tally.actions < options.actions and failures < options.stop:
                shift += 1
                size = min(SHIFT, options.actions - tally.actions)
                failure = work(bench, seed * 1000 + shift, size, tally)
                if failure is not None:
                    failures += 1
                    print(f"shift {seed * 1000 + shift}:", *failure.wrong, sep="\n  ", flush=True)
                    short = shortest(bench, failure, options.replays)
                    print("shortest script:", flush=True)
                    for action in short.script:
                        print("  " + json.dumps(action, ensure_ascii=False), flush=True)
                    print(*short.wrong, sep="\n  ", flush=True)
            bench.end()
    seconds = time.monotonic() - began
    print(tally)
    print(f"{seconds:.0f} s, {seconds / max(tally.actions, 1):.2f} s an action")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
