"""Every command over every hostile input, in a process that reports what it does beside."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.security.guard import DECOYS, MARK, ROOT
from tests.security.hostile import RUN, lay_out, workbooks
from xl_appraisal.doors.command_line.parser import build_parser

ELSEWHERE = {"install", "uninstall", "offline", "doctor", "demo"}
"""Set up the machine or take no input; ``doctor`` looks at the machine on purpose."""

READERS = (["rank"], ["check"], ["recalc"], ["explain", "税务"], ["layout"], ["verify"])
"""Over every workbook; all other commands over the one that most is wrong with."""

SPECIAL: dict[str, list[list[str]]] = {
    "new": [["new", "新.xlsm", "--from", "公式.xlsx", "--quarter", "2023Q2"],
            ["new", "新2.xlsx", "--windows", "窗口.txt"]],
    "import": [["import", "复制.xlsx", "--ledger", "明细.csv"],
               ["import", "复制.xlsx", "--table", "名次表.csv"],
               ["import", "复制.xlsx", "--ledger", "公式.xlsx", "--preview"]],
    "diff": [["diff", "公式.xlsx", "复制.xlsx", "--out", "差.xlsx"]],
    "whatif": [["whatif", "公式.xlsx", "--set", f"税务.item_18={RUN}"]],
    "year": [["year", "公式.xlsx", "外部链接.xlsx", "--out", "年.xlsx"]],
    "annex": [["annex", "公式.xlsx", "--to", f"名次.{kind}"] for kind in ("docx", "xlsx")],
    "slips": [["slips", "公式.xlsx", "--out", kind, "--format", kind] for kind in ("docx", "xlsx")],
    "close": [["close", "复制.xlsx"]],
    "reopen": [["reopen", "复制.xlsx", "--reason", RUN]],
    "notice": [["notice", "check", "通报.toml"]],
    "batch": [["batch", "batch", "--jobs", "1", "--out", "批量"]],
}  # fmt: skip


def jobs() -> Iterator[list[str]]:
    for book in workbooks():
        for name, *rest in READERS:
            yield [name, book, *rest]
    actions = next(a for a in build_parser()._actions if isinstance(a.choices, dict))
    for name in actions.choices or ():
        if name not in ELSEWHERE and [name] not in [reader[:1] for reader in READERS]:
            yield from SPECIAL.get(name, [[name, "公式.xlsx"]])


def watched(folder: Path, program: str, *arguments: str) -> int:
    """Run a Python program with the guard's modules at hand, the folder as its own: its code."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder / "temp")}
    environment["XDG_DATA_HOME"] = str(folder / "own")  # a batch keeps its user's key there
    (folder / "temp").mkdir(exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-P", "-c", program, *arguments],
        cwd=folder,
        env=environment,
        check=False,
        timeout=900,
    )
    return done.returncode


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What every command did, in one process."""
    folder = tmp_path_factory.mktemp("hostile")
    lay_out(folder)
    shutil.copy(folder / "公式.xlsx", folder / "复制.xlsx")
    (folder / "batch").mkdir()
    shutil.copy(folder / "公式.xlsx", folder / "batch")
    (folder / "temp").mkdir()
    (folder / "temp" / "jobs.json").write_text(json.dumps(list(jobs())), encoding="utf-8")
    code = watched(
        folder,
        "import sys, json, pathlib; from tests.security.guard import run; "
        "run(pathlib.Path(sys.argv[1]), json.loads(pathlib.Path(sys.argv[2]).read_text()))",
        str(folder),
        str(folder / "temp" / "jobs.json"),
    )
    assert code == 0
    assert not list(folder.rglob(MARK))
    found: list[dict[str, Any]] = json.loads((folder / "done.json").read_text(encoding="utf-8"))
    return found


def test_nothing_runs_connects_or_is_read_beside_what_was_named(done: list[dict[str, Any]]) -> None:
    """Formulas, links, settings, entities, connections, symbolic links, paths, texts."""
    assert {" ".join(one["job"]): one["seen"] for one in done if one["seen"]} == {}


def test_the_commands_did_their_work(done: list[dict[str, Any]]) -> None:
    """Most of it is taken for what it is, cells and texts; else the proof would be an empty one."""
    codes = {" ".join(one["job"]): one["code"] for one in done}
    worked = [job for job, code in codes.items() if code in (0, 1)]
    assert len(codes) >= len(READERS) * len(workbooks()) + 10
    assert len(worked) > len(codes) // 2, {o["job"][0]: o["said"][-200:] for o in done if o["code"]}
    assert codes["rank 实体.xlsx"] == 2
    assert not [one for one in done if "Traceback" in one["said"]]


CAUGHT = {
    "a decoy": "open('secret.txt').read()",
    "another file": "open('/etc/passwd').read()",
    "a file elsewhere written": "open('/etc/hosts', 'a')",
    "a program": "import os; os.system('true')",
    "a child": "import subprocess; subprocess.run(['true'])",
    "a connection": "import socket; socket.socket()",
    "a text compiled": f"compile('{MARK} = 1', '<string>', 'exec')",
    "a module beside": "import sys; sys.path.insert(0, '.'); import plugin",
}


@pytest.mark.parametrize("what", CAUGHT)
def test_the_guard_sees(what: str, tmp_path: Path) -> None:
    """Each of these is reported: the proof above is none by default."""
    for name in DECOYS:
        (tmp_path / name).write_text("", encoding="utf-8")
    program = (
        "import sys, pathlib; from tests.security.guard import Guard; "
        "guard = Guard(pathlib.Path(sys.argv[1])); code = compile(sys.argv[2], '<job>', 'exec'); "
        "sys.addaudithook(guard)\ntry: exec(code)\nexcept Exception: pass\n"
        "guard._busy = True; sys.exit(11 if guard.seen else 12)"
    )
    assert watched(tmp_path, program, str(tmp_path), CAUGHT[what]) == 11
