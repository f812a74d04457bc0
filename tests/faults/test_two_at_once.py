"""Many runs on one workbook at once: nobody's work is lost unnoticed."""

from __future__ import annotations

import os
from pathlib import Path

from tests.faults.two_at_once import contest
from xl_appraisal.files.backups import backups_of

RUNS, ROUNDS = 4, 15


def test_of_two_runs_none_writes_over_what_the_other_wrote(tmp_path: Path) -> None:
    """The cell counts the saves that succeeded; ``tests.faults.two_at_once`` is the long form."""
    found = contest(tmp_path, RUNS, ROUNDS)

    assert found.codes == (0,) * RUNS
    assert found.counted == found.saved > 0  # how many is up to the machine
    assert set(found.said) <= {
        "文件在读取之后被别的程序改动过，没有写入",
        "另一次运行正在保存这个文件，没有写入",
        *(["没有写入权限，或文件正被其他程序占用"] if os.name == "nt" else []),
        *(["没有读取权限，或文件正被其他程序占用"] if os.name == "nt" else []),
    }
    assert len(backups_of(str(tmp_path / "book.xlsx"))) == min(found.saved, 10)
    assert [file.name for file in tmp_path.iterdir() if file.name.endswith(".tmp")] == []
