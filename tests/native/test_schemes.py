"""Other centres' schemes by plain formulas: the hand figures, in programs without our extension."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.command_line import Run
from tests.native.family_books import text
from tests.native.other_engines import by_gnumeric, readable
from tests.remark_cases import all_cases
from tests.scheme_books import SHARED, alone, columns, rows, written
from tests.workbook.libreoffice import recalculated_copies
from xl_appraisal.book.new.plain.helper_block import NATIVE_CHECK
from xl_appraisal.book.sheets import RANKING
from xl_appraisal.model.exact import plain

Figures = dict[tuple[str, str], str]
"""Window and column id → what is shown."""


def books(notice: str) -> Iterator[tuple[dict[str, Any], Figures]]:
    """The windows of each workbook, and the figures worked by hand that it shall show."""
    single = {f"例{number}": case.table for number, case in enumerate(alone(notice), 1)}
    yield single, dict(_by_hand(single))
    for case in all_cases(notice):
        if "windows" in case.table:
            windows = {one["name"]: one for one in case.table["windows"]}
            yield windows, _standings(case.table, windows)


def _by_hand(windows: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], str]]:
    for name, table in windows.items():
        figures = dict(table.get("modules", {}))
        if "total" in table:
            figures["total"] = table["total"]
        for column, value in figures.items():
            yield (name, column), "" if value == "" else plain(Decimal(str(value)))


def _standings(table: Mapping[str, Any], windows: Mapping[str, Any]) -> Figures:
    """A window that takes no part shows the notice's word for that, in place of a rank too."""
    out = {
        name: "未评优秀" for name, one in windows.items() if "not_excellent" in one.get("given", {})
    }
    ranks = table.get("ranks", {}).items()
    found = {(name, "rank"): out.get(name, str(rank)) for name, rank in ranks}
    found |= {(name, "grade"): grade for name, grade in table.get("grades", {}).items()}
    if table.get("red_flags"):
        flags = dict.fromkeys(table["red_flags"], "红旗") | out
        found |= {(name, "red_flag"): flags.get(name, "") for name in windows}
    return found


@pytest.mark.parametrize("notice", SHARED)
def test_the_hand_figures_come_out_of_plain_formulas(
    run: Callable[..., Run], tmp_path: Path, notice: str
) -> None:
    """Modules, totals, ranks, awards and grades in LibreOffice; where none is due, why."""
    made = []
    for number, (windows, expected) in enumerate(books(notice)):
        folder = tmp_path / str(number)
        folder.mkdir()
        path = written(run, folder, notice, windows, "--formulas", "native")
        made.append((path.rename(tmp_path / f"{number}.xlsx"), expected))
    copies = recalculated_copies([path for path, _ in made], tmp_path / "computed")
    for copy, (_, expected) in zip(copies, made, strict=True):
        book = openpyxl.load_workbook(copy, data_only=True)
        at, places = columns(book[RANKING]), rows(book[RANKING], {name for name, _ in expected})
        shown = {
            (window, column): text(book[RANKING].cell(places[window], at[column]).value)
            for window, column in expected
        }
        check = {
            str(row[1].value): str(row[5].value or "")
            for row in book[NATIVE_CHECK].iter_rows(min_row=6)
        }
        assert shown == expected
        stopped = {window for (window, column), value in expected.items()
                   if (column, value) == ("total", "")}  # fmt: skip
        assert {window for window, _ in expected if check[window]} == stopped
    assert sum(len(expected) for _, expected in made) > 5


@pytest.mark.parametrize("notice", SHARED)
def test_gnumeric_comes_to_the_hand_figures(
    run: Callable[..., Run], tmp_path: Path, notice: str
) -> None:
    """Modules and totals of the cases of one window."""
    windows, expected = next(books(notice))
    book = written(run, tmp_path, notice, windows, "--formulas", "native")
    sheet = openpyxl.load_workbook(book)[RANKING]
    at, places = columns(sheet), rows(sheet)
    first = min(places.values())
    last = openpyxl.utils.get_column_letter(max(at.values()))
    area = f"A{first}:{last}{first + len(windows) - 1}"
    found = by_gnumeric(readable(book, tmp_path / "copy.xlsx"), area)

    shown = {
        (window, column): _rounded(found[places[window] - first][at[column] - 1])
        for window, column in expected
    }
    assert shown == expected


def _rounded(value: object) -> str:
    """Gnumeric writes some figures with the last bits of a double."""
    return plain(round(Decimal(repr(value)), 9)) if isinstance(value, int | float) else str(value)
