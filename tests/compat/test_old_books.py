"""Workbooks made by version 0.1: opened, computed, verified, and what their macros call."""

from __future__ import annotations

import inspect
import re
import shutil
from collections.abc import Callable
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.command_line import Run
from tests.compat.asked import BOOKS
from tests.published import FIXTURES, MODULE_COLUMNS, MODULES, routes, rows
from tests.vba.readers import parts, vba_sources
from xl_appraisal.book.sheets import RANKING
from xl_appraisal.hosts import FileHost

Command = Callable[..., Run]
PUBLISHED = {row["c2"]: row for row in rows()}
FIRST_ROW = 7  # of the table in every workbook
UNROUTED = {"公安出入境", "市场监督管理"}  # half.xlsx has no ledger for their columns 47 and 48


@pytest.fixture
def old(tmp_path: Path) -> Callable[[str], Path]:
    """A copy of one of the workbooks."""

    def copied(name: str) -> Path:
        return Path(shutil.copyfile(BOOKS / name, tmp_path / name))

    return copied


def figures(window: dict[str, Any]) -> list[str]:
    """Modules and shown total of a window, in the order of columns 3 to 9."""
    modules = [Decimal(window["modules"][name]) for name in MODULES]
    return [*(f"{points:f}" for points in modules), window["display"]]


def published(window: str) -> list[str]:
    """The same as the notice printed them."""
    row = PUBLISHED[window]
    return [*(f"{Decimal(row[column]):f}" for column in MODULE_COLUMNS.values()), row["c9"]]


@pytest.mark.parametrize("name", ["plain.xlsx", "macros.xlsm", "formulas.xlsx"])
def test_figures_are_the_published_ones(
    run: Command, old: Callable[[str], Path], name: str
) -> None:
    """Recalculated: all windows of the quarter, or the first six; nothing else is in the way."""
    book = old(name)
    if name != "formulas.xlsx":  # it computes itself: the program only reads it
        assert run("recalc", book).code == 0
    ranked = run("rank", book, "--json")
    windows = ranked.json["windows"]

    assert ranked.code == 0
    assert len(windows) == (6 if name == "formulas.xlsx" else 25)
    for window in windows:
        assert figures(window) == published(window["window"])
        assert str(window["rank"]) == PUBLISHED[window["window"]]["c1"]


def test_a_second_recalculation_changes_no_figure(run: Command, old: Callable[[str], Path]) -> None:
    """What the version before wrote and what staff typed stays, cell by cell."""
    for name in ("plain.xlsx", "macros.xlsm"):
        book = old(name)
        assert run("recalc", book).code == 0
        assert numbers(book) == numbers(BOOKS / name), name


def numbers(book: Path) -> dict[str, float]:
    """Every number on 名次表, as openpyxl reads it."""
    sheet = load_workbook(book, data_only=True)["名次表"]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    found = {cell.coordinate: cell.value for cell in cells if isinstance(cell.value, int | float)}
    assert len(found) > 400
    return found


def test_a_half_filled_one_says_what_is_missing(run: Command, old: Callable[[str], Path]) -> None:
    """Twelve of 25 windows were filled in, two of them without their ledger: ten have a score."""
    book = old("half.xlsx")
    assert run("recalc", book).code == 1
    ranked = run("rank", book, "--json")
    scored = [window for window in ranked.json["windows"] if window["total"]]

    assert ranked.code == 1
    assert {w["window"] for w in scored} == set(list(PUBLISHED)[:12]) - UNROUTED
    for window in scored:
        assert figures(window) == published(window["window"])


def test_a_closed_one_is_as_it_was_closed(run: Command, old: Callable[[str], Path]) -> None:
    """Verified as sound, refused to a recalculation, opened again with a reason."""
    book = old("closed.xlsx")
    verified = run("verify", book, "--json")
    assert verified.code == 0
    assert verified.json["sound"] is True
    assert verified.json["cells"] == []

    assert run("recalc", book).code == 2
    assert book.read_bytes() == (BOOKS / "closed.xlsx").read_bytes()
    assert run("reopen", book, "--reason", "更正").code == 0
    assert run("recalc", book).code == 0


def test_the_blank_template_takes_a_quarter_in(run: Command, old: Callable[[str], Path]) -> None:
    """Names typed into its rows, the table imported: all but what waits for the ledger has a score.

    Its macros stay byte for byte.
    """
    template = old("template.xlsm")
    host = FileHost(template)
    host.write(RANKING, {(row, 2): name for row, name in enumerate(PUBLISHED, FIRST_ROW)})
    host.save()
    assert run("import", template, "--table", FIXTURES / "table.csv").code == 0
    run("recalc", template)
    scored = [w for w in run("rank", template, "--json").json["windows"] if w["total"]]

    assert {w["window"] for w in scored} == set(PUBLISHED) - {route["window"] for route in routes()}
    for window in scored:
        assert figures(window) == published(window["window"])
    before, after = parts((BOOKS / "template.xlsm").read_bytes()), parts(template.read_bytes())
    assert after["xl/vbaProject.bin"] == before["xl/vbaProject.bin"]


def sources(name: str) -> str:
    """All VBA of a workbook, as olevba reads it."""
    return "\n".join(vba_sources(parts((BOOKS / name).read_bytes())["xl/vbaProject.bin"]).values())


@pytest.mark.parametrize("name", ["template.xlsm", "macros.xlsm"])
def test_every_macro_finds_its_function(name: str) -> None:
    """``import xl_appraisal.macros as m; m.recalculate()``: called without arguments."""
    calls = re.findall(r'"import ([\w.]+) as m; m\.(\w+)\(\)"', sources(name))

    assert len(calls) == 16
    for module, function in calls:
        called = getattr(import_module(module), function)
        inspect.signature(called, follow_wrapped=False).bind()


@pytest.mark.parametrize("name", ["template.xlsm", "macros.xlsm"])
def test_every_cell_function_takes_its_arguments(name: str) -> None:
    """By place, as the workbook's wrappers hand them over: with and without what is optional."""
    code = sources(name)
    heads = re.findall(r"^Function (\w+)\((.*)\)\s*$", code, re.MULTILINE)
    called = set(re.findall(r'CallUDF\("xl_appraisal\.udfs", "(\w+)"', code))
    udfs = import_module("xl_appraisal.udfs")

    assert len(heads) == 12
    assert {function for function, _ in heads} == called
    for function, arguments in heads:
        for many in handed_over(arguments):
            inspect.signature(getattr(udfs, function)).bind(*range(many))


def handed_over(arguments: str) -> range:
    """How many values ``row, Optional module, ParamArray follows()`` may hand over."""
    kinds = [argument.split()[0] for argument in arguments.split(", ")]
    optional, any_number = kinds.count("Optional"), kinds.count("ParamArray")
    required = len(kinds) - optional - any_number
    return range(required, required + optional + 5 * any_number + 1)
