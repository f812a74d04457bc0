"""Which rows of a catalogue the package asks for, read off the calls in its source."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

ANY_CODE = r"\*"
"""How a catalogue names the codes of cells that cannot be read."""


def asked(paths: Iterable[Path], makers: Mapping[str, int]) -> set[str]:
    """Patterns of the texts in one argument, whose place is given, of every call to a maker."""
    return {
        pattern
        for path in paths
        for argument in _arguments(path, makers)
        for pattern in _patterns(argument)
    }


def _arguments(path: Path, makers: Mapping[str, int]) -> Iterator[ast.expr]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            yield from node.args[makers[name] :][:1] if name in makers else ()


def _patterns(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield re.escape(node.value)
    elif isinstance(node, ast.JoinedStr):
        yield "".join(map(_part, node.values))
    else:
        for inner in ast.iter_child_nodes(node):
            yield from _patterns(inner)


def _part(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return re.escape(str(node.value))
    value = node.value if isinstance(node, ast.FormattedValue) else node
    return ANY_CODE if isinstance(value, ast.Attribute) and value.attr == "code" else r"\w+"


def unasked(names: Iterable[str], patterns: Iterable[str]) -> list[str]:
    """The names that fit none of the patterns."""
    known = list(patterns)
    return [n for n in names if not any(re.fullmatch(pattern, n) for pattern in known)]
