"""What a cell looks like under a number format (ECMA-376 Part 1, 18.8.31), as far as it matters.

Only to tell whether a person reads something else than the cell holds: digits, literals, percent,
thousands and conditions; no dates, fractions or exponents.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import lru_cache

from xl_appraisal.model.exact import plain
from xl_appraisal.model.grid import ShownAs
from xl_appraisal.model.late_pattern import late_pattern

_TOKEN = late_pattern(
    r'"(?P<text>[^"]*)"?|\\(?P<char>.)|_.|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]?'
    r"|(?P<general>general|g/通用格式|@)|(?P<digits>[0#?,.]+)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_UNTOLD = late_pattern(r"[ymdhse/]", re.IGNORECASE)
_SECTION = late_pattern(r'((?:[^;"\\]|"[^"]*"?|\\.)*);', re.DOTALL)
_CURRENCY = late_pattern(r"\$(.*?)(?:-[0-9a-f,]*)?", re.IGNORECASE | re.DOTALL)  # [$¥-804]
_CONDITION = late_pattern(r"\[(<=|>=|<>|<|>|=)\s*(-?[0-9]+(?:\.[0-9]+)?)\]", re.ASCII)
_COMPARE = {
    **{"<": operator.lt, ">": operator.gt, "=": operator.eq},
    **{"<=": operator.le, ">=": operator.ge, "<>": operator.ne},
}

_PLAIN = frozenset("0#.? _@()")  # a code of these alone shows the figure, rounded at most
_BESIDE = late_pattern(r"[分件次个名第人笔项\s()（）+\-,]*")
_FIGURE = late_pattern(r"[0-9]+(?:\.[0-9]*)?|\.[0-9]+", re.ASCII)


def is_plain(code: str) -> bool:
    """Whether the code shows every figure as it is, at most rounded."""
    return _PLAIN.issuperset(code)


def as_shown(value: Decimal, code: str) -> Decimal:
    """The figure, as a :class:`ShownAs` where its format shows another."""
    shown = shown_otherwise(value, code)
    return ShownAs.of(value, shown) if shown else value


def shown_otherwise(value: Decimal, code: str) -> str:
    """The text that a person reads where the format makes another figure of it, else ``""``.

    Units of points and counts and hidden decimals make none.

    >>> shown_otherwise(Decimal("0.95"), "0%"), shown_otherwise(Decimal(3), '0.0"分"')
    ('95%', '')
    """
    if is_plain(code) or not value.is_finite():
        return ""
    text = shown_number(value, code)
    if text is None:  # a fraction or an exponent shows it all the same, digits in two places do not
        told = value < 0 or any(kind == "untold" for kind, _ in _tokens(code))
        return "" if told else f"{plain(value)}（{code}）"
    if not text.strip():
        return f"（隐藏）{plain(value)}" if value else ""
    figure = _FIGURE.search(text)
    if figure is None:
        return text if value else ""
    beside = text[: figure.start()] + text[figure.end() :]
    number, places = Decimal(figure[0]), len(figure[0].partition(".")[2])
    with localcontext(prec=400):
        rounded = abs(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    signed = value > 0 or not number or any(sign in beside for sign in "-(（")
    return "" if number == rounded and signed and _BESIDE.fullmatch(beside) else text


def shown_number(value: Decimal, code: str) -> str | None:
    """The text that a cell of that number and format shows; ``None`` where that is not told here.

    Rounded half away from zero; thousands are not set apart.

    >>> shown_number(Decimal("119.994"), "0.00"), shown_number(Decimal(120), '"119.99"')
    ('119.99', '119.99')
    >>> shown_number(Decimal("0.95"), "0%"), shown_number(Decimal(5), "yyyy-mm-dd")
    ('95%', None)
    """
    sections = _SECTION.findall(code + ";")[:3]
    conditions = [_CONDITION.search(section) for section in sections]
    if any(conditions):
        found = None if value < 0 else _fitting(value, sections, conditions)
        return None if found is None else _section(value, found)
    place = 1 if value < 0 and len(sections) > 1 else 2 if not value and len(sections) > 2 else 0
    return _section(abs(value) if place else value, sections[place])


def shown_text(text: str, code: str) -> str:
    """What a cell of that text and format shows: a fourth section, or a last one with ``@``.

    >>> shown_text("残联", '0;0;0;"税务"'), shown_text("残联", "0.00"), shown_text("残联", ";;;")
    ('税务', '残联', '')
    """
    sections = _SECTION.findall(code + ";")
    last = sections[:4][-1]
    if len(sections) < 4 and "@" not in _without_literals(last):
        return text
    return "".join(text if kind == "general" else part for kind, part in _tokens(last))


def has_figures_of_its_own(code: str) -> bool:
    """Whether a format, of dates too, writes digits that are not the cell's."""
    sections = _SECTION.findall(code + ";")
    return any(
        kind == "literal" and any(map(str.isdigit, part))
        for section in sections
        for kind, part in _tokens(section)
    )


def _without_literals(section: str) -> str:
    return "".join("@" for kind, _ in _tokens(section) if kind == "general")


def _fitting(
    value: Decimal, sections: list[str], conditions: list[re.Match[str] | None]
) -> str | None:
    """The first section whose condition a number, 0 or more, meets; the last has the rest.

    A second of three sections without one is for numbers below 0.
    """
    for place, (section, condition) in enumerate(zip(sections, conditions, strict=True)):
        if condition is not None and _COMPARE[condition[1]](value, Decimal(condition[2])):
            return section
        if condition is None and (place != 1 or len(sections) < 3):
            return section
    return None


@lru_cache(maxsize=64)  # the cells of a column have one format
def _tokens(section: str) -> tuple[tuple[str, str], ...]:
    """``literal``, ``digits``, ``general``, ``sign`` or ``untold``, with the text of each."""
    return tuple(_told_apart(section))


def _told_apart(section: str) -> Iterator[tuple[str, str]]:
    for token in _TOKEN.finditer(section):
        kind, text = token.lastgroup, token[token.lastgroup or 0]
        if kind == "bracket":
            currency = _CURRENCY.fullmatch(text)
            if currency:
                yield "literal", currency[1]
            elif re.match(r"[hms]", text, re.IGNORECASE):
                yield "untold", text
        elif (kind == "fill" and not text.isspace()) or (kind == "other" and _UNTOLD.match(text)):
            yield "untold", text
        elif kind in ("text", "char"):
            yield "literal", text
        elif kind == "other":
            yield "sign", text
        elif kind in ("general", "digits"):
            yield kind, text


def _section(value: Decimal, section: str) -> str | None:
    texts: list[str] = []
    number: int | None = None
    pattern = ""
    percents = 0
    for kind, text in _tokens(section):
        if kind == "untold":
            return None
        if kind in ("general", "digits"):
            if number is not None:
                return None  # digits in two places
            number, pattern = len(texts), text if kind == "digits" else ""
            texts.append("")
        else:
            percents += kind == "sign" and text == "%"
            texts.append(text)
    digits = ""
    if number is not None:
        digits = texts[number] = _digits(abs(value).scaleb(2 * percents), pattern)
    sign = "-" if value < 0 and digits.strip("0.") else ""  # what rounds to nothing has none
    return sign + "".join(texts).strip()


def _digits(value: Decimal, pattern: str) -> str:
    """The number under digits and points alone; an empty pattern shows it as it is."""
    if not pattern:
        return plain(value)
    body = pattern.rstrip(",")
    value = value.scaleb(-3 * (len(pattern) - len(body)))
    whole, _, places = body.replace(",", "").partition(".")
    with localcontext(prec=400):
        rounded = value.quantize(Decimal(1).scaleb(-len(places)), ROUND_HALF_UP)
    left, _, right = f"{rounded:f}".partition(".")
    least = places.count("0")
    right = right[:least] + right[least:].rstrip("0")
    left = left.lstrip("0").rjust(whole.count("0"), "0")
    return f"{left}.{right}" if "." in body and (right or least) else left
