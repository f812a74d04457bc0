"""`layout make`, `copy` and `check` as their users meet them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.command_line import Run
from tests.other_schemes import notice_of, notice_text
from xl_appraisal.model.rulebook import known_ids

Command = Callable[..., Run]
CODES = {"month": "2024-03", "quarter": "2024Q1", "half": "2024H1", "year": "2024"}


@pytest.mark.parametrize("notice", known_ids("notices"))
def test_a_made_layout_has_no_fault(run: Command, tmp_path: Path, notice: str) -> None:
    """Whatever notice comes along: what is made for it passes its own check."""
    made = tmp_path / "栏目.toml"
    kind = notice_of(notice_text(notice)).period

    assert run("layout", "make", notice, made, "--period", CODES[kind]).code == 0
    assert run("layout", "check", made, "--json").json == {"faults": []}


def test_counts_typed_into_a_made_layout_are_scored(run: Command, tmp_path: Path) -> None:
    """银川: three items not moved in (2 each) and two reports missed (2 each) leave 14, 6, 90."""
    layout, book, names = (tmp_path / name for name in ("栏目.toml", "新.xlsx", "窗口.txt"))
    names.write_text("公安\n税务\n", encoding="utf-8")
    run("layout", "make", "yinchuan-service", layout, "--period", "2024")
    run("new", book, "--layout", layout, "--windows", names)
    workbook = openpyxl.load_workbook(book)
    sheet = workbook["名次表"]
    at = {str(c.value): c for row in sheet.iter_rows() for c in row if c.value is not None}
    row = at["公安"].row
    for header, count in (("应进未进事项", 3), ("缺报信息", 2)):
        sheet.cell(row, at[header].column).value = count
    workbook.save(book)

    windows = {w["window"]: w for w in run("rank", book, "--json").json["windows"]}

    modules = windows["公安"]["modules"]
    assert [float(modules[name]) for name in ("事项进厅", "信息畅通")] == [14, 6]
    assert [float(windows[name]["display"]) for name in ("公安", "税务")] == [90, 100]


def test_a_fault_is_told_with_the_layouts_name_and_line(run: Command, tmp_path: Path) -> None:
    """A module that the notice does not have: file, line, and what is allowed."""
    file = tmp_path / "栏目.toml"
    assert run("layout", "copy", file).code == 0
    text = file.read_text(encoding="utf-8").replace('module = "reward"', 'module = "prize"', 1)
    file.write_text(text, encoding="utf-8")
    block = text[: text.index('module = "prize"')].rindex("[[column]]")
    line = text[:block].count("\n") + 1

    done = run("layout", "check", file)

    assert done.code == 2
    assert done.out.startswith(f"[错误] 栏目.toml 第{line}行：栏目 reward（")
    assert "reward" in done.out.splitlines()[0].partition("应为")[2]


def test_a_mistake_in_writing_has_its_line(run: Command, tmp_path: Path) -> None:
    """A quotation mark left out on the first line."""
    file = tmp_path / "栏目.toml"
    file.write_text('a = "b\n', encoding="utf-8")

    assert run("layout", "check", file).out.startswith("[错误] 栏目.toml 第1行：引号没有成对")


def test_the_old_question_stays(run: Command) -> None:
    """`layout` alone still lists the columns that come along."""
    assert len(run("layout", "--json").json["columns"]) == 49
    assert "栏目文件" in run("layout", "make", "-h").out
