"""Which column of a file is which of the workbook: by id, by header, by position, or refused."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.importing.books import Given, area, new_book, plan_tables, quarter, source
from xl_appraisal.model.errors import ImportFileError
from xl_appraisal.model.grid import Cell, Grid, parse_a1
from xl_appraisal.work.importing.source_sheet import SourceSheet

# where the columns stand on 名次表 of the 2023 Q1 layout, by what a file may call them
NAMES = {
    "J": [
        "leadership_visits",
        "到岗次数",
        "领导重视/到岗次数",
        "重点加分/领导重视/到岗次数",
        "c10",
    ],
    "K": [
        "leadership_bonus",
        "领导重视·加分",
        "重点加分/领导重视/加分",
        "领导重视 / 加分",
        "Ｃ１１",
    ],
    "O": ["case_volume_bonus", "办件量加分", " 办件量\n加分 ", "办件量/办件量加分", "第15列"],
    "R": ["item_18", "重点加分（第18列）", "重点加分(第18列)", "c18", "ITEM_18"],
    "AU": ["item_47", "扣分（第47列）", "扣分(第 47 列)", "c47"],
    "C": ["staff_performance", "窗口人员表现（30分）", "窗口人员表现", "窗口人员表现(30)", "c3"],
}


def changed(grid: SourceSheet, windows: tuple[str, ...] = ("税务",)) -> set[str]:
    """The addresses on 名次表 that an import of the file would write."""
    plan = plan_tables(quarter(new_book(windows)), [(grid, grid.file)])
    return {f"{ref}" for ref in plan.changes.get("名次表", {})}


def refusal(grid: SourceSheet) -> str:
    with pytest.raises(ImportFileError) as caught:
        plan_tables(quarter(new_book(("税务",))), [(grid, "来件.csv")])
    return str(caught.value)


@pytest.mark.parametrize(
    ("column", "header"), [(column, name) for column, names in NAMES.items() for name in names]
)
def test_a_column_is_known_by_every_name_it_goes_by(column: str, header: str) -> None:
    """Its id, its last header, its whole path, its label, its position; width and case aside."""
    plan = plan_tables(
        quarter(new_book(("税务",))), [(source(["窗口", header], ["税务", 1]), "来件.csv")]
    )

    assert plan.changes == {"名次表": {parse_a1(f"{column}7"): 1}}


@pytest.mark.parametrize("header", ["窗口", "window", "窗口名称", "单位", "部 门", "c2", "Window"])
def test_the_window_column_goes_by_several_names(header: str) -> None:
    """As departments head it."""
    assert changed(source([header, "c10"], ["税务", 1])) == {"(7, 10)"}


def test_without_a_window_column_nothing_is_imported() -> None:
    """The message says what a header looks like and where to look it up."""
    message = refusal(source(["名称", "到岗次数"], ["税务", 1]))

    assert "找不到表头" in message
    assert "xl-appraisal layout" in message


AMBIGUOUS = {
    "加分": ["领导重视·加分（leadership_bonus）", "帮代办·加分（assisted_bonus）"],
    "扣分": ["扣分（第47列）（item_47）", "扣分（第48列）（item_48）"],
    "一票否决": ["一票否决（第43列）（veto_43）", "一票否决（第44列）（veto_44）"],
    "数量": ["一件事·数量（package_count）"],
}


@pytest.mark.parametrize("header", AMBIGUOUS)
def test_a_header_that_may_mean_several_columns_is_refused(header: str) -> None:
    """With all candidates; the ids among them can be pasted into the file."""
    message = refusal(source(["窗口", header], ["税务", 1]))

    assert "B列" in message
    assert "分不清" in message
    assert [name for name in AMBIGUOUS[header] if name not in message] == []


def test_an_ambiguous_header_over_an_empty_column_does_no_harm() -> None:
    """Nothing is at stake."""
    assert changed(source(["窗口", "加分", "到岗次数"], ["税务", "", 3])) == {"(7, 10)"}


def test_two_columns_for_one_are_refused() -> None:
    """Both are named."""
    message = refusal(source(["窗口", "c10", "到岗次数"], ["税务", 1, 2]))

    assert "B列“c10”、C列“到岗次数”都对应栏目“到岗次数”" in message


def test_beside_the_word_window_a_department_is_something_else() -> None:
    """Reported as left out; two columns that are both called 窗口 are refused."""
    plan = plan_tables(
        quarter(new_book(("税务",))),
        [(source(["单位", "窗口", "c10"], ["某局", "税务", 1]), "来件.csv")],
    )

    assert plan.changes == {"名次表": {(7, 10): 1}}
    assert "没有对应栏目，未导入：A列“单位”。" in plan.report
    assert "A列“窗口”、B列“Window”都对应栏目“窗口”" in refusal(
        source(["窗口", "Window", "c10"], ["税务", "税务", 1])
    )


def test_what_fits_no_column_is_reported() -> None:
    """Unknown headers, columns without a header, and what only the program computes."""
    sheet = source(["窗口", "联系人", "红旗窗口", "", "c10"], ["税务", "某某", "红旗", 5, 2])
    plan = plan_tables(quarter(new_book(("税务",))), [(sheet, "来件.csv")])
    told = "\n".join(plan.report)

    assert "没有对应栏目，未导入：B列“联系人”、D列“（无表头）”。" in told
    assert "由程序计算，未导入：C列“红旗窗口”。" in told
    assert "A列“窗口”→窗口；E列“c10”→到岗次数" in told


ROWS: Sequence[Sequence[Given]] = (
    ("2023年第1季度名次表",),
    ("名次", "窗口", "总分（120分）", "重点加分", "", "", "", "扣分（第47列）"),
    ("", "", "", "领导重视", "", "", "重点加分（第18列）", ""),
    ("", "", "", "到岗次数", "加分", "扣分", "", ""),
    (1, "税务", 99, 7, "0.2", 1, 4, 3),
)
EXPECTED = {"(7, 10)", "(7, 11)", "(7, 12)", "(7, 18)", "(7, 47)"}
MERGES = ("A2:A4", "B2:B4", "C2:C4", "D2:G2", "D3:F3", "G3:G4", "H2:H4", "A1:H1")


@pytest.mark.parametrize("merges", [(), MERGES], ids=["csv", "xlsx"])
def test_a_header_over_several_rows_is_read_whole(merges: Sequence[str]) -> None:
    """加分 under 领导重视 is that of 领导重视: by merges, or by blanks in a CSV."""
    assert changed(source(*ROWS, merges=merges)) == EXPECTED


@pytest.mark.parametrize("above", [["rank", "window", "total"], ["c1", "c2", "c9"]])
def test_ids_above_a_visible_header_win(above: list[str]) -> None:
    """The hidden row of an exported table; its visible headers may have been renamed."""
    ids = [*above, "leadership_visits", "leadership_bonus", "c12", "c18", "item_47"]
    rows: list[list[Given]] = [[*ids], *([*row] for row in ROWS[1:])]
    rows[1][7] = "改过的名称"

    assert changed(source(*rows)) == EXPECTED


def test_a_moved_column_is_not_taken_by_a_number_that_another_is_called_by() -> None:
    """Where 重点加分（第18列） no longer stands 18th, c18 may mean either."""
    host = new_book(("税务",))
    grid = host.grid("名次表")
    assert grid is not None
    swapped = {18: 19, 19: 18}
    cells = {(row, swapped.get(column, column)): cell for (row, column), cell in grid.cells.items()}
    merges = tuple(
        a._replace(left=swapped.get(a.left, a.left), right=swapped.get(a.right, a.right))
        if a.left == a.right
        else a
        for a in grid.merges
    )
    host.write("名次表", {})
    host._grids["名次表"] = Grid("名次表", cells, merges)

    with pytest.raises(ImportFileError, match=r"第19列.*第18列"):
        plan_tables(quarter(host), [(source(["窗口", "c18"], ["税务", 1]), "来件.csv")])
    plan = plan_tables(quarter(host), [(source(["窗口", "item_18"], ["税务", 1]), "来件.csv")])
    assert plan.changes["名次表"] == {(7, 19): 1}


def test_a_sheet_without_texts_has_no_header() -> None:
    """Numbers, dates and blanks above nothing."""
    assert "找不到表头" in refusal(
        SourceSheet("空", Grid("空", {(1, 1): Cell(None)}, (area("A1:B2"),)))
    )
