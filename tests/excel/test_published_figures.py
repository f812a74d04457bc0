"""The cell functions give the published table, by either form, through xlwings' converters."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.excel.conftest import row_of
from tests.excel.real_table import FIRST, ITEMS, NAMES
from tests.published import MODULE_COLUMNS, rows
from xl_appraisal.model.exact import half_up
from xl_appraisal.model.grid import Area

LAST = FIRST + len(NAMES) - 1


def shown(total: float) -> str:
    """A total as the table shows it."""
    return str(half_up(Decimal(repr(total)), 2))


@pytest.mark.parametrize("form", ["cells", "number"])
def test_all_windows_have_the_published_totals_and_ranks(call, book, form) -> None:
    """25 totals to two places, 25 ranks: by the window's cells and by its row number."""
    for row, published in enumerate(rows(), FIRST):
        given = book.items(row) if form == "cells" else float(row)
        assert shown(call("WINDOW_TOTAL", given)) == published["c9"]
        assert call("WINDOW_RANK", given) == float(published["c1"])


@pytest.mark.parametrize("form", ["cells", "number"])
def test_all_windows_have_the_published_module_scores(call, book, form) -> None:
    """150 scores to the last digit, six in a row and one by one."""
    for row, published in enumerate(rows(), FIRST):
        given = book.items(row) if form == "cells" else float(row)
        scores = [float(published[position]) for position in MODULE_COLUMNS.values()]
        assert call("MODULE_SCORES", given) == [scores]
        assert call("MODULE_SCORE", given, "业务规范") == float(published["c5"])
        assert call("MODULE_SCORE", given, "奖励分（20分）") == float(published["c8"])


def test_the_whole_table_comes_in_one_call(call, book) -> None:
    """Rank, six scores, total and red flag of each window, in the order of the rows."""
    table = call("RANKING_TABLE", book.cells(Area(FIRST, ITEMS[0], LAST, ITEMS[1])))
    for line, published in zip(table, rows(), strict=True):
        assert line[0] == float(published["c1"])
        assert line[1:7] == [float(published[position]) for position in MODULE_COLUMNS.values()]
        assert shown(line[7]) == published["c9"]


def test_red_flags_pass_over_the_vetoed_first_and_go_to_the_ninth(call, book) -> None:
    """Remark 7: eight flags of 25 (30 %, rounded up); √ in columns 43 or 44 takes a window out."""
    flags = [call("RED_FLAG", book.items(row)) for row in range(FIRST, LAST + 1)]
    assert flags[0] == "一票否决"
    assert flags[1:8] == ["红旗"] * 7
    assert flags[8] == "红旗（补位）"
    vetoed = [bool(row["c43"].strip() or row["c44"].strip()) for row in rows()]
    assert flags[9:] == ["一票否决" if veto else "" for veto in vetoed[9:]]


def test_an_explanation_names_item_points_remark_and_source(call, book) -> None:
    """税务 lost 3 points of 评价管理 by an entry of the ledger (routes.csv)."""
    text = call("EXPLAIN_SCORE", book.items(row_of("税务")), "评价管理")
    assert "-3分" in text
    assert "加扣分明细" in text
    assert "备注" in text
    whole = call("EXPLAIN_SCORE", float(row_of("税务")))
    assert text in whole
    assert "总分" in whole
