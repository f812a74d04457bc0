"""The files that cases start from, made once a run: a workbook of four windows with people."""

from __future__ import annotations

import contextlib
import hashlib
import io
import tempfile
from decimal import Decimal
from functools import cache
from pathlib import Path

from tests.workbook.books import LEDGER, RANKING, STAFF
from xl_appraisal.book.new import build_workbook
from xl_appraisal.doors.command_line import main
from xl_appraisal.hosts import FileHost
from xl_appraisal.model.grid import Grid, Write
from xl_appraisal.model.rulebook import load_rulebook

WINDOWS = ("税务", "残联", "医保", "公安")
SCORE = 95
SHEETS = (RANKING, STAFF, LEDGER, "规则", "栏目", "公布成绩", "通报数据")


@cache
def workbook(full: bool = False) -> bytes:
    """A new workbook: one person of 95 points a window; ``full``: some points and entries too."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        build_workbook(path, load_rulebook(), WINDOWS, quarter="2023Q1")
        host = FileHost(path)
        staff: dict[tuple[int, int], Write] = {}
        for row, name in enumerate(WINDOWS, 4):
            staff |= {(row, 1): name, (row, 2): f"{name}甲", (row, 3): Decimal(SCORE)}
        host.write(STAFF, staff)
        if full:
            host.write(RANKING, {(7, 19): Decimal("1.5"), (8, 19): "２分", (9, 14): Decimal(630)})
            host.write(LEDGER, {(4, 1): "税务", (4, 3): "业务规范", (4, 4): Decimal("0.5")})
        host.save()
        return path.read_bytes()


def grids(path: Path) -> dict[str, Grid | None]:
    host = FileHost(path)
    return {name: host.grid(name) for name in SHEETS}


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def command(*arguments: object) -> tuple[int, str, str]:
    """Run the command line here: its code, what it printed and what it said."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as stop:
            code = int(stop.code or 0)
    return code, out.getvalue(), err.getvalue()
