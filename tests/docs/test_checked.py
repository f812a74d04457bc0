"""The list for a person with an Excel names what the product has, by its numbers."""

from __future__ import annotations

import re
import tomllib
from itertools import chain
from pathlib import Path

from packaging.requirements import Requirement

from tests.published import rows
from xl_appraisal.model.commands import COMMANDS
from xl_appraisal.model.own_functions import NAMES
from xl_appraisal.setup.offline import official_python

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "it" / "checked.md").read_text("utf-8")


def numbers(pattern: str) -> set[str]:
    """What the page says wherever it says it; it does say it."""
    found = set(re.findall(pattern, PAGE))
    assert found, pattern
    return found


def test_buttons_functions_windows_and_slips_are_as_many_as_there_are() -> None:
    """A person who counts another number reports a fault."""
    assert numbers(r"(\d+) ?个按钮") == {str(len(COMMANDS))}
    assert numbers(r"(\d+) ?个函数") == {str(len(NAMES))}
    first = next(row for row in rows() if row["c1"] == "1")
    assert numbers(r"(\d+) ?个窗口，第一名(\S+) ([\d.]+)") == {
        (str(len(rows())), first["c2"], first["c9"])
    }
    assert numbers(r"文件夹里 (\d+) 份和目录") == {str(len(rows()))}


def test_every_button_that_it_names_is_there() -> None:
    """By the label that stands on it."""
    labels = {command.label for command in COMMANDS}
    named = re.findall("点((?:“[^”]+”)+)", PAGE)
    pressed = {label for group in named for label in re.findall("“([^”]+)”", group)}
    assert len(pressed) > 5 and pressed - labels - {"启用内容"} == set()


def test_versions_are_those_that_are_asked_for() -> None:
    """Of xlwings, the schemas' checker and the Python for Windows."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    wanted = [Requirement(line) for line in (*project["dependencies"], *chain(*extras))]
    for name in ("xlwings", "openxml-audit"):
        (pin,) = [one for one in wanted if one.name == name]
        assert all(pin.specifier.contains(found) for found in numbers(rf"{name} ([\d.]+\d)"))
    assert official_python.NAME.split("-")[1] in numbers(r"Windows 版 Python ([\d.]+\d)")
