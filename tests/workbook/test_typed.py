"""What people type into cells: a value, a blank or a reason why not, and never a guess."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from xl_appraisal.book.read.typed_values import (
    Unreadable,
    clean,
    is_blank,
    read_flag,
    read_number,
    read_share,
    read_text,
    squeeze,
    tidy,
)
from xl_appraisal.model.grid import Cell, CellError, Value

BLANKS = [
    None,
    "",
    " ",
    "　",
    "  　 ",
    "\t",
    "\n",
    "\xa0",
    "\u200b",
    "\ufeff　",
    "\u200e \u202c",
    "\u202e ",
]


def number(value: Value) -> object:
    return read_number(Cell(value), "不小于0的分值")


def code(read: object) -> str:
    assert isinstance(read, Unreadable), read
    return read.code


@pytest.mark.parametrize("value", BLANKS)
def test_spaces_are_a_blank_cell(value: Value) -> None:
    """Spaces of any width and characters nobody sees are a blank, for every kind of column."""
    assert is_blank(value)
    assert number(value) is None
    assert read_share(Cell(value)) is None
    assert read_flag(Cell(value)) is None
    assert read_text(Cell(value)) == ""


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("0", "0"),
        ("3", "3"),
        ("　12　", "12"),
        ("１２．５", "12.5"),
        ("12.50", "12.5"),
        ("1,000", "1000"),
        ("１，２３４，５６７．８", "1234567.8"),
        ("12 分", "12"),
        ("630件", "630"),
        ("11次", "11"),
        ("2个", "2"),
        ("+5", "5"),
        ("＋ 5", "5"),
        (".5", "0.5"),
        ("5.", "5"),
        ("-0", "0"),
        ("\u200b7\ufeff", "7"),
        ("\u202d630\u202c", "630"),
        ("999999999.999999999999", "999999999.999999999999"),
    ],
)
def test_a_number_stored_as_text_is_that_number(typed: str, meant: str) -> None:
    """Width, spaces around, thousands separators and units change nothing."""
    assert number(typed) == Decimal(meant)


@pytest.mark.parametrize(
    "typed",
    [
        "1,00", "1,0000", "1,23,456", "1234,567", "0,123", ",5", "1,", "3 5", "1 000", "1.2.3",
        "1e5", "1E5", "nan", "inf", "-inf", "Infinity", "—", "－－", "-", "/", "三", "5²", "②", "½",
        "3½", "²", "12。5", "12、5", "约5", "5分分", "5分钟", "=1+1", "0x10", "1_000", "٣", "98%",
        "2/3", "分", "√", "是", "#N/A", "9" * 41, "字" * 40_000,
    ],
)  # fmt: skip
def test_text_that_is_no_number_is_refused(typed: str) -> None:
    """What is not plainly a number is refused and quoted, shortened to what fits a line."""
    read = number(typed)
    assert code(read) == "unreadable"
    assert isinstance(read, Unreadable)
    assert read.found.startswith("“")
    assert len(read.found) <= 43
    assert read.expected == "不小于0的分值"


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("-5", "negative"),
        ("－5", "negative"),
        ("−5", "negative"),
        ("- 0.5 分", "negative"),
        (Decimal("-0.1"), "negative"),
        (Decimal("-1e300"), "negative"),
        ("1000000000", "out_of_range"),
        (Decimal(10**9), "out_of_range"),
        (Decimal("1e308"), "out_of_range"),
        ("0.1234567890123", "out_of_range"),
        ("1.00000000000000000000000000000000001", "out_of_range"),
        (Decimal("1e-300"), "out_of_range"),
        (Decimal("NaN"), "out_of_range"),
        (Decimal("-Infinity"), "out_of_range"),
        (True, "unreadable"),
        (False, "unreadable"),
        ("\u202e59", "unreadable"),  # shown as 95
        (dt.date(2023, 3, 1), "date_in_number"),
        (dt.datetime(2023, 3, 1, 8, 30), "date_in_number"),
        (dt.time(8, 30), "date_in_number"),
        (CellError("#N/A"), "error_cell"),
        (CellError("#DIV/0!"), "error_cell"),
        (CellError(""), "error_cell"),
    ],
)
def test_what_a_count_or_points_cannot_be_says_why(value: Value, why: str) -> None:
    """Each has its own code and says what is allowed."""
    read = number(value)
    assert code(read) == why
    assert isinstance(read, Unreadable)
    assert read.found
    assert read.expected


def test_decimals_that_say_nothing_do_not_count() -> None:
    """Trailing zeros are no decimals; the figure stays exact."""
    assert number(Decimal("3.00000000000000000000")) == 3
    assert number(Decimal("0.688")) == Decimal("0.688")


def test_a_deduction_typed_negative_is_told_to_be_positive() -> None:
    """The usual reason for a minus sign is a deduction; the finding says how it is typed."""
    read = number("-5")
    assert isinstance(read, Unreadable)
    assert read.found == "-5"
    assert "扣分也填正数" in read.expected


def test_a_formula_counts_with_its_figure() -> None:
    """A formula's stored figure is its value; without one it is refused, never a blank."""
    assert read_number(Cell(Decimal(3), "1+2"), "") == 3
    assert read_number(Cell("", 'IF(A1="","",A1)'), "") is None
    for read in (read_number, lambda cell, _: read_share(cell), lambda cell, _: read_flag(cell)):
        assert code(read(Cell(None, "SUM(A1:A9)"), "")) == "not_calculated"


@pytest.mark.parametrize(
    ("value", "share"),
    [
        ("70%", Fraction(7, 10)),
        ("７０％", Fraction(7, 10)),
        ("70 %", Fraction(7, 10)),
        ("66.7%", Fraction(667, 1000)),
        ("0.7", Fraction(7, 10)),
        ("2/3", Fraction(2, 3)),
        ("２／３", Fraction(2, 3)),
        ("400/600", Fraction(2, 3)),
        ("400件 / 600件", Fraction(2, 3)),
        ("1,200/2,400", Fraction(1, 2)),
        ("100%", Fraction(1)),
        ("0", Fraction(0)),
        (Decimal("0.98"), Fraction(98, 100)),
        (Decimal(1), Fraction(1)),
    ],
)
def test_a_share_is_exact(value: Value, share: Fraction) -> None:
    """Percentages and quotients keep their exact value: 2/3 is two thirds."""
    read = read_share(Cell(value))
    assert not isinstance(read, Unreadable)
    assert read is not None
    assert Fraction(read) == share


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("70", "out_of_range"),
        ("101%", "out_of_range"),
        ("3/2", "out_of_range"),
        ("-5%", "out_of_range"),
        (Decimal("1.01"), "out_of_range"),
        (Decimal("-0.01"), "out_of_range"),
        (Decimal("NaN"), "out_of_range"),
        ("1/0", "unreadable"),
        ("0/0", "unreadable"),
        ("-2/-3", "unreadable"),
        ("1/2/3", "unreadable"),
        ("/3", "unreadable"),
        ("2/", "unreadable"),
        ("%", "unreadable"),
        ("98%%", "unreadable"),
        ("⅔", "unreadable"),
        ("三分之二", "unreadable"),
        (True, "unreadable"),
        (dt.date(2023, 2, 3), "date_in_number"),  # 2/3 typed into a cell that takes it for a date
        (CellError("#VALUE!"), "error_cell"),
    ],
)
def test_what_a_share_cannot_be_says_why(value: Value, why: str) -> None:
    """A share lies between 0 and 100 %; a quotient turned into a date is told."""
    assert code(read_share(Cell(value))) == why


@pytest.mark.parametrize(
    ("value", "flag"),
    [(tick, 1) for tick in ("√", "✓", "✔", "☑", "是", "有", "真", " √ ", "1", "１", "true", "Y")]
    + [(cross, 0) for cross in ("×", "✗", "否", "无", "0", "No", "FALSE", "　否　")]
    + [(True, 1), (False, 0), (Decimal(1), 1), (Decimal("0.0"), 0)],
)
def test_ticks_and_crosses(value: Value, flag: int) -> None:
    """The many ways to tick, and to say no."""
    assert read_flag(Cell(value)) == flag


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("√√", "unreadable"),
        ("待定", "unreadable"),
        ("—", "unreadable"),
        ("？", "unreadable"),
        (Decimal(2), "unreadable"),
        (dt.date(2023, 1, 1), "date_in_number"),
        (CellError("#REF!"), "error_cell"),
    ],
)
def test_a_flag_that_is_neither_is_refused(value: Value, why: str) -> None:
    """Whether a window is vetoed is never guessed."""
    assert code(read_flag(Cell(value))) == why


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (" 税务\u200b ", "税务"),
        ("（税务）", "（税务）"),
        (Decimal("12.0"), "12"),
        (True, "TRUE"),
        (dt.date(2023, 3, 1), "2023-03-01"),
        (None, ""),
    ],
)
def test_a_text_is_kept_as_typed(value: Value, text: str) -> None:
    """Only outer spaces and unseen characters go; width stays."""
    assert read_text(Cell(value)) == text


def test_an_error_value_is_no_text() -> None:
    """``#N/A`` in a name is a finding, not a window called #N/A."""
    assert code(read_text(Cell(CellError("#N/A")))) == "error_cell"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("税务", "税 务"),
        ("公安（出入境）", "公安(出入境)"),
        ("Ａ区", "A区"),
        ("税务\u200e", "税务"),
        ("⑴号", "(1)号"),
    ],
)
def test_names_are_compared_without_regard_to_width(one: str, other: str) -> None:
    """Two spellings that look the same are one name."""
    assert squeeze(one) == squeeze(other)


ANY_TEXT = st.one_of(
    st.text(),
    st.text(alphabet="0123456789０１２９,.，．%％/／-−+ 　√分件次e\u200b²½"),
    st.from_regex(r"\A[+-]?[0-9]{1,40}(\.[0-9]{0,40})?\Z"),
)
ANY_VALUE = st.one_of(
    ANY_TEXT,
    st.none(),
    st.booleans(),
    st.decimals(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.text(max_size=8).map(CellError),
)


@given(ANY_VALUE, st.none() | st.text(min_size=1))
@example("\x1c", None)
@example(Decimal("sNaN"), None)
@example("0." + "1" * 38, None)
def test_any_value_is_read_or_refused(value: Value, formula: str | None) -> None:
    """Whatever a cell holds, the answer is a value within bounds, a blank or a reason."""
    cell = Cell(value, formula)
    for read in (read_number(cell, "数"), read_share(cell), read_flag(cell)):
        if isinstance(read, Unreadable):
            assert read.code
            assert read.found
            assert read.expected
        elif read is not None:
            assert 0 <= read < 10**9
    assert isinstance(read_text(cell), str | Unreadable)


@given(ANY_TEXT)
def test_only_spaces_are_blank(text: str) -> None:
    """A text is blank exactly when nothing of it can be seen."""
    seen = "".join(c for c in text if not c.isspace() and tidy(f"x{c}x") == f"x{c}x")
    assert is_blank(text) == (seen == "")
    assert (number(text) is None) == (seen == "")


@given(st.decimals(min_value=0, max_value=10**6, places=3))
def test_a_figure_reads_the_same_in_any_width(figure: Decimal) -> None:
    """As a number, as text, full-width and with separators, a figure is the same."""
    plain = f"{figure:f}"
    wide = plain.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789."})
    assert number(figure) == number(plain) == number(wide) == number(f"{figure:,f}") == figure


@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    """Names are compared by a form that is its own."""
    assert clean(clean(text)) == clean(text)
    assert tidy(tidy(text)) == tidy(text)
