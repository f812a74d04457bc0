"""Small notices of form 2 made for a test: blocks under one remark, and what comes of them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from tests.evidence import entry
from tests.other_schemes import book_of
from xl_appraisal.model.findings import Place
from xl_appraisal.model.notice.check_file import check_notice
from xl_appraisal.scoring import Appraisal, Given, WindowEvidence, appraise_windows

_HEAD = """\
[notice]
form = 2
id = "made"
plan = "方案"
annex = "附件"
title = "{{year}}年{{quarter}}季度"
{head}

[[remark]]
number = 1
text = "一条备注"

[[remark.reading]]
id = "total"
stage = "total"
standing = "notice"
text = "各模块之和"
"""


def made(*blocks: str, head: str = "") -> str:
    """The text of a notice with that in its head and those blocks under its remark."""
    return "\n".join([_HEAD.format(head=head), *blocks])


def module(name: str, method: str, most: object, more: str = "") -> str:
    """A module's block; its name is its id in capitals."""
    head = f'[[remark.module]]\nid = "{name}"\nname = "{name.upper()}"\n'
    return f'{head}method = "{method}"\nmax = {most}\n{more}\n'


def rule(name: str, kind: str, into: str, more: str) -> str:
    """A rule's block; its name is its id in capitals."""
    head = f'[[remark.rule]]\nid = "{name}"\nname = "{name.upper()}"\nkind = "{kind}"\n'
    return f'{head}module = "{into}"\nstanding = "notice"\nreading = "读法"\n{more}\n'


def faults(text: str) -> list[str]:
    """What the check of that notice tells, faults first."""
    checked = check_notice(text)
    return [str(told) for told in (*checked.faults, *checked.hints)]


def scored(
    text: str,
    windows: Mapping[str, Mapping[str, object]],
    staff: Mapping[str, list[object]] | None = None,
) -> Appraisal:
    """Those windows: measure → count, or module → points, each as a line of the ledger."""
    book, people = book_of(text), staff or {}
    modules = {known.id for known in book.notice.modules}
    evidence = []
    for row, (name, figures) in enumerate(windows.items(), 6):
        entries = [
            entry(4 + number, module=key, points=value)
            if key in modules
            else entry(4 + number, item=key, label=key, count=value)
            for number, (key, value) in enumerate(figures.items())
        ]
        scores = tuple(Given(Decimal(str(score))) for score in people.get(name, []))
        place = Place("名次表", row, 2)
        evidence.append(WindowEvidence(name, place, staff=scores, entries=tuple(entries)))
    return appraise_windows(book, evidence)


def totals(appraisal: Appraisal) -> dict[str, str]:
    """Window → total as text, empty where there is none."""
    return {
        one.window: "" if one.total is None else f"{one.total.normalize():f}"
        for one in appraisal.windows
    }


def codes(appraisal: Appraisal) -> list[str]:
    return sorted({told.code for told in appraisal.findings})
