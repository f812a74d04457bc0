"""What keeping the workbook that is replaced costs: the same recalculation with and without it.

``python -m benchmarks.backups [--sizes 25 10000] [--turns 9] [--folder DIR]`` prints the median
ratio and both times.  Each turn replaces a workbook that is there, once keeping it, once not.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

from benchmarks.books import make_book, stale
from benchmarks.contest import PYTHON, contest

KEPT, NOT_KEPT = "kept", "not kept"


def measure(windows: int, folder: Path, turns: int) -> tuple[float, float, float]:
    """The median ratio, then the seconds with a backup and without, of whole processes."""
    book, target = folder / f"stale{windows}.xlsx", folder / f"replaced{windows}.xlsx"
    if not book.exists():
        stale(make_book(folder / f"fresh{windows}.xlsx", windows), book)
    shutil.copyfile(book, target)
    command = [PYTHON, "-m", "xl_appraisal", "recalc", str(book), "--out", str(target)]
    commands = {KEPT: command, NOT_KEPT: [*command, "--no-backup"]}
    results = contest(commands, dict.fromkeys(commands, turns), dict.fromkeys(commands, 300.0))
    kept, not_kept = results[KEPT], results[NOT_KEPT]
    return kept.times(not_kept), kept.seconds, not_kept.seconds


def main() -> None:
    """Measure and print a line for each size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=(25, 10_000))
    parser.add_argument("--turns", type=int, default=9)
    parser.add_argument("--folder", type=Path, help="keep the workbooks here")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = (options.folder or Path(temporary)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        for windows in options.sizes:
            ratio, kept, not_kept = measure(windows, folder, options.turns)
            print(f"{windows:,} windows: {ratio:.3f} × ({kept:.3f} s kept, {not_kept:.3f} s not)")


if __name__ == "__main__":
    main()
