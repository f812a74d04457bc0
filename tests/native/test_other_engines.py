"""Another opinion on the same file: Gnumeric's."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from tests.native.other_engines import by_gnumeric, readable
from tests.published import MODULE_COLUMNS, rows
from xl_appraisal.doors.command_line import main
from xl_appraisal.model.exact import plain, shown

AREA = "A7:I31"  # 名次 to 总分 of 25 windows


def test_gnumeric_shows_the_published_quarter(tmp_path: Path) -> None:
    """25 windows: rank, six modules and the total, shown in two decimals."""
    assert main(["demo", "--formulas", "native", "--out", str(tmp_path)]) == 0
    book = readable(tmp_path / "2023Q1-公式.xlsx", tmp_path / "copy.xlsx")
    found = [[_text(value) for value in row] for row in by_gnumeric(book, AREA)]

    assert [[*row[:-1], shown(Decimal(row[-1]), 2)] for row in found] == [
        [
            row["c1"],
            row["c2"],
            *(plain(Decimal(row[column].strip())) for column in MODULE_COLUMNS.values()),
            row["c9"].strip(),
        ]
        for row in rows()
    ]


def _text(value: object) -> str:
    if isinstance(value, int | float):
        return plain(round(Decimal(repr(value)), 9))
    return str(value)
