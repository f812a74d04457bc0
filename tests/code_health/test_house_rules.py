"""Sizes, names, docstrings and what must not stand in any file; each test names every offender."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.code_health.sources import ROOT, modules, name, suite_files, tracked, tree

AIM, MOST = 250, 400  # lines of a module: more than the first needs a reason, none has the second
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def _length(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_a_module_can_be_read_in_one_sitting() -> None:
    """At most 250 lines; up to 400 where its docstring has a sentence "Long because …"."""
    long = {name(path): path for path in modules() if _length(path) > AIM}
    unexplained = [one for one, path in long.items() if "Long because" not in _docstring(path)]

    assert unexplained == []
    assert [found for found, path in long.items() if _length(path) > MOST] == []


def test_a_file_name_says_which_file_it_is() -> None:
    """No two modules of one name: whoever hears it knows where to look."""
    stems = Counter(path.stem for path in modules())
    twice = {stem for stem, times in stems.items() if times > 1} - {"__init__", "__main__"}

    assert [name(path) for path in modules() if path.stem in twice] == []


def _docstring(path: Path) -> str:
    return ast.get_docstring(tree(path)) or ""


def _silent(path: Path) -> Iterator[str]:
    if tree(path).body or path.name == "__init__.py":
        yield from [] if _docstring(path) else [name(path)]
    for node in tree(path).body:
        public = isinstance(node, Definition) and not node.name.startswith("_")
        if public and not ast.get_docstring(node):
            yield f"{name(path)}: {node.name}"


def test_every_public_function_and_class_says_what_it_is() -> None:
    """A docstring each; one for each module, and for each folder what lives there."""
    assert [silent for path in modules() for silent in _silent(path)] == []


def _tests(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield node


_CAN_FAIL = re.compile(r"\bassert|raises|\bcheck|\bexpect")


def test_every_test_says_what_is_true() -> None:
    """A docstring, and something that can fail: an assert, a raise expected, or a check called."""
    found = []
    for path in suite_files():
        lines = path.read_text(encoding="utf-8").splitlines()
        for test in _tests(path):
            if not ast.get_docstring(test):
                found.append(f"{name(path)}: {test.name} has no docstring")
            if not _CAN_FAIL.search("\n".join(lines[test.lineno : test.end_lineno])):
                found.append(f"{name(path)}: {test.name} cannot fail")

    assert found == []


def _used(path: Path) -> set[str]:
    nodes = list(ast.walk(tree(path)))
    attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    return attributes | {node.id for node in nodes if isinstance(node, ast.Name)}


def test_no_test_is_left_out() -> None:
    """Nothing is skipped or expected to fail: what cannot run must be seen."""
    words = {"skip", "skipif", "xfail", "importorskip", "SkipTest"}

    assert [name(path) for path in suite_files() if _used(path) & words] == []


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
    """One to run the main job, one to test, and what CI runs first is the second."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert "xl-appraisal demo --out demo" in readme
    assert "bash tests/run" in readme
    assert "bash tests/run" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
