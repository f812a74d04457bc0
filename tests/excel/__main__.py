"""Random work in Excel's stead at length: ``python -m tests.excel --actions 1000 [--seed N]``."""

from __future__ import annotations

import argparse
import sys
import time

from tests.excel.conftest import UDFS
from tests.excel.function_calls import function_calls
from tests.excel.memory_engine import memory_engine
from tests.excel.random_work import worked

SHIFT = 40


def main() -> int:
    """Print the seed, the counts and every script that ends in a wrong figure; 1 where one is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--actions", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=None)
    options = parser.parse_args()
    seed = int(time.time()) if options.seed is None else options.seed
    print(f"seed {seed}", flush=True)
    done = failed = 0
    while done < options.actions:
        with memory_engine() as engine, function_calls(UDFS) as running:
            size = min(SHIFT, options.actions - done)
            wrong = worked(engine, running.call, seed * 1000 + done // SHIFT, size)
        done += size
        failed += bool(wrong)
        print(*wrong, sep="\n", end="\n" if wrong else "", flush=True)
    print(f"{done} actions, {failed} shifts of {SHIFT} with a wrong figure")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
