"""What docs/performance.md tells a reader to run still runs, and its contestants still agree.

Nothing here looks at how long anything took.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def test_the_contest_runs_and_every_peer_has_our_figures(tmp_path: Path) -> None:
    """One turn at 25 windows; the table says which peer failed, or came to other figures.

    Then a row for each target with what is wanted and what was measured.
    """
    small = "--sizes", "25", "--turns", "1", "--books", "2", "--plain", "--folder", str(tmp_path)
    told = run("benchmarks", *small)
    table = told.partition("Processor time")[0]
    fine = r"^\| (.*) \| [\d.]+ m?s \([\d.e+]+ ×\) \|$"
    peers = {"openpyxl + Decimal", "pandas + openpyxl", "LibreOffice, headless"}
    assert peers <= set(re.findall(fine, table, re.MULTILINE)), table
    row = r"^\| .* \| [≤≥] ([\d.]+) \| [\d.]+ \| (?:met|missed) \|.*\|$"
    assert re.findall(row, told, re.MULTILINE) == ["2", "18", "2.5", "20", "70", "40", "40", "3"]
    assert "one RANKING_TABLE" in told  # the way between Excel and Python comes last


def test_the_cost_of_backups_is_told(tmp_path: Path) -> None:
    """A line for each size, with both times."""
    told = run("benchmarks.backups", "--sizes", "25", "--turns", "1", "--folder", str(tmp_path))
    assert re.fullmatch(r"25 windows: [\d.]+ × \([\d.]+ s kept, [\d.]+ s not\)\n", told)
