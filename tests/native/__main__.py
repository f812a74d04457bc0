"""The judge at length: ``python -m tests.native --tables 5000 --spoils 5000 [--seed N]``."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.libreoffice.office import running
from tests.native.judge import Judge
from tests.native.runs import Tally, judged
from tests.native.spoiling import Spoiler, table


def main() -> int:
    """Print the seed, the figures and every difference; 1 where there is one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, default=5000)
    parser.add_argument("--spoils", type=int, default=0)
    parser.add_argument("--seed", type=int, default=None)
    options = parser.parse_args()
    seed = int(time.time()) if options.seed is None else options.seed
    print(f"seed {seed}", flush=True)
    tally = Tally()
    began = time.monotonic()
    with running() as office, tempfile.TemporaryDirectory() as folder:
        for difference in judged(Judge(office, Path(folder)), seed, options.tables, tally):
            print(difference, flush=True)
        office.close_all()
        judge = Judge(office, Path(folder))
        assert judge.differences(table()) == []
        spoiler = Spoiler(judge)
        wrong = list(spoiler.wrong(spoiler.sample(options.spoils, seed)))
        print(*wrong, f"spoils {options.spoils}, gone {spoiler.gone}", sep="\n", flush=True)
    print(f"{tally}; {time.monotonic() - began:.0f} s")
    return 1 if tally.differing or wrong else 0


if __name__ == "__main__":
    sys.exit(main())
