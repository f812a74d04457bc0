"""The commands as their users meet them: results, messages, exit codes, files."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from importlib import import_module
from pathlib import Path

import openpyxl
import pytest

from tests.command_line import Run
from xl_appraisal.doors.command_line.command_options import commands
from xl_appraisal.hosts import FileHost
from xl_appraisal.model.grid import CellError

Command = Callable[..., Run]
NOTICE = Path(__file__).parents[1] / "fixtures" / "notice"
PUBLISHED = list(csv.DictReader((NOTICE / "table.csv").read_text("utf-8-sig").splitlines()))
MODULES = ["窗口人员表现", "人员进驻", "业务规范", "窗口规范", "评价管理", "奖励分"]


def write(book: Path, sheet: str, cell: str, value: object) -> None:
    """Type a value into a cell as a person would, through another library than ours."""
    workbook = openpyxl.load_workbook(book)
    workbook[sheet][cell] = value
    workbook.save(book)


def test_rank_gives_every_published_figure(run: Command, book: Path) -> None:
    """All 25 windows: six modules, the total as shown and the rank are the published ones."""
    ranking = run("rank", book, "--json").json

    got = [
        [w["rank"], w["window"], *(Decimal(w["modules"][m]) for m in MODULES), w["display"]]
        for w in ranking["windows"]
    ]
    published = [
        [int(r["c1"]), r["c2"], *(Decimal(r[f"c{n}"]) for n in range(3, 9)), r["c9"].strip()]
        for r in PUBLISHED
    ]
    assert got == published


def test_the_one_contradiction_is_the_only_finding(run: Command, book: Path) -> None:
    """残联: 630 and 470 cases give 2 + 1.5 = 3.5 by remark 4; 3 was published and stays."""
    findings = run("check", book, "--json").json["findings"]

    assert [(f["window"], f["code"], f["found"], f["expected"]) for f in findings] == [
        ("残联", "rule_disagrees", "3", "3.5")
    ]
    assert findings[0]["remark"] == 4
    assert "99.73变为100.23" in findings[0]["message"]


def test_rank_json_has_the_promised_shape(run: Command, book: Path) -> None:
    """Programs rely on these names; all figures are strings."""
    ranking = run("rank", book, "--json").json

    assert list(ranking) == ["quarter", "notice", "quota", "windows", "findings"]
    assert (ranking["quarter"], ranking["notice"], ranking["quota"]) == (
        "2023Q1",
        "jinjiang-2023",
        8,
    )
    first = ranking["windows"][0]
    assert list(first) == [
        "window",
        "rank",
        "modules",
        "total",
        "display",
        "red_flag",
        "substituted",
        "vetoed",
        "lines",
    ]
    assert (first["total"], first["display"], first["vetoed"]) == ("107.562", "107.56", True)
    assert set(ranking["findings"][0]) == {
        "severity",
        "code",
        "sheet",
        "cell",
        "window",
        "item",
        "found",
        "expected",
        "remark",
        "message",
    }


def test_red_flags_go_to_ranks_2_to_9(run: Command, book: Path) -> None:
    """Quota 8 of 25; the vetoed first is passed over and rank 9 moves up."""
    windows = run("rank", book, "--json").json["windows"]

    assert [w["rank"] for w in windows if w["red_flag"]] == [2, 3, 4, 5, 6, 7, 8, 9]
    assert [w["window"] for w in windows if w["substituted"]] == ["文化和旅游"]
    assert [w["window"] for w in windows if w["vetoed"]] == ["公安出入境", "税务"]


def test_apply_rules_takes_the_remark_instead(run: Command, book: Path) -> None:
    """99.73 - 3 + 3.5 = 100.23; the finding says what was changed."""
    ranking = run("rank", book, "--json", "--apply-rules").json

    changed = next(w for w in ranking["windows"] if w["window"] == "残联")
    assert changed["total"] == "100.23"
    assert "rule_applied" in [finding["code"] for finding in ranking["findings"]]


def test_recalc_with_apply_rules_changes_only_that_cell_among_the_typed(
    run: Command, book: Path, tmp_path: Path
) -> None:
    """The 3 becomes a formula with 3.5; every other typed value is what it was."""
    before = FileHost(book).grid("名次表")
    out = tmp_path / "applied.xlsx"
    assert run("recalc", book, "--out", out, "--apply-rules").code == 0

    after = FileHost(out).grid("名次表")
    assert before is not None and after is not None
    items = {ref for ref in before.cells if ref[1] >= 10}
    assert {ref for ref in items if before[ref].value != after[ref].value} == {(18, 15)}
    assert after[18, 15].value == Decimal("3.5")


def test_explain_leads_from_full_mark_to_score(run: Command, book: Path) -> None:
    """业务规范 of 公安出入境: 30 - 2 - 1 - 3 = 24, the last part routed by the ledger."""
    lines = run("explain", book, "公安出入境", "--json").json["lines"]

    conduct = [line for line in lines if line["figure"] == "business_conduct"]
    assert [line["after"] for line in conduct] == ["30", "28", "27", "24"]
    assert [line["source"] for line in conduct] == ["start", "typed", "typed", "ledger"]


def test_explain_in_words_quotes_the_remark(run: Command, book: Path) -> None:
    """A clerk can show the department the notice's own words."""
    said = run("explain", book, "残联").out

    assert "6.帮代办服务加分，即窗口人员参与管委会组织的帮代办" in said
    assert "第12名  总分99.73" in said


@pytest.mark.parametrize("command", ["rank", "check", "layout"])
def test_json_is_all_that_stands_on_standard_output(run: Command, book: Path, command: str) -> None:
    """The output parses as one JSON value."""
    assert isinstance(json.loads(run(command, book, "--json").out), dict)


def test_layout_lists_the_49_columns(run: Command, book: Path) -> None:
    """From the workbook and from the product alike."""
    from_book = run("layout", book, "--json").json["columns"]
    bundled = run("layout", "--json").json["columns"]

    assert [column["position"] for column in from_book] == list(range(1, 50))
    assert from_book == bundled
    assert {"id", "position", "header", "kind", "sign", "module", "rule", "standing"} <= set(
        from_book[0]
    )


def test_a_bad_cell_gives_exit_code_1_and_stops_only_its_window(run: Command, book: Path) -> None:
    """Text in a points cell: no score for that window, 24 others ranked, and the place named."""
    write(book, "名次表", "K8", "三分")
    ranking = run("rank", book, "--json")

    assert ranking.code == 1
    unscored = [w["window"] for w in ranking.json["windows"] if w["total"] is None]
    assert unscored == ["婚姻登记中心"]
    fault = ranking.json["findings"][0]
    assert (fault["severity"], fault["sheet"], fault["cell"]) == ("error", "名次表", "K8")
    assert "三分" in fault["message"]


def test_recalc_empties_the_figures_of_a_stopped_window(run: Command, book: Path) -> None:
    """A stale score beside a bad cell would be taken for a right one."""
    write(book, "名次表", "K8", "#N/A")
    assert run("recalc", book).code == 1

    grid = FileHost(book).grid("名次表")
    assert grid is not None
    assert isinstance(grid.value(8, 11), CellError)
    assert [grid.value(8, column) for column in (1, 4, 5, 6, 7, 8, 9)] == [None] * 7


def test_recalc_twice_gives_the_same_bytes(run: Command, book: Path) -> None:
    """Nothing to change means nothing is changed."""
    run("recalc", book)
    once = book.read_bytes()
    run("recalc", book)

    assert book.read_bytes() == once


def test_recalc_out_leaves_the_original_alone(run: Command, book: Path, tmp_path: Path) -> None:
    """--out writes another file."""
    before = book.read_bytes()
    assert run("recalc", book, "--out", tmp_path / "other.xlsx").code == 0

    assert book.read_bytes() == before
    assert (tmp_path / "other.xlsx").exists()


def test_recalc_prints_no_endless_table_and_rank_prints_all(
    run: Command, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Past a number of windows recalc says how many more there are and where to see them."""
    monkeypatch.setattr("xl_appraisal.doors.command_line.book_commands._SHOWN", 3)
    told = run("recalc", book).out
    table = told.partition("……")[0]
    ranking = run("rank", book, "--json").json["windows"]
    assert [w["window"] for w in ranking if w["window"] in table] == [
        w["window"] for w in ranking[:3]
    ]
    assert "……另有22个窗口，见名次表，或用 xl-appraisal rank 查看。" in told
    assert "另有" not in run("rank", book).out


UNUSABLE = {
    "没有这个文件": (lambda p: p / "missing.xlsx", None),
    "不是工作簿": (lambda p: p / "text.xlsx", b"hello"),
    "旧格式或加密": (lambda p: p / "old.xlsx", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)),
    "空文件": (lambda p: p / "empty.xlsx", b""),
}


@pytest.mark.parametrize("name", UNUSABLE)
@pytest.mark.parametrize("command", ["rank", "check", "recalc"])
def test_an_unusable_file_gives_exit_code_2_and_is_left_alone(
    run: Command, tmp_path: Path, command: str, name: str
) -> None:
    """A Chinese message, no traceback, not a byte changed."""
    where, content = UNUSABLE[name]
    path = where(tmp_path)
    if content is not None:
        path.write_bytes(content)
    done = run(command, path)

    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("错误：")
    assert "Traceback" not in done.err
    assert content is None or path.read_bytes() == content


def test_a_workbook_of_another_kind_is_refused(run: Command, tmp_path: Path) -> None:
    """The message names the sheet that is missing."""
    path = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(path)
    done = run("rank", path)

    assert done.code == 2
    assert "名次表" in done.err


@pytest.mark.parametrize(
    "arguments",
    [(), ("rank",), ("frobnicate",), ("rank", "a.xlsx", "--nonsense"), ("explain", "a.xlsx")],
)
def test_wrong_usage_is_told_in_chinese(run: Command, arguments: tuple[str, ...]) -> None:
    """Exit code 2 and no English sentence of argparse."""
    done = run(*arguments)

    assert done.code == 2
    assert "用法：" in done.err
    assert not any(word in done.err for word in ("required", "invalid", "unrecognized"))


@pytest.mark.parametrize("command", ["recalc", "annex", "notice"])
def test_the_help_of_a_command_begins_with_how_it_is_called(run: Command, command: str) -> None:
    """The word 用法 stands once, before the command as it is typed."""
    done = run(command, "-h")

    assert done.out.startswith(f"用法：xl-appraisal {command} ")


def test_an_unknown_window_gets_a_suggestion(run: Command, book: Path) -> None:
    """A slip of the keyboard is answered with the name that was meant."""
    done = run("explain", book, "市场监管")

    assert done.code == 2
    assert "市场监督管理" in done.err


def test_demo_says_that_all_25_windows_agree(demo_folder: Path, run: Command) -> None:
    """A second run into the same folder finds its own files and changes nothing."""
    before = {path.name: path.read_bytes() for path in demo_folder.iterdir()}
    again = run("demo", "--out", demo_folder)

    assert again.code == 0
    assert "25个窗口中25个" in again.out
    assert {path.name: path.read_bytes() for path in demo_folder.iterdir()} == before


def test_demo_never_overwrites_somebodys_work(
    demo_folder: Path, tmp_path: Path, run: Command
) -> None:
    """A workbook of that name with other contents is left alone."""
    (tmp_path / "2023Q1.xlsx").write_bytes(b"my own")
    done = run("demo", "--out", tmp_path)

    assert done.code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["2023Q1.xlsx"]
    assert (tmp_path / "2023Q1.xlsx").read_bytes() == b"my own"


def test_new_never_overwrites(run: Command, book: Path) -> None:
    """An existing workbook is not replaced by an empty one."""
    before = book.read_bytes()

    assert run("new", book).code == 2
    assert book.read_bytes() == before


@pytest.mark.parametrize("suffix", ["xlsx", "xlsm"])
def test_new_makes_a_workbook_that_every_command_takes(
    run: Command, tmp_path: Path, suffix: str
) -> None:
    """Windows from a plain list; the title says the quarter asked for."""
    names = tmp_path / "windows.txt"
    names.write_text("税务\n\n  残联\n", encoding="utf-8")
    out = tmp_path / f"q.{suffix}"
    made = run("new", out, "--quarter", "2024年第3季度", "--windows", names)

    assert made.code == 0
    assert openpyxl.load_workbook(out)["名次表"]["A2"].value.startswith("2024年第3季度")
    ranking = run("rank", out, "--json")
    assert ranking.code == 1  # no staff scores yet
    assert [w["window"] for w in ranking.json["windows"]] == ["税务", "残联"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--quarter", "2023Q5"),
        ("--notice", "nowhere"),
        ("--layout", "nowhere"),
        ("--windows", "missing.txt"),
    ],
)
def test_new_refuses_what_it_does_not_know(
    run: Command, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    """Exit code 2, a Chinese message, and no file."""
    done = run("new", tmp_path / "q.xlsx", *arguments)

    assert done.code == 2
    assert done.err.startswith("错误：")
    assert list(tmp_path.iterdir()) == []


def test_the_module_runs_as_a_program_without_heavy_imports(book: Path) -> None:
    """``-m xl_appraisal`` works, and a recalculation needs no spreadsheet library."""
    watch = (
        "import sys; from xl_appraisal.doors.command_line import main;"
        "main(['recalc', sys.argv[1]]);"
        "print([m for m in ('pandas','openpyxl','xlwings','xlsxwriter') if m in sys.modules],"
        " file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", watch, str(book)], capture_output=True, timeout=600, check=True
    )

    assert done.stderr.decode().strip() == "[]"
    version = [sys.executable, "-m", "xl_appraisal", "--version"]
    assert subprocess.run(version, capture_output=True, timeout=600, check=True).stdout


def test_every_command_of_the_table_is_run_by_a_function_that_is_there() -> None:
    """The table names modules and functions as texts, which no other check looks at."""
    named = {name: command.run.split(":") for name, command in commands().items() if command.run}
    homes = {
        name: import_module(f"xl_appraisal.doors.command_line.{module}")
        for name, (module, _) in named.items()
    }

    assert [n for n, (_, function) in named.items() if not hasattr(homes[n], function)] == []
    assert [name for name, command in commands().items() if not command.run] == ["notice"]


def test_a_window_joins_and_leaves_by_command(tmp_path: Path, run: Callable[..., Run]) -> None:
    """What happened is told in sentences; what cannot be is refused with code 2."""
    book, names = tmp_path / "2023Q1.xlsx", tmp_path / "窗口.txt"
    names.write_text("公安\n税务\n住建\n", "utf-8")
    assert run("new", book, "--windows", names).code == 0
    added = run("add-window", book, "新窗口", "--after", "公安").out
    assert "已增加窗口“新窗口”：在“名次表”插入第8行。" in added
    again = run("add-window", book, "新窗口")
    assert again.code == 2
    assert "第8行已有窗口“新窗口”" in again.err
    left = run("remove-window", book, "新窗口", "--reason", "调整").out
    assert "已撤出窗口“新窗口”。\n“名次表”第8行（新窗口）删除" in left
    grid = FileHost(book).grid("名次表")
    assert grid is not None
    assert [grid.value(row, 2) for row in (7, 8, 9, 10)] == ["公安", "税务", "住建", None]
