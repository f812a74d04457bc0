"""Trials: cells and rules changed on the way in, nothing written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command_line import Run

Command = Callable[..., Run]


def tried(run: Command, book: Path, *changes: str) -> dict[str, dict[str, object]]:
    """The windows of a trial by name."""
    before = book.read_bytes()
    said = run("whatif", book, *changes, "--json")

    assert book.read_bytes() == before
    assert said.code == 0, said.err
    return {window["window"]: window for window in said.json["windows"]}


def test_the_trial_of_the_issue(run: Command, book: Path) -> None:
    """税务 is 16th whether vetoed or not; 残联's total becomes 99.73 + 0.5, still behind 教育."""
    found = tried(run, book, "--set", "税务.一票否决=", "--set", "残联.办件量加分=3.5")

    assert len(found) == 25
    assert found["税务"]["before"]["vetoed"] and not found["税务"]["after"]["vetoed"]
    assert (found["残联"]["gain"], found["残联"]["after"]["rank"]) == ("0.5", 12)


def test_lifting_a_veto_gives_the_flag_back(run: Command, book: Path) -> None:
    """公安出入境 is first: without its veto it takes the red flag that 文化和旅游 had."""
    found = tried(run, book, "--set", " 公安出入境 ．一票否决 ＝ ")

    assert found["公安出入境"]["after"]["red_flag"]
    assert not found["文化和旅游"]["after"]["red_flag"]


@pytest.mark.parametrize("rule", ["setting.red_flag_share=40%", "红旗窗口比例＝40%"])
def test_a_rule_is_found_by_its_path_and_by_its_name(run: Command, book: Path, rule: str) -> None:
    """40% of 25 are ten red flags: two more than eight."""
    found = tried(run, book, "--rule", rule)

    flags = [sum(w[side]["red_flag"] for w in found.values()) for side in ("before", "after")]
    assert flags == [8, 10]


REFUSED = {
    "no point": ("残联=3", "应写成 窗口.项目=取值"),
    "no equals sign": ("残联.办件量加分", "应写成 窗口.项目=取值"),
    "part of a window's name": ("残.办件量加分=1", "是不是：残联"),
    "part of an item's name": ("残联.办件=1", "办件量加分"),
    "two items": ("残联.一票否决=√", "一票否决（第43列）、一票否决（第44列）"),
    "nothing like it": ("火星.办件量加分=1", "没有窗口“火星”"),
}


@pytest.mark.parametrize(("change", "told"), REFUSED.values(), ids=REFUSED)
def test_a_name_that_is_not_clear_is_never_guessed(
    run: Command, book: Path, change: str, told: str
) -> None:
    """The candidates are listed instead."""
    said = run("whatif", book, "--set", change)

    assert (said.code, said.out) == (2, "")
    assert told in said.err


def test_an_unknown_rule_names_near_ones(run: Command, book: Path) -> None:
    """As with windows and items."""
    said = run("whatif", book, "--rule", "红旗比例=40%")

    assert said.code == 2
    assert "没有规则“红旗比例”" in said.err


def test_a_value_that_cannot_be_read_is_a_finding_as_if_it_were_typed(
    run: Command, book: Path
) -> None:
    """The window has no score in the trial, and the finding says why."""
    said = run("whatif", book, "--set", "残联.办件量加分=三分")

    assert said.code == 1
    assert "未计分" in said.out and "应为不小于0的分值" in said.out
    assert "published" not in said.out and "公布的" not in said.out


def test_a_trial_of_nothing_is_told_how_to_ask(run: Command, book: Path) -> None:
    """Without a change there is nothing to compare."""
    said = run("whatif", book)

    assert said.code == 2 and "--set 窗口.项目=取值" in said.err
