"""Findings have one writer: every code stands in the catalogue, and nothing stands there unused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import xl_appraisal
from tests.asked_names import asked, unasked
from xl_appraisal.model.findings import Place, catalogue, finding, message

ROOT = Path(xl_appraisal.__file__).parent
MAKERS = {
    **dict.fromkeys(("finding", "tell", "_tell", "_told", "_refused"), 0),
    **{"refuse": 1, "two_sources": 3},
}
"""Who asks the catalogue, and which of the arguments is the name."""


def test_only_the_catalogue_makes_findings() -> None:
    """``Finding`` is made in one place of the package: no code has words of its own elsewhere."""
    makers = [
        path.relative_to(ROOT).as_posix()
        for path in ROOT.rglob("*.py")
        if re.search(r"(?<!class )\bFinding\(", path.read_text(encoding="utf-8"))
    ]
    assert makers == ["model/findings.py"]


def test_every_entry_of_the_catalogue_is_asked_for() -> None:
    """No entry is left that nothing says any more."""
    assert unasked(catalogue(), asked(ROOT.rglob("*.py"), MAKERS)) == []


def test_every_name_asked_for_is_in_the_catalogue() -> None:
    """A finding's name, or one that fits its pattern, has an entry."""
    names = asked(ROOT.rglob("*.py"), {"finding": 0, "_tell": 0, "refuse": 1})
    assert "window_below_remarks" in names
    assert [p for p in sorted(names) if not any(re.fullmatch(p, n) for n in catalogue())] == []


def test_a_code_is_of_one_kind() -> None:
    """Whatever the circumstances, findings of a code are called the same, in Chinese."""
    kinds: dict[str, set[str]] = {}
    for name, row in catalogue().items():
        kinds.setdefault(name.partition(".")[0], set()).add(row.kind)
    assert {code: found for code, found in kinds.items() if len(found) > 1} == {}
    assert all(re.fullmatch("[\u4e00-\u9fff]{2,6}", *found) for found in kinds.values())


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
