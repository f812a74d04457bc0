"""What a slip says: golden pages for every sort of window, and the published quarter's sums."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.outputs.golden import expect_golden, page_text
from tests.outputs.quarters import LONG, NOW, maker, now, page, slips, then
from tests.published import MODULE_COLUMNS, rows
from xl_appraisal.hosts import FileHost
from xl_appraisal.model.errors import BookError
from xl_appraisal.outputs.page import Table
from xl_appraisal.outputs.slips.slip_maker import Earlier, SlipMaker
from xl_appraisal.outputs.slips.slip_page import slip_page
from xl_appraisal.outputs.slips.slip_picture import distances, share_bar
from xl_appraisal.outputs.slips.slip_run import index_page
from xl_appraisal.work.desk import Appraised, appraise_host

GOLDEN = Path(__file__).parent / "golden"
WINDOWS = ("甲", "乙", "丙", "戊", "己", LONG)


@pytest.mark.parametrize("window", WINDOWS, ids=lambda name: name[:4])
@pytest.mark.parametrize("compared", [False, True], ids=["alone", "compared"])
def test_the_slip_of_every_sort_of_window(window: str, compared: bool) -> None:
    """Capped, vetoed, tied, without a score, without any item, with a name of 41 characters."""
    kind = "与上季度比" if compared else "单独"
    expect_golden(GOLDEN / f"{window[:6]}-{kind}.txt", page_text(page(window, compared=compared)))


@pytest.fixture(scope="module")
def published(demo_folder: Path) -> Appraised:
    return appraise_host(FileHost(demo_folder / "2023Q1.xlsx"))


@pytest.mark.parametrize("window", ["公安出入境", "不动产登记中心"])
def test_the_slip_of_a_published_window(published: Appraised, window: str) -> None:
    """As the department of the real quarter would get it."""
    made = SlipMaker(published.quarter, published.appraisal).slips()
    slip = next(slip for slip in made if slip.window.window == window)

    expect_golden(GOLDEN / f"公布-{window}.txt", page_text(slip_page(slip)))


def test_every_published_score_is_the_sum_of_its_lines(published: Appraised) -> None:
    """25 windows × 6 modules: the lines' points add up to the published figure."""
    made = {s.window.window: s for s in SlipMaker(published.quarter, published.appraisal).slips()}

    for row in rows():
        slip = made[row["c2"]]
        lines = {m.id: slip.lines(m) for m in slip.modules}
        sums = {
            m: sum((line.points or 0 for line in made), Decimal(0)) for m, made in lines.items()
        }
        assert sums == {m: Decimal(row[c]) for m, c in MODULE_COLUMNS.items()}
        assert all(slip.lines(m)[-1].after == slip.score(m) for m in slip.modules)
        assert slip.display == row["c9"].strip()


def test_what_a_cap_cut_is_on_the_slip_in_points() -> None:
    """7 points for packages, 5 by remark 5: the line takes 2 back, the module says so."""
    slip = slips()["甲"]
    reward = next(m for m in slip.modules if m.id == "reward")
    capped = [line for line in slip.lines(reward) if line.source == "cap"]

    assert slip.cut(reward) == -2
    assert [(line.points, line.remark) for line in capped] == [(Decimal(-2), 5)]


def test_only_the_remarks_that_count_are_printed_in_their_own_words() -> None:
    """己 has no item: totals and red flags (1) and the methods of the modules (2)."""
    notice = now().quarter.book.notice

    assert slips()["己"].remarks == (notice.remark(1), notice.remark(2))


def test_a_comparison_the_wrong_way_round_is_refused() -> None:
    """With a later quarter, and with the same one."""
    early, late = then(), now()
    for other in (late, early):
        with pytest.raises(BookError, match="不早于"):
            SlipMaker(early.quarter, early.appraisal, Earlier(other.quarter, other.appraisal))


def test_the_index_lists_every_window_once_with_its_file() -> None:
    """In rank order; who has findings; who is new, who is gone."""
    made = maker(compared=True)
    drawn = index_page(made, [f"{number}.docx" for number, _ in enumerate(made.slips())])

    expect_golden(GOLDEN / "目录.txt", page_text(drawn))
    table = next(block for block in drawn.blocks if isinstance(block, Table))
    assert [row.cells[1] for row in table.rows] == [w.window for w in now().appraisal.windows]


def test_files_that_are_named_after_their_windows_are_told_in_a_sentence() -> None:
    """Not name by name: the index of 60 windows had a page more for it."""
    made = maker(compared=True)
    drawn = index_page(made, [f"{slip.window.window}-明细.docx" for slip in made.slips()])

    table = next(block for block in drawn.blocks if isinstance(block, Table))
    assert [column.header[-1] for column in table.columns][-1] == "名次变动"
    assert "文件名是窗口名称后接“-明细.docx”。" in page_text(drawn)


def test_windows_are_matched_whatever_their_blanks() -> None:
    """“甲 ” of the earlier workbook is this quarter's 甲."""
    book = NOW.but(windows={" 甲 ": {}}, ledger=(), rules={"book.quarter": "2022Q4"})
    before = book.appraised()
    earlier = Earlier(before.quarter, before.appraisal)

    assert earlier.before("甲") is not None
    assert earlier.before("乙") is None


def test_slips_are_made_one_at_a_time() -> None:
    """The maker hands out an iterator: a thousand windows are never in memory together."""
    made = maker().slips()

    assert next(made).window.rank == 1
    assert iter(made) is made


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        ("30", "30", "█" * 10),
        ("28.5", "30", "█" * 9 + "▌"),  # 0.95 × 80 = 76 eighths: 9 blocks and 4
        ("2", "20", "█"),
        ("0.1", "10", "▏"),  # 0.8 of an eighth
        ("0", "20", ""),
        ("-1", "20", ""),
        ("35", "30", "█" * 10),
    ],
)
def test_a_bar_shows_the_share_to_an_eighth_of_a_block(part: str, whole: str, shown: str) -> None:
    """Ten blocks are all of it."""
    assert share_bar(Decimal(part), Decimal(whole)) == shown


def test_distances_have_one_scale_and_shortfalls_their_own_pattern() -> None:
    """4.76 is ten blocks: 0.255 comes to 0.54 and 1.9 to 3.99, whole blocks upwards; 0 to none."""
    found = [("甲", Decimal("-4.76")), ("乙", Decimal("0.255")), ("丙", Decimal("1.9")),
             ("丁", Decimal(0))]  # fmt: skip
    assert [row[2] for row in distances(found, 10).texts()] == ["▓" * 10, "█", "█" * 4, ""]
    "".join(row[2] for row in distances(found, 10).texts()).encode("gbk")  # in every Chinese font
