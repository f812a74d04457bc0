"""Output that goes into a pipe: UTF-8, unless the office asks for another encoding."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("asked", "encoding"),
    [("", "utf-8"), ("gbk", "gbk"), ("gbk:strict", "gbk"), ("utf-8", "utf-8")],
)
def test_a_pipe_takes_the_encoding_asked_for(asked: str, encoding: str) -> None:
    """A script of the office sets ``PYTHONIOENCODING``; what GBK lacks is spelt out."""
    done = subprocess.run(
        [sys.executable, "-m", "xl_appraisal", "rank", "没有𬱖.xlsx"],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": asked, "LC_ALL": "C.UTF-8"},
        check=False,
    )
    said = done.stderr.decode(encoding)
    assert done.returncode == 2
    assert "找不到" in said and ("𬱖" if encoding == "utf-8" else "\\U0002cc56") in said
