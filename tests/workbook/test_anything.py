"""Whatever is thrown into a workbook, the answer is a score, a finding or a refusal."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.workbook.books import (
    COLUMN_SHEET,
    COLUMNS,
    FIRST,
    LEDGER,
    LISTED,
    PUBLISHED,
    RANKING,
    RULES,
    STAFF,
    Book,
    recalculated,
)
from xl_appraisal.hosts import MemoryHost
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.grid import Area, Cell, CellError, Grid, Ref, Value
from xl_appraisal.scoring import Appraisal
from xl_appraisal.work.desk import Appraised, recalculate

WINDOWS = {
    "甲": {"immediate_cases": 630, "promised_cases": 470, "item_18": 2},
    "乙": {"assisted_times": 7, "item_39_count": 1, "platform_share": "2/3"},
    "丙": {"veto_43": "√", "item_24_count": 3, "item_45": "98%"},
    "丁": {"leadership_deduction": 5, "item_49": "备注"},
}
BOOK = Book(
    WINDOWS,
    ledger=[
        {"窗口": "甲", "项目": "扣分（第47列）", "模块": "窗口规范", "分值": 1},
        {"窗口": "乙", "项目": "多走流程次数", "数量": 3},
        {"窗口": "丙", "模块": "奖励分", "分值": 1, "日期": "2023-3-1", "事由": "表扬"},
        {"窗口": "丁", "项目": "帮代办", "数量": 6},
    ],
    published={"甲": {"名次": 1, "总分": "100"}},
)
GRIDS = {grid.name: grid for grid in BOOK.grids()}
SCORES = {w.window: w.total for w in BOOK.appraised().appraisal.windows}
ROWS = {name: FIRST + number for number, name in enumerate(WINDOWS)}
LIST_ROWS = {name: LISTED + number for number, name in enumerate(WINDOWS)}

KNOWN_WORDS = [
    *WINDOWS, *COLUMNS, "备注：", "窗口", "项目", "分值", "考核分", "编号", "取值", "√", "是",
    "奖励分", "业务规范", "窗口人员表现", "帮代办", "领导重视", "一票否决", "第18列", "c47", "计数",
    "百分比", "计算", "按明细", "+", "－", "否", "98%", "2/3", "1,00", "１２．５", "-5", "—", "　",
    "2023年第二季度", "module.reward.max", "rule.case_volume.cap", "=1+1", "1e5", "nan",
]  # fmt: skip
VALUES: st.SearchStrategy[Value] = st.one_of(
    st.none(),
    st.sampled_from(KNOWN_WORDS),
    st.text(max_size=12),
    st.integers(-5, 800).map(Decimal),
    st.decimals(),
    st.booleans(),
    st.sampled_from(["#N/A", "#REF!", "#DIV/0!"]).map(CellError),
    st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)),
    st.datetimes(),
    st.times(),
)
FORMULAS = st.none() | st.sampled_from(
    ["1+1", "NA()", 'SUMIFS(加扣分明细!D:D,A:A,B7)+N("由程序填写")', "WINDOW_TOTAL(J7:AY7)"]
)
CELLS = st.builds(Cell, VALUES, FORMULAS)


def throws(rows: tuple[int, int], columns: int) -> st.SearchStrategy[dict[Ref, Cell]]:
    """Up to four cells with anything in them."""
    refs = st.tuples(st.integers(*rows), st.integers(1, columns))
    return st.dictionaries(refs, CELLS, max_size=4)


def areas(bottom: int) -> st.SearchStrategy[list[Area]]:
    """Up to two merged areas, of a few cells each."""
    area = st.builds(
        lambda top, left, height, width: Area(top, left, top + height, left + width),
        st.integers(1, bottom),
        st.integers(1, 52),
        st.integers(0, 3),
        st.integers(0, 3),
    )
    return st.lists(area.filter(lambda a: a[:2] != a[2:]), max_size=2)


def host_of(
    thrown: dict[str, dict[Ref, Cell]], merged: dict[str, list[Area]] | None = None
) -> MemoryHost:
    """The small workbook with those cells in it."""
    made = []
    for name, grid in GRIDS.items():
        cells = {**grid.cells, **thrown.get(name, {})}
        more = (merged or {}).get(name, ())
        made.append(Grid(name, cells, (*grid.merges, *more)))
    return MemoryHost(made)


def run(host: MemoryHost) -> Appraised | None:
    """Recalculated, or ``None`` where it is refused in Chinese with nothing written."""
    before = {name: host.grid(name) for name in GRIDS}
    try:
        return recalculate(host)
    except BookError as refused:
        assert any("一" <= letter <= "鿿" for letter in str(refused))
        assert {name: host.grid(name) for name in GRIDS} == before
        return None


def faults(appraisal: Appraisal) -> tuple[set[str], bool]:
    """The windows that an error names, and whether the rules are at fault."""
    errors = [f for f in appraisal.findings if f.severity == "error"]
    return {f.window for f in errors}, any(f.code == "rule_unreadable" for f in errors)


def check_answers(done: Appraised) -> None:
    """Every window has a score and a rank, or an error that names it; all findings are complete."""
    named, rules = faults(done.appraisal)
    for window in done.appraisal.windows:
        if rules or window.window in named:
            assert (window.total, window.rank, window.red_flag) == (None, None, False)
        else:
            assert window.total is not None
            assert 0 <= window.total <= 120 or done.quarter.book.notice.maximum != 120
            assert window.rank is not None
    for finding in done.appraisal.findings:
        assert finding.code
        assert finding.message
        assert "None" not in finding.message or "None" in finding.found


@given(
    st.fixed_dictionaries(
        {
            RANKING: throws((FIRST, 13), 55) | throws((1, 13), 55),
            STAFF: throws((1, 9), 6),
            LEDGER: throws((1, 9), 9),
            RULES: throws((1, 70), 4),
            COLUMN_SHEET: st.just({}) | throws((4, 60), 11),
            PUBLISHED: throws((1, 6), 10),
        }
    ),
    st.fixed_dictionaries({RANKING: areas(14), STAFF: areas(9), LEDGER: areas(9)}),
)
def test_anything_anywhere_is_answered(
    thrown: dict[str, dict[Ref, Cell]], merged: dict[str, list[Area]]
) -> None:
    """Headers, ids, rules and lists included: nothing but :class:`BookError` is ever raised."""
    done = run(host_of(thrown, merged))
    if done is not None:
        check_answers(done)


@given(st.data())
def test_a_window_that_was_not_touched_keeps_its_score(data: st.DataObject) -> None:
    """Cells of some windows' rows are hit, on 名次表 and in the lists; the others do not notice."""
    hit = data.draw(st.sets(st.sampled_from(list(WINDOWS)), max_size=3))
    rows = sorted(ROWS[name] for name in hit)
    lists = sorted(LIST_ROWS[name] for name in hit)
    thrown: dict[str, dict[Ref, Cell]] = {}
    for sheet, among, columns in ((RANKING, rows, 55), (STAFF, lists, 4), (LEDGER, lists, 7)):
        if among:
            refs = st.tuples(st.sampled_from(among), st.integers(1, columns))
            thrown[sheet] = data.draw(st.dictionaries(refs, CELLS, max_size=3))
    touched = hit | {
        str(cell.value)
        for sheet, cells in thrown.items()
        for (_, column), cell in cells.items()
        if column == (2 if sheet == RANKING else 1)
    }
    done = run(host_of(thrown))
    assert done is not None
    check_answers(done)
    scores = {w.window: w.total for w in done.appraisal.windows}
    for name in set(WINDOWS) - touched:
        assert scores[name] == SCORES[name]


@given(throws((FIRST, FIRST + 3), 55), throws((LISTED, LISTED + 3), 7))
def test_a_second_recalculation_agrees(ranking: dict[Ref, Cell], ledger: dict[Ref, Cell]) -> None:
    """What the first one wrote is not taken for input by the second."""
    host = host_of({RANKING: ranking, LEDGER: ledger})
    first = run(host)
    if first is None:
        return
    after = {name: host.grid(name) for name in GRIDS}
    second = recalculate(host)
    assert {w.window: w.total for w in second.appraisal.windows} == {
        w.window: w.total for w in first.appraisal.windows
    }
    if not any(f.code == "staff_score_differs" for f in first.appraisal.findings):
        recalculate(host)
        assert {name: host.grid(name) for name in GRIDS} == after


def test_the_small_workbook_is_scored_as_by_hand() -> None:
    """28.5 + 70 each, and for each window what its items bring."""
    base = Decimal("98.5")
    assert {
        "甲": base + 2 + Decimal("1.5") + 2 - 1,  # 630, 470; 第18列; 第47列
        "乙": base + 2 - 3 + Decimal("1.5"),  # 7 times; 1 × 3; 3 walks × 0.5
        "丙": base + Decimal("0.6") + 1,  # 3 × 0.2; praise
        "丁": base - 5 + 2,  # leadership; 6 times
    } == SCORES
    assert recalculated(BOOK).grid(RANKING) is not None
