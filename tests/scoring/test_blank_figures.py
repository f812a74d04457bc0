"""A rate or a score that nobody wrote: no full mark and no nought, but no score at all."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest

from tests.evidence import entry, window
from tests.other_schemes import book_of, notice_of, notice_text
from xl_appraisal.model.exact import plain
from xl_appraisal.model.layout.layout_for_notice import layout_for_notice
from xl_appraisal.model.rulebook import rulebook_from_texts
from xl_appraisal.scoring import RankedWindow, appraise_windows

HEAD = """
[notice]
form = 2
id = "made"
plan = "办法"
annex = "附件"
title = "{year}年考评表"
period = "year"
[[remark]]
number = 1
text = "满分100分。"
[[remark.reading]]
id = "total"
stage = "total"
standing = "notice"
text = "各项之和。"
[[remark.module]]
id = "result"
name = "办结"
max = 40
method = "deduct"
[[remark.module]]
id = "votes"
name = "评议"
max = 60
method = "given"
[[remark.rule]]
id = "on_time"
name = "按时办结"
kind = "rate"
module = "result"
standing = "notice"
reading = "按时办结率比98%每少1个百分点扣2分。"
measures = [{ id = "rate", name = "按时办结率", goal = "98%", per = "1%", points = 2, part = "up" }]
"""
VOTES = """[[remark.rule]]
id = "{0}"
name = "{1}评议"
kind = "score"
module = "votes"
standing = "notice"
reading = "评议分的30%。"
measures = [{{ id = "score", name = "{1}评议分", full = 100, weight = "30%" }}]
"""
NOTICE = HEAD + VOTES.format("staff", "内部") + VOTES.format("users", "群众")
ALL = {"on_time.rate": "0.96", "staff.score": "90", "users.score": "80"}


def scored(counts: Mapping[str, str], **more: str) -> RankedWindow:
    """One window of which the ledger knows these figures; ``more`` are points by module."""
    lines = [entry(n, item=i, count=Decimal(c)) for n, (i, c) in enumerate(counts.items(), 4)]
    lines += [entry(20, module=module, points=Decimal(p)) for module, p in more.items()]
    (found,) = appraise_windows(book_of(NOTICE), [window("甲", None, lines)]).windows
    return found


def missing(found: RankedWindow) -> list[str]:
    """What the window is told to lack."""
    return [f.item for f in found.score.findings if f.code == "no_rule_figure"]


def test_with_every_figure_there_is_a_total() -> None:
    """40 - 2 × 2 = 36 at 96 %; 90 × 30 % + 80 × 30 % = 51; 87 in all."""
    found = scored(ALL)
    assert found.total is not None and plain(found.total) == "87" and missing(found) == []


@pytest.mark.parametrize(
    ("left_out", "told"),
    [("on_time.rate", "按时办结率"), ("staff.score", "内部评议分"), ("users.score", "群众评议分")],
)
def test_a_figure_left_out_stops_the_window(left_out: str, told: str) -> None:
    """It would be 40 of 40, or 27 or 24 too few, in silence."""
    found = scored({key: value for key, value in ALL.items() if key != left_out})
    assert found.total is None and missing(found) == [told]


def test_points_given_for_the_module_itself_need_no_scores() -> None:
    """51 typed for 评议 in the ledger, the rate at its goal: 40 + 51 = 91."""
    found = scored({"on_time.rate": "0.98"}, votes="51")
    assert found.total is not None and plain(found.total) == "91"


def test_a_module_that_nobody_gave_is_told_once() -> None:
    """As the module, not again for each score."""
    found = scored({"on_time.rate": "1"})
    codes = [f.code for f in found.score.findings if f.severity == "error"]
    assert found.total is None and codes == ["no_given_score"]


CASES = "receipts_bad_harm"


@pytest.mark.parametrize(
    ("typed", "points", "total"),
    [(None, None, "80"), (2, None, None), (2, "7", "73"), (0, None, "80")],
)
def test_cases_that_were_counted_need_their_points(
    typed: int | None, points: str | None, total: str | None
) -> None:
    """From 3 to 5 each: two cases may cost 7; two cases without points are not nought."""
    text = notice_text("county-window-monthly")
    notice = notice_of(text)
    book = rulebook_from_texts(text, layout_for_notice(notice, "2024-03"))
    lines = (
        [entry(4, item="receipts_bad.harm", points=Decimal(points), count=Decimal(2))]
        if points
        else []
    )
    row = window("甲", {} if typed is None else {CASES: typed}, lines)

    (found,) = appraise_windows(book, [row]).windows

    codes = [f.code for f in found.score.findings if f.severity == "error"]
    assert (None if found.total is None else plain(found.total)) == total
    assert codes == ([] if total else ["cases_without_points"])
