"""The guide's commands are run as they stand, in order, and its pictures exist."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from xl_appraisal.doors.command_line import main

DOCS = Path(__file__).parents[2] / "docs"
README = DOCS.parent / "README.md"
GUIDE = DOCS / "使用指南.md"


def test_every_command_of_the_guide_runs_as_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clerk who copies the guide line by line meets no error."""
    monkeypatch.chdir(tmp_path)
    commands = re.findall(r"```sh\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    lines = [line for block in commands for line in block.splitlines() if line]

    codes = {line: main(shlex.split(line)[1:]) for line in lines}

    assert len(lines) >= 8
    assert {line: code for line, code in codes.items() if code} == {}


def test_every_picture_and_page_that_the_documents_name_is_there() -> None:
    """No link of any document leads nowhere."""
    documents = [*DOCS.rglob("*.md"), *DOCS.parent.glob("*.md")]
    missing = [
        f"{document.name}: {link}"
        for document in documents
        for link in re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8"))
        if not (document.parent / link).exists()
    ]

    assert missing == []


def test_every_command_is_in_the_guide() -> None:
    """A new command gets its line in the guide's table."""
    from xl_appraisal.doors.command_line.parser import build_parser

    parser = build_parser()
    actions = next(a for a in parser._actions if isinstance(a.choices, dict))
    guide = GUIDE.read_text(encoding="utf-8")

    assert [name for name in actions.choices or () if f"`{name}`" not in guide] == []


def test_the_notebook_example_of_the_readme_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is copied from the README into a notebook shows the ranking and the one finding."""
    monkeypatch.chdir(tmp_path)
    assert main(["demo", "--out", "demo"]) == 0
    capsys.readouterr()
    example = re.search(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert example is not None
    exec(compile(example[1], str(README), "exec"), {})

    said = capsys.readouterr().out
    assert "107.562" in said
    assert "办件量加分填3分" in said
