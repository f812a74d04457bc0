"""What a sheet of results looks like follows from its rows alone."""

from __future__ import annotations

from decimal import Decimal

from xl_appraisal.hosts.sheet_look import look_of
from xl_appraisal.model.grid import Area


def test_sentences_part_tables_and_do_not_widen_a_column() -> None:
    """Two tables under their headers; a long sentence in A leaves A as narrow as its names."""
    rows = [
        ["其他窗口的得分都不变时的差距，按未取舍的总分计算。" * 4],
        ["窗口", "总分"],
        ["公安出入境", Decimal("107.562")],
        [],
        ["窗口", "变动内容", "原来"],
        ["税务", None, "3"],
        ["残联", "办件量加分", "3"],
        ["只是试算。", None],
    ]

    look = look_of(rows)
    assert look.tables == (Area(2, 1, 3, 2), Area(5, 1, 7, 3))
    assert look.head == 2
    assert [9 <= width < 20 for width in look.widths] == [True] * 3


def test_the_first_row_is_the_title_and_figures_stand_below_each_other() -> None:
    """16 points for the title, 12 for sentences; decimals to the right, ranks in the middle."""
    rows = [
        ["各窗口的差距"],
        ["其他窗口的得分都不变时的差距，按未取舍的总分计算。" * 4],
        ["名次", "窗口", "总分", "说明"],
        [Decimal(1), "公安出入境", Decimal("107.562"), "距前一名次还差多少分都写在这里"],
    ]

    look = look_of(rows)
    assert [(line.row, line.size) for line in look.lines] == [(1, 16), (2, 12)]
    assert look.lines[1].height > 2 * 12  # 100 characters take more than a line of these columns
    assert look.alignments == (("centre", "centre", "right", "left"),)


def test_a_sheet_without_a_table_has_no_look() -> None:
    """A sentence alone, or nothing."""
    assert look_of([["没有差别。"]]).tables == ()
    assert look_of([]).head == 0
