"""Sizes, docstrings and what must not stand in any file."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.code_health.sources import ROOT, modules, name, tracked, tree

MOST_LINES = 400
TESTS = sorted(path for path in (ROOT / "tests").rglob("*.py") if path.is_file())

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def definitions(path: Path) -> list[Definition]:
    """The functions and classes at the top of a file."""
    return [node for node in tree(path).body if isinstance(node, Definition)]


@pytest.mark.parametrize("path", modules(), ids=name)
def test_a_module_can_be_read_in_one_sitting(path: Path) -> None:
    """At most 400 lines; half of that is the aim."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize("path", modules(), ids=name)
def test_every_public_function_and_class_says_what_it_is(path: Path) -> None:
    """A docstring each; and for the module itself, unless it is an empty package."""
    silent = [
        node.name
        for node in definitions(path)
        if not node.name.startswith("_") and not ast.get_docstring(node)
    ]

    assert silent == []
    assert not tree(path).body or ast.get_docstring(tree(path))


def _statements(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield node


@pytest.mark.parametrize("path", TESTS, ids=name)
def test_every_test_says_what_is_true(path: Path) -> None:
    """A docstring, and something that can fail: an assert, a raise expected, or a check called."""
    for test in _statements(path):
        assert ast.get_docstring(test), test.name
        body = ast.unparse(test)
        assert re.search(r"\bassert|raises|\bcheck|\bexpect", body), test.name


@pytest.mark.parametrize("path", TESTS, ids=name)
def test_no_test_is_left_out(path: Path) -> None:
    """Nothing is skipped or expected to fail: what cannot run must be seen."""
    words = {"skip", "skipif", "xfail", "importorskip", "SkipTest"}
    used = {node.attr for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute)}
    used |= {node.id for node in ast.walk(tree(path)) if isinstance(node, ast.Name)}

    assert used & words == set()


def _words(*parts: str) -> str:
    return "".join(parts)  # so that this file does not hold what it looks for


FORBIDDEN = {
    "a path of one machine": re.compile(_words(r"(?<![\w.])/(?:", "work|root|home", r")/\w")),
    "a registry host": re.compile(
        _words(r"https?://[^\s)\"'>]*(?:pypi\.", r"|/simple\b|mirror|artifactory|nexus)")
    ),
    "a registry option": re.compile(_words("(?:--index-url|--extra-", "index-url|--find-links)")),
}
BINARY = {".xlsx", ".xlsm", ".bin", ".png", ".jpg", ".pdf", ".xls", ".oxt", ".zip", ".docx"}
MAY_NAME_PATHS = {
    "tests/code_health/test_house_rules.py",
    "tests/vba/test_project.py",  # looks for just such paths in the macro project
}


def test_no_file_names_one_machine_or_registry() -> None:
    """What is checked in runs anywhere."""
    found = []
    for path in tracked():
        if path.suffix.lower() in BINARY or name(path) in MAY_NAME_PATHS:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [
            f"{name(path)}: {what}: {match[0]}"
            for what, pattern in FORBIDDEN.items()
            if (match := pattern.search(text))
        ]

    assert found == []


def test_every_decision_is_numbered_once() -> None:
    """docs/decisions/NNNN-name.md, without two of one number."""
    names = [path.name for path in (ROOT / "docs" / "decisions").glob("*.md")]
    numbers = [re.match(r"\d{4}(?=-)", found) for found in names]

    assert all(numbers)
    assert len({number[0] for number in numbers if number}) == len(names)


def test_the_readme_names_the_two_commands() -> None:
    """One to run the main job, one to test, and what CI runs is the second."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert "xl-appraisal demo --out demo" in readme
    assert "bash tests/run" in readme
    assert "bash tests/run" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
