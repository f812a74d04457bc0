"""Many runs on one workbook at once: nobody's work is lost unnoticed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.ooxml.books import book
from xl_appraisal.files.backups import backups_of
from xl_appraisal.ooxml import Workbook

RUNS, ROUNDS = 4, 15

ADD = """
import sys
from decimal import Decimal
from xl_appraisal.ooxml import Workbook, XlsxError
path, rounds = sys.argv[1], int(sys.argv[2])
done, said = 0, set()
print("ready", flush=True)
sys.stdin.readline()
for _ in range(rounds):
    book = Workbook.open(path)
    book.set("排名", {(1, 1): book.grid("排名").value(1, 1) + 1})
    try:
        book.save(keep=True)
        done += 1
    except XlsxError as error:
        said.add(error.found)
print(done, *sorted(said), sep="\\n")
"""


def test_of_two_runs_none_writes_over_what_the_other_wrote(tmp_path: Path) -> None:
    """Each adds one to a cell, again and again: the cell counts the saves that succeeded."""
    path = book(tmp_path, '<row r="1"><c r="A1"><v>0</v></c></row>')
    command = [sys.executable, "-c", ADD, str(path), str(ROUNDS)]
    runs = [
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        for _ in range(RUNS)
    ]
    for run in runs:
        assert run.stdout is not None
        assert run.stdout.readline() == "ready\n"
    for run in runs:
        assert run.stdin is not None
        run.stdin.write("\n")
        run.stdin.flush()
    told = [run.communicate(timeout=300)[0].splitlines() for run in runs]

    assert [run.returncode for run in runs] == [0] * RUNS
    done = sum(int(lines[0]) for lines in told)
    assert Workbook.open(path).grid("排名").value(1, 1) == done > 0  # how many is up to the machine
    assert {text for lines in told for text in lines[1:]} <= {
        "文件在读取之后被别的程序改动过，没有写入",
        "另一次运行正在保存这个文件，没有写入",
    }
    assert len(backups_of(str(path))) == min(done, 10)
    assert [file.name for file in tmp_path.iterdir() if file.name.endswith(".tmp")] == []
