"""The values on 规则, each read in the sort that its rule wants."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from xl_appraisal.book.read.list_sheets import ListRow
from xl_appraisal.book.read.typed_values import (
    Read,
    Unreadable,
    read_number,
    read_share,
    read_text,
    squeeze,
)
from xl_appraisal.model.exact import Number, plain
from xl_appraisal.model.fields import parse_share
from xl_appraisal.model.notice import Parameter


def rule_value(row: ListRow, parameter: Parameter) -> Number | str | Unreadable:
    """The cell's value in the sort that the parameter wants; ``""`` for unset."""
    cell = row["value"]
    if parameter.choices:
        return _choice(read_text(cell), parameter)
    if parameter.unit == "比例":
        share = read_share(cell)
        return "" if share is None else share
    number = read_number(cell, "不小于0的数字")
    if parameter.value.startswith("-"):
        return _loss(number)
    return "" if number is None else number


def _loss(number: Read) -> Decimal | str | Unreadable:
    """A value that takes points away: without its minus sign it would give them."""
    if number is None:
        return ""
    if isinstance(number, Unreadable):
        return Decimal(number.found) if number.code == "negative" else number
    if number == 0:
        return Decimal(0)
    return Unreadable("out_of_range", plain(number), f"0 或负数（扣分），如 -{plain(number)}")


def _choice(text: str | Unreadable, parameter: Parameter) -> str | Unreadable:
    """The choice as the notice writes it, whatever width its brackets were typed in."""
    if isinstance(text, Unreadable):
        return text
    names = {squeeze(name): name for name in parameter.choices.values()}
    names |= parameter.choices
    return names.get(squeeze(text), text)


def is_same(value: Number | str, parameter: Parameter) -> bool:
    """Whether a value is the notice's own."""
    if isinstance(value, str):
        return value == parameter.value
    if not parameter.value:
        return False
    if parameter.unit == "比例":
        ours = parse_share(parameter.value)
        return ours is not None and abs(Fraction(value) - ours) < Fraction(1, 10**15)
    return value == Decimal(parameter.value)


def rule_text(value: Number | str) -> str:
    """A value as people write it."""
    return value if isinstance(value, str) else plain(value)


def rule_change(value: Number | str) -> str | Decimal:
    """A value as :func:`~xl_appraisal.model.rulebook.rulebook_from_texts` takes it."""
    return plain(value) if isinstance(value, Fraction) else value
