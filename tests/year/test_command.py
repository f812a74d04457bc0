"""`xl-appraisal year` as it is typed."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl

from tests.command_line import Run
from xl_appraisal.book.sheets import RANKING, RULES
from xl_appraisal.hosts import FileHost
from xl_appraisal.model.grid import Ref, Write, parse_a1

Command = Callable[..., Run]
QUARTER = parse_a1("B4")  # of 规则


def later(book: Path, quarter: str, cells: dict[Ref, Write] | None = None) -> Path:
    """A copy of the published quarter that says it is another, with cells of 名次表 changed."""
    host = FileHost(book)
    assert host.grid(RULES).cells[QUARTER].value == "2023Q1"  # type: ignore[union-attr]
    host.write(RULES, {QUARTER: quarter})
    if cells:
        host.write(RANKING, cells)
    copy = book.with_name(f"{quarter}.xlsx")
    host.save(copy)
    return copy


def test_a_year_of_the_published_quarter(run: Command, book: Path, tmp_path: Path) -> None:
    """残联 gains 1 in the second quarter: (99.73 + 100.73) / 2 = 100.23, from 12th to 11th."""
    second = later(book, "2023Q2", {parse_a1("O18"): Decimal(4)})
    out = tmp_path / "2023.xlsx"
    before = book.read_bytes(), second.read_bytes()
    said = run("year", second, book, "--out", out)

    assert (said.code, (book.read_bytes(), second.read_bytes())) == (0, before)
    lines = said.out.splitlines()
    assert lines[0] == "2023年：2个季度（缺2个），25个窗口，平均总分最高的是公安出入境。"
    (line,) = [line for line in lines if " 残联 " in line]
    assert line.split() == [
        "12",
        "残联",
        "100.230",
        "2",
        "12",
        "11",
        "缺",
        "缺",
        "↑1",
        "11.500",
        "0",
    ]
    assert len(openpyxl.load_workbook(out)["年度汇总"]["B"]) == 3 + 25


def test_json_has_exact_figures(run: Command, book: Path) -> None:
    """(99.73 + 100.73 + 99.74) / 3 is 100.0666…, written as a fraction."""
    books = [
        later(book, "2023Q2", {parse_a1("O18"): Decimal(4)}),
        later(book, "2023Q3", {parse_a1("O18"): Decimal("3.01")}),
    ]
    found = run("year", book, *books, "--json").json

    (window,) = [w for w in found["windows"] if w["window"] == "残联"]
    assert window["average"] == "1501/15"
    assert [q["total"] for q in window["quarters"]] == ["99.73", "100.73", "99.74", None]
    assert found["quarters"][3] == {"quarter": "2023Q4", "source": None}


def test_a_fault_is_told_and_nothing_written(run: Command, book: Path, tmp_path: Path) -> None:
    """The same quarter twice, a file in the way, a window that cannot be scored."""
    out = tmp_path / "年.xlsx"
    twice = run("year", book, book, "--out", out)
    assert (twice.code, out.exists()) == (2, False)
    assert "给了两本工作簿" in twice.err
    second = later(book, "2023Q2", {parse_a1("O18"): "三分"})
    unscored = run("year", book, second, "--out", out)
    assert unscored.code == 1
    assert "残联在2023年第2季度有错误没有得分" in unscored.out
    assert "同名文件已存在" in run("year", book, second, "--out", out).err
