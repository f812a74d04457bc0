"""Findings have one writer: every code stands in the catalogue, and nothing stands there unused."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import xl_appraisal
from xl_appraisal.model.catalogue import catalogue, finding, message
from xl_appraisal.model.findings import Place

ROOT = Path(xl_appraisal.__file__).parent
MAKERS = {"finding", "tell", "_tell", "refuse", "two_sources", "unreadable"}
ANY_FAULT = r"\*"
"""What stands in the catalogue for the code of a cell that cannot be read."""


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call in the package: what is called, and the call."""
    for path in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                function = node.func
                name = function.attr if isinstance(function, ast.Attribute) else ""
                yield name or (function.id if isinstance(function, ast.Name) else ""), node


def asked() -> set[str]:
    """The names that are asked of the catalogue, as patterns."""
    found = set()
    for name, call in calls():
        if name in MAKERS:
            for node in (part for argument in call.args for part in ast.walk(argument)):
                if isinstance(node, ast.JoinedStr):
                    found.add("".join(map(_pattern, node.values)))
                elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                    found.add(re.escape(node.value))
    return found


def _pattern(part: ast.expr) -> str:
    if isinstance(part, ast.Constant):
        return re.escape(str(part.value))
    value = part.value if isinstance(part, ast.FormattedValue) else part
    return ANY_FAULT if isinstance(value, ast.Attribute) and value.attr == "code" else r"\w+"


def test_only_the_catalogue_makes_findings() -> None:
    """``Finding`` is made in one place of the package: no code has words of its own elsewhere."""
    makers = [
        path.relative_to(ROOT).as_posix()
        for path in ROOT.rglob("*.py")
        if re.search(r"(?<!class )\bFinding\(", path.read_text(encoding="utf-8"))
    ]
    assert makers == ["model/catalogue.py"]


def test_every_entry_of_the_catalogue_is_asked_for() -> None:
    """No entry is left that nothing says any more."""
    patterns = asked()
    unused = [n for n in catalogue() if not any(re.fullmatch(p, n) for p in patterns)]
    assert unused == []


def test_every_name_asked_for_is_in_the_catalogue() -> None:
    """A finding's name, or one that fits its pattern, has an entry."""
    names = {
        pattern
        for name, call in calls()
        if name in {"finding", "refuse", "_tell"}
        for node in call.args[: 2 if name == "refuse" else 1]
        for pattern in (
            {re.escape(node.value)}
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
            else {"".join(map(_pattern, node.values))}
            if isinstance(node, ast.JoinedStr)
            else set()
        )
    }
    assert "window_below_remarks" in names
    assert [p for p in sorted(names) if not any(re.fullmatch(p, n) for n in catalogue())] == []


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_every_entry_is_a_sentence_for_staff(name: str) -> None:
    """Chinese, ended as a sentence is, of one of the three severities; the code is ASCII."""
    row = catalogue()[name]
    assert row.severity in ("error", "warning", "info")
    assert re.search(r"[\u4e00-\u9fff]", row.sentence)
    assert f"{row.sentence}{row.remedy}".endswith(("。", "？"))
    assert re.fullmatch(r"(\*|[a-z_]+)(\.[a-z_]+)?", name)


def test_a_finding_says_where_what_and_what_to_do() -> None:
    """Fields and words are put into the sentence; its code has no circumstance in it."""
    told = finding("window_missing", Place("名次表", 9, 2), row=9)
    assert told.code == "window_missing"
    assert (told.severity, told.where) == ("error", "名次表!B9")
    assert told.message == "第9行有数据但没有窗口名称，不计分。请填写窗口名称或清空此行。"
    assert (told.item, told.found, told.expected) == ("窗口", "空", "窗口名称")
    assert finding("unreadable.window", value="“#”").code == "unreadable"
    with pytest.raises(KeyError):
        message("no_such_code")
