"""What the program writes where no console is: into pipes and files, and a closed pipe."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.windows.inside.programs import PROGRAM, run


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "gb18030"])
def test_redirected_output_is_in_the_encoding_asked_for(encoding: str) -> None:
    """UTF-8 unless ``PYTHONIOENCODING`` says otherwise, as a script of the office may."""
    asked = {} if encoding == "utf-8" else {"PYTHONIOENCODING": encoding}
    done = run("layout", **asked)
    assert done.code == 0
    assert "重点加分" in done.out.decode(encoding)


def test_an_error_is_told_in_the_encoding_asked_for(tmp_path: Path) -> None:
    """Standard error too; a character that GBK lacks is spelt out and stops nothing."""
    missing = tmp_path / "没有𬱖.xlsx"
    done = run("rank", missing, PYTHONIOENCODING="gbk")
    assert done.code == 2
    assert "找不到" in done.err.decode("gbk") and "\\U0002cc56" in done.err.decode("gbk")


def test_a_reader_that_has_had_enough_is_no_failure() -> None:
    """``| more`` that is left: no traceback."""
    process = subprocess.Popen(
        [PROGRAM, "layout"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    process.wait(1_800)
    assert b"Traceback" not in said


def test_what_another_program_says_in_code_page_936_is_understood() -> None:
    """The self-check reads it so; UTF-8 where it is that."""
    from xl_appraisal.setup.install.machine import this_machine

    say = "import sys; sys.stdout.buffer.write('{}'.encode('{}'))"
    for encoding in ("gbk", "utf-8"):
        command = [sys.executable, "-c", say.format("宏设置", encoding)]
        assert this_machine().run(command) == "宏设置"
