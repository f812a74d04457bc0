"""The workbook of charts: values, charts that refer to them, quarters in their order."""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.outputs.quarters import LONG, NOW, now, then
from tests.published import routes, rows
from tests.render import page_sizes, pages_of, pdf_of
from tests.workbook.books import Book
from xl_appraisal.book.read.quarter import Quarter
from xl_appraisal.book.sheets import CHARTS
from xl_appraisal.book.write.chart_figures import deductions
from xl_appraisal.hosts import FileHost
from xl_appraisal.model.errors import BookError
from xl_appraisal.outputs.charts_book import (
    ITEMS,
    MODULES,
    MOVES,
    RANKS,
    STANDING,
    charts_workbook,
)
from xl_appraisal.outputs.over_time import ranks_over_time
from xl_appraisal.scoring import Appraisal
from xl_appraisal.work.desk import Appraised, appraise_host


def pair(done: Appraised) -> tuple[Quarter, Appraisal]:
    return done.quarter, done.appraisal


def many(count: int) -> Appraised:
    """Windows with totals of their own, the first on top."""
    book = Book({f"第{n}号窗口": {"leadership_deduction": n} for n in range(count)})
    return book.appraised()


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def table(book: openpyxl.Workbook, name: str) -> list[list[object]]:
    return [[cell.value for cell in row] for row in book[name].iter_rows()]


def test_the_cells_hold_the_appraisal_in_rank_order() -> None:
    """Values only: ranks, names, six modules, totals; a window without a score is blank."""
    found = table(opened(charts_workbook(pair(now()))), MODULES)

    for line, window in zip(found[1:], now().appraisal.windows, strict=True):
        figures = [None if v is None else Decimal(str(v)) for v in line[2:]]
        modules = list(window.score.modules.values()) or [None] * 6
        assert line[:2] == [window.rank, window.window]
        assert figures == [*modules, window.total]


def test_deductions_are_added_up_by_item_the_dearest_first(demo_folder: Path) -> None:
    """With the modules they were taken from; 57.368 of leadership as column 12 adds up to."""
    done = appraise_host(FileHost(demo_folder / "2023Q1.xlsx"))
    found = deductions(*pair(done))
    leadership = sum((Decimal(r["c12"]) for r in rows() if r["c12"].strip()), Decimal(0))
    lost = sum(
        (Decimal(full) - Decimal(row[column]))
        for row in rows()
        for column, full in (("c4", 10), ("c5", 30), ("c6", 15), ("c7", 15))
    )

    assert (found[0].item, found[0].points) == ("领导重视·扣分", leadership)
    assert sum(one.points for one in found) == lost
    assert [one.points for one in found] == sorted((one.points for one in found), reverse=True)


def test_an_item_that_took_from_several_modules_is_told_apart(demo_folder: Path) -> None:
    """Columns 47 and 48, by routes.csv from two modules each; every bar has a name of its own."""
    done = appraise_host(FileHost(demo_folder / "2023Q1.xlsx"))
    found = [str(line[0]) for line in table(opened(charts_workbook(pair(done))), ITEMS)[1:]]
    taken = {(r["column"].removeprefix("c"), r["module"]) for r in routes()}

    assert len(found) == len(set(found))
    assert {name for name in found if name.startswith("扣分（")} == {
        f"扣分（第{column}列）{module}" for column, module in taken
    }


def test_items_without_a_column_are_among_the_deductions() -> None:
    """甲's 差评未整改 stands in the ledger alone; what a cap takes back is no deduction."""
    found = {(one.item, one.module): (one.points, one.windows) for one in deductions(*pair(now()))}

    assert found == {
        ("差评未整改", "评价管理"): (Decimal("0.3"), 1),
        ("重点扣分（第38列）", "窗口规范"): (Decimal("0.7"), 2),
    }


def test_ranks_over_time_show_who_is_new_and_who_is_gone() -> None:
    """The last quarter's windows in rank order, then the others; no rank, no point."""
    found = ranks_over_time([pair(then()), pair(now())])

    assert [(row.window, row.ranks) for row in found] == [
        ("甲", (3, 1)),
        ("乙", (4, 2)),
        ("丙", (None, 3)),
        ("丁", (None, 3)),
        ("己", (1, 5)),
        (LONG, (None, 6)),
        ("戊", (4, None)),
        ("撤销的窗口", (2, None)),
    ]


def test_each_line_is_named_where_it_ends_and_lines_that_end_together_once() -> None:
    """丙 and 丁 share rank 3 now; 撤销的窗口 was last there a quarter before."""
    content = charts_workbook(pair(now()), [pair(then())])
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        charts = [package.read(name).decode() for name in package.namelist() if "/chart" in name]
    (lines,) = [chart for chart in charts if "<c:lineChart>" in chart]
    named = re.findall(r"<c:idx val=\"(\d)\"/><c:layout/><c:tx>.*?<a:t>(.*?)</a:t>", lines)
    assert [(int(place), name) for place, name in named if int(place)] == [
        (1, "甲"), (1, "乙"), (1, "丙、丁"), (1, "己"), (1, LONG),
    ]  # fmt: skip
    assert ("0", "撤销的窗口") in named


def test_quarters_stand_in_the_order_of_time_however_they_were_given() -> None:
    """2022Q3, 2022Q4, 2023Q1; one given twice, or a later one, is refused."""
    third = NOW.but(rules={"book.quarter": "2022Q3"}).appraised()
    book = opened(charts_workbook(pair(now()), [pair(then()), pair(third)]))

    assert table(book, RANKS)[0] == ["窗口", "2022年第3季度", "2022年第4季度", "2023年第1季度"]
    with pytest.raises(BookError, match="不止一本"):
        charts_workbook(pair(now()), [pair(then()), pair(then())])
    with pytest.raises(BookError, match="不早于"):
        charts_workbook(pair(then()), [pair(now())])


def test_distances_to_the_line_and_changes_are_told_with_their_sign() -> None:
    """10 windows, 3 flags, so that the line is between the third and the fourth.

    Window n has n points taken.  The third keeps its flag while it is above the fourth, which is
    1 point lower; the fourth lacks 1 point to the third, the tenth 7.  Before, all were level
    but 第1号窗口, which had 2 points taken and has 1 now.
    """
    taken = {f"第{n}号窗口": {"leadership_deduction": n} for n in range(10)}
    before = {name: {"leadership_deduction": 2 if "1" in name else 0} for name in taken}
    before.pop("第9号窗口")
    then = Book(before, rules={"book.quarter": "2022Q4"}).appraised()
    book = opened(charts_workbook(pair(Book(taken).appraised()), [pair(then)]))
    standing = {str(line[1]): line[4] for line in table(book, STANDING)[1:]}
    moves = {str(line[0]): line[3] for line in table(book, MOVES)[1:]}

    assert [standing[f"第{n}号窗口"] for n in (0, 2, 3, 9)] == [3, 1, -1, -7]
    assert [moves[f"第{n}号窗口"] for n in (0, 1, 2, 8, 9)] == [0, 1, -2, -8, None]


@pytest.mark.parametrize(
    ("windows", "drawn"),
    [(25, 1 + 1 + 1 + 1 + 1), (60, 2 + 2 + 1 + 2 + 2), (73, 3 + 3 + 1 + 3 + 3)],
)
def test_many_windows_are_spread_over_charts(windows: int, drawn: int) -> None:
    """36 bars and 30 lines on a chart: modules + distances + items + changes + ranks."""
    before = Book({"第0号窗口": {}}, rules={"book.quarter": "2022Q4"}).appraised()
    book = opened(charts_workbook(pair(many(windows)), [pair(before)]))

    assert len(book[CHARTS]._charts) == drawn  # type: ignore[attr-defined]


def test_a_quarter_without_any_score_says_so_instead_of_empty_charts() -> None:
    """No window, or none with a score: two sentences, the tables' headers, no chart."""
    unscored = Book({"甲": {"item_18": "三分"}}).appraised()
    for done in (unscored, Book({}).appraised()):
        book = opened(charts_workbook(pair(done)))
        texts = [cell.value for row in book[CHARTS].iter_rows() for cell in row if cell.value]
        assert [text for text in texts if "画不出" in str(text)] == [
            "没有窗口有得分，画不出模块得分图。",
            "本季度没有扣分，画不出扣分项目图。",
        ]
        assert book[CHARTS]._charts == []  # type: ignore[attr-defined]
        assert len(table(book, ITEMS)) == 1


def test_all_names_are_legible_on_paper(demo_folder: Path, tmp_path: Path) -> None:
    """25 windows as LibreOffice prints them: each name beside its bar and at its line's end."""
    done = appraise_host(FileHost(demo_folder / "2023Q1.xlsx"))
    book = tmp_path / "图.xlsx"
    book.write_bytes(charts_workbook(pair(done), [pair(then())], origin="出处：示例"))
    printed = pdf_of(book, tmp_path)
    pages = [page.replace(" ", "") for page in pages_of(printed)]
    names = [row["c2"] for row in rows()]

    assert {(round(w), round(h)) for w, h in page_sizes(printed)} == {(595, 842)}
    assert [name for name in names if name not in pages[0]] == []
    lines = "".join(page for page in pages if "各季度名次" in page)
    assert [name for name in names if name not in lines] == []
    assert any("出处：示例" in page for page in pages)
