"""What a recalculation writes, and what it leaves alone."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.workbook.books import (
    BASE,
    CHECK,
    LEDGER,
    RANKING,
    STAFF,
    Book,
    at,
    one,
    recalculated,
    shown,
)
from xl_appraisal.book.own_formulas import is_ours
from xl_appraisal.book.write.check_cells import MOST_FINDINGS
from xl_appraisal.hosts import MemoryHost
from xl_appraisal.model.grid import Cell, CellError, Formula, Grid, parse_a1
from xl_appraisal.work.desk import recalculate


def fingerprint(host: MemoryHost) -> dict[str, object]:
    """All cells of the sheets that a recalculation may write into."""
    grids = (host.grid(RANKING), host.grid(CHECK))
    return {grid.name: dict(grid.cells) for grid in grids if grid is not None}


def lines(host: MemoryHost) -> list[list[object]]:
    """The findings on 核对, a list of values each."""
    grid = host.grid(CHECK)
    assert grid is not None
    rows = [cells for row, cells in grid.rows() if row > 6]
    return [[cells.get(column, Cell(None)).value for column in range(1, 10)] for cells in rows]


def test_figures_ranks_and_red_flags_are_written() -> None:
    """甲: 98.5 + 2, rank 1 and the one red flag that 30 % of two windows make."""
    host = recalculated(one(item_18=2))
    written = {
        "rank": 1, "staff_performance": Decimal("28.5"), "personnel_stationing": 10,
        "business_conduct": 30, "window_conduct": 15, "evaluation_management": 15, "reward": 2,
        "total": BASE + 2, "red_flag": "红旗",
    }  # fmt: skip
    assert {column: shown(host, at(column)).value for column in written} == written
    assert shown(host, at("red_flag", 8)).value is None


def test_a_veto_and_its_substitute_are_shown() -> None:
    """甲 leads and is vetoed, 乙 moves up."""
    host = recalculated(one(item_18=2, veto_43="√"))
    assert shown(host, at("red_flag")).value == "一票否决"
    assert shown(host, at("red_flag", 8)).value == "红旗（补位）"
    assert shown(host, "A4", CHECK).value == "一票否决：甲（第1名）；补位：乙（第2名）。"


def test_a_window_in_error_gets_blank_figures() -> None:
    """Figures of an earlier run would be taken for its score."""
    host = recalculated(one(item_18=2))
    host.write(RANKING, {parse_a1(at("item_19")): "x"})
    recalculate(host)
    figures = ("rank", "total", "reward", "business_conduct", "window_conduct", "red_flag")
    assert [shown(host, at(column)).value for column in figures] == [None] * len(figures)
    assert shown(host, at("staff_performance")) == Cell(None)
    assert shown(host, at("rank", 8)).value == 1
    assert shown(host, at("item_18")).value == 2


def test_points_from_the_ledger_show_as_a_formula() -> None:
    """The cell was blank; it now shows 3 and where it comes from."""
    host = recalculated(one().but(ledger=[{"项目": "重点加分（第18列）", "分值": 3}]))
    cell = shown(host, at("item_18"))
    assert cell.value == 3
    assert cell.formula is not None
    assert is_ours(cell.formula)
    assert LEDGER in cell.formula
    assert shown(host, at("total")).value == BASE + 3


def test_points_by_a_rule_show_as_a_formula_with_their_cap() -> None:
    """630 and 470 are 3.5 by remark 4; a cap of 3 cuts them and shows."""
    typed = {"immediate_cases": 630, "promised_cases": "470件"}
    assert shown(recalculated(one(**typed)), at("case_volume_bonus")).value == Decimal("3.5")
    capped = one(**typed).but(rules={"rule.case_volume.cap": 3})
    assert shown(recalculated(capped), at("case_volume_bonus")).value == 3


def test_the_mean_of_the_staff_shows_as_a_formula() -> None:
    """(96 + 92) / 2 × 30 % = 28.2."""
    host = recalculated(one().but(staff={"甲": [96, 92], "乙": [95]}))
    cell = shown(host, at("staff_performance"))
    assert cell.value == Decimal("28.2")
    assert cell.formula is not None
    assert is_ours(cell.formula)
    assert STAFF in cell.formula


def test_figures_of_ours_are_not_taken_for_typed() -> None:
    """A second run reads the sources again: the ledger's 3 does not become typed."""
    host = recalculated(one().but(ledger=[{"项目": "item_18", "分值": 3}]))
    host.write(LEDGER, {(4, 4): Decimal(5)})
    done = recalculate(host)
    assert done.appraisal.window("甲").total == BASE + 5
    assert shown(host, at("item_18")).value == 5
    assert [f.code for f in done.appraisal.findings] == []


@pytest.mark.parametrize(
    ("book", "column", "gone"),
    [
        (one().but(ledger=[{"项目": "item_18", "分值": 3}]), "item_18", (LEDGER, "D4", "A4", "B4")),
        (one(immediate_cases=600), "case_volume_bonus", (RANKING, at("immediate_cases"))),
        (one().but(windows={"甲": {}, "乙": {}}), "staff_performance", (STAFF, "A4", "C4", "B4")),
    ],
)
def test_a_figure_of_ours_goes_with_its_source(
    book: Book, column: str, gone: tuple[str, ...]
) -> None:
    """The entry, count or score deleted, the cell is blank again."""
    host = recalculated(book)
    assert shown(host, at(column)).formula is not None
    sheet, *cells = gone
    host.write(sheet, {parse_a1(cell): None for cell in cells})
    recalculate(host)
    assert shown(host, at(column)) == Cell(None)


@pytest.mark.parametrize(
    "own",
    [
        Decimal(3),
        "３分",
        Formula("1+2", Decimal(3)),
        Formula("SUMIFS(加扣分明细!$D:$D,加扣分明细!$A:$A,$B7)", Decimal(3)),
        Formula('IF(加扣分明细!D4="","",加扣分明细!D4)', ""),
    ],
)
def test_what_staff_typed_stays(own: Decimal | str | Formula) -> None:
    """A figure, a text or a formula of their own, whatever ledger or rule say."""
    ledger = [{"项目": "item_18", "分值": 2}, {"项目": "帮代办", "数量": 3}]
    book = one(item_18=own, assisted_bonus=own).but(ledger=ledger)
    host = book.host()
    before = shown(host, at("item_18"))
    recalculate(host)
    assert shown(host, at("item_18")) == shown(host, at("assisted_bonus")) == before


def test_staff_lines_take_the_place_of_a_typed_figure_that_differs() -> None:
    """28 gives way to 28.5, and a finding tells; a formula of one's own that agrees stays."""
    host = recalculated(one(staff_performance=28))
    assert shown(host, at("staff_performance")).value == Decimal("28.5")
    own = Formula("AVERAGE(人员考核!C4:C4)*0.3", Decimal("28.5"))
    host = recalculated(one(staff_performance=own))
    assert shown(host, at("staff_performance")).formula == own.text


def test_a_typed_figure_stays_where_there_are_no_staff_lines() -> None:
    """It is the only source."""
    host = recalculated(one(staff_performance="28.0").but(staff={"乙": [95]}))
    assert shown(host, at("staff_performance")) == Cell("28.0")
    assert shown(host, at("total")).value == BASE - Decimal("0.5")


def test_a_formula_in_a_computed_cell_is_kept() -> None:
    """Only the figure it shows is new; without a score it shows none and is still there."""
    own = {"total": Formula("SUM(C7:H7)", Decimal(1))}
    assert shown(recalculated(one(**own)), at("total")) == Cell(BASE, "SUM(C7:H7)")
    assert shown(recalculated(one(item_18="x", **own)), at("total")) == Cell("", "SUM(C7:H7)")


# ── --apply-rules ──

CANLIAN = {"immediate_cases": 630, "promised_cases": 470, "case_volume_bonus": 3}


def test_a_published_figure_stays_unless_the_rules_are_to_go_first() -> None:
    """残联: 3 is published, remark 4 makes it 3.5; the finding tells, the cell stays."""
    host = one(**CANLIAN).host()
    done = recalculate(host)
    (found,) = done.appraisal.findings
    assert (found.code, found.cell, found.found, found.expected) == (
        "rule_disagrees",
        at("case_volume_bonus"),
        "3",
        "3.5",
    )
    assert shown(host, at("case_volume_bonus")) == Cell(Decimal(3))


def test_apply_rules_puts_the_rules_figure_in_its_place() -> None:
    """3 becomes 3.5 as a formula, with a finding; the next plain run keeps it."""
    host = one(**CANLIAN).host()
    done = recalculate(host, apply_rules=True)
    (found,) = (f for f in done.appraisal.findings if f.code == "rule_applied")
    assert (found.severity, found.cell, found.found, found.expected) == (
        "warning",
        at("case_volume_bonus"),
        "3",
        "3.5",
    )
    assert shown(host, at("case_volume_bonus")).value == Decimal("3.5")
    assert shown(host, at("total")).value == BASE + Decimal("3.5")
    again = recalculate(host)
    assert again.appraisal.findings == ()
    assert again.appraisal.window("甲").total == BASE + Decimal("3.5")


def test_apply_rules_leaves_what_only_we_inferred() -> None:
    """第24、25列 as count × 0.2 is our reading, not the notice's word: 1 typed stays 1."""
    host = one(item_24_count=2, item_24=1).host()
    recalculate(host, apply_rules=True)
    assert shown(host, at("item_24")) == Cell(Decimal(1))


# ── again ──


@pytest.mark.parametrize("apply_rules", [False, True])
def test_a_second_run_changes_nothing(apply_rules: bool) -> None:
    """Every source at once: figures, formulas and findings are the same cell for cell."""
    book = Book(
        {"甲": CANLIAN, "乙": {"item_18": "x"}, "丙": {"item_24_count": 3, "veto_44": "是"}},
        staff={"甲": [96, "９２"], "乙": [95], "丙": [90, ""]},
        ledger=[
            {"窗口": "丙", "项目": "item_47", "模块": "窗口规范", "分值": "2分"},
            {"窗口": "丙", "项目": "帮代办", "数量": 7},
            {"窗口": "丁", "项目": "帮代办", "数量": 7},
        ],
    )
    host = recalculated(book, apply_rules=apply_rules)
    if apply_rules:
        recalculate(host)  # the figure put in its place is no longer news
    before = fingerprint(host)
    recalculate(host)
    assert fingerprint(host) == before


# ── 核对 ──


def test_findings_are_listed_errors_first() -> None:
    """Severity, place, window and item, what was found and what is allowed, remark and words."""
    host = recalculated(one(item_18="x", assisted_times=7, assisted_bonus=3))
    (first, *_) = lines(host)
    assert first[:6] == [
        "错误",
        f"名次表!{at('item_18')}",
        "甲",
        "重点加分（第18列）",
        "“x”",
        "不小于0的分值",
    ]
    assert first[8] == "填写有误"
    assert [line[0] for line in lines(host)] == ["错误", "提醒", "提醒"]
    assert [line[6] for line in lines(host)] == [None, 1, 6]  # the whole table before windows


def test_findings_of_a_window_stand_together() -> None:
    """Within errors: both of 甲 before 乙's, though they are found column by column or on lists."""
    ledger = [{"窗口": "甲", "项目": "item_18", "分值": "y"}]
    host = recalculated(Book({"甲": {"item_18": "x"}, "乙": {"item_18": "x"}}).but(ledger=ledger))
    assert [line[2] for line in lines(host) if line[0] == "错误"] == ["甲", "甲", "乙"]


def test_a_place_jumps_to_its_cell() -> None:
    """ECMA-376 Part 1, 18.17.7.135: a location in the workbook begins with #."""
    host = recalculated(one(item_18="x"))
    place = f"名次表!{at('item_18')}"
    sheet, _, cell = place.partition("!")
    assert shown(host, "B7", CHECK) == (place, f'HYPERLINK("#\'{sheet}\'!{cell}","{place}")')


def test_a_clean_workbook_says_so() -> None:
    """Ranks that differ, nothing to tell: a line says that nothing was found; it goes again."""
    host = recalculated(one(item_18=1))
    assert [line[7] for line in lines(host)] == ["没有发现问题。"]
    host.write(RANKING, {parse_a1(at("item_18")): "x"})
    recalculate(host)
    assert "没有发现问题。" not in [line[7] for line in lines(host)]


def test_totals_that_look_equal_are_told_of() -> None:
    """Shown with two decimals, 0.301 and 0.304 more than the rest look alike; the ranks differ."""
    host = recalculated(Book({"甲": {"item_18": "0.301"}, "乙": {"item_18": "0.304"}, "丙": {}}))
    (told,) = [str(line[7]) for line in lines(host) if line[8] == "名次"]
    assert told.startswith("乙、甲的总分都显示为")
    assert "第1名乙" in told and "第2名甲" in told


def test_the_list_of_findings_grows_and_shrinks() -> None:
    """What is mended disappears, to the last cell."""
    broken = dict.fromkeys(("item_18", "item_19", "item_22", "item_23"), "x")
    host = recalculated(one(item_30=1, **broken))
    assert len(lines(host)) == 5
    host.write(RANKING, {parse_a1(at(column)): None for column in broken})
    recalculate(host)
    assert [line[7] for line in lines(host)] == ["没有发现问题。"]
    assert "错误0条" in str(shown(host, "A2", CHECK).value)
    host.write(RANKING, {parse_a1(at("item_18")): "x"})
    recalculate(host)
    assert len(lines(host)) == 2


def test_past_the_most_findings_their_number_is_told() -> None:
    """5,003 lines for unknown windows: 5,000 are listed, the last line counts the rest."""
    ledger = [{"窗口": "丙", "项目": "item_18", "分值": 1}] * (MOST_FINDINGS + 3)
    host = recalculated(one().but(ledger=ledger))
    listed = lines(host)
    assert len(listed) == MOST_FINDINGS + 1
    more = len(one().but(ledger=ledger).appraised().appraisal.findings) - MOST_FINDINGS
    assert f"另有{more}条" in str(listed[-1][7])


def test_headers_of_the_list_may_be_moved() -> None:
    """Each field goes below its own header."""
    moved = {"A6": "代码", "B6": "说明", "H6": "程度", "I6": "位置"}
    host = recalculated(one(item_18="x").but(cells={CHECK: moved}))
    assert shown(host, "A7", CHECK).value == "填写有误"
    assert shown(host, "H7", CHECK).value == "错误"


def test_a_very_long_name_is_cut_to_what_a_cell_takes() -> None:
    """A window's name of 30,000 characters makes no finding that cannot be written."""
    host = recalculated(Book({"甲" * 30_000: {"item_18": "x"}, "乙": {}}))
    longest = max(len(str(value)) for line in lines(host) for value in line if value)
    assert longest <= 32_767 // 2
    assert all(len(str(shown(host, f"A{row}", CHECK).value)) <= 32_767 for row in (2, 3, 4))


def test_many_windows_fit_the_summary() -> None:
    """A thousand windows, three hundred red flags: the sentence names some and counts all."""
    host = recalculated(Book({f"窗口第{number:04d}号": {} for number in range(1000)}))
    said = str(shown(host, "A3", CHECK).value)
    assert "等1000个" in said  # all tied
    assert len(said) < 8_000


# ── merged cells ──


def test_a_merge_over_figures_does_not_stop_the_recalculation() -> None:
    """The covered cell cannot be written; the windows are told of, the others get their figures."""
    book = Book({"甲": {}, "乙": {}, "丙": {}}).but(merges={RANKING: ["A7:A8"], CHECK: ["A7:B9"]})
    host = recalculated(book)
    assert shown(host, at("total", 9)).value == BASE
    assert shown(host, at("total", 7)).value is None
    assert "合并单元格" in str([line[7] for line in lines(host)])


def test_an_error_value_in_a_computed_cell_is_overwritten() -> None:
    """Figures are ours to write, whatever stood there."""
    book = one().but(cells={RANKING: {at("total"): CellError("#NAME?"), at("rank"): "第一"}})
    assert shown(recalculated(book), at("total")).value == BASE


def test_nothing_else_of_the_workbook_changes() -> None:
    """Only 名次表 and 核对 are written into, and there no cell that staff type into."""
    book = one(item_18=2, item_49="附件").but(ledger=[{"项目": "item_19", "分值": 1}])
    host = book.host()
    recalculate(host)
    for grid in book.grids():
        after = host.grid(grid.name)
        assert isinstance(after, Grid)
        if grid.name not in (RANKING, CHECK):
            assert after == grid
    typed = [at(column) for column in ("window", "item_18", "item_49", "immediate_cases")]
    assert [shown(host, place).value for place in typed] == ["甲", 2, "附件", None]
