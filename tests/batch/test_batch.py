"""Whole folders recalculated by the command batch: what is written, said and left alone."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import termios
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.batch.processes import LIMIT, batch
from tests.batch.province import make_province, nothing_left, recalculated, summary
from tests.command_line import Run
from xl_appraisal.book.read.quarter import read_quarter_book
from xl_appraisal.hosts import FileHost
from xl_appraisal.work.batch.batch_run import alone_in

Command = Callable[..., Run]


@pytest.fixture
def seed(demo_folder: Path) -> Path:
    return demo_folder / "2023Q1.xlsx"


@pytest.fixture
def province(tmp_path: Path, seed: Path) -> Path:
    """Three centres, all with a workbook of the same name."""
    make_province(tmp_path / "全省", seed, 3)
    return tmp_path / "全省"


def books(folder: Path) -> list[Path]:
    return sorted(folder.glob("*/2023Q1.xlsx"))  # no backups, which lie deeper


@pytest.mark.parametrize("jobs", [1, 2])
def test_in_place_each_becomes_what_recalc_makes_of_it(
    run: Command, province: Path, tmp_path: Path, jobs: int
) -> None:
    """Byte for byte, with any number of jobs; one line says what was done."""
    wanted = recalculated(books(province), tmp_path / "one by one")

    ran = run("batch", province, "--jobs", jobs)
    assert ran.code == 0
    assert ran.out.splitlines()[0] == "共3个工作簿：已计算3个（75个窗口），未完成0个。"
    assert {book: book.read_bytes() for book in books(province)} == wanted
    assert nothing_left(province)


def test_with_out_the_sources_stay_and_same_names_stay_apart(
    run: Command, province: Path, tmp_path: Path
) -> None:
    """Each result lies under the path that its workbook has in the folder."""
    before = {book: book.read_bytes() for book in books(province)}
    wanted = recalculated(books(province), tmp_path / "one by one")

    assert run("batch", province, "--out", tmp_path / "结果", "--jobs", 2).code == 0
    assert {book: book.read_bytes() for book in books(province)} == before
    for book, data in wanted.items():
        assert (tmp_path / "结果" / book.relative_to(province)).read_bytes() == data
    assert [path.name for path in sorted((tmp_path / "结果").iterdir()) if path.is_file()] == [
        "批量计算汇总.json",
        "批量计算汇总.xlsx",
    ]


def test_broken_workbooks_are_passed_over_and_told(
    run: Command, province: Path, tmp_path: Path
) -> None:
    """Text, half a file, another program's table, an open one: left as they were, all said."""
    first = books(province)[0]
    wanted = recalculated(books(province), tmp_path / "one by one")
    bad = {
        "不是表格.xlsx": "这是一段文字".encode(),
        "半个.xlsx": first.read_bytes()[: first.stat().st_size // 2],
        "空的.xlsm": b"",
    }
    for name, data in bad.items():
        (province / name).write_bytes(data)
    other = openpyxl.Workbook()
    other.save(province / "别的表.xlsx")
    bad["别的表.xlsx"] = (province / "别的表.xlsx").read_bytes()
    (province / "说明.docx").write_text("不是工作簿，也不该提到")
    (province / "~$2023Q1.xlsx").write_bytes(b"owner")

    ran = run("batch", province, "--jobs", 2)
    told = {Path(w["source"]).name: w for w in summary(province) if w["state"] == "failed"}
    assert ran.code == 1
    assert "共7个工作簿：已计算3个（75个窗口），未完成4个。" in ran.out
    assert set(told) == set(bad)
    assert {name: (province / name).read_bytes() for name in bad} == bad
    assert "不是绩效考核工作簿" in told["别的表.xlsx"]["message"]
    for workbook in told.values():
        assert f"{workbook['source']}：{workbook['message']}" in ran.err
    assert {book: book.read_bytes() for book in books(province)} == wanted


def test_a_workbook_that_is_open_elsewhere_is_left_alone(run: Command, province: Path) -> None:
    """Excel's owner file beside it: told as not done; the next run does it and no other twice."""
    book = books(province)[1]
    before, owner = book.read_bytes(), book.with_name("~$2023Q1.xlsx")
    owner.write_bytes(b"somebody")

    assert run("batch", province, "--jobs", 1).code == 1
    assert book.read_bytes() == before
    (told,) = [w for w in summary(province) if w["state"] == "failed"]
    assert told["source"] == str(book)
    assert "正被打开" in told["message"]

    others = {other: other.stat() for other in books(province) if other != book}
    owner.unlink()
    assert run("batch", province, "--jobs", 1).code == 0
    assert book.read_bytes() != before
    assert {other: other.stat() for other in others} == others


def test_findings_that_stop_a_score_show_in_the_exit_code_and_the_summary(
    run: Command, province: Path
) -> None:
    """A score that is no number: that window has none, its workbook is saved all the same."""
    book = books(province)[0]
    host = FileHost(book)
    table = read_quarter_book(host.grid).table
    host.write("名次表", {(table.rows[4], table.columns["staff_performance"]): "二十七"})
    host.save()

    ran = run("batch", province, "--json")
    told = {w["source"]: w for w in ran.json["workbooks"]}[str(book)]
    assert ran.code == 1
    assert (told["state"], told["windows"], told["scored"]) == ("done", 25, 24)
    assert told["errors"] >= 1
    assert ran.json["workbooks"] == summary(province)


def test_a_terminal_shows_how_far_it_is(province: Path) -> None:
    """The bar counts to three and a broken workbook is named above it; a log gets no bar."""
    (province / "坏的.xlsx").write_bytes(b"PK")
    command = [sys.executable, "-m", "xl_appraisal", "batch", str(province), "--jobs", "1"]
    ours, theirs = os.openpty()
    termios.tcsetwinsize(theirs, (24, 200))
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=theirs) as process:
        os.close(theirs)
        shown = b""
        with contextlib.suppress(OSError):  # the terminal's end
            while data := os.read(ours, 4096):
                shown += data
        process.wait(LIMIT)
    os.close(ours)

    text = shown.decode()
    assert "批量计算: 100%" in text
    assert "4/4" in text
    assert f"未完成  {province / '坏的.xlsx'}：" in text
    assert "4/4" not in batch(province).err


def test_a_second_batch_on_the_folder_is_refused_at_once(run: Command, province: Path) -> None:
    """It says so and touches nothing; when the first has ended the folder is free again."""
    before = {book: book.read_bytes() for book in books(province)}
    with alone_in(province):
        ran = run("batch", province)
    assert ran.code == 2
    assert f"{province}：另一个批量计算正在进行" in ran.err
    assert {book: book.read_bytes() for book in books(province)} == before
    assert not (province / "批量计算汇总.xlsx").exists()

    assert run("batch", province).code == 0


def test_two_batches_with_summaries_apart_harm_no_workbook(province: Path, tmp_path: Path) -> None:
    """On one folder at the same time: each workbook is done by one of them or both, and whole."""
    from concurrent.futures import ThreadPoolExecutor

    wanted = recalculated(books(province), tmp_path / "one by one")
    folders = [tmp_path / "甲", tmp_path / "乙"]
    with ThreadPoolExecutor(2) as pool:
        runs = list(pool.map(lambda f: batch(province, "--summary", f, "--jobs", 2), folders))

    assert {book: book.read_bytes() for book in books(province)} == wanted
    assert {ran.code for ran in runs} <= {0, 1}, runs
    done = set()
    for workbook in [*summary(folders[0]), *summary(folders[1])]:
        if workbook["state"] == "done":
            done.add(Path(workbook["source"]))
        else:
            assert re.search("改动过|正在保存这个文件", workbook["message"])
    assert done == set(wanted)


def test_bad_arguments_are_refused_before_anything_is_written(
    run: Command, province: Path, tmp_path: Path
) -> None:
    """No such folder, no workbook in it, no number of jobs, both machines and a cluster."""
    (tmp_path / "空").mkdir()
    for arguments, said in (
        ([tmp_path / "没有"], "找不到这个文件夹"),
        ([tmp_path / "空"], "没有 .xlsx 或 .xlsm 工作簿"),
        ([province, "--jobs", "0"], "“0”应是 1 以上的整数"),
        ([province, "--jobs", "2", "--scheduler", "tcp://x:1"], "不能和"),
    ):
        ran = run("batch", *arguments)
        assert ran.code == 2
        assert said in ran.err
    assert not list(tmp_path.rglob("批量计算*")) + list(tmp_path.rglob(".*"))


def test_the_summary_is_not_taken_for_a_workbook(run: Command, province: Path) -> None:
    """A second run over the same folder finds the same three."""
    for _ in range(2):
        assert run("batch", province, "--jobs", 1).code == 0
        assert len(summary(province)) == 3


def test_a_file_name_that_is_no_text_is_told_and_does_no_harm(
    run: Command, province: Path, seed: Path
) -> None:
    """A name in GBK, as old archives leave them on Linux: done, and in both summaries."""
    name = "季度.xlsx".encode("gbk").decode("utf-8", "surrogateescape")
    shutil.copyfile(seed, province / name)

    ran = run("batch", province, "--jobs", 2)
    assert ran.code == 0
    assert [w["state"] for w in summary(province)] == ["done"] * 4
    data = (province / "批量计算汇总.json").read_bytes()
    assert str(province / name) in {w["source"] for w in json.loads(data)["workbooks"]}
    shown = openpyxl.load_workbook(province / "批量计算汇总.xlsx")["汇总"]
    assert sum("\\udcbc" in str(cell.value) for cell in shown["A"]) == 1


def test_a_closed_quarter_is_told_and_left_as_it_is(run: Command, province: Path) -> None:
    """No failure, and no new figures: its own are summed up, the file keeps its bytes."""
    closed, *others = books(province)
    assert run("recalc", closed).code == 0
    assert run("close", closed).code == 0
    before = closed.read_bytes()

    ran = run("batch", province, "--jobs", 1)
    assert ran.code == 0
    assert ran.out.splitlines()[0] == (
        "共3个工作簿：已计算2个（50个窗口），已封存1个（没有重算），未完成0个。"
    )
    assert closed.read_bytes() == before
    told = {Path(line["source"]): line for line in summary(province)}
    assert told[closed]["state"] == "closed"
    assert told[closed]["windows"] == told[others[0]]["windows"] == 25
    assert told[closed]["first"] == "公安出入境"
