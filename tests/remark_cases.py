"""The remarks' cases: found, run, and compared with what they expect."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.evidence import appraise, codes, entry, window, with_total
from tests.other_schemes import book_of, notice_text
from xl_appraisal.model.exact import plain
from xl_appraisal.scoring import (
    Appraisal,
    Entry,
    Line,
    RankedWindow,
    WindowEvidence,
    appraise_windows,
)

FOLDER = Path(__file__).parent / "remarks"
INPUTS = {
    "name",
    "given",
    "entries",
    "staff",
    "totals",
    "crowd",
    "veto",
    "apply_rules",
    "settings",
    "windows",
}


@dataclass(frozen=True)
class Case:
    """One case of a remark: a sentence, and its table as written."""

    notice: str
    remark: int
    name: str
    table: Mapping[str, Any]

    @property
    def id(self) -> str:
        return f"{self.remark}-{self.name}"


def all_cases(notice: str = "jinjiang-2023") -> Iterator[Case]:
    """Every case of a notice, in the order of its remarks."""
    for path in sorted((FOLDER / notice).glob("remark_*.toml")):
        number = int(path.stem.removeprefix("remark_"))
        for table in tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)["case"]:
            yield Case(notice, number, table["name"], table)


def run(case: Case, changes: Mapping[str, object] | None = None) -> Appraisal:
    """The appraisal of a case; ``changes`` are laid over its own settings."""
    every = {**(changes or {}), **case.table.get("settings", {})}
    windows, rules = _windows(case.table), case.table.get("apply_rules", False)
    if case.notice == "jinjiang-2023":
        return appraise(*windows, changes=every, apply_rules=rules)
    book = book_of(notice_text(case.notice), every)
    return appraise_windows(book, windows, apply_rules=rules)


def _windows(table: Mapping[str, Any]) -> list[WindowEvidence]:
    vetoed = set(table.get("veto", ()))
    totals = dict(table.get("totals", {}))
    if "crowd" in table:
        totals = {f"窗{i}": 100 - Decimal(i - 1) / 10 for i in range(1, table["crowd"] + 1)}
    if totals:
        return [with_total(name, total, veto=name in vetoed) for name, total in totals.items()]
    if "windows" in table:
        return [
            window(one["name"], one.get("given"), _entries(one), one.get("staff", ()))
            for one in table["windows"]
        ]
    return [window("甲", table.get("given"), _entries(table), table.get("staff", ()))]


def _entries(table: Mapping[str, Any]) -> list[Entry]:
    return [entry(row, **fields) for row, fields in enumerate(table.get("entries", ()), 4)]


def differences(case: Case, appraisal: Appraisal) -> list[str]:
    """All that came out other than expected, as sentences; empty where the case holds."""
    table = case.table
    one = appraisal.windows[0]
    checks: dict[str, Callable[[], object]] = {
        "modules": lambda: {m: plain(one.score.modules[m]) for m in table["modules"]},
        "items": lambda: {i: plain(one.score.items[i].points) for i in table["items"]},
        "total": lambda: "" if one.total is None else plain(one.total),
        "display": lambda: _display(one),
        "lines": lambda: {f: _lines(one, f) for f in table["lines"]},
        "ranks": lambda: {w.window: w.rank for w in appraisal.windows},
        "red_flags": lambda: [w.window for w in appraisal.windows if w.red_flag],
        "substituted": lambda: [w.window for w in appraisal.windows if w.substituted],
        "quota": lambda: appraisal.quota,
        "grades": lambda: {w.window: w.grade for w in appraisal.windows},
    }
    unknown = table.keys() - checks.keys() - INPUTS - {"findings"}
    found = [f"unknown key {key}" for key in unknown]
    if not table.keys() & checks.keys():
        found.append("the case expects no figure")
    if codes(appraisal) != sorted(table.get("findings", [])):
        found.append(f"findings: {codes(appraisal)}, expected {table.get('findings', [])}")
    for key in checks.keys() & table.keys():
        wanted, came = _texts(table[key]), _texts(checks[key]())
        if came != wanted:
            found.append(f"{key}: {came}, expected {wanted}")
    return found


def _texts(value: object) -> object:
    """Figures as text, so that ``1.5`` and ``"1.5"`` may both be written."""
    if isinstance(value, Mapping):
        return {key: _texts(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_texts(part) for part in value]
    if value is None:
        return ""
    return plain(Decimal(value)) if isinstance(value, int | Decimal) else value


def _display(one: RankedWindow) -> str:
    """The total as the window's own line shows it."""
    line = next(line for line in one.lines if line.figure == "total")
    return line.text.rpartition("显示")[2]


def _lines(one: RankedWindow, figure: str) -> list[list[object]]:
    return [
        [line.item, line.points, line.before, line.after, line.remark]
        for line in one.lines
        if line.figure == figure
    ]


def broken_chains(appraisal: Appraisal) -> list[str]:
    """Every place where a window's lines do not lead step by step to its figures."""
    found = []
    for one in appraisal.windows:
        for module, score in one.score.modules.items():
            found += _broken(one, [line for line in one.lines if line.figure == module], score)
        for line in one.lines:
            if line.figure == "total" and line.after != sum(one.score.modules.values()):
                found.append(f"{one.window}: total {line.after} is not the sum of the modules")
    return found


def _broken(one: RankedWindow, lines: list[Line], score: Decimal) -> list[str]:
    found, reached = [], Decimal(0)
    for line in lines:
        if line.points is None or line.before is None or line.after is None:
            found.append(f"{one.window}: {line.item} has no figures")
            continue
        if line.before != reached or line.before + line.points != line.after:
            found.append(f"{one.window}: {line.item} {line.before}+{line.points}≠{line.after}")
        if not line.item or not 1 <= line.remark <= 8:
            found.append(f"{one.window}: a line without item or remark: {line}")
        reached = line.after
    if reached != score:
        found.append(f"{one.window}: lines lead to {reached}, the score is {score}")
    return found
