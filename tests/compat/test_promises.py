"""Names, commands, options and keys of version 0.1 are still there."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import Run
from tests.compat.asked import ASKED, BOOKS, ask, keys, prepare

Command = Callable[..., Run]
ROOT = Path(__file__).parents[2]
PROMISES = tomllib.loads((Path(__file__).parent / "promises.toml").read_text("utf-8"))


@pytest.mark.parametrize("module", PROMISES["python"])
def test_python_finds_every_name(module: str) -> None:
    """For notebooks."""
    there = import_module(module)

    assert [name for name in PROMISES["python"][module] if not hasattr(there, name)] == []


INSIDE_CALC = """
import importlib.abc, importlib.machinery, inspect, sys, types

class Uno(types.ModuleType):  # whatever is asked of LibreOffice's own modules is there
    __path__ = ()
    def __getattr__(self, name):
        if name == "getClass":  # an interface to build on
            return lambda interface: type(interface, (), {})
        return type(name, (), {"__init__": lambda self, *given: None})

class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path=None, target=None):
        ours = name.partition(".")[0] in ("uno", "unohelper", "com", "xlappraisal")
        return importlib.machinery.ModuleSpec(name, self) if ours else None
    def create_module(self, spec):
        return Uno(spec.name)
    def exec_module(self, module):
        pass

sys.meta_path.insert(0, Finder())
from xl_appraisal.in_calc import session
inspect.signature(session.answer).bind("context", "document", "WINDOW_TOTAL", (1,))
inspect.signature(session.run).bind("context", "document", "recalculate")
inspect.signature(session.opened).bind("context", "document")
print("as ever")
"""


def test_an_installed_extension_finds_what_it_calls() -> None:
    """The extension of version 0.1 stays in somebody's Calc when the package is brought up to date.

    It imports ``session`` and calls its three functions by place.
    """
    ran = subprocess.run(
        [sys.executable, "-c", INSIDE_CALC], capture_output=True, text=True, check=False, cwd=ROOT
    )

    assert ran.stdout == "as ever\n", ran.stderr


@pytest.mark.parametrize("command", PROMISES["options"])
def test_every_command_takes_its_options(run: Command, command: str) -> None:
    """As its help says."""
    shown = run(*command.split(), "-h")
    offered = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", shown.out))

    assert shown.code == 0
    assert set(PROMISES["options"][command]) - offered == set()


@pytest.mark.parametrize("words", PROMISES["exit_codes"])
def test_exit_codes_mean_what_they_meant(run: Command, words: str, tmp_path: Path) -> None:
    """Scripts go by them."""
    command, name = words.split()
    if (BOOKS / name).is_file():
        shutil.copyfile(BOOKS / name, tmp_path / name)

    assert run(command, tmp_path / name).code == PROMISES["exit_codes"][words]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All that is asked about."""
    from xl_appraisal.doors.command_line import main

    made = tmp_path_factory.mktemp("asked")
    prepare(made, lambda *words: main([str(word) for word in words]))
    return made


@pytest.mark.parametrize("name", ASKED)
def test_answers_have_every_key(run: Command, folder: Path, name: str) -> None:
    """In JSON; a list of plain values, or one that was empty, may hold anything by now."""

    def answer(*words: Any) -> Any:
        return json.loads(run(*words).out)

    has = set(keys(ask(name, folder, answer)))
    lost = [
        key
        for key in PROMISES["json"][name]
        if not any(way == key or way.startswith((f"{key}.", f"{key}[]")) for way in has)
    ]

    assert lost == []
