"""The files that cases start from, made once a run: a workbook of four windows with people."""

from __future__ import annotations

import contextlib
import hashlib
import io
import re
import tempfile
import zipfile
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
PREPARED = 30
"""Rows that a new workbook prepares blank below this one are left out: each case read them all."""
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
        return _thin(path.read_bytes())


def _thin(data: bytes) -> bytes:
    """Without the prepared rows that hold nothing: as a program stores them that saw no use."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename.startswith("xl/worksheets/sheet"):
                content = _ROW.sub(_kept, content)
            new.writestr(info, content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


_ROW = re.compile(rb'<row r="([0-9]+)"(?:[^>]*/>|.*?</row>)', re.DOTALL)


def _kept(row: re.Match[bytes]) -> bytes:
    filled = any(sign in row[0] for sign in (b"<v>", b"<f", b"<is>"))
    return row[0] if filled or int(row[1]) <= PREPARED else b""


@cache
def grids_of(data: bytes) -> dict[str, Grid | None]:
    """The sheets of a sample, read once."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        path.write_bytes(data)
        return grids(path)


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
