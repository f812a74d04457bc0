"""The repository's own files, for the tests that read them."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "xl_appraisal"
TESTS = ROOT / "tests"


@cache
def modules() -> list[Path]:
    """Every Python file of the product."""
    return sorted(PACKAGE.rglob("*.py"))


@cache
def suite_files() -> list[Path]:
    """Every Python file of the tests."""
    return sorted(path for path in TESTS.rglob("*.py") if path.is_file())


@cache
def tree(path: Path) -> ast.Module:
    """The file, parsed."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def name(path: Path) -> str:
    """The file as people call it: ``xl_appraisal/model/exact.py``."""
    return path.relative_to(ROOT).as_posix()


def dotted(path: Path) -> str:
    """The module as Python calls it: ``xl_appraisal.model.exact``; a package by its folder."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def tracked() -> list[Path]:
    """Every file that git knows of and that is there."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, timeout=60
    )
    paths = [ROOT / part for part in listed.stdout.decode().split("\0") if part]
    return [path for path in paths if path.is_file()]


def imports_of(module: ast.Module, path: Path, *, at_load: bool = False) -> Iterator[str]:
    """Full dotted names of all that a parsed module at ``path`` imports.

    Imports inside functions count as well, unless only those ``at_load`` are asked for.
    """
    package = ("xl_appraisal", *path.relative_to(PACKAGE).parent.parts)
    for node in _loaded(module) if at_load else ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join((*above, *((node.module,) if node.module else ())))
            yield from (f"{base}.{alias.name}" for alias in node.names)


def _loaded(node: ast.AST) -> Iterator[ast.AST]:
    """What runs when a module is loaded: no function's body, nothing that is for types only."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            continue
        yield child
        yield from _loaded(child)


@cache
def imported(path: Path, *, at_load: bool = False) -> frozenset[str]:
    """The same of a file of the product."""
    return frozenset(imports_of(tree(path), path, at_load=at_load))
