"""What can be said of the Windows room without it: its tests name what the product has."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import time
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.mark.parametrize("path", sorted(HERE.glob("inside/*.py")), ids=lambda path: path.stem)
def test_every_name_taken_from_the_product_is_there(path: Path) -> None:
    """A module that moved is missed here, not in a night's run."""
    nodes = [
        n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.ImportFrom)
    ]
    taken = [(n.module, name.name) for n in nodes for name in n.names]
    ours = [(str(m), name) for m, name in taken if str(m).startswith("xl_appraisal")]
    lost = [
        (module, name)
        for module, name in ours
        if not hasattr(import_module(module), name) and not find_spec(f"{module}.{name}")
    ]
    assert lost == []


@pytest.mark.parametrize("name", ["run", "set_up", "wine", "../../.ci/run"])
def test_its_scripts_are_ones_that_bash_reads(name: str) -> None:
    """No syntax error waits for a machine with Wine."""
    assert subprocess.run(["bash", "-n", HERE / name], check=False).returncode == 0


def test_two_programs_at_once_wait_for_each_other(tmp_path: Path) -> None:
    """Each ends Wine's server after it, which would be the other's end too.

    Wine is a script here: the first one stays until the second either waits or has come in.
    """
    script = tmp_path / "tests" / "windows" / "wine"
    script.parent.mkdir(parents=True)
    shutil.copy(HERE / "wine", script)
    programs = tmp_path / "programs"
    programs.mkdir()
    for name, lines in (("wine", f'echo "$1" >>{tmp_path}/came; {STAYS}'), ("wineserver", "")):
        (programs / name).write_text(f"#!/usr/bin/env bash\n{lines}\n")
        (programs / name).chmod(0o755)
    environ = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "FOLDER": str(tmp_path)}

    def begun(name: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(["bash", script, "600", name], env=environ)

    came = tmp_path / "came"
    first = begun("first")
    while not came.exists():
        time.sleep(0.01)
    second = begun("second")
    while not (waits := _waits_for(script)) and came.read_text() == "first\n":
        time.sleep(0.01)
    (tmp_path / "go").touch()
    assert (first.wait(), second.wait(), waits) == (0, 0, True)
    assert came.read_text() == "first\nsecond\n"


STAYS = 'until [ -e "$FOLDER/go" ]; do sleep 0.01; done'


def _waits_for(path: Path) -> bool:
    """Whether a process waits for the lock on a file."""
    number = f":{path.stat().st_ino} "
    return any(
        "->" in line and number in line for line in Path("/proc/locks").read_text().splitlines()
    )
