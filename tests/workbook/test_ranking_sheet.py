"""名次表 read: each thing that may be wrong there, where it is said to be, and who is scored."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tests import published
from tests.evidence import rulebook
from tests.workbook.books import (
    BASE,
    CHECK,
    COLUMN_SHEET,
    COLUMNS,
    FIRST,
    ID_ROW,
    LEDGER,
    PRINTED,
    RANKING,
    RULES,
    SOURCE,
    STAFF,
    Book,
    at,
    one,
)
from xl_appraisal.book.new import build_workbook
from xl_appraisal.hosts import FileHost, MemoryHost
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.grid import Cell, CellError, Formula, Grid, column_name
from xl_appraisal.work.desk import appraise_host, recalculate

BEYOND = column_name(len(rulebook().layout.all_columns) + 1)  # the first column without an id


def test_a_window_without_items_has_all_deductive_modules_full() -> None:
    """28.5 for its staff, 10 + 30 + 15 + 15 and no reward; nothing is found."""
    book = one()
    assert book.total() == BASE
    assert book.findings() == []


def test_a_window_that_brings_points_is_ranked_by_them() -> None:
    """Two points of reward make 100.5 and the first rank."""
    window = one(item_18=2).window()
    assert (window.total, window.rank) == (Decimal("100.5"), 1)


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("item_18", "若干", "unreadable"),
        ("item_18", -1, "negative"),
        ("item_38", "－1", "negative"),
        ("item_18", 10**9, "out_of_range"),
        ("item_18", CellError("#N/A"), "error_cell"),
        ("item_18", Cell(None, "SUM(X1:X2)"), "not_calculated"),
        ("item_18", True, "unreadable"),
        ("leadership_visits", "很多", "unreadable"),
        ("immediate_cases", CellError("#REF!"), "error_cell"),
        ("veto_43", "待定", "unreadable"),
        ("veto_44", CellError("#NAME?"), "error_cell"),
        ("platform_share", "70", "out_of_range"),
        ("platform_share", CellError("#DIV/0!"), "error_cell"),
        ("item_47", "三", "unreadable"),
    ],
)
def test_an_unreadable_cell_stops_its_window_alone(column: str, value: object, code: str) -> None:
    """The finding names sheet, cell, window and item; 甲 has no score and no rank, 乙 has both."""
    book = one(**{column: value})
    (found,) = (f for f in book.findings() if f.severity == "error")
    assert (found.code, found.sheet, found.cell, found.window) == (code, RANKING, at(column), "甲")
    assert found.item == rulebook().layout.labels[column]
    assert found.found
    assert found.expected
    assert "暂不计分" in found.message
    assert (book.total(), book.window().rank) == (None, None)
    assert (book.total("乙"), book.window("乙").rank) == (BASE, 1)
    assert book.finding("ranking_provisional").severity == "warning"


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("item_45", CellError("#N/A"), "error_cell"),
        ("item_46", "七成", "unreadable"),
        ("item_31", CellError("#VALUE!"), "error_cell"),
        ("item_49", CellError("#N/A"), "error_cell"),
        ("item_31", 3, "number_in_text"),
        ("item_18", 21, "over_maximum"),
        ("item_38", 16, "over_maximum"),
    ],
)
def test_what_does_not_stop_a_score_is_a_warning(column: str, value: object, code: str) -> None:
    """A cell that no score depends on, or a figure that wants a second look."""
    book = one(**{column: value})
    found = book.finding(code)
    assert (found.severity, found.sheet, found.cell) == ("warning", RANKING, at(column))
    assert found.window == "甲"
    assert book.total() is not None


def test_a_percentage_typed_for_the_score_is_told() -> None:
    """98 in a column of 30 points is most likely a staff score; it counts as no more than 30."""
    book = one(staff_performance=98).but(staff={"乙": [95]})
    found = book.finding("over_maximum")
    assert (found.cell, found.found, found.expected) == (at("staff_performance"), "98", "30")
    assert book.total() == 30 + 10 + 30 + 15 + 15


def test_a_window_with_nothing_for_its_staff_has_no_score() -> None:
    """Neither staff lines nor a typed figure: nothing is assumed."""
    book = one().but(staff={"乙": [95]})
    found = book.finding("no_staff_score")
    assert (found.severity, found.window, found.cell) == ("error", "甲", at("window"))
    assert book.total() is None
    assert book.but(windows={"甲": {"staff_performance": "２８.５ 分"}, "乙": {}}).total() == BASE


@pytest.mark.parametrize("second", ["甲", " 甲 ", "甲\u200b", "　甲"])
def test_a_window_that_stands_twice_has_no_score(second: str) -> None:
    """Both rows are told, however the name is spaced."""
    book = Book({"甲": {}, "乙": {}, second + ("" if second != "甲" else "\ufeff"): {}})
    repeated = book.findings("window_repeated")
    assert [(f.severity, f.cell) for f in repeated] == [("error", "B7"), ("error", "B9")]
    assert "第7、9行" in repeated[0].message
    totals = [w.total for w in book.appraised().appraisal.windows]
    assert totals == [BASE, None, None]


def test_a_row_without_a_name_is_told() -> None:
    """Data that belong to nobody are an error, not a window called nothing."""
    book = Book({"甲": {}, "　": {"item_18": 2}}, staff={"甲": [95]})
    found = book.finding("window_missing")
    assert (found.severity, found.sheet, found.cell) == ("error", RANKING, "B8")
    assert book.total() == BASE


def test_an_error_value_as_a_name_is_told() -> None:
    """``#REF!`` is not a window's name."""
    book = one().but(cells={RANKING: {"B7": CellError("#REF!")}}, staff={"乙": [95]})
    assert {(f.code, f.cell) for f in book.findings() if f.severity == "error"} == {
        ("error_cell", "B7"),
        ("no_staff_score", "B7"),
    }
    assert book.total("乙") == BASE


@pytest.mark.parametrize(
    ("area", "stopped"),
    [("R7:S7", {"甲"}), ("R7:R8", {"甲", "乙"}), ("A7:A8", {"甲", "乙"}), ("B8:C8", {"乙"})],
)
def test_a_merged_cell_stops_every_window_it_covers(area: str, stopped: set[str]) -> None:
    """Whose value it is cannot be told; the others keep their score."""
    book = Book({"甲": {"item_18": 2}, "乙": {"item_18": 1}, "丙": {"item_18": 1}})
    book = book.but(merges={RANKING: [area]})
    merged = book.findings("merged")
    assert {f.window for f in merged} == stopped
    assert {(f.severity, f.cell, f.found) for f in merged} == {
        ("error", area.partition(":")[0], area)
    }
    assert {w.window for w in book.appraised().appraisal.windows if w.total is None} == stopped


def test_a_merge_beside_the_known_columns_does_no_harm() -> None:
    """What is not data is nobody's."""
    last = column_name(PRINTED + 10)
    assert one().but(merges={RANKING: [f"{last}7:{last}8"]}).findings() == []


def test_a_window_merged_into_the_header_is_told() -> None:
    """The header would swallow the first window without a word."""
    grids = {grid.name: grid for grid in one().grids()}
    ranking = grids[RANKING]
    merges = [a._replace(bottom=FIRST) if a.left == 2 else a for a in ranking.merges]
    host = MemoryHost([*grids.values(), Grid(RANKING, ranking.cells, tuple(merges))])
    with pytest.raises(BookError, match=r"表头没有在同一行结束.*B7"):
        appraise_host(host)


def test_a_remark_typed_into_a_window_row_does_not_end_the_table() -> None:
    """备注：… in a text cell is data: the windows below keep their place."""
    book = Book({"甲": {"item_49": "备注：见附件"}, "乙": {"rank": "备注：无"}, "丙": {}})
    assert len(book.appraised().quarter.windows) == 3
    assert book.total("丙") == BASE
    nameless = Book({"": {"item_49": "备注：见附件"}, "丙": {}}, staff={"丙": [95]})
    assert nameless.finding("window_missing").cell == "B7"
    assert nameless.total("丙") == BASE


def test_a_window_below_the_remarks_is_told() -> None:
    """It is no part of the table, and never left out in silence."""
    book = one().but(cells={RANKING: {"B12": "丙", "R12": 3}})
    found = book.finding("window_below_remarks")
    assert (found.severity, found.cell, found.window) == ("error", "B12", "丙")
    assert [w.window for w in book.appraised().appraisal.windows] == ["甲", "乙"]


def test_a_blank_row_between_windows_is_passed_over() -> None:
    """Spaces and formulas without a figure make no window."""
    book = Book({"甲": {}, "　": {"item_18": Cell(None, "1+1"), "item_19": " "}, "乙": {}})
    book = book.but(staff={"甲": [95], "乙": [95]})
    assert [w.window for w in book.appraised().appraisal.windows] == ["甲", "乙"]


# ── columns ──


def test_data_in_a_column_without_an_id_stop_their_window() -> None:
    """A column added by hand is told once for itself and once for each window with data in it."""
    book = one().but(cells={RANKING: {f"{BEYOND}5": "新栏目", f"{BEYOND}7": 3}})
    of_table, of_window = sorted(book.findings("column_unknown"), key=lambda f: f.window)
    assert (of_table.severity, of_table.cell, of_table.item) == ("error", f"{BEYOND}3", "新栏目")
    assert COLUMN_SHEET in of_table.message
    assert (of_window.severity, of_window.cell, of_window.window) == ("error", f"{BEYOND}7", "甲")
    assert (book.total(), book.total("乙")) == (None, BASE)


def test_data_in_a_column_that_is_not_listed_stop_their_window() -> None:
    """An id without a row on 栏目 says nothing about how its figures count."""
    book = one(item_18=3).but(columns={"item_18": {"栏目编号": None}})
    assert {(f.window, f.cell) for f in book.findings("column_unknown")} == {
        ("", f"{at('item_18', ID_ROW)}"),
        ("甲", at("item_18")),
    }
    assert (book.total(), book.total("乙")) == (None, BASE)


def test_a_cell_function_beside_the_table_does_no_harm() -> None:
    """What ``=WINDOW_TOTAL(7)`` shows there is no figure of the window's own."""
    shown = Cell(BASE, "WINDOW_TOTAL(7)")
    book = one().but(cells={RANKING: {f"{BEYOND}7": shown}})
    assert book.findings("column_unknown") == []
    assert book.total() == BASE


def test_an_empty_column_that_is_not_listed_does_no_harm() -> None:
    """Without data there is nothing that could be left out."""
    book = one().but(columns={"item_18": {"栏目编号": None}})
    assert book.findings("column_unknown") == []
    assert book.total() == BASE


def test_a_new_item_column_counts_once_it_is_listed() -> None:
    """An id, a header and a row on 栏目 are all that a new column takes: 98.5 + 4."""
    cells = {RANKING: {f"{BEYOND}3": "item_new", f"{BEYOND}4": "新增加分", f"{BEYOND}7": 4}}
    row = {"表头": "新增加分", "种类": "分值", "加扣": "＋", "模块": "奖励分", "打印": "是"}
    book = one().but(cells=cells, columns={"item_new": row})
    assert book.findings() == []
    assert book.total() == BASE + 4
    assert book.window().score.items["item_new"].source == "typed"
    ledger = book.but(ledger=[{"窗口": "乙", "项目": "新增加分", "分值": 1}])
    assert ledger.total("乙") == BASE + 1


def test_a_new_deduction_column_takes_points_away() -> None:
    """The row on 栏目 says which module: 98.5 − 4."""
    cells = {RANKING: {f"{BEYOND}3": "item_new", f"{BEYOND}4": "新增扣分", f"{BEYOND}7": 4}}
    row = {"种类": "分值", "加扣": "－", "模块": "窗口规范", "栏名依据": "推断"}
    book = one().but(cells=cells, columns={"item_new": row})
    assert book.total() == BASE - 4
    assert book.window().score.modules["window_conduct"] == 11


def test_columns_may_be_moved() -> None:
    """The id row moves along, so every figure still counts as what it is."""
    book = one(item_18=2, item_38=1, immediate_cases=630)
    moved = book.but(order=[*COLUMNS[:9], *reversed(COLUMNS[9:PRINTED]), *COLUMNS[PRINTED:]])
    assert moved.findings() == []
    assert moved.total() == book.total() == BASE + 2 - 1 + 2
    places = {x.column: x.places for x in moved.window().lines}
    assert places["item_18"][0].cell == f"{column_name(9 + PRINTED - 17)}7"


def test_a_column_may_be_deleted() -> None:
    """What is gone from 名次表 does not count this quarter; a warning says so."""
    book = one(item_18=2).but(cells={RANKING: {at("item_19", row): None for row in range(3, 9)}})
    found = book.finding("column_missing")
    assert (found.severity, found.sheet) == ("warning", COLUMN_SHEET)
    assert "item_19" in found.message
    assert book.total() == BASE + 2


@pytest.mark.parametrize("column", ["total", "rank", "reward", "staff_performance"])
def test_a_table_without_its_figures_is_refused(column: str) -> None:
    """Rank, modules and total are what the table is for."""
    gone = {at(column, row): None for row in range(3, 9)}
    with pytest.raises(BookError, match=rf"缺少栏目 {column}"):
        one().but(cells={RANKING: gone}).appraised()


def test_a_column_may_be_renamed() -> None:
    """The header on 名次表 is the name that findings and ledger go by."""
    book = one(item_18="x").but(cells={RANKING: {at("item_18", 5): "政务公开"}})
    assert book.finding("unreadable").item == "政务公开"
    assert one().but(
        cells={RANKING: {at("item_18", 5): "政务公开"}},
        ledger=[{"项目": "政务 公开", "分值": 3}],
    ).total() == BASE + 3  # fmt: skip


def test_two_columns_of_one_name_are_refused() -> None:
    """Otherwise a ledger line could mean either."""
    same = {at("item_18", 5): "同名", at("item_19", 5): "同名"}
    with pytest.raises(BookError, match=r"表头 .*同名 出现 2 次"):
        one().but(cells={RANKING: same}).appraised()


def test_an_id_that_stands_twice_is_refused() -> None:
    """A copied column brings its id along."""
    with pytest.raises(BookError, match=rf"{BEYOND}3：栏目编号 item_18 与 R3 重复"):
        one().but(cells={RANKING: {f"{BEYOND}3": "item_18"}}).appraised()


def test_a_table_without_its_id_row_is_refused() -> None:
    """The message says which row is meant and what to do."""
    book = one()
    grid = next(grid for grid in book.grids() if grid.name == RANKING)
    ids = {f"{column_name(column)}3": None for row, column in grid.cells if row == ID_ROW}
    with pytest.raises(BookError, match=r"名次表.*隐藏.*xl-appraisal new"):
        book.but(cells={RANKING: ids}).appraised()


@pytest.mark.parametrize(
    ("column", "change", "fault"),
    [
        ("item_18", {"种类": "计算", "加扣": ""}, "只有名次、得分等"),
        ("rank", {"种类": "计数"}, "由程序计算的栏目应为计算"),
        ("red_flag", {"种类": "文字"}, "由程序计算的栏目应为计算"),
        ("reward", {"种类": "分值", "加扣": "+"}, "由程序计算的栏目应为计算"),
        ("window", {"种类": "计数"}, "窗口名称应为文字"),
        ("immediate_cases", {"种类": "百分比"}, r"应为 count（计数）"),
        ("platform_share", {"种类": "计数"}, r"应为 percent（百分比）"),
        ("item_18", {"种类": "点数"}, "kind 为 '点数'"),
        ("item_18", {"加扣": ""}, r"sign：\+ 或 -"),
        ("item_18", {"加扣": "-"}, "不能计入 reward"),
        ("item_18", {"模块": "表彰"}, "module 为 表彰"),
        ("item_18", {"规则": "无此规则"}, "rule 为 无此规则"),
    ],
)
def test_a_column_that_is_listed_wrongly_is_refused(
    column: str, change: dict[str, object], fault: str
) -> None:
    """How figures count must be plain before any is scored."""
    with pytest.raises(BookError, match=fault) as caught:
        one().but(columns={column: change}).appraised()
    assert "工作表“栏目”" in str(caught.value)
    assert column in str(caught.value)


def test_a_column_listed_twice_is_refused() -> None:
    """Which of the two rows counts is never guessed."""
    with pytest.raises(BookError, match="栏目!A5：栏目编号 rank 与 A4 重复"):
        one().but(columns={"window": {"栏目编号": "rank"}}).appraised()


@pytest.mark.parametrize("header", ["栏目编号", "种类", "加扣", "模块", "规则", "计数用途"])
def test_a_listing_without_a_header_it_needs_is_refused(header: str) -> None:
    """A header renamed would silently take every rule and count out of play."""
    headers = ("栏目编号", "表头", "种类", "加扣", "模块", "规则", "计数用途")
    place = f"{column_name(headers.index(header) + 1)}3"
    with pytest.raises(BookError, match=f"“栏目”缺少表头：{header}"):
        one().but(cells={COLUMN_SHEET: {place: "改名"}}).appraised()


# ── sheets ──


@pytest.mark.parametrize("sheet", [RANKING, STAFF, LEDGER, RULES, COLUMN_SHEET, SOURCE])
def test_a_missing_sheet_is_named_with_its_remedy(sheet: str) -> None:
    """What scoring cannot do without is not made up."""
    with pytest.raises(BookError, match=rf"{sheet}.*xl-appraisal new"):
        one().but(without=[sheet]).appraised()


def test_scores_are_not_written_where_findings_cannot_be() -> None:
    """核对 gone or without its header: nothing is written at all."""
    for book in (
        one().but(without=[CHECK]),
        one().but(cells={CHECK: {f"{column_name(column)}6": None for column in range(1, 10)}}),
    ):
        host = book.host()
        before = host.grid(RANKING)
        with pytest.raises(BookError, match="核对"):
            recalculate(host)
        assert host.grid(RANKING) is before
        assert book.total() == BASE


def test_published_figures_may_be_missing() -> None:
    """公布成绩 is only compared with."""
    assert one().but(without=["公布成绩"]).findings() == []


@pytest.mark.parametrize(
    ("sheet", "header", "place"),
    [(STAFF, "考核分", "E3"), (LEDGER, "分值", "I3"), (RULES, "取值", "J3"), (CHECK, "说明", "K6")],
)
def test_a_header_that_stands_twice_is_refused(sheet: str, header: str, place: str) -> None:
    """A second column of the same name could hold what the first one lacks."""
    with pytest.raises(BookError, match=rf"“{sheet}”的表头“{header}”出现2次.*{place}"):
        recalculate(one().but(cells={sheet: {place: header}}).host())


@pytest.mark.parametrize(
    ("sheet", "place", "header"),
    [
        (STAFF, "A3", "窗口"),
        (STAFF, "C3", "考核分"),
        (LEDGER, "B3", "项目"),
        (LEDGER, "D3", "分值"),
    ],
)
def test_a_list_without_a_header_it_needs_is_refused(sheet: str, place: str, header: str) -> None:
    """The message names sheet and header."""
    with pytest.raises(BookError, match=f"“{sheet}”缺少表头：{header}"):
        one().but(cells={sheet: {place: "改名"}}).appraised()


def test_the_template_is_read_as_it_was_laid_out(tmp_path: Path) -> None:
    """The product's own workbook: its windows, its columns, and no finding but missing scores."""
    path = tmp_path / "一季度.xlsx"
    build_workbook(path, rulebook(), ["甲", "乙"], quarter="2024Q2", spare_rows=3)
    done = appraise_host(FileHost(path))
    assert done.quarter.quarter == "2024Q2"
    assert [window.name for window in done.quarter.windows] == ["甲", "乙"]
    made = (replace(column, width=0) for column in rulebook().layout.all_columns)
    read = (replace(column, width=0) for column in done.quarter.book.layout.all_columns)
    assert list(made) == list(read)
    assert {f.code for f in done.appraisal.findings} == {"no_staff_score"}


def test_the_published_table_comes_out_of_the_template(tmp_path: Path) -> None:
    """All 25 windows through a real file: published totals and ranks, one contradiction."""
    path = tmp_path / "2023Q1.xlsx"
    rows = published.rows()
    build_workbook(path, rulebook(), [row["c2"] for row in rows], quarter="2023Q1")
    host = FileHost(path)
    table = appraise_host(host).quarter.table
    columns = {"c3": "staff_performance", **published.ITEM_IDS}
    host.write(
        RANKING,
        {
            table.ref(number, column): row[position]  # as text, as some people paste it
            for number, row in zip(table.rows, rows, strict=True)
            for position, column in columns.items()
        },
    )
    fields = ("window", "column", "module", "points")
    host.write(
        LEDGER,
        {
            (4 + number, place): route[field]
            for number, route in enumerate(published.routes())
            for place, field in enumerate(fields, 1)
        },
    )
    appraisal = recalculate(host).appraisal
    assert {w.window: (str(w.rank), f"{w.total:.6f}") for w in appraisal.windows} == {
        window: (rank, f"{total:.6f}")
        for window, (rank, total) in {
            row["c2"]: (row["c1"], sum(Decimal(row[f"c{n}"]) for n in range(3, 9))) for row in rows
        }.items()
    }
    (found,) = appraisal.findings
    assert (found.code, found.window, found.found) == ("rule_disagrees", "残联", "3")


def test_a_formula_of_ones_own_counts_as_typed() -> None:
    """=1+2 is 3, and =COUNTIFS over another sheet is a count, not a figure of ours."""
    assert one(item_18=Formula("1+2", Decimal(3))).total() == BASE + 3
    own = Formula("SUMIFS(加扣分明细!D:D,加扣分明细!A:A,B7)", Decimal(2))
    assert one(item_18=own).total() == BASE + 2
    assert (
        one(immediate_cases=Formula("COUNTIFS(人员考核!A:A,B7)", Decimal(600))).total() == BASE + 2
    )


def test_a_copy_of_our_formula_in_a_count_counts_as_what_it_shows() -> None:
    """We write into points only: 600 in a column of counts is there because somebody put it."""
    copied = Formula('600+N("由程序填写")', Decimal(600))
    assert one(immediate_cases=copied).total() == BASE + 2
    assert one(item_18=copied).total() == BASE
