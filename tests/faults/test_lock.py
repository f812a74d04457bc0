"""The lock of a file that is saved: real, and gone with its holder."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.files.lock import Taken, give_back, take
from xl_appraisal.files.write_file import saving

HOLD = """
import sys
from xl_appraisal.files import write_file
from xl_appraisal.files.lock import take
if sys.argv[2] == "saving":
    held = write_file.saving(sys.argv[1])
    held.__enter__()
else:
    held = take(sys.argv[1])
print("held", flush=True)
sys.stdin.readline()
"""


def holder(path: Path, what: str) -> subprocess.Popen[str]:
    """A process that holds the lock until it is killed."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path), what],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_lock_file_is_one_process_s_until_it_is_killed(tmp_path: Path) -> None:
    """Nobody else has it meanwhile; after SIGKILL it is free, though the file is left."""
    path = tmp_path / "lock"
    process = holder(path, "lock")
    with pytest.raises(Taken):
        take(path)
    process.kill()
    process.communicate()
    assert path.exists()
    handle = take(path)
    give_back(handle, path)
    assert not path.exists()


def test_a_workbook_is_one_process_s_while_it_saves(tmp_path: Path) -> None:
    """The other is told at once; after SIGKILL it may save."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    process = holder(path, "saving")
    with pytest.raises(XlsxError, match="另一次运行正在保存这个文件"), saving(str(path)):
        pass
    process.kill()
    process.communicate()
    with saving(str(path)):
        shown = [file.name for file in tmp_path.iterdir() if not file.name.startswith(".")]
        assert shown == ["a.xlsx"]  # Windows has the lock beside it


def test_where_an_open_file_cannot_be_replaced_the_lock_is_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows: taken by one, refused to the next, and gone afterwards."""
    monkeypatch.setattr("xl_appraisal.files.write_file.ON_ITSELF", False)
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    with saving(str(path)):
        assert len(list(tmp_path.iterdir())) == 2
        with pytest.raises(XlsxError, match="另一次运行正在保存这个文件"), saving(str(path)):
            pass
    assert [file.name for file in tmp_path.iterdir()] == ["a.xlsx"]
