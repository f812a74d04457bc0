"""``python -m tests.windows [--rounds 1000]``: the long form of the Windows room.

What ``tests/windows/run`` runs, then two runs that save one workbook at once, so many times each.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

SECONDS = 7_200


def in_room(*words: str) -> int:
    """The exit code of ``tests/windows/run`` with these arguments."""
    command = ["bash", str(Path(__file__).with_name("run")), *words]
    return subprocess.call(command, env={**os.environ, "LIMIT": str(SECONDS)})


def main() -> int:
    """Both, whatever came of the first."""
    parser = argparse.ArgumentParser("python -m tests.windows")
    parser.add_argument("--rounds", type=int, default=1_000)
    rounds = str(parser.parse_args().rounds)
    codes = in_room(), in_room("-m", "tests.faults.two_at_once", "--rounds", rounds)
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
