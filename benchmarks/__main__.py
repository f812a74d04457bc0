"""All measurements in one run, with the tables of docs/performance.md.

``python -m benchmarks [--sizes 25 1000 10000 100000] [--peers-up-to WINDOWS] [--turns N]
[--books N] [--plain 25 200] [--write] [--folder DIR] [--machine TEXT]``

``--peers-up-to`` leaves the others out at larger sizes, ``--turns`` bounds how often each is run,
``--books`` and ``--plain`` are those of :mod:`benchmarks.targets`,
``--folder`` keeps the workbooks for the next run, ``--machine`` says in neutral words on what sort
of machine it ran.  100,000 windows take most of an hour, nearly all of it the peers'.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from benchmarks import targets, udf_path
from benchmarks.contest import ROOT
from benchmarks.recalc import ROUNDS, measure
from benchmarks.report import as_markdown, put

SIZES = (25, 1_000, 10_000, 100_000)
_LARGEST = 10_000
"""Windows up to which the targets go: time per window is told from the second size on."""
PAGE = ROOT / "docs" / "performance.md"


def main() -> None:
    """Measure, print, and with ``--write`` put the tables into the documentation."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--write", action="store_true", help=f"into {PAGE.relative_to(ROOT)}")
    parser.add_argument("--folder", type=Path, help="keep the workbooks here")
    parser.add_argument("--peers-up-to", type=int, default=SIZES[-1], metavar="WINDOWS")
    parser.add_argument("--turns", type=int, default=max(ROUNDS.values()), help="at most so many")
    parser.add_argument("--books", type=int, default=200, help="workbooks of a batch")
    parser.add_argument("--plain", type=int, nargs="*", default=[25, 200], metavar="WINDOWS")
    parser.add_argument("--machine", default=f"{os.cpu_count()} cores, {sys.platform}")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = (options.folder or Path(temporary)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        sizes = [
            measure(
                windows,
                folder,
                _say,
                peers=windows <= options.peers_up_to,
                turns=options.turns,
            )
            for windows in options.sizes
        ]
        clicks = [windows for windows in options.sizes if windows <= _LARGEST]
        rows = targets.measure(folder, options.turns, options.books, clicks, options.plain)
    in_order = sorted(sizes, key=lambda size: size.windows)
    text = as_markdown(in_order, targets.table(rows), options.machine)
    print(text)
    if options.write:
        put(text, PAGE)
    print("\nThe way between Excel and Python:\n")
    udf_path.main()


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
