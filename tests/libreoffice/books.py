"""Workbooks to open in Calc: the quarter with its real inputs, as staff would have filled it."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

from tests.excel.real_table import COLUMNS, FIRST, NAMES
from tests.published import FIXTURES
from xl_appraisal.book.new import build_workbook
from xl_appraisal.book.read.quarter import read_quarter_book
from xl_appraisal.book.sheets import RANKING
from xl_appraisal.hosts import FileHost
from xl_appraisal.model.rulebook import load_rulebook
from xl_appraisal.work.importing import plan_import

ROOT = Path(__file__).parents[2]
TEMPLATE = ROOT / "workbook_template.xlsm"
DATA = ROOT / "xl_appraisal" / "demo_data"


def filled_template(path: Path) -> Path:
    """The committed template with the published inputs: names typed, the rest imported."""
    shutil.copyfile(TEMPLATE, path)
    host = FileHost(path)
    names = enumerate(NAMES, FIRST)
    host.write(RANKING, {(row, COLUMNS["window"]): name for row, name in names})
    _import(host)
    host.save()
    return path


def workbook_of_figures(path: Path) -> Path:
    """A workbook without cell functions: every figure waits for 重新计算."""
    build_workbook(path, load_rulebook(), NAMES, quarter="2023Q1")
    host = FileHost(path)
    _import(host)
    host.save()
    return path


def _import(host: FileHost) -> None:
    table, ledger = DATA / "2023Q1-table.csv", DATA / "2023Q1-ledger.csv"
    plan_import(read_quarter_book(host.grid), [table], [ledger]).write_to(host)


def published(column: str) -> list[Decimal]:
    """A column of the published table, ``c1`` to ``c9``, in the order of the rows."""
    import csv

    with (FIXTURES / "table.csv").open(encoding="utf-8", newline="") as file:
        return [Decimal(row[column]) for row in csv.DictReader(file)]
