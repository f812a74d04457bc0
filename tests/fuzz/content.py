"""Anything that may stand in a cell, with what a person would take it for.

No code of the product is used: its reading of cells is what is on trial.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from random import Random

from xl_appraisal.model.grid import Cell, CellError

BAD = "bad"
"""No figure: whoever scores with it must say so instead."""


@dataclass(frozen=True)
class Content:
    """A cell and every reading of it that is right: a figure, ``None`` for blank, or BAD."""

    cell: Cell
    readings: tuple[Fraction | str | None, ...]

    @property
    def sure(self) -> bool:
        return len(self.readings) == 1


BLANKS = (None, "", " ", "　", "\u200b", "\ufeff", " \t ", "\u2060", "\n")
UNREADABLE = (
    "—",
    "无数据",
    "3 5",
    "5²",
    "1,00",
    "12..5",
    "1.2.3",
    "五",
    "5五",
    "-5",
    "－３",
    "+-5",
    "1e5",
    "0x10",
    "nan",
    "inf",
    "5元",
    "５／０",
    "1/0",
    "#N/A",
    "5,5",
    "1,593,04",
    "..",
    ".",
    "+",
    "-",
    "1_000",
    "5\n6",
    "5;6",
    "=1+1",
    "@SUM(1)",
    "+1+1",
    "-1+1",
    '=HYPERLINK("http://x")',
    "5%%",
    "٣",
    "Ⅷ",
    "9999999999",
    "1" * 60,
    "0.1234567890123",
    "\x07",
    "5\x00",
    "<5>",
    "&5;",
    "甲",
    "备注",
    "5分分",
)
WIDE = str.maketrans("0123456789.,%/", "０１２３４５６７８９．，％／")
STRANGE = (
    "\u202e",
    "\ud7ff",
    "\ufffd",
    "\U0001f600",
    "\u0301",
    "\u3000",
    "\x1f",
    "\x85",
    "\u2028",
    "é",
    "🈷",
    "e\u0301",
    "㎡",
    "①",
    "½",
    "²",
    "٠",
    "०",
    "௧",
    "Ａ",
    "ﬁ",
    "\uffff",
    "_x000D_",
    "_x0041_",
    "'",
    '"',
    "]]>",
)


def number(random: Random, most: int, places: int = 3) -> Fraction:
    """A figure from 0 to ``most``, edges and short ones often."""
    if random.random() < 0.3:
        return Fraction(random.choice((0, 1, most, most // 2)))
    scale = 10 ** random.randint(0, places)
    return Fraction(random.randint(0, most * scale), scale)


def decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def figure(random: Random, most: int, places: int = 3) -> Content:
    """A figure in one of the ways that people write it; every one has one meaning."""
    value = number(random, most, places)
    exact = format(decimal(value), "f")
    forms: list[object] = [decimal(value), exact, f" {exact} ", exact.translate(WIDE), f"{exact}分"]
    forms += [
        f"\u200b{exact}",
        f"{exact}　",
        f"+{exact}",
        f"{exact} 次",
        Decimal(exact + "0" * ("." in exact)),
    ]
    if value >= 1000 and value.denominator == 1:
        forms.append(f"{value.numerator:,}")
    return Content(cell(random.choice(forms), random), (value,))


def anything(random: Random) -> Content:
    """Whatever a cell can hold, with all readings that a person could defend."""
    kind = random.randrange(9)
    if kind == 0:
        return Content(Cell(random.choice(BLANKS)), (None,))
    if kind <= 3:
        return Content(Cell(random.choice(UNREADABLE)), (BAD,))
    if kind == 4:
        made: object = random.choice(
            (
                True,
                False,
                CellError("#N/A"),
                CellError("#DIV/0!"),
                dt.date(2023, 1, 5),
                dt.datetime(2023, 1, 5, 8, 30),
                dt.time(1, 30),
            )
        )
        return Content(Cell(made), (BAD,))  # type: ignore[arg-type]
    if kind == 5:
        return Content(Cell(None, random.choice(("NA()", "1+1", "#REF!+1", "A1"))), (BAD,))
    if kind == 6:
        return oddly(Decimal(random.choice(("-1", "NaN", "Infinity", "1E+9", "1E-13", "1E+400"))))
    text = junk(random)
    return Content(Cell(text), readings(text))


def oddly(value: Decimal) -> Content:
    return Content(Cell(value), (BAD,))


def cell(value: object, random: Random) -> Cell:
    """The value, now and then with a formula that has it as its result."""
    formula = (
        random.choice(("1+1", "SUM(A1:A3)", 'VLOOKUP("甲",A:B,2,0)'))
        if random.random() < 0.1
        else None
    )
    return Cell(value, formula)  # type: ignore[arg-type]


def junk(random: Random, longest: int = 12) -> str:
    """Text of any characters that a cell can hold; digits and odd ones more often than others."""
    pieces = []
    for _ in range(random.randint(1, longest)):
        which = random.random()
        if which < 0.35:
            pieces.append(random.choice("0123456789.,-+% "))
        elif which < 0.6:
            pieces.append(random.choice(STRANGE))
        elif which < 0.8:
            pieces.append(chr(random.randint(0x4E00, 0x9FA5)))
        else:
            pieces.append(_any_character(random))
    text = "".join(pieces)
    return text * random.choice((1, 1, 1, 1, 1, 1, 1, 400)) if random.random() < 0.1 else text


def _any_character(random: Random) -> str:
    while True:
        code = random.randrange(0x20, random.choice((0x80, 0x3000, 0x10000, 0x110000)))
        if not 0xD800 <= code < 0xE000:
            return chr(code)


# ── an independent reading of a text ──

_FIGURE = re.compile(r"([+-]?)\s*(\d+|\d{1,3}(?:,\d{3})+)?(?:\.(\d*))?", re.ASCII)


def visible(text: str) -> str:
    """The text with all forms made one and without what cannot be seen."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(c for c in plain if unicodedata.category(c)[0] not in "CZ")


def readings(text: str) -> tuple[Fraction | str | None, ...]:
    """Blank, no figure, or (where it looks like one) that figure or none, as one is strict."""
    shown = "".join(c for c in text if unicodedata.category(c)[0] not in "CZ")
    if not shown:
        return (None, BAD)
    value = lenient(text)
    return (BAD,) if value is None else (value, BAD)


def lenient(text: str) -> Fraction | None:
    """The figure that a text shows once forms are made one and invisible characters are gone."""
    plain = unicodedata.normalize("NFKC", text).replace("−", "-").replace("\u2212", "-")
    plain = "".join(c for c in plain if unicodedata.category(c) not in ("Cf", "Cc")).strip()
    plain = re.sub(r"[分件次个]\s*$", "", plain).strip()
    match = _FIGURE.fullmatch(plain)
    if match is None or not (match[2] or match[3]):
        return None
    value = Fraction(f"{(match[2] or '0').replace(',', '')}.{match[3] or '0'}")
    return None if value and match[1] == "-" else value
