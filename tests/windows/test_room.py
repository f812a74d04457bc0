"""What can be said of the Windows room without it: its tests name what the product has."""

from __future__ import annotations

import ast
import subprocess
from importlib import import_module
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
    lost = [pair for pair in ours if not hasattr(import_module(pair[0]), pair[1])]
    assert lost == []


@pytest.mark.parametrize("name", ["run", "set_up", "wine"])
def test_its_scripts_are_ones_that_bash_reads(name: str) -> None:
    """No syntax error waits for a machine with Wine."""
    assert subprocess.run(["bash", "-n", HERE / name], check=False).returncode == 0
