"""A workbook of a notice with groups, two awards and people: typed, computed, begun anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.command_line import Run
from tests.made_notice import made, module, rule
from tests.rules.test_awards import award
from tests.rules.test_groups import GROUPS, OUT
from tests.scheme_books import columns
from xl_appraisal.book.sheets import (
    CHECK,
    HOME,
    HOME_STATE_ROW,
    HOME_TABLE,
    RANKING,
    STAFF,
    STAFF_TABLE,
)

LATE = 'measures = [{ id = "late", name = "迟到", unit = "次", points = 1 }]'
NOTICE = made(
    module("service", "deduct", 100),
    rule("conduct", "tally", "service", LATE),
    award("flag", "红旗窗口", "number = 1"),
    award("model", "服务先进窗口", 'number = 2\ngroup = "all"'),
    award("star", "服务标兵", 'of = "people"\nnumber = 1'),
    GROUPS,
    OUT,
)
ROWS = {
    "甲": ("A组", 3, None),
    "乙": ("b 组", 3, None),
    "丙": ("A组", 1, None),
    "丁": ("B组", 0, "新进驻"),
}
FIRST = 7


@pytest.fixture
def book(run: Callable[..., Run], tmp_path: Path) -> Path:
    """The quarter's workbook, recalculated."""
    notice, layout, names, path = (
        tmp_path / name for name in ("通报.toml", "栏目.toml", "窗口.txt", "2024Q1.xlsx")
    )
    notice.write_text(NOTICE, encoding="utf-8")
    names.write_text("\n".join(ROWS), encoding="utf-8")
    assert run("layout", "make", notice, layout, "--quarter", "2024Q1").code == 0
    assert run("new", path, "--notice", notice, "--layout", layout, "--windows", names).code == 0
    workbook = openpyxl.load_workbook(path)
    sheet, at = workbook[RANKING], columns(workbook[RANKING])
    for row, (group, late, out) in enumerate(ROWS.values(), FIRST):
        for column, value in (("group", group), ("conduct_late", late), ("fresh", out)):
            sheet.cell(row, at[column]).value = value
    for row, line in enumerate((("甲", "张一", 90), ("丁", "李一", 95)), 1):
        for column, value in enumerate(line, 1):
            workbook[STAFF].cell(STAFF_TABLE.header_row + row, column).value = value
    workbook.save(path)
    assert run("recalc", path).code == 0
    return path


def shown(path: Path, sheet: str = RANKING) -> Any:
    return openpyxl.load_workbook(path, data_only=True)[sheet]


def test_the_table_shows_ranks_of_groups_and_both_awards(book: Path) -> None:
    """A: 丙 99, 甲 97; B: 乙 97, 丁 out. A flag each; of all the first two, a tie at the second."""
    sheet = shown(book)
    at = columns(sheet)
    found = {
        sheet.cell(row, at["window"]).value: tuple(
            sheet.cell(row, at[column]).value for column in ("rank", "red_flag", "award_model")
        )
        for row in range(FIRST, FIRST + len(ROWS))
    }
    assert found == {
        "甲": (2, None, "服务先进"),
        "乙": (1, "红旗", "服务先进"),
        "丙": (1, "红旗", "服务先进"),
        "丁": ("不参评", "不参评", "不参评"),
    }


def test_the_check_names_the_elections_and_no_equal_totals_of_two_groups(book: Path) -> None:
    """A line for each award and group; 97 stands in A and in B, and nobody need look at that."""
    texts = [row[0].value for row in shown(book, CHECK).iter_rows(min_row=3, max_row=3)]
    assert texts[0].splitlines() == [
        "A组红旗窗口名额1个（通报定数）：丙（A组第1名）。",
        "B组红旗窗口名额1个（通报定数）：乙（B组第1名）。",
        "服务先进窗口名额2个（通报定数）：丙（A组第1名）、甲（A组第2名）、乙（B组第1名）。",
        "服务标兵名额1个（通报定数）：李一（丁，95分）。",
    ]
    said = [str(cell.value) for row in shown(book, CHECK).iter_rows() for cell in row]
    assert not any("总分都显示为" in text for text in said)


def test_the_first_sheet_names_the_groups(book: Path) -> None:
    """By group and rank, the distance that within the group; who of the people is elected."""
    sheet, top = shown(book, HOME), HOME_TABLE.header_row
    state = str(sheet.cell(HOME_STATE_ROW, 1).value)
    assert state.endswith("条。服务标兵名额1个（通报定数）：李一（丁，95分）。")
    rows = [[sheet.cell(top + n, c).value for c in range(1, 6)] for n in range(1, 5)]
    assert rows == [
        [1, "丙（A组）", 99, None, "红旗、服务先进"],
        [2, "甲（A组）", 97, 2, "服务先进"],
        [1, "乙（B组）", 97, None, "红旗、服务先进"],
        ["不参评", "丁（B组）", 100, None, "不参评"],
    ]


def test_the_next_quarter_keeps_the_groups_and_no_reasons(
    run: Callable[..., Run], book: Path
) -> None:
    """Who takes no part is said anew each time; in which group a window is seldom changes."""
    after = book.with_name("2024Q2.xlsx")
    told = run("new", after, "--from", book)
    assert told.code == 0
    assert "组别：沿用4个窗口的。" in told.out
    sheet = shown(after)
    at = columns(sheet)
    groups = [sheet.cell(row, at["group"]).value for row in range(FIRST, FIRST + 4)]
    assert groups == ["A组", "b 组", "A组", "B组"]
    assert sheet.cell(FIRST + 3, at["fresh"]).value is None


def test_slips_tell_what_stood_for_a_rank_and_hold_no_other_groups_rank_against_it(
    run: Callable[..., Run], book: Path
) -> None:
    """丁 took no part and is 1st of B now; 甲 has gone from A to B: no ranks gained or lost."""
    after, folder = book.with_name("2024Q2.xlsx"), book.with_name("明细")
    run("new", after, "--from", book)
    workbook = openpyxl.load_workbook(after)
    sheet, at = workbook[RANKING], columns(workbook[RANKING])
    sheet.cell(FIRST, at["group"]).value = "B组"
    for row in range(FIRST, FIRST + 4):
        sheet.cell(row, at["conduct_late"]).value = 5 - (row - FIRST)
    workbook.save(after)
    told = run("slips", after, "--previous", book, "--out", folder, "--format", "xlsx")
    assert told.code == 0
    said = {
        path.name[0]: "".join(t.strip() for t in _texts(path) if "相比" in t)
        for path in folder.glob("*.xlsx")
    }
    start = "与2024年第1季度相比：当时总分"
    assert said["丁"] == f"{start}100分、B组不参评；总分减少2分。"
    assert said["甲"] == f"{start}97分、A组第2名、服务先进窗口；总分减少2分。"
    assert said["乙"].startswith(f"{start}97分、B组第1名、红旗窗口、服务先进窗口；总分减少1分，")


def _texts(path: Path) -> list[str]:
    sheets = openpyxl.load_workbook(path)
    return [str(cell.value) for sheet in sheets for row in sheet for cell in row if cell.value]


def test_plain_formulas_refuse_what_they_do_not_say(run: Callable[..., Run], book: Path) -> None:
    """Groups are said; 41 of them are not: no figure rather than a wrong one."""
    notice, layout = book.with_name("通报.toml"), book.with_name("栏目.toml")
    path = book.with_name("公式.xlsx")
    made = ("new", path, "--notice", notice, "--layout", layout, "--formulas", "native")
    assert run(*made).code == 0
    path.unlink()
    more = "".join(f'[[remark.group]]\nname = "{number}组"\n' for number in range(39))
    notice.write_text(NOTICE.replace(GROUPS, GROUPS + more), encoding="utf-8")
    told = run(*made)
    assert told.code == 2
    assert "不能做成纯公式工作簿" in told.err
    assert "分了41个组排名，公式最多算40个组" in told.err
    assert not path.exists()
