"""No page names a file, module or link that is gone; the architecture page names every task."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.code_health.test_imports import LAYERS

ROOT = Path(__file__).parents[2]
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
PAGES = [
    *ROOT.glob("*.md"),
    *(ROOT / "docs").rglob("*.md"),
    *(ROOT / "tests").rglob("*.md"),
    *(ROOT / "benchmarks").rglob("*.md"),
]
FILE = re.compile(
    r"(?<![\w/.-])((?:xl_appraisal|tests|docs|benchmarks)/[\w/.*\u4e00-\u9fff-]*[\w*/])"
)
MODULE = re.compile(r"(?<![\w/.])((?:xl_appraisal|tests|benchmarks)(?:\.[a-z_]\w*)+)")
SHORT = re.compile(r"`((?:[\w*]+/)*[\w*]+\.(?:py|toml|tsv))`")
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")
TOPS = ("xl_appraisal", "tests", "docs", "benchmarks")
EXAMPLES = {"pandas.py", "先进窗口.toml", "栏目.toml"}  # files that somebody might make
OF_OLD = {"CHANGELOG.md"}  # tells what was, by the names of then


def exists(path: str) -> bool:
    """A file or folder from the root; ``*`` stands for any part of a name."""
    return any(ROOT.glob(path)) if "*" in path else (ROOT / path).exists()


def anywhere(path: str) -> bool:
    """A file whose path ends so, in our folders or beside the page's examples."""
    return exists(path) or any(any((ROOT / top).rglob(path)) for top in TOPS)


def importable(dotted: str) -> bool:
    """A module, or a name that its source has."""
    parent, _, last = dotted.rpartition(".")
    try:
        if find_spec(dotted) is not None:
            return True
    except ModuleNotFoundError:
        pass
    try:
        home = find_spec(parent)
    except ModuleNotFoundError:
        return False
    source = Path(home.origin).read_text("utf-8") if home and home.origin else ""
    return re.search(rf"\b{last}\b", source) is not None


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_what_a_page_names_is_there(page: Path) -> None:
    """Files, modules and links."""
    text = page.read_text(encoding="utf-8")
    named = set() if page.name in OF_OLD else set(FILE.findall(text))
    modules = set() if page.name in OF_OLD else set(MODULE.findall(text))
    lost = {path for path in named if not exists(path)}
    lost |= {name for name in modules if not importable(name) and not exists(name)}
    lost |= {path for path in set(SHORT.findall(text)) - EXAMPLES if not anywhere(path)}
    lost |= {link for link in LINK.findall(text) if not (page.parent / link).exists()}

    assert lost == set()


def test_the_architecture_page_has_every_room_and_fifteen_tasks() -> None:
    """A task is a row: what is to be done, and at least one file of ours."""
    drawing = ARCHITECTURE.split("```")[1]
    rows = re.findall(r"^\| ([A-Z][^|]+) \| ([^|]+) \|$", ARCHITECTURE, re.MULTILINE)
    tasks = {task: FILE.findall(files) for task, files in rows if task != "Task"}
    rooms = [name for name in LAYERS if (ROOT / "xl_appraisal" / name).is_dir()]

    assert [room for room in rooms if not re.search(rf"\b{room}\b", drawing)] == []
    assert len(tasks) >= 15
    assert [task for task, files in tasks.items() if not files] == []


def test_a_lost_file_would_be_noticed() -> None:
    """The search itself: paths, patterns, modules."""
    assert FILE.findall("see `xl_appraisal/no/such.py`.") == ["xl_appraisal/no/such.py"]
    assert MODULE.findall("run python -m xl_appraisal.tools.vba.") == ["xl_appraisal.tools.vba"]
    assert not exists("xl_appraisal/no/such.py")
    assert exists("docs/decisions/0001-*.md")
    assert importable("xl_appraisal.tools.vba")
    assert importable("xl_appraisal.model.exact.plain")
    assert not importable("xl_appraisal.workbook.forms")
    assert not importable("xl_appraisal.model.exact.no_such_name")
    assert not anywhere("no_such.py")
