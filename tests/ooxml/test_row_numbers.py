"""Rows are known by their bytes but for their number: whatever else looks like it is told apart."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.ooxml.books import book
from xl_appraisal.ooxml import Workbook, XlsxError

SHEET = "表"


def rows(make: str, count: int = 30) -> str:
    """That many rows of the same XML, ``#`` standing for the row's number."""
    return "".join(f'<row r="{n}">{make.replace("#", str(n))}</row>' for n in range(1, count + 1))


def grid_of(folder: Path, xml: str) -> object:
    opened = Workbook.open(book(folder, xml))
    return opened.grid(opened.sheet_names[0])


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        ('<c r="A#" t="inlineStr"><is><t>say #"</t></is></c>', 'say #"'),
        ('<c r="A#" t="inlineStr"><is><t>1#" and "#"</t></is></c>', '1#" and "#"'),
        ('<c r="A#" t="str"><f>"#"</f><v>#</v></c>', "#"),
        ('<c r="A#"><v>#</v></c>', "#"),
        ('<c r="A#" s="#"><v>#.5</v></c>', "#.5"),
    ],
)
def test_a_value_that_holds_its_rows_number_is_read_as_it_stands(
    xml: str, expected: str, tmp_path: Path
) -> None:
    """In a text, in quotes, as a style, as the figure itself."""
    grid = grid_of(tmp_path, rows(xml))
    for row in range(1, 31):
        value = grid.value(row, 1)  # type: ignore[attr-defined]
        text = expected.replace("#", str(row))
        assert value == (Decimal(text) if isinstance(value, Decimal) else text)


def test_blank_cells_with_the_rows_number_as_style_hold_nothing(tmp_path: Path) -> None:
    """And the cell after them is read in its own column."""
    xml = rows('<c r="A#" s="#"/><c r="B#" s="1#"/><c r="C#"><v>7</v></c><c r="D#" s="#"/>')
    grid = grid_of(tmp_path, xml)
    assert dict(grid.cells) == {  # type: ignore[attr-defined]
        (row, 3): (Decimal(7), None) for row in range(1, 31)
    }


@pytest.mark.parametrize(
    "xml",
    [
        '<c r="B#"/><c r="A#"/>',
        '<c r="A#"/><c r="A#"/>',
        '<c r="A#"/><c r="B#"/><c r="B#"><v>1</v></c>',
        '<c r="B#"><v>1</v></c><c r="A#"/>',
        '<c r="A9#"><v>1</v></c>',
        '<c r="A#"><v>1</v></c>A#"><v>2</v></c>',
        '<c r="A#" s="x"/>',
    ],
)
@pytest.mark.parametrize("before", ["", '<c r="A#"/><c r="B#"/>', '<c r="A#"><v>1</v></c>'])
def test_cells_out_of_order_or_out_of_their_row_are_refused(
    before: str, xml: str, tmp_path: Path
) -> None:
    """Wherever the row stands, and though rows like it up to there were read before."""
    good = f'<row r="1">{before.replace("#", "1")}</row>'
    with pytest.raises(XlsxError):
        grid_of(tmp_path, good + f'<row r="2">{xml.replace("#", "2")}</row>')
