"""A formula of a plain workbook replaced by another that gives a possible figure: told."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from tests.command_line import Run
from xl_appraisal.doors.command_line.demo_command import make_demo
from xl_appraisal.hosts import FileHost
from xl_appraisal.model.grid import Formula, Ref

Command = Callable[..., Run]
SAID = "公式与生成时不同"


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published quarter with plain formulas, as the demonstration makes it."""
    path = tmp_path_factory.mktemp("demo") / "2023Q1.xlsx"
    make_demo(path, native=True)
    return path


@pytest.fixture
def plain(computed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(computed, tmp_path / "2023Q1.xlsx"))


def replace(path: Path, sheet: str, ref: Ref, formula: str) -> None:
    """Another formula in the cell, with the figure that the cell shows: all else is as it was."""
    host = FileHost(path)
    grid = host.grid(sheet)
    assert grid is not None and grid[ref].formula is not None
    host.write(sheet, {ref: Formula(formula, grid.value(*ref) or Decimal(0))})
    host.save()


@pytest.mark.parametrize(
    ("sheet", "ref", "cell", "formula"),
    [
        ("算式明细", (12, 4), "D12", "0"),  # a line of the ledger counts nothing
        ("算式", (9, 30), "AD9", "AD10"),  # a window's points are those of the next
        ("算式设置", (5, 3), "C5", "30000000"),  # a rule no longer follows 规则
        ("名次表", (8, 9), "I8", 'IF(N("由公式计算")=0,106.75,"")'),
    ],
)
def test_a_replaced_formula_is_told(
    plain: Path, run: Command, sheet: str, ref: Ref, cell: str, formula: str
) -> None:
    """By check with its sheet and cell; close refuses, and the workbook stays open."""
    replace(plain, sheet, ref, formula)
    before = plain.read_bytes()
    checked = run("check", plain)
    assert f"“{sheet}”有1格的{SAID}（第一格{cell}）" in checked.out
    closed = run("close", plain)
    assert closed.code == 2 and SAID in closed.err
    assert plain.read_bytes() == before


def test_after_closing_verify_tells_it(plain: Path, run: Command) -> None:
    """The helpers' sheets are in no digest: a formula replaced there shows all the same."""
    assert run("close", plain).code == 0
    assert run("verify", plain).code == 0
    replace(plain, "算式明细", (12, 4), "0")
    verified = run("verify", plain)
    assert verified.code == 1 and SAID in verified.out + verified.err


def test_what_is_as_it_was_made_is_not_told(plain: Path, run: Command) -> None:
    """A new workbook; the same after a window was put in, which moves every row below."""
    assert SAID not in run("check", plain).out
    assert run("add-window", plain, "新窗口").code == 1  # which has no score yet
    checked = run("check", plain)
    assert SAID not in checked.out and "另一个版本" not in checked.out


def test_formulas_of_another_version_are_told_once(
    plain: Path, run: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were every formula written otherwise today, it would say so, not accuse somebody."""
    from xl_appraisal.work import replaced_formulas

    monkeypatch.setattr(replaced_formulas, "_forms", lambda _grid: {})
    checked = run("check", plain)
    assert checked.out.count("由另一个版本的软件生成") == 1 and SAID not in checked.out
