"""The real table: what 2023 Q1 published comes out of what it published as inputs."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tests import published
from tests.evidence import figure, rulebook
from tests.remark_cases import broken_chains
from xl_appraisal.model.exact import shown
from xl_appraisal.model.findings import Place
from xl_appraisal.scoring import Appraisal, Given, Published, appraise_windows, audit


@pytest.fixture(scope="module")
def appraisal() -> Appraisal:
    return appraise_windows(rulebook(), published.evidence())


@pytest.mark.parametrize("row", published.rows(), ids=lambda row: row["c2"])
def test_every_published_figure_comes_out(row: dict[str, str], appraisal: Appraisal) -> None:
    """Six module scores exactly, the total as shown and the rank are the published ones."""
    window = appraisal.window(row["c2"])

    for module, position in published.MODULE_COLUMNS.items():
        assert window.score.modules[module] == Decimal(row[position]), module
    assert window.total is not None
    assert shown(window.total, 2) == row["c9"].strip()
    assert str(window.rank) == row["c1"]


def test_the_table_has_25_windows_in_published_order(appraisal: Appraisal) -> None:
    """None is lost, none is added, and they come in rank order."""
    assert [window.window for window in appraisal.windows] == [r["c2"] for r in published.rows()]
    assert len(appraisal.windows) == 25


def test_there_is_exactly_one_contradiction(appraisal: Appraisal) -> None:
    """残联: 630 → 2, 470 → 1.5, together 3.5; published 3, which stays."""
    (finding,) = appraisal.findings

    assert (finding.code, finding.severity, finding.remark) == ("rule_disagrees", "warning", 4)
    assert (finding.window, finding.item) == ("残联", "办件量加分")
    assert (finding.found, finding.expected) == ("3", "3.5")
    assert finding.where == "名次表!O17"
    # 99.73 + 0.5 = 100.23; rank 11 has 100.565, rank 13 has 98.25: nothing moves
    assert "总分由99.73变为100.23" in finding.message
    assert "名次不变（第12名）" in finding.message
    assert "红旗窗口不变" in finding.message


def test_with_the_rules_applied_only_that_window_changes() -> None:
    """``apply_rules`` gives 残联 its half point and touches no other figure."""
    before = appraise_windows(rulebook(), published.evidence())
    after = appraise_windows(rulebook(), published.evidence(), apply_rules=True)

    changed = [
        name
        for name in (row["c2"] for row in published.rows())
        if before.window(name).score.modules != after.window(name).score.modules
    ]
    assert changed == ["残联"]
    assert after.window("残联").total == Decimal("100.23")
    assert [finding.code for finding in after.findings] == ["rule_applied"]


def test_the_red_flags_are_ranks_2_to_9(appraisal: Appraisal) -> None:
    """7.5 → 8; rank 1 carries √, so rank 9 moves up; the √ of rank 16 takes nothing away."""
    assert appraisal.quota == 8
    assert [window.rank for window in appraisal.windows if window.red_flag] == list(range(2, 10))
    assert [w.window for w in appraisal.windows if w.substituted] == ["文化和旅游"]
    assert [w.window for w in appraisal.windows if w.vetoed] == ["公安出入境", "税务"]


@pytest.mark.parametrize(
    ("name", "remark", "words"),
    [
        ("公安出入境", 7, ("名额8个", "一票否决", "后一名补位")),
        ("文化和旅游", 7, ("名额8个", "公安出入境一票否决", "由本窗口补位")),
        ("税务", 7, ("一票否决，不参评",)),
        ("医保", 1, ("评为红旗窗口",)),
        ("农业农村", 1, ("未评上红旗窗口",)),
    ],
)
def test_the_election_is_explained(
    name: str, remark: int, words: tuple[str, ...], appraisal: Appraisal
) -> None:
    """The last line of each window says how the election came out for it, and by which remark."""
    line = appraisal.window(name).lines[-1]

    assert (line.figure, line.remark) == ("red_flag", remark)
    for word in words:
        assert word in line.text


def test_the_lines_lead_to_every_figure(appraisal: Appraisal) -> None:
    """In all 25 windows each module's lines add up to its score."""
    assert broken_chains(appraisal) == []


def test_the_audit_agrees_with_the_published_table(appraisal: Appraisal) -> None:
    """Nothing of the 25 × 8 published figures differs from what the inputs give."""
    assert audit(rulebook().notice, appraisal, published.published()) == ()


@pytest.mark.parametrize(
    ("changed", "to", "item", "expected"),
    [
        ("rank", "3", "名次", "2"),
        ("total", "106.74", "总分", "106.75"),  # 106.745 is shown as 106.75
        ("reward", "8.3", "奖励分", "8.4"),
        ("business_conduct", "29.874", "业务规范", "29.875"),
    ],
)
def test_the_audit_tells_of_a_figure_that_does_not_come_out(
    changed: str, to: str, item: str, expected: str, appraisal: Appraisal
) -> None:
    """One wrong figure gives one finding, with the cell, both figures and the remark."""
    place = Place("公布成绩", 5, 11)
    table = [
        Published(p.window, {**p.figures, changed: Given(figure(to), place)})
        if p.window == "婚姻登记中心"
        else p
        for p in published.published()
    ]

    (finding,) = audit(rulebook().notice, appraisal, table)

    assert (finding.code, finding.severity) == ("published_differs", "warning")
    assert (finding.window, finding.item) == ("婚姻登记中心", item)
    assert (finding.found, finding.expected) == (to, expected)
    assert finding.where == "公布成绩!K5"
    assert finding.remark is not None


def test_the_audit_says_nothing_of_windows_without_a_score() -> None:
    """A window without a score has nothing that a published figure could contradict."""
    windows = [replace(window, stopped=window.name == "残联") for window in published.evidence()]
    appraisal = appraise_windows(rulebook(), windows)

    # 残联 had rank 12, so the thirteen windows from rank 13 on move up by one
    findings = audit(rulebook().notice, appraisal, published.published())
    assert [(f.item, f.window == "残联") for f in findings] == [("名次", False)] * 13


def test_a_published_window_that_is_not_appraised_is_left_alone(appraisal: Appraisal) -> None:
    """The audit compares windows that are in both tables."""
    stranger = Published("不在表内", {"rank": Given(Decimal(1))})

    assert audit(rulebook().notice, appraisal, [stranger]) == ()
