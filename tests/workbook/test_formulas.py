"""The formulas that we write come to our figures in a spreadsheet that never heard of us."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from tests.evidence import rulebook
from tests.workbook.books import LEDGER, RANKING, RULES, STAFF, Book, at, one, recalculated, shown
from tests.workbook.libreoffice import recalculated_copies
from xl_appraisal.book.new import build_workbook
from xl_appraisal.book.own_formulas import is_ours
from xl_appraisal.book.sheets import RULES_TABLE
from xl_appraisal.hosts import FileHost
from xl_appraisal.model.grid import Cell, Formula, Ref, Write
from xl_appraisal.work.desk import appraise_host, recalculate

WINDOWS = (
    "税务", "公安（出入境）", "A*区", "=等号", ">5", "12", "交通 运输", "残联", "民政", "侨务",
    "人社", "住建",
)  # fmt: skip
TYPED: Mapping[str, Mapping[str, Write | Formula]] = {
    "税务": {"immediate_cases": Decimal(630), "promised_cases": Decimal(470)},
    "公安（出入境）": {"immediate_cases": "６３０ 件", "promised_cases": "1,470"},
    "A*区": {
        "immediate_cases": Decimal(300),
        "promised_cases": Decimal(199),
        "platform_share": Formula("400/600", Decimal("0.666666666666667")),
    },
    "=等号": {"promised_cases": Decimal(500), "platform_share": "2/3"},
    ">5": {"promised_cases": Decimal("499.5"), "platform_share": Decimal("0.6666")},
    "残联": {"item_24_count": Decimal(3), "item_33_count": "2 个", "item_39_count": Decimal(1)},
    "民政": {"assisted_times": Decimal(11)},
}
STAFF_LINES = [
    *((window, Decimal("97.333")) for window in WINDOWS),
    ("税务", Decimal("95.5")),
    ("税 务", Decimal(93)),
    ("公安(出入境)", Decimal(90)),
    ("残联", "９０ 分"),
    ("民政", Decimal(130)),  # the mean × 30 % is over the module's 30
]
ENTRIES: list[tuple[str, str, str, Write, Write]] = [
    ("税务", "重点加分（第18列）", "", Decimal(2), None),
    ("税务", "重点加分（第18列）", "", Decimal("0.5"), None),
    ("税务", "c47", "窗口规范", Decimal(1), None),
    ("税务", "c47", "评价管理", Decimal(3), None),
    ("公安(出入境)", "重点加分（第18列）", "", Decimal(1), None),
    ("A*区", "重点加分（第18列）", "", Decimal(4), None),
    ("A城区", "重点加分（第18列）", "", Decimal(100), None),  # A* would match it
    ("=等号", "item_18", "", "３分", None),
    (">5", "item_18", "", Decimal(1), None),
    (">5", "重点加分（第18列）", "", Decimal(1), None),
    ("12", "第22列", "", Decimal(1), None),
    ("交通运输", "重点加分（第22列）", "", "1.5", None),
    ("残联", "重点加分（第22列）", "", Decimal(1), None),
    ("侨务", "窗口人均即办件", "", None, Decimal(700)),
    ("侨务", "窗口人均即办件", "", None, Decimal(50)),
    ("侨务", "一体化平台办件占比", "", None, "66.7%"),
    ("人社", "多走流程次数", "", None, Decimal(9)),  # remark 3: 9 × 0.5, at most 3
    ("人社", "帮代办", "", None, "6次"),
    ("住建", "一件事牵头事项", "", None, Decimal(1)),
    ("住建", "一件事配合事项", "", None, Decimal(2)),
]


def filled(path: Path) -> FileHost:
    """The product's own workbook with these windows, staff lines and entries in it."""
    build_workbook(path, rulebook(), WINDOWS, quarter="2023Q1")
    host = FileHost(path)
    table = appraise_host(host).quarter.table
    rows = dict(zip(WINDOWS, table.rows, strict=True))
    host.write(
        RANKING,
        {
            table.ref(rows[window], column): value
            for window, values in TYPED.items()
            for column, value in values.items()
        },
    )
    staff: dict[Ref, Write] = {}
    for row, (window, score) in enumerate(STAFF_LINES, 4):
        staff |= {(row, 1): window, (row, 3): score}
    host.write(STAFF, staff)
    ledger: dict[Ref, Write] = {}
    for row, entry in enumerate(ENTRIES, 4):
        ledger |= {(row, column): value for column, value in enumerate(entry, 1)}
    host.write(LEDGER, ledger)
    return host


def ours(host: FileHost) -> dict[Ref, Cell]:
    """The cells of 名次表 that hold a formula of ours."""
    grid = host.grid(RANKING)
    assert grid is not None
    return {ref: cell for ref, cell in grid.cells.items() if is_ours(cell.formula)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("books")


def test_libreoffice_comes_to_the_same_figures(folder: Path) -> None:
    """Whatever way inputs are spelled, and with every stored figure falsified beforehand.

    A second workbook has its inputs changed after the recalculation: there the formulas follow
    by themselves to what a recalculation would come to.
    """
    first = filled(folder / "一.xlsx")
    done = recalculate(first)
    assert {f.code for f in done.appraisal.findings} <= {
        "window_unknown", "over_maximum", "tie_at_line", "cap_cut"
    }  # fmt: skip
    expected = {ref: cell.value for ref, cell in ours(first).items()}
    first.write(RANKING, dict.fromkeys(expected, Decimal(-1)))
    first.save()

    second = filled(folder / "二.xlsx")
    recalculate(second)
    table = appraise_host(second).quarter.table
    row = table.rows[0]
    second.write(RANKING, {table.ref(row, "immediate_cases"): Decimal(599)})
    second.write(LEDGER, {(4, 4): Decimal("1.25")})
    second.write(LEDGER, {(90, 1): "税务", (90, 2): "重点加分（第18列）", (90, 4): Decimal(1)})
    second.write(STAFF, {(4, 3): Decimal(88)})
    rules = second.grid(RULES)
    assert rules is not None
    path, value = (RULES_TABLE.place(field) + 1 for field in ("path", "value"))
    paths = {cell.value: ref[0] for ref, cell in rules.cells.items() if ref[1] == path}
    second.write(
        RULES,
        {
            (paths["rule.case_volume.promised.1.points"], value): Decimal("1.75"),
            (paths["setting.staff_weight"], value): Decimal("0.25"),
            (paths["rule.case_volume.lift.points"], value): Decimal("0.75"),
        },
    )
    second.save()
    recalculate(second)
    followed = {ref: cell.value for ref, cell in ours(second).items()}

    (folder / "out").mkdir()
    copies = recalculated_copies([folder / "一.xlsx", folder / "二.xlsx"], folder / "out")
    assert len(expected) >= 30
    assert followed != expected
    for copy, figures in zip(copies, (expected, followed), strict=True):
        grid = FileHost(copy).grid(RANKING)
        assert grid is not None
        assert {ref: grid[ref].value for ref in figures} == figures


# ── what stands in the cells ──


def text(book: Book, column: str) -> str:
    cell = shown(recalculated(book), at(column))
    assert cell.formula is not None
    return cell.formula


def test_a_plain_entry_is_summed_by_its_names() -> None:
    """SUMIFS follows new entries, sorting and inserted rows."""
    formula = text(one().but(ledger=[{"项目": "重点加分（第18列）", "分值": 2}]), "item_18")
    assert formula == (
        'SUMIFS(加扣分明细!$D:$D,加扣分明细!$A:$A,$B7,加扣分明细!$B:$B,"重点加分（第18列）")'
        '+N("由程序填写")'
    )


def test_a_name_that_a_criterion_misreads_is_pointed_at() -> None:
    """A wildcard, a comparison or another spelling: the entry's own cell is added."""
    for window in ("甲*", ">3", "甲 "):
        book = Book({window: {}, "乙": {}}, staff={window: [95], "乙": [95]})
        entry = {"窗口": window.strip() if window != "甲 " else "甲", "项目": "item_18", "分值": 2}
        assert text(book.but(ledger=[entry]), "item_18").startswith("加扣分明细!$D$4+")


def test_quotes_in_a_header_stay_inside_the_formula() -> None:
    """A header 重点"加分" is doubled as a formula wants it."""
    cells = {RANKING: {at("item_18", 5): '重点"加分"'}}
    book = one().but(cells=cells, ledger=[{"项目": '重点"加分"', "分值": 2}])
    assert '"重点""加分""")' in text(book, "item_18")


def test_a_formula_never_outgrows_a_cell() -> None:
    """700 entries in another spelling would take 10,000 characters: the figure stands alone."""
    ledger = [{"窗口": "甲 ", "项目": "item_18", "分值": "0.01分"}] * 700
    host = recalculated(one().but(ledger=ledger))
    assert shown(host, at("item_18")) == Cell(Decimal(7), '7+N("由程序填写")')


def test_a_rule_without_its_cell_is_written_out() -> None:
    """The row gone from 规则, or its value text: the value itself stands in the formula."""
    plain = one(assisted_times=3)
    for book in (
        plain.but(no_rules=["rule.assisted_handling.times.3.from"]),
        plain.but(rules={"rule.assisted_handling.times.3.from": "１１ 次"}),
    ):
        assert "N(Z7)>=11," in text(book, "assisted_bonus")


def test_a_rule_set_to_nought_still_makes_a_formula() -> None:
    """0 points each: the cell shows 0 and follows the rule when it is given a value again."""
    book = one(item_24_count=3).but(rules={"rule.item_24.count.points": 0})
    cell = shown(recalculated(book), at("item_24"))
    assert cell == Cell(Decimal(0), 'N(X7)*规则!$C$31+N("由程序填写")')


@pytest.mark.parametrize(
    ("formula", "known"),
    [
        ('1+N("由程序填写")', True),
        ("SUMIFS(加扣分明细!$D:$D,加扣分明细!$A:$A,$B7)", False),
        ("AVERAGE(人员考核!C4:C9)*规则!C5", False),
        (None, False),
    ],
)
def test_only_our_own_formulas_are_ours(formula: str | None, known: bool) -> None:
    """What staff draw from the same sheets by themselves is theirs."""
    assert is_ours(formula) is known
