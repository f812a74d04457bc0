"""The command import: several files and folders, previewed, as text and as JSON."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.command_line import Run
from xl_appraisal.book.new import build_workbook
from xl_appraisal.model.rulebook import load_rulebook


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "2023Q2.xlsx"
    build_workbook(path, load_rulebook(), ("税务", "残联"), quarter="2023Q2")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two departments' lists that share a line."""
    found = tmp_path / "来件"
    found.mkdir()
    line = "税务,迟到,业务规范,0.5,2023-03-15,晨会\n"
    header = "窗口,项目,模块,扣分,日期,原因\n"
    (found / "a.csv").write_text(header + line, encoding="utf-8")
    (found / "b.csv").write_text(header + line + "残联,早退,业务规范,1,,\n", encoding="utf-8")
    return found


def test_a_preview_shows_every_line_and_writes_nothing(run, book: Path, folder: Path) -> None:
    """As a table with where each line came from, and what would become of it."""
    before = book.read_bytes()
    done: Run = run("import", book, "--ledger", folder, "--preview")
    assert done.code == 0 and book.read_bytes() == before
    lines = [line.split() for line in done.out.splitlines() if line.startswith(("新增", "重复"))]
    assert [(line[0], line[-2:]) for line in lines] == [
        ("新增", ["a.csv", "第2行"]),
        ("重复，不导入", ["第2行（与a.csv", "第2行相同）"]),
        ("新增", ["b.csv", "第3行"]),
    ]


def test_json_has_every_line_and_nothing_else(run, book: Path, folder: Path) -> None:
    """Figures as strings; whether it was written."""
    found = run("import", book, "--ledger", folder, "--preview", "--json").json
    assert found["written"] is False
    assert [line["outcome"] for line in found["lines"]] == ["added", "repeated", "added"]
    assert found["lines"][0]["cells"]["分值"] == "0.5"
    assert run("import", book, "--ledger", folder, "--json").json["written"] is True


def test_a_folder_and_a_file_are_taken_at_once_or_not_at_all(
    run, book: Path, folder: Path, tmp_path: Path
) -> None:
    """One broken file, and the workbook stays as it was."""
    bad = tmp_path / "坏.csv"
    bad.write_text("窗口,分值\n税务,1\n", encoding="utf-8")
    before = book.read_bytes()
    assert run("import", book, "--ledger", folder, bad).code == 2
    assert book.read_bytes() == before
    people = tmp_path / "人员.csv"
    people.write_text("窗口,姓名,考核分\n税务,张三,97\n", encoding="utf-8")
    assert run("import", book, "--ledger", folder, "--staff", people).code == 0
    sheets = openpyxl.load_workbook(book)
    assert [cell.value for cell in sheets["加扣分明细"]["J"][3:6]] == [
        "a.csv 第2行",
        "b.csv 第3行",
        None,
    ]
    assert sheets["加扣分明细"]["F4"].is_date
    assert sheets["人员考核"]["G4"].value == "人员.csv 第2行"


def test_more_lines_than_rows_make_the_table_longer(run, book: Path, tmp_path: Path) -> None:
    """501 lines in a table of 500 rows: openpyxl reads a table of 501."""
    rows = "".join(f"税务,迟到,业务规范,1,第{n}次\n" for n in range(501))
    file = tmp_path / "多.csv"
    file.write_text("窗口,项目,模块,分值,事由\n" + rows, encoding="utf-8")
    assert run("import", book, "--ledger", file).code == 0
    assert openpyxl.load_workbook(book)["加扣分明细"].tables["加扣分"].ref == "A3:J504"
