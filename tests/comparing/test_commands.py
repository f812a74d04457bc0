"""The comparing commands as they are typed."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl

from tests.command_line import Run
from xl_appraisal.book.sheets import RANKING
from xl_appraisal.hosts import FileHost
from xl_appraisal.model.grid import parse_a1

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


def changed_copy(book: Path, **cells: Decimal | str | None) -> Path:
    """A copy with cells of 名次表 changed."""
    host = FileHost(book)
    host.write(RANKING, {parse_a1(cell): value for cell, value in cells.items()})
    copy = book.with_name("改.xlsx")
    host.save(copy)
    return copy


def test_diff_shows_gain_rank_and_reason(run: Command, book: Path) -> None:
    """残联's 办件量加分 from 3 to 4: 100.73 passes 教育's 100.565."""
    said = run("diff", book, changed_copy(book, O18=Decimal(4)))

    assert said.code == 0
    assert "增分：残联+1；名次变动2个窗口。" in said.out
    assert "↑1" in said.out and "名次表!O18" in said.out


def test_diff_as_json_and_as_a_workbook(run: Command, book: Path, tmp_path: Path) -> None:
    """Figures are exact strings in JSON and numbers in Excel; an existing file stays."""
    out = tmp_path / "差别.xlsx"
    after = changed_copy(book, O18=Decimal(4))
    found = run("diff", book, after, "--json", "--out", out).json

    (one,) = [w for w in found["windows"] if w["window"] == "残联"]
    assert (one["gain"], one["before"]["rank"], one["after"]["rank"]) == ("1", 12, 11)
    sheet = openpyxl.load_workbook(out)["变动"]
    assert [cell.value for cell in sheet[4]][:6] == ["残联", 12, 11, "↑1", 99.73, 100.73]
    again = run("diff", book, after, "--out", out)
    assert again.code == 2 and "同名文件已存在" in again.err
