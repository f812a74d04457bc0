"""`xl-appraisal notice` as it is typed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command_line import Run

Command = Callable[..., Run]


@pytest.fixture
def mine(run: Command, tmp_path: Path) -> Path:
    """A copy of the notice, as a clerk begins with."""
    path = tmp_path / "通报2024.toml"
    assert run("notice", "copy", path).code == 0
    return path


def edit(path: Path, there: str, instead: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert there in text
    path.write_text(text.replace(there, instead, 1), encoding="utf-8")


def test_a_copy_is_without_fault_and_never_written_over(run: Command, mine: Path) -> None:
    """It says what it holds; a second copy is refused and the first one stays."""
    said = run("notice", "check", mine, "--layout", "jinjiang-2023Q1")
    assert (said.code, said.err) == (0, "")
    assert said.out.endswith("没有错误。8条备注，6个模块，46个取值。\n")
    edit(mine, "max = 20", "max = 25")
    again = run("notice", "copy", mine)
    assert again.code == 2 and "同名文件已存在" in again.err
    assert "max = 25" in mine.read_text(encoding="utf-8")


def test_what_comes_along_is_checked_by_its_number(run: Command) -> None:
    """As `notice diff` and `layout make` take it: its own number is not said to be unknown."""
    said = run("notice", "check", "jinjiang-2023")
    assert (said.code, said.out) == (0, "jinjiang-2023：没有错误。8条备注，6个模块，46个取值。\n")
    said = run("layout", "check", "jinjiang-2023Q1")
    assert (said.code, said.err) == (0, "")


def test_every_fault_is_listed_with_file_and_line(run: Command, mine: Path) -> None:
    """Lines 12, 55 and 249 of the file; exit code 2; the same as JSON."""
    edit(mine, 'annex = "附件2"', "annex = “附件2”")
    edit(mine, "max = 20", "max = 二十")
    edit(mine, "cap = 5", "cap = -5")
    said = run("notice", "check", mine)

    lines = said.out.splitlines()
    assert [line.split("：")[0] for line in lines] == [
        f"[错误] 通报2024.toml 第{number}行" for number in (12, 55, 249)
    ]
    assert (said.code, said.err) == (2, f"{mine}：有3处错误，改好后再检查一遍。\n")
    found = run("notice", "check", mine, "--json").json
    assert [fault["line"] for fault in found["faults"]] == [12, 55, 249]


def test_a_hint_does_not_stop_the_notice(run: Command, mine: Path) -> None:
    """A band's end that does not meet the next one is asked about; the file can be used."""
    edit(mine, "to = 599", "to = 699")
    said = run("notice", "check", mine)

    assert said.code == 0
    assert "[提醒] 通报2024.toml 第231行：窗口人均即办件第1档写到699为止" in said.out


def test_a_cap_on_deductions_is_asked_about(run: Command, mine: Path) -> None:
    """一件事 deducted from 窗口规范 with its cap of 5: the file can be used, the line is told."""
    head = 'name = "一件事"\nkind = "tally"\nstage = "points"\nmodule = '
    edit(mine, f'{head}"reward"', f'{head}"window_conduct"')
    said = run("notice", "check", mine)

    line = mine.read_text(encoding="utf-8").splitlines().index("cap = 5") + 1
    assert said.code == 0
    assert f"[提醒] {mine.name} 第{line}行：规则 一件事：cap 只限制加分" in said.out


def test_a_notice_that_misses_a_column_of_the_layout_is_told(run: Command, mine: Path) -> None:
    """With --layout the quarter's columns are held against it."""
    mine.write_text(mine.read_text(encoding="utf-8").replace("case_volume", "case_load"), "utf-8")

    assert run("notice", "check", mine).code == 0
    said = run("notice", "check", mine, "--layout", "jinjiang-2023Q1")
    assert said.code == 2 and "case_volume" in said.out


def test_two_notices_are_compared_as_sentences_with_the_effect(
    run: Command, mine: Path, book: Path
) -> None:
    """A quota of 20% of 25 is 5: the three last of the eight red flags are lost."""
    edit(mine, "from = 600, points = 2", "from = 600, points = 2.5")
    edit(mine, 'value = "30%"', 'value = "20%"')
    before = book.read_bytes()
    said = run("notice", "diff", "jinjiang-2023", mine, "--book", book)

    assert said.out.splitlines()[:2] == [
        "· 红旗窗口比例由30%改为20%（备注1）。",
        "· 窗口人均即办件600件以上由2分改为2.5分（备注4）。",
    ]
    assert "失去红旗：林业和园林绿化、医保、文化和旅游。" in said.out
    assert "要看按备注推算的，加 --apply-rules" in said.err
    assert book.read_bytes() == before
    found = run("notice", "diff", "jinjiang-2023", mine, "--book", book, "--apply-rules", "--json")
    assert [change["path"] for change in found.json["changes"]] == [
        "setting.red_flag_share", "rule.case_volume.immediate.2.points"
    ]  # fmt: skip
    gains = {w["window"]: w["gain"] for w in found.json["effect"]["windows"]}
    assert gains["残联"] == "0.5"  # 630 cases


def test_notices_alike_and_faulty_ones(run: Command, mine: Path) -> None:
    """Nothing differs; a faulty file is refused with its lines."""
    assert run("notice", "diff", "jinjiang-2023", mine).out == "两份通报没有差别。\n"
    edit(mine, "max = 20", "max = 二十")
    said = run("notice", "diff", "jinjiang-2023", mine)
    assert said.code == 2 and "第55行" in said.err


def test_a_layout_that_does_not_fit_is_told_under_its_own_name_with_lines(
    run: Command, mine: Path, tmp_path: Path
) -> None:
    """A period that is none on line 13; a module that the notice has no longer on line 53."""
    layout = tmp_path / "栏目.toml"
    own = Path("xl_appraisal/layouts/jinjiang-2023Q1.toml")
    layout.write_text((Path(__file__).parents[2] / own).read_text(encoding="utf-8"), "utf-8")
    edit(layout, 'quarter = "2023Q1"', 'quarter = "2014H1"')
    edit(layout, 'id = "window_conduct"', 'id = "gone"')
    said = run("notice", "check", mine, "--layout", layout)

    lines = said.out.splitlines()
    assert (said.code, len(lines)) == (2, 3)
    assert lines[0] == (
        "[错误] 栏目.toml 栏目文件：缺少栏目 window_conduct。"
        "通报的模块“窗口规范”没有地方显示得分，请加一栏，id 和 module 都写它。"
    )
    assert (
        lines[1].startswith("[错误] 栏目.toml 第13行：") and "'2014H1'；应为年份和季度" in lines[1]
    )
    assert lines[2].startswith("[错误] 栏目.toml 第53行：") and "栏目 gone" in lines[2]
    made = run("new", "--layout", layout, tmp_path / "book.xlsx")
    assert made.code == 2 and "年份和季度，如 2023Q1" in made.err
