"""The comparing commands as they are typed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.command_line import Run

Command = Callable[..., Run]


def test_gap_lists_every_window_with_its_distances(run: Command, book: Path) -> None:
    """Ranks, names and the hand-made distance of 农业农村: 103.845 - 101.115."""
    said = run("gap", book)

    assert said.code == 0
    assert len(said.out.splitlines()) == 1 + 25
    assert "还差2.73分（线为103.845分）" in said.out
    assert "公安出入境" in said.out and "一票否决，不参评" in said.out


def test_gap_of_one_window_lists_its_items(run: Command, book: Path) -> None:
    """一件事 has 2.5 of at most 5; 2.5 more do not make up for 2.73."""
    said = run("gap", book, "--window", " 农业农村", "--json").json["windows"]

    (farm,) = said
    (package,) = [c for c in farm["chances"] if c["column"] == "package_bonus"]
    assert (package["now"], package["limit"], package["room"]) == ("2.5", "5", "2.5")
    assert (package["enough_for_rank"], package["enough_for_flag"]) == (False, False)
    assert "一件事" in run("gap", book, "--window", "农业农村").out


def test_gap_names_near_windows_for_an_unknown_one(run: Command, book: Path) -> None:
    """A slip of the pen is answered by what may have been meant."""
    said = run("gap", book, "--window", "农业")

    assert (said.code, said.out) == (2, "")
    assert "农业农村" in said.err
