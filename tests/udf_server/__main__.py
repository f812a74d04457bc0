"""The whole day: ``python -m tests.udf_server --calls 100000``; 0 if every answer was right.

Also 0 only if memory did not grow: what Python holds and the whole process, between the second
and the last third of the calls, each within its bound.
"""

from __future__ import annotations

import argparse
import sys
import time
import tracemalloc

from tests.udf_server.serving import server
from tests.udf_server.watch import growth, watched

TRACED, RESIDENT = 512, 8192
"""KiB that may come on top; reading one workbook takes some 3,000 of the first for a while."""


def main() -> int:
    parser = argparse.ArgumentParser("python -m tests.udf_server", description=__doc__)
    parser.add_argument("--calls", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=2023)
    parser.add_argument("--samples", type=int, default=30)
    parser.add_argument("--trace", action="store_true", help="what Python holds too; slower")
    options = parser.parse_args()
    began, taken = time.perf_counter(), []
    if options.trace:
        tracemalloc.start()
    print(
        f"seed {options.seed}\n{'calls':>8}{'wrong':>7}{'Python':>12}{'process':>13}{'objects':>9}"
    )
    with server(options.seed) as running:
        for now in watched(running, options.calls, options.samples):
            taken.append(now)
            print(
                f"{now.calls:>8}{len(running.wrong):>7}{now.traced:>8} KiB{now.resident:>9} KiB"
                f"{now.objects:>9}",
                flush=True,
            )
    traced, resident = (
        growth([getattr(s, name) for s in taken]) for name in ("traced", "resident")
    )
    print(*running.wrong[:20], sep="\n")
    print(", ".join(f"{what}: {times}" for what, times in running.did.items()))
    print(
        f"{running.calls} calls, {len(running.wrong)} wrong, growth {traced} KiB of Python "
        f"(at most {TRACED}), {resident} KiB of the process (at most {RESIDENT}), "
        f"{time.perf_counter() - began:.0f} s"
    )
    return int(bool(running.wrong) or traced > TRACED or resident > RESIDENT)


if __name__ == "__main__":
    sys.exit(main())
