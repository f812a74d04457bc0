"""One workbook of the real quarter, built once and read back by openpyxl."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from xl_appraisal.book.new import build_workbook
from xl_appraisal.model.rulebook import load_rulebook

FIXTURES = Path(__file__).parents[2] / "fixtures" / "notice"


@pytest.fixture(scope="session")
def windows() -> list[str]:
    with (FIXTURES / "table.csv").open(encoding="utf-8-sig", newline="") as file:
        return [row["c2"] for row in csv.DictReader(file)]


@pytest.fixture(scope="session")
def remarks() -> list[str]:
    """The remarks as the notice prints them, its converter's bookmark taken out."""
    text = (FIXTURES / "notice.txt").read_text(encoding="utf-8")
    lines = text[text.index("备注：") :].replace("[bookmark: _GoBack]", "").split("\n")
    return [line for line in lines if line.strip()]


@pytest.fixture(scope="session")
def built(windows: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "名次表.xlsx"
    build_workbook(path, load_rulebook(), windows, quarter="2023Q1")
    return path


@pytest.fixture(scope="session")
def book(built: Path) -> Workbook:
    return load_workbook(built)
