"""The summary of a batch: right in the workbook and in JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.batch.province import make_province, summary
from tests.command_line import Run
from xl_appraisal.outputs.batch_summary import write_summary
from xl_appraisal.work.batch.book_job import Outcome

Command = Callable[..., Run]
HEADERS = (
    *("工作簿", "状态", "期间", "窗口数", "有得分", "错误", "提醒", "名额"),
    *("第一名", "第一名总分", "评上的窗口", "说明", "存为"),
)


def rows(path: Path) -> list[tuple[object, ...]]:
    sheet = openpyxl.load_workbook(path)["汇总"]
    return [tuple(cell.value for cell in row) for row in sheet.iter_rows()]


def test_figures_are_those_that_rank_and_check_give(
    run: Command, demo_folder: Path, tmp_path: Path
) -> None:
    """Windows, quota, first, total, red flags, findings, from the saved results one by one."""
    folder = tmp_path / "全省"
    books = make_province(folder, demo_folder / "2023Q1.xlsx", 2)
    assert run("batch", folder, "--jobs", 1).code == 0

    header, *lines = rows(folder / "批量计算汇总.xlsx")
    assert header == HEADERS
    for book, line, told in zip(books, lines, summary(folder), strict=True):
        windows = run("rank", book, "--json").json["windows"]
        findings = run("check", book, "--json").json["findings"]
        flags = [w["window"] for w in windows if w["red_flag"]]
        severe = [finding["severity"] for finding in findings]
        assert line[:8] == (
            *(str(book), "已计算", "2023Q1", 25, 25),
            *(severe.count("error"), severe.count("warning"), len(flags)),
        )
        assert line[8:] == (
            *(windows[0]["window"], told["first_total"], "、".join(flags)),
            *(None, str(book)),
        )
        assert Decimal(told["first_total"]) == Decimal(windows[0]["total"])
        assert tuple(told["red_flags"]) == tuple(flags)
        assert (told["errors"], told["warnings"]) == line[5:7]


@pytest.mark.parametrize("name", ["=1+1.xlsx", "+a.xlsx", "@x.xlsx", "http://x/y.xlsx"])
def test_no_name_becomes_a_formula_or_a_link(tmp_path: Path, name: str) -> None:
    """Text stays text, whatever a file is called."""
    write_summary([Outcome(name, name, "failed", message="=HYPERLINK(1)")], tmp_path)

    sheet = openpyxl.load_workbook(tmp_path / "批量计算汇总.xlsx")["汇总"]
    assert [
        (cell.value, cell.data_type, cell.hyperlink) for cell in (sheet["A2"], sheet["L2"])
    ] == [
        (name, "s", None),
        ("=HYPERLINK(1)", "s", None),
    ]


def test_what_a_cell_cannot_hold_is_cut_in_the_open(tmp_path: Path) -> None:
    """3,000 red flags of 14 characters: the cell says that it was cut, JSON has all of them."""
    flags = tuple(f"政务服务中心第{number:04}号窗口" for number in range(3000))
    write_summary([Outcome("a.xlsx", "a.xlsx", "done", red_flags=flags)], tmp_path)

    shown = rows(tmp_path / "批量计算汇总.xlsx")[1][10]
    assert isinstance(shown, str)
    assert len(shown) == 32_767
    assert shown.endswith("……（太长，全文见 JSON）")
    told = json.loads((tmp_path / "批量计算汇总.json").read_text("utf-8"))
    assert tuple(told["workbooks"][0]["red_flags"]) == flags
