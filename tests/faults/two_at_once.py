"""``python -m tests.faults.two_at_once [--rounds 1000]``: runs that save one workbook at once.

Each adds one to a cell, again and again; the cell then counts the saves that succeeded.  Works on
every system; 0 if no save was lost.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests.ooxml.books import book
from xl_appraisal.ooxml import Workbook

ADD = """
import sys
from xl_appraisal.ooxml import Workbook, XlsxError
path, rounds = sys.argv[1], int(sys.argv[2])
done, said = 0, []
print("ready", flush=True)
sys.stdin.readline()
for _ in range(rounds):
    try:
        book = Workbook.open(path)
        book.set("排名", {(1, 1): book.grid("排名").value(1, 1) + 1})
        book.save(keep=True)
        done += 1
    except XlsxError as error:
        said.append(error.found)
print(done, *said, sep="\\n")
"""


@dataclass(frozen=True)
class Contest:
    """How often a save succeeded, what the cell counts, and what was said instead how often."""

    saved: int
    counted: int
    said: Counter[str]
    codes: tuple[int, ...]


def contest(folder: Path, runs: int, rounds: int) -> Contest:
    """So many runs, each trying so many saves, all begun together."""
    path = book(folder, '<row r="1"><c r="A1"><v>0</v></c></row>')
    command = [sys.executable, "-X", "utf8", "-c", ADD, str(path), str(rounds)]
    started = [
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        for _ in range(runs)
    ]
    for run in started:
        assert run.stdout is not None
        assert run.stdout.readline() == "ready\n"
    for run in started:
        assert run.stdin is not None
        run.stdin.write("\n")
        run.stdin.flush()
    told = [run.communicate(timeout=3_000)[0].splitlines() for run in started]
    counted = Workbook.open(path).grid("排名").value(1, 1)
    said = Counter(text for lines in told for text in lines[1:])
    saved = sum(int(lines[0]) for lines in told if lines)
    return Contest(saved, int(str(counted)), said, tuple(run.returncode for run in started))


def main() -> int:
    """Print what came of it."""
    parser = argparse.ArgumentParser("python -m tests.faults.two_at_once")
    parser.add_argument("--runs", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=1_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = contest(Path(folder), options.runs, options.rounds)
    print(f"{found.saved} saved, the cell counts {found.counted}; refused: {dict(found.said)}")
    return 0 if found.saved == found.counted and not any(found.codes) else 1


if __name__ == "__main__":
    sys.exit(main())
