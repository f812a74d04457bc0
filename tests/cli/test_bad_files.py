"""Files that cannot be read, given to every command: staff are told in Chinese, and what to do."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command_line import Run

BOOK = [
    *([name, "@"] for name in ("recalc", "rank", "check", "gap", "paragraph", "verify", "close")),
    *([name, "@"] for name in ("layout", "annex", "slips", "charts")),
    ["explain", "@", "税务"],
    ["whatif", "@", "--set", "税务.晨会=1"],
    ["reopen", "@", "--reason", "漏记"],
    ["add-window", "@", "新"],
    ["remove-window", "@", "税务"],
    ["diff", "@", "@"],
    ["year", "@", "@"],
    ["new", "新.xlsx", "--from", "@"],
    ["import", "@", "--staff", "@"],
]
NOTICE = [
    ["notice", "check", "@"],
    ["layout", "check", "@"],
    ["new", "新.xlsx", "--notice", "@"],
    ["new", "新.xlsx", "--layout", "@"],
    ["notice", "diff", "@", "jinjiang-2023"],
    ["layout", "make", "@", "新.toml", "--quarter", "2024Q1"],
]
LIST = [["new", "新.xlsx", "--windows", "@"]]
CONTENTS = {
    "空": b"",
    "乱": bytes(range(256)) * 40,
    "假": b"PK\x03\x04" + b"0" * 300,
    "编码": "窗口,姓名\n税务,甲\n[一]".encode("gbk"),
    "文字": "这是文字 = [1".encode(),
}
KNOWN = re.compile(
    r"xl-appraisal( [a-z]+)?|Excel|WPS|LibreOffice|Word|PDF|CSV|TOML|UTF-8|GB18030|Windows|"
    r"\.?xls[xmb]?\b|\.toml|\.csv|MiB|recalc"
)
"""Names that staff know, from a program's own windows or from the guide."""


def _bad(kind: str, place: Path, ending: str) -> Path:
    path = place / f"{kind}{ending}"
    if kind in CONTENTS:
        path.write_bytes(CONTENTS[kind])
    elif kind == "文件夹":
        path.mkdir()
    return path


@pytest.mark.parametrize(
    ("ending", "commands", "kind"),
    [
        (ending, commands, kind)
        for ending, commands, read in (
            (".xlsx", BOOK, ()),
            (".toml", NOTICE, ("空",)),  # told by the names of its fields
            (".csv", LIST, ("编码", "文字")),
        )
        for kind in (*CONTENTS, "没有", "文件夹", "长" * 200)
        if kind not in read
    ],
)
def test_what_is_told_is_chinese(
    run: Callable[..., Run],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    ending: str,
    commands: list[list[str]],
    kind: str,
) -> None:
    """No word of the system's or of Python's; names of files and of programs aside."""
    monkeypatch.chdir(tmp_path)
    path = _bad(kind, tmp_path, ending)
    for command in commands:
        done = run(*(str(path) if word == "@" else word for word in command))
        said = done.err + done.out
        bare = KNOWN.sub("", said.replace(str(path), ""))

        assert done.code == 2, command
        assert re.search("[\u4e00-\u9fff]", said), command
        assert re.findall("[A-Za-z]{3,}|Errno", bare) == [], (command, said)
        assert not (tmp_path / "新.xlsx").exists()


@pytest.mark.parametrize("command", [["rank", ""], ["annex", "一.xlsx", "--to", ""]])
def test_an_empty_name_is_no_folder(run: Callable[..., Run], command: list[str]) -> None:
    """A script's empty variable: refused with the argument's name, nothing is read."""
    done = run(*command)

    assert done.code == 2
    assert "名称是空的" in done.err
