"""No name, reason, remark or file name gives a terminal orders: what it obeys is spelt out."""

from __future__ import annotations

import ast
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.code_health.sources import PACKAGE
from tests.evidence import NOTICE_TEXT
from tests.fuzz.samples import command
from xl_appraisal.doors.command_line.console import one_line, print_json, print_table, width
from xl_appraisal.doors.command_line.parser import build_parser

OBEYED = re.compile("[\0-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""Anything but a line's end that a terminal obeys or that turns the reading round."""

CLEAR, LINK, TITLE = "\x1b[2J\x1b[H", "\x1b]8;;http://127.0.0.1:9\x07", "\x1b]0;x\x07"
WINDOWS = (f"残{CLEAR}联", f"税{LINK}务", "公\x9b2J安", "医\u202e保", "民\r政")
REASON = f"事由{TITLE}\b\r\n[错误] 名次表!B7  不是程序说的\u2067\x85"

SPECIAL: dict[str, list[list[str]]] = {
    "new": [["new", "新\x1b[31m.xlsx", "--windows", "窗口.csv"],
            ["new", "新.xlsx", "--from", "{book}", "--quarter", "2023Q2"]],
    "import": [["import", "{book}", "--ledger", "明细.csv", "--preview"],
               ["import", "{book}", "--ledger", "坏.csv"]],
    "explain": [["explain", "{book}", WINDOWS[0]], ["explain", "{book}", CLEAR]],
    "diff": [["diff", "{book}", "后.xlsx"]],
    "whatif": [["whatif", "{book}", "--set", "医保.item_18=\x1b[2J"]],
    "year": [["year", "{book}", "后.xlsx"]],
    "annex": [["annex", "{book}", "--to", "附\x1b[2J件.docx"]],
    "slips": [["slips", "{book}", "--out", "明\x1b[2J细"]],
    "charts": [["charts", "{book}", "--out", "图\x1b[2J.xlsx"]],
    "reopen": [["reopen", "{book}", "--reason", REASON], ["verify", "{book}"]],
    "restore": [["restore", "{book}"], ["restore", "{book}", "1", "--show"]],
    "notice": [["notice", "check", "通报.toml"], ["notice", "diff", "通报.toml", "2023"]],
    "batch": [["batch", "批\x1b[2J"]],
    "offline": [["offline", "给人", "--python", "p\x1b[2J.zip"]],
}  # fmt: skip
MACHINE = {"demo", "install", "uninstall"}
"""Print what is ours alone."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook named, filled and described by strangers, and what goes with it."""
    place = tmp_path_factory.mktemp("terminal")
    names = "".join(f'"{name}"\n' for name in WINDOWS)
    (place / "窗口.csv").write_text(f"窗口\n{names}", "utf-8", newline="")
    line = f'业务规范,1,"{REASON}"\n'
    lines = [f'"{name}",{line}' for name in WINDOWS]
    (place / "明细.csv").write_text("".join(["窗口,模块,分值,事由\n", *lines]), "utf-8", newline="")
    (place / "坏.csv").write_text(f'窗口,模块,分值\n"{CLEAR}","{TITLE}","{LINK}"\n', "utf-8")
    quoted = json.dumps(REASON)[:-1]  # as TOML spells it too
    text = re.sub('^text = "', lambda _: f"text = {quoted}", NOTICE_TEXT, flags=re.MULTILINE)
    (place / "通报.toml").write_text(text.replace('unit = "次"', 'unit = "\\u001b[2J"'), "utf-8")
    book = place / "2023Q1\x1b[2J.xlsx"
    made = command("new", book, "--windows", place / "窗口.csv", "--notice", place / "通报.toml")
    assert made[0] == 0, made
    people = "".join(f'"{name}","张{CLEAR}三",101\n' for name in WINDOWS)
    (place / "人员.csv").write_text(f"窗口,姓名,考核分\n{people}", "utf-8", newline="")
    lists = "--ledger", place / "明细.csv", "--staff", place / "人员.csv"
    done = command("import", book, *lists)
    assert done[0] == 0, done
    shutil.copy(book, place / "后.xlsx")
    command("import", place / "后.xlsx", "--ledger", place / "明细.csv", "--allow-duplicates")
    (place / "批\x1b[2J").mkdir()
    shutil.copy(book, place / "批\x1b[2J")
    (place / "批\x1b[2J" / "坏\x1b[2J.xlsx").write_bytes(b"PK")
    return place


def jobs() -> Iterator[list[str]]:
    actions = next(a for a in build_parser()._actions if isinstance(a.choices, dict))
    for name in actions.choices or ():
        if name not in MACHINE:
            yield from SPECIAL.get(name, [[name, "{book}"]])


@pytest.mark.parametrize("job", list(jobs()), ids=lambda job: job[0])
def test_no_command_says_what_a_terminal_obeys(
    job: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither as a result nor as a word beside it; and no line is begun by a text."""
    monkeypatch.chdir(folder)
    _, out, err = command(*(word.replace("{book}", "2023Q1\x1b[2J.xlsx") for word in job))
    said = out + err
    assert said
    assert OBEYED.findall(said.replace("\r", "") if job[0] == "batch" else said) == []
    assert "Traceback" not in said
    assert not re.search("^.错误. 名次表!B7  不是程序", said, re.M)


def test_the_texts_are_really_there(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Spelt out, not left out: else the proof above would be an empty one."""
    monkeypatch.chdir(folder)
    _, out, _ = command("rank", "后.xlsx")
    assert r"残\x1b[2J\x1b[H联" in out
    assert r"公\x9b2J安" in out
    assert r"张\x1b[2J\x1b[H三" in command("check", "后.xlsx")[1]
    _, out, _ = command("explain", "后.xlsx", WINDOWS[0])
    assert r"事由\x1b]0;x\x07\x08 [错误]" in out
    _, _, err = command("rank", "没有\x1b[2J.xlsx")
    assert r"没有\x1b[2J.xlsx" in err


@pytest.mark.parametrize("name", ["rank", "check", "layout", "gap", "verify"])
def test_json_gives_the_same_texts_back(
    name: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Escaped in the JSON, the very characters when it is read."""
    monkeypatch.chdir(folder)
    _, out, _ = command(name, "后.xlsx", "--json")
    assert OBEYED.findall(out) == []
    found = json.loads(out)
    if name == "rank":
        assert {WINDOWS[0], WINDOWS[1], WINDOWS[2]} <= {w["window"] for w in found["windows"]}


SPELT = {
    "税务窗口　（一）": "税务窗口　（一）",
    "a\tb\r\nc\nd\re\u2028f": "a b c d e f",
    "\x1b[31m\x07\x7f\x9b": r"\x1b[31m\x07\x7f\x9b",
    "a\u202eb\u2066c\u200ed": r"a\u202eb\u2066c\u200ed",
    "𠮷\ue000\U0003134a": "𠮷\ue000\U0003134a",  # rare characters of names are not lost
    "": "",
}


@pytest.mark.parametrize("text", SPELT, ids=ascii)
def test_a_text_on_one_line(text: str) -> None:
    """Breaks are spaces, orders are spelt out, everything else stays."""
    assert one_line(text) == SPELT[text]


@pytest.mark.parametrize("text", [*SPELT, REASON, *WINDOWS], ids=ascii)
def test_json_is_the_same_text(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    """For a program nothing is changed."""
    print_json({text: [text]})
    out = capsys.readouterr().out
    assert json.loads(out) == {text: [text]}
    assert OBEYED.findall(out) == []


def test_columns_stay_in_line(capsys: pytest.CaptureFixture[str]) -> None:
    """What is spelt out is measured as it is printed."""
    print_table(["窗口", "得分"], [["a\x1b[2J", "1"], ["b\n", "2"], ["税务", "3"]], left=(0,))
    lines = capsys.readouterr().out.splitlines()
    assert lines[1:] == [r"a\x1b[2J     1", "b            2", "税务         3"]
    assert {width(line) for line in lines} == {14}


PRINTING = [
    path for path in (PACKAGE / "doors" / "command_line").rglob("*.py") if path.name != "console.py"
]


@pytest.mark.parametrize("path", PRINTING, ids=lambda path: path.parent.stem + path.stem)
def test_nothing_but_the_console_prints(path: Path) -> None:
    """A command that printed by itself would let the texts through again."""
    called = [
        n.func for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Call)
    ]
    assert [f.lineno for f in called if isinstance(f, ast.Name) and f.id == "print"] == []
