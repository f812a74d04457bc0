"""A process that reports whatever it does beyond its task, by the interpreter's own audit hook.

``run`` belongs in a process of its own: an audit hook cannot be taken out again.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from pathlib import Path
from types import CodeType
from typing import Any

MARK = "marker_7f3a9"
"""Stands in every hostile content; no source that is compiled may hold it."""

DECOYS = ("secret.txt", "secret.xlsx", "xlwings.conf", "tomllib.py", "docx.py", "plugin.py")
"""Files beside the workbook that no command was told of."""

ROOT = Path(__file__).parents[2]
_RUNS = ("subprocess.", "os.system", "os.exec", "os.spawn", "os.posix_spawn", "os.startfile")
_RUNS += ("os.fork", "pty.", "webbrowser.", "pickle.find_class", "ensurepip.", "code.__new__")
_OWN_PICKLES = ("concurrent.futures.process", "xl_appraisal.work.batch.book_job")
"""What a batch and its own workers hand each other."""
_TALKS = ("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "telnetlib.", "imaplib.", "poplib.")
_SYSTEM = ("/proc/self/", "/sys/fs/cgroup", "/sys/devices/system/cpu", "/dev/null", "/dev/urandom")
_SYSTEM += ("/etc/mime.types", "/etc/localtime", "/usr/share/zoneinfo")


class Guard:
    """Everything done since the start that is neither Python's own nor the product's nor named."""

    def __init__(self, folder: Path) -> None:
        self.folder = str(folder.resolve())
        self.seen: list[str] = []
        code = (sys.prefix, sys.base_prefix, str(ROOT / "xl_appraisal"), str(ROOT / "tests"))
        self._code = tuple(f"{Path(path).resolve()}{os.sep}" for path in code)
        self._busy = False

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self._busy:
            return
        self._busy = True
        try:
            found = self._judged(event, arguments)
            if found:
                self.seen.append(f"{event}: {found}")
        finally:
            self._busy = False

    def _judged(self, event: str, arguments: tuple[Any, ...]) -> str:
        if event == "pickle.find_class" and arguments[0] in _OWN_PICKLES:
            return ""
        if event.startswith((*_RUNS, *_TALKS)):
            return repr(arguments)[:300]
        if event == "open":
            return self._opened(arguments[0], arguments[1])
        if event == "exec":
            return self._executed(arguments[0])
        if event == "compile":
            return self._compiled(arguments[0])
        return ""

    def _opened(self, path: Any, mode: Any) -> str:
        if isinstance(path, int):
            return ""
        place = os.path.realpath(os.fsdecode(path))
        if f"{place}{os.sep}".startswith(self.folder + os.sep):  # the folder itself is synced
            return place if Path(place).name in DECOYS else ""
        if place.startswith((*self._code, *_SYSTEM, str(ROOT / "workbook_template.xlsm"))):
            return "" if mode is None or not set("wax+") & set(mode) else f"written: {place}"
        return place

    def _executed(self, code: Any) -> str:
        """Modules run from known places, or made of strings by their own classes (``<string>``)."""
        if not isinstance(code, CodeType):
            return repr(code)[:300]
        name = code.co_filename
        known = name.startswith("<") or os.path.realpath(name).startswith(self._code)
        marked = MARK in repr((code.co_names, code.co_consts))
        return "" if known and not marked else f"{name} {code.co_name}"

    @staticmethod
    def _compiled(source: Any) -> str:
        text = source.decode("utf-8", "replace") if isinstance(source, bytes) else source
        return text[:300] if isinstance(text, str) and MARK in text else ""


def run(folder: Path, jobs: list[list[str]]) -> None:
    """Run every command line in turn and write what was seen, with each one's exit code."""
    from xl_appraisal.doors.command_line import main

    guard = Guard(folder)
    done = []
    sys.addaudithook(guard)
    for job in jobs:
        before, said = len(guard.seen), io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            try:
                code = main(job)
            except SystemExit as stop:
                code = int(stop.code or 0)
        done.append(
            {"job": job, "code": code, "seen": guard.seen[before:], "said": said.getvalue()}
        )
    guard._busy = True
    (folder / "done.json").write_text(json.dumps(done, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    run(Path(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text(encoding="utf-8")))
