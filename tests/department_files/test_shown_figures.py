"""Figures that a cell shows otherwise than it stores them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from xl_appraisal.model.errors import ImportFileError
from xl_appraisal.model.number_format import shown_otherwise
from xl_appraisal.work.importing.list_kinds import LEDGER_KIND, STAFF_KIND
from xl_appraisal.work.importing.list_source import read_list
from xl_appraisal.work.importing.shown_figures import shown_rounded
from xl_appraisal.work.importing.source_files import read_file_sheets

D = Decimal


FORMATS = [
    ("0.95", "0%", "95%"),
    ("0.9545", "0.0%", "95.5%"),
    ("95", '0"%"', "95%"),
    ("3", "¥#,##0.00", "¥3.00"),
    ("3", "[$¥-804]#,##0.00", "¥3.00"),
    ("3", '0"元"', "3元"),
    ("30000", '0!.0,"万"', '30000（0!.0,"万"）'),  # digits in two places: the code itself is told,
    ("1500", "0,", "2"),  # thousands, rounded half up
    ("3", ";;;", "（隐藏）3"),
    ("3", "0.00_ ", ""),
    ("3", '0.0"分"', ""),
    ("3", "#,##0.00;[Red]-#,##0.00", ""),
    ("-3", "#,##0.00;[Red]-#,##0.00", ""),
    ("3", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', ""),
    ("3", "General", ""),
    ("-3", "0;0", "3"),  # the sign is gone
    ("-3", "0_);(0)", ""),
    ("0", '0.0;-0.0;"-"', ""),
    ("3", '"共"0"次"', "共3次"),
    ("0.5", "# ?/?", ""),
    ("5", "0.00E+00", ""),
]


@pytest.mark.parametrize(("value", "code", "shown"), FORMATS)
def test_a_format_that_makes_another_figure_is_seen(value: str, code: str, shown: str) -> None:
    """Percent, currency, thousands, hidden; the usual formats of points and counts are fine."""
    assert shown_otherwise(D(value), code) == shown


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [("2.5", "0", "3"), ("0.4", "0_ ", "0"), ("2.5", "0.0", ""), ("2.5", "General", "")],
)
def test_hidden_decimals_are_seen(value: str, code: str, shown: str) -> None:
    """What the cell shows instead, rounded half up as Excel does."""
    assert shown_rounded(D(value), code) == shown


@pytest.mark.parametrize(
    ("day", "stored"),
    [(date(1900, 1, 4), "4"), (date(1900, 2, 28), "59"), (date(1900, 3, 1), "61")],
)
def test_a_date_where_points_belong_is_told_with_its_day_count(
    tmp_path: Path, day: date, stored: str
) -> None:
    """Day 1 is 1 January 1900, and Excel counts a 29 February of that year as day 60."""
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    for row in (["窗口", "模块", "分值"], ["税务", "业务规范", int(stored)]):
        book.active.append(row)
    book.active["C2"].number_format = "yyyy-mm-dd"
    book.save(path)
    (seen,) = read_file_sheets(path)
    (told,) = [line for line in read_list(seen, LEDGER_KIND).report if line.startswith("C2")]
    assert f"显示“{day}”，存的数是{stored}，" in told


def test_a_fraction_as_a_score_is_refused_where_no_format_is_told(tmp_path: Path) -> None:
    """0.95 without a format may be 95 %."""
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    for row in (["窗口", "姓名", "考核分"], ["税务", "张三", 0.95]):
        book.active.append(row)
    book.save(path)
    (seen,) = read_file_sheets(path)
    assert read_list(seen, STAFF_KIND).lines[0].cells["score"].value == D("0.95")
    blind = type(seen)(seen.file, seen.grid, blind=".xlsb")
    with pytest.raises(ImportFileError, match=r"C2：0.95，可能是95%"):
        read_list(blind, STAFF_KIND)
