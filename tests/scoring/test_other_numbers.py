"""Scoring knows no number of a remark: all come from the notice."""

from __future__ import annotations

import re

from tests import published
from tests.evidence import LAYOUT_TEXT, NOTICE_TEXT, entry, rulebook, window
from xl_appraisal.model.rulebook import Rulebook, rulebook_from_texts
from xl_appraisal.scoring import Appraisal, Published, WindowEvidence, appraise_windows, audit

BY = 3  # remarks more in front


def renumbered() -> Rulebook:
    """The notice and layout of 2023 with three remarks more before all others."""

    def later(found: re.Match[str]) -> str:
        return f"{found[1]}{int(found[2]) + BY}"

    more = "".join(f'[[remark]]\nnumber = {n + 1}\ntext = "前言"\n\n' for n in range(BY))
    notice = re.sub(r"(\[\[remark\]\]\nnumber = )(\d+)", later, NOTICE_TEXT)
    notice = notice.replace("[[remark]]", f"{more}[[remark]]", 1)
    return rulebook_from_texts(notice, re.sub(r"(\nremark = )(\d+)", later, LAYOUT_TEXT))


def remarks(appraisal: Appraisal, found: tuple[int | None, ...]) -> list[int | None]:
    """The remark of every line and finding, in their order."""
    lines = [line.remark for one in appraisal.windows for line in one.lines]
    return [*lines, *(finding.remark for finding in appraisal.findings), *found]


def test_lines_and_findings_name_the_remarks_of_their_notice() -> None:
    """The published quarter, with more wrong than it has: every number moves, nothing else."""
    windows: list[WindowEvidence] = [
        *published.evidence(),
        window("没有人员分", {"staff_performance": ""}),
        window("上限", entries=[entry(30, item="package_services.lead", count=9)]),
        window("人员与填写", {"staff_performance": 20}, staff=[90]),
        window("无去处", entries=[entry(31, label="别的", points=1)]),
        window("并列甲", {"item_18": 1}),
        window("并列乙", {"item_18": 1, "veto_43": 1}),
    ]
    told = []
    for book in (rulebook(), renumbered()):
        appraisal = appraise_windows(book, windows)
        wrong = Published("税务", {**published.published()[0].figures})
        differing = audit(book.notice, appraisal, [*published.published(), wrong])
        told.append(remarks(appraisal, tuple(finding.remark for finding in differing)))
    first, second = told

    assert [None if number is None else number + BY for number in first] == second
    assert {1, 2, 3, 4, 5, 6, 7} <= set(first)
