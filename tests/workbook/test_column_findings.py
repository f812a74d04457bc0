"""Columns that count otherwise than the layout says: never without a word."""

from __future__ import annotations

import pytest

from tests.workbook.books import Book, at, one


@pytest.mark.parametrize(
    ("column", "field", "value", "told"),
    [
        ("promised_cases", "计数用途", None, "计数用途由“case_volume.promised”改为“空”"),
        ("item_38", "模块", "业务规范", "模块由“窗口规范”改为“业务规范”"),
        ("item_45", "种类", "文字", "种类由“百分比”改为“文字”"),
    ],
)
def test_a_changed_row_of_the_columns_is_told(
    column: str, field: str, value: str | None, told: str
) -> None:
    """An emptied 计数用途 takes the points of remark 4 away: it must not do so in silence."""
    book = one(promised_cases=500).but(columns={column: {field: value}})

    found = book.finding("column_changed")
    assert told in found.message
    assert found.severity == "warning"
    assert found.sheet == "栏目"


def test_ids_that_changed_places_are_told_by_their_headers() -> None:
    """The hidden ids of two columns exchanged: every figure under them counts as the other's."""
    one_id, other = "item_38", "item_37"
    cells = {"名次表": {at(one_id, 3): other, at(other, 3): one_id}}
    found = Book({"甲": {one_id: 1}, "乙": {}}, cells=cells).findings("column_exchanged")

    assert {f.found for f in found} == {one_id, other}
    assert {f.cell for f in found} == {at(one_id, 3), at(other, 3)}


def test_a_renamed_header_is_no_exchange() -> None:
    """Staff name a column as they like."""
    book = one(item_38=1).but(cells={"名次表": {at("item_38", 5): "迟到早退"}})

    assert book.findings("column_exchanged") == []
