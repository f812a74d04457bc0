"""The whole job at several sizes: ours, what could be picked instead, and floors."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks import engine
from benchmarks.books import make_book, stale
from benchmarks.contest import PYTHON, Result, contest
from benchmarks.plain_book import write_plain_book
from benchmarks.plan import plan_of
from xl_appraisal.book.read.quarter import read_quarter_book
from xl_appraisal.book.sheets import RANKING
from xl_appraisal.hosts import FileHost

OURS, START, BARE = "xl-appraisal recalc", "start: zipfile, re, decimal, argparse", "start: bare"
OPENPYXL, PANDAS = "openpyxl + Decimal", "pandas + openpyxl"
LIBREOFFICE, FORMULAS = "LibreOffice, headless", "library formulas"
ROUNDS = {25: 15, 1_000: 7, 10_000: 5, 100_000: 3}
PEER_ROUNDS = {25: 5, 1_000: 3, 10_000: 2, 100_000: 1}
FORMULAS_UP_TO = 1_000
FORMULAS_LIMIT = 120.0
LIMIT = 300.0
"""Seconds after which a process is ended and reported as slower than that."""

_RECALC_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>
"""


class Size:
    """One size measured: results by contestant, the engine's own ratio, who agreed with ours."""

    def __init__(self, windows: int) -> None:
        self.windows = windows
        self.results: dict[str, Result] = {}
        self.engine = (0.0, 0.0, 0.0)
        self.agreed: dict[str, bool] = {}


def measure(
    windows: int,
    folder: Path,
    say: Callable[[str], None],
    *,
    peers: bool = True,
    turns: int = max(ROUNDS.values()),
) -> Size:
    """Everything at one size, in ``folder``; books that are there already are used again.

    Without ``peers`` only ours and the floors are measured; ``turns`` bounds how often.
    """
    book = folder / f"stale{windows}.xlsx"
    if not book.exists():
        say(f"making a book of {windows} windows")
        stale(make_book(folder / f"fresh{windows}.xlsx", windows), book)
    quarter = read_quarter_book(FileHost(book).grid)
    plan = plan_of(quarter)
    plan_file = folder / f"plan{windows}.json"
    plan_file.write_text(json.dumps(plan, ensure_ascii=False), encoding="utf-8")
    plain = write_plain_book(quarter, plan, folder / f"plain{windows}.xlsx")
    del quarter
    size, out = Size(windows), {name: folder / f"out-{i}.xlsx" for i, name in enumerate(PEERS)}
    commands = _commands(windows, book, plan_file, plain, out, folder)
    if not peers:
        commands = {name: commands[name] for name in (BARE, START, OURS)}
    rounds = {
        name: PEER_ROUNDS[_near(windows)] if name in PEERS[1:] else ROUNDS[_near(windows)]
        for name in commands
    }
    if FORMULAS in rounds:
        rounds[FORMULAS] = 1
    rounds = {name: min(turns, often) for name, often in rounds.items()}
    limits = {name: FORMULAS_LIMIT if name == FORMULAS else LIMIT for name in commands}
    size.results = contest(commands, rounds, limits)
    for name in PEERS[1:]:
        if size.results.get(name) and size.results[name].runs:
            size.agreed[name] = _agrees(plan, out[OURS], out[name])
    size.engine = engine.measure(book, 7 if windows <= 10_000 else 1)
    return size


PEERS = (OURS, OPENPYXL, PANDAS, LIBREOFFICE, FORMULAS)


def _near(windows: int) -> int:
    return max(size for size in ROUNDS if size <= max(windows, 25))


def _commands(
    windows: int, book: Path, plan: Path, plain: Path, out: dict[str, Path], folder: Path
) -> dict[str, list[str]]:
    commands = {
        BARE: [PYTHON, "-c", "pass"],
        START: [PYTHON, "-c", "import zipfile, re, decimal, argparse"],
        OURS: [PYTHON, "-m", "xl_appraisal", "recalc", str(book), "--out", str(out[OURS])],
    }
    for name, module in ((OPENPYXL, "openpyxl_decimal"), (PANDAS, "pandas_openpyxl")):
        peer = f"benchmarks.peers.{module}"
        commands[name] = [PYTHON, "-m", peer, str(book), str(plan), str(out[name])]
    if shutil.which("soffice"):
        commands[LIBREOFFICE] = soffice(plain, folder)
        out[LIBREOFFICE] = folder / "calc" / plain.name
    if windows <= FORMULAS_UP_TO and find_spec("formulas") is not None:
        target = folder / "formulas"
        module = "benchmarks.peers.formulas_library"
        commands[FORMULAS] = [PYTHON, "-m", module, str(plain), str(target)]
        out[FORMULAS] = target / plain.name.upper()
    return commands


def soffice(plain: Path, folder: Path) -> list[str]:
    """The command that opens a workbook, computes all of it and saves it into ``folder/calc``."""
    profile, target = folder / "profile", folder / "calc"
    settings = profile / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(_RECALC_ALWAYS, encoding="utf-8")
    return [
        "soffice",
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(target),
        str(plain),
    ]


def _agrees(plan: dict[str, Any], ours: Path, theirs: Path) -> bool:
    """Whether every module's score, total and rank is ours, but for a binary float's noise."""
    one, other = _grid(ours), _grid(theirs)
    columns = [plan["total"], plan["rank"], *(m["column"] for m in plan["modules"])]
    for row in range(plan["first"], plan["last"] + 1):
        for column in columns:
            a, b = one.value(row, column), other.value(row, column)
            if not (isinstance(a, Decimal) and isinstance(b, Decimal)):
                return False
            if abs(a - b) > Decimal("1e-9"):
                return False
    return True


def _grid(path: Path) -> Any:
    host = FileHost(path)
    return host.grid(RANKING) or host.grid(RANKING.upper())
