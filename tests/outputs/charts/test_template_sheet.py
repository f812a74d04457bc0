"""图表 of a new workbook: charts that refer to the 名次表, and sums that stay fresh."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest

from tests.published import ITEM_IDS, rows
from tests.render import pages_of, pdf_of
from tests.workbook.books import Book
from tests.workbook.libreoffice import recalculated_copies
from xl_appraisal.book.new import build_workbook
from xl_appraisal.book.new.native_charts import COLOURS, MOST_CHARTS
from xl_appraisal.book.sheets import CHARTS, RANKING
from xl_appraisal.book.write.chart_figures import (
    OTHER,
    chart_changes,
    charted_deductions,
    deductions,
)
from xl_appraisal.hosts import FileHost, MemoryHost
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.grid import Cell, Formula, Grid
from xl_appraisal.model.rulebook import load_rulebook
from xl_appraisal.work.desk import recalculate

CASES = Path(__file__).parents[2] / "fixtures" / "cases" / "t-13-charts"
DEDUCTIONS = {c.id for c in load_rulebook().layout.columns if c.kind == "points" and c.sign == "-"}


def charts(book: Path) -> Iterator[str]:
    """The charts' XML."""
    with zipfile.ZipFile(book) as archive:
        for name in sorted(n for n in archive.namelist() if re.match(r"xl/charts/chart\d", n)):
            yield archive.read(name).decode()


def references(xml: str) -> list[str]:
    return re.findall(r"<c:f>(.*?)</c:f>", xml)


def built(path: Path, count: int) -> Path:
    names = [f"窗口{number}" for number in range(count)]
    build_workbook(path, load_rulebook(), names, quarter="2023Q1")
    return path


def test_the_charts_refer_to_cells_and_hold_no_figures_of_their_own(demo_folder: Path) -> None:
    """Items: the table beside; modules: rows 7 to 31 of 名次表, names in B, scores in C to H."""
    items, modules = charts(demo_folder / "2023Q1.xlsx")

    assert references(items) == ["图表!$B$3", "图表!$A$4:$A$12", "图表!$B$4:$B$12"]
    assert references(modules) == [
        part
        for column in "CDEFGH"
        for part in (f"名次表!${column}$4", "名次表!$B$7:$B$31", f"名次表!${column}$7:${column}$31")
    ]
    assert 'c:grouping val="stacked"' in modules


@pytest.mark.parametrize("windows", [1, 30, 60, 61, 400])
def test_more_windows_get_more_charts_each_of_a_legible_number(
    tmp_path: Path, windows: int
) -> None:
    """30 on a chart; 400 are cut at twelve charts, and the sheet says so."""
    book = built(tmp_path / "q.xlsx", windows)
    _, *modules = charts(book)
    rows_shown = [re.search(r"\$B\$(\d+)(?::\$B\$(\d+))?", xml) for xml in modules]
    spans = [int(m[2] or m[1]) - int(m[1]) + 1 for m in rows_shown if m]

    assert sum(spans) == min(windows, 30 * MOST_CHARTS)
    assert max(spans) <= 30
    assert max(spans) - min(spans) <= 1
    texts = [c.value for row in openpyxl.load_workbook(book)[CHARTS].iter_rows() for c in row]
    assert any("前360行" in str(text) for text in texts) == (windows == 400)


def expected_sums() -> list[tuple[Decimal, int]]:
    """The published deductions, column by column, added up here."""
    columns = [c for c, item in ITEM_IDS.items() if item in DEDUCTIONS]
    found = []
    for column in columns:
        values = [Decimal(row[column]) for row in rows() if row[column].strip()]
        found.append((sum(values, Decimal(0)), sum(value > 0 for value in values)))
    return found


def sums(book: Path) -> list[tuple[Decimal, int]]:
    """The figures stored on 图表."""
    sheet = openpyxl.load_workbook(book, data_only=True)[CHARTS]
    return [
        (Decimal(str(sheet.cell(row, 2).value)), int(str(sheet.cell(row, 3).value)))
        for row in range(4, 4 + len(DEDUCTIONS))
    ]


def test_a_recalculation_stores_the_sums_that_the_charts_are_drawn_from(
    demo_folder: Path, tmp_path: Path
) -> None:
    """Equal to the published table's own columns, and to what LibreOffice makes of them."""
    book = demo_folder / "2023Q1.xlsx"

    assert sums(book) == expected_sums()
    (copy,) = recalculated_copies([book], tmp_path)
    assert sums(copy) == expected_sums()


def test_every_window_is_named_on_the_printed_chart(demo_folder: Path, tmp_path: Path) -> None:
    """LibreOffice leaves out labels that have no room: all 25 names are there."""
    printed = pages_of(pdf_of(demo_folder / "2023Q1.xlsx", tmp_path))
    page = next(page for page in printed if "各窗口模块得分" in page).replace(" ", "")

    assert [row["c2"] for row in rows() if row["c2"] not in page] == []


def test_a_workbook_without_the_sheet_is_recalculated_as_before() -> None:
    """Older workbooks have no 图表, and some sheet of that name may not be readable."""

    class Unreadable(MemoryHost):
        def grid(self, sheet: str) -> Grid | None:
            if sheet == CHARTS:
                raise BookError("图表工作表")
            return super().grid(sheet)

    grids = Book({"甲": {}, "乙": {}}).grids()
    for host in (MemoryHost(grids, "a.xlsx"), Unreadable(grids, "b.xlsx")):
        assert recalculate(host).appraisal.window("甲").total == Decimal("98.5")


def test_what_the_ledger_takes_off_is_on_the_sheet_too() -> None:
    """0.5 + 0.2 of column 38, typed and in the ledger; 0.3 of an item without a column."""
    book = Book(
        {"甲": {"item_38": "0.5"}, "乙": {}},
        ledger=[
            {"窗口": "乙", "项目": "重点扣分（第38列）", "分值": 0.2, "事由": "迟到"},
            {"窗口": "乙", "模块": "评价管理", "项目": "差评未整改", "分值": 0.3, "事由": "差评"},
        ],
    )
    done = book.appraised()
    texts = ("扣分项目", "合计扣分", "扣分窗口数"), ("重点扣分（第38列）", 0, 0), (OTHER, 0, 0)
    cells = {
        (row, column): Cell(Decimal(value) if isinstance(value, int) else value)
        for row, line in enumerate(texts, 3)
        for column, value in enumerate(line, 1)
    }

    changed = charted_deductions(Grid(CHARTS, cells), done.quarter, done.appraisal)
    assert changed == {
        (4, 2): Decimal("0.7"),
        (4, 3): Decimal(2),
        (5, 2): Decimal("0.3"),
        (5, 3): Decimal(1),
    }


def test_only_sums_over_the_ranking_are_refreshed() -> None:
    """What is being written counts; other formulas, texts and figures that hold stay."""
    ranking = Grid(RANKING, {(7, 12): Cell(Decimal(2)), (8, 12): Cell("—"), (9, 12): Cell(None)})
    cells = {
        (4, 2): Cell(Decimal(0), "SUM(名次表!$L$7:$L$9)"),
        (4, 3): Cell(Decimal(0), "COUNTIF('名次表'!L7:L9,\">0\")"),
        (5, 2): Cell(Decimal(9), "SUM(名次表!$L$7:$L$9)*2"),
        (6, 2): Cell("SUM(名次表!$L$7:$L$9)"),
        (7, 2): Cell(Decimal(2), "SUM(名次表!$L$7:$L$7)"),
    }

    changed = chart_changes(Grid(CHARTS, cells), ranking, {(9, 12): Formula("1+2", Decimal(3))})
    assert changed == {(4, 2): Decimal(5), (4, 3): Decimal(2)}


def test_the_sums_follow_a_row_put_in_by_hand(demo_folder: Path, tmp_path: Path) -> None:
    """Another figure typed into the table and recalculated: 公证处 loses 1.5 by column 38."""
    copy = tmp_path / "q.xlsx"
    copy.write_bytes((demo_folder / "2023Q1.xlsx").read_bytes())
    host = FileHost(copy)
    host.write(RANKING, {(19, 38): Decimal("1.5")})
    recalculate(host)
    host.save()

    place = [c for c, item in ITEM_IDS.items() if item in DEDUCTIONS].index("c38")
    before, after = expected_sums()[place], sums(copy)[place]
    assert (after[0] - before[0], after[1] - before[1]) == (Decimal("1.5"), 1)


@pytest.mark.parametrize(
    ("name", "points", "windows"),
    [
        ("ch2", 6, 3),  # column 37: 2分 + 1 + ３ = 6, of three windows
        ("ch3", 4, 2),  # -1E308 is no figure and stops its window: 1 + ３ = 4, of the other two
    ],
)
def test_figures_typed_as_texts_count_on_the_chart_as_in_the_scores(
    name: str, points: int, windows: int, tmp_path: Path
) -> None:
    """Sums over the cells passed texts over; the sheet's own sums and the output 图表 agree now."""
    host = FileHost(shutil.copy(CASES / f"{name}.xlsx", tmp_path / "2023Q1.xlsx"))
    done = recalculate(host)
    charts = host.grid(CHARTS)
    assert charts is not None
    assert (charts.value(7, 1), charts[7, 2], charts[7, 3]) == (
        "重点扣分（第37列）",
        Cell(Decimal(points)),
        Cell(Decimal(windows)),
    )
    others = [charts.value(row, column) for row in (4, 5, 6, 8, 9, 10, 11) for column in (2, 3)]
    assert set(others) == {Decimal(0)}
    (only,) = deductions(done.quarter, done.appraisal)
    assert (only.points, only.windows) == (points, windows)
    lost = sum(30 - w.score.modules["business_conduct"] for w in done.appraisal.windows if w.total)
    assert lost == points


def test_neighbours_differ_in_grey_print() -> None:
    """WCAG's contrast of each colour with the next is 1.4 at least.

    Any two, as in the legend, are ten steps of lightness in a hundred apart.
    """

    def luminance(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light = [luminance(colour) + 0.05 for colour in COLOURS]
    assert [max(a, b) / min(a, b) >= 1.4 for a, b in pairwise(light)] == [True] * 5
    grey = sorted(116 * luminance(colour) ** (1 / 3) - 16 for colour in COLOURS)  # CIE L*
    assert [b - a >= 10 for a, b in pairwise(grey)] == [True] * 5
