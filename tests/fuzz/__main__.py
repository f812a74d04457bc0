"""The nightly form: ``python -m tests.fuzz --cases 10000 --seed 7``; 0 if no case failed.

A failed case is run again alone with ``--area NAME --only NUMBER`` and the same seed.
"""

from __future__ import annotations

import argparse
import faulthandler
import sys
import time
from contextlib import suppress

from tests.fuzz.areas import areas
from tests.fuzz.tally import Tally, runs
from tests.fuzz.verdict import run_case

HANG = 120  # seconds without a finished case: the stack is printed and the run ends


def main() -> int:
    options = _parser().parse_args()
    seed = int(time.time()) if options.seed is None else options.seed
    print(f"seed {seed}", flush=True)
    tally, began = Tally(seed), time.perf_counter()
    if options.only is not None:
        tally.add(run_case(options.area[0], areas()[options.area[0]][0], seed, options.only))
    else:
        with suppress(KeyboardInterrupt):  # what was tried until then is told
            for ran in runs(seed, options.cases, options.area or ()):
                faulthandler.dump_traceback_later(HANG, exit=True)
                tally.add(ran)
                if ran.failure:
                    print(
                        f"failed: --seed {seed} --area {ran.area} --only {ran.number}", flush=True
                    )
    faulthandler.cancel_dump_traceback_later()
    for failure in tally.failures[:20]:
        print(f"\n{failure.area} {failure.number}\n{failure.failure}")
    print("\n".join(tally.lines()))
    print(
        f"{tally.cases} cases, {len(tally.failures)} failed, seed {seed}, "
        f"{time.perf_counter() - began:.0f} s"
    )
    return 1 if tally.failures else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m tests.fuzz", description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, help="the clock's seconds unless given")
    parser.add_argument("--area", action="append", choices=list(areas()))
    parser.add_argument("--only", type=int, help="the number of a single case of that area")
    return parser


if __name__ == "__main__":
    sys.exit(main())
