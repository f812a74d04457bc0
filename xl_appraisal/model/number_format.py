"""What a number looks like under a number format (ECMA-376 Part 1, 18.8.31), as far as it matters.

Only to tell whether a person reads another figure than the cell holds: digits, literals, percent
and thousands; no dates, fractions, exponents or conditions.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, localcontext

from xl_appraisal.model.exact import plain

_TOKEN = re.compile(
    r'"(?P<text>[^"]*)"?|\\(?P<char>.)|[_*].|\[(?P<bracket>[^\]]*)\]?'
    r"|(?P<general>general|g/通用格式|@)|(?P<digits>[0#?,.]+)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_UNTOLD = re.compile(r"[ymdhse/]", re.IGNORECASE)
_SECTION = re.compile(r'((?:[^;"\\]|"[^"]*"?|\\.)*);')


def shown_number(value: Decimal, code: str) -> str | None:
    """The text that a cell of that number and format shows; ``None`` where that is not told here.

    Rounded half away from zero; thousands are not set apart.

    >>> shown_number(Decimal("119.994"), "0.00"), shown_number(Decimal(120), '"119.99"')
    ('119.99', '119.99')
    >>> shown_number(Decimal("0.95"), "0%"), shown_number(Decimal(5), "yyyy-mm-dd")
    ('95%', None)
    """
    sections = _SECTION.findall(code + ";")
    place = 1 if value < 0 and len(sections) > 1 else 2 if not value and len(sections) > 2 else 0
    return _section(abs(value) if place else value, sections[place])


def _section(value: Decimal, section: str) -> str | None:
    texts: list[str] = []
    number: int | None = None
    pattern = ""
    percents = 0
    for token in _TOKEN.finditer(section):
        kind, text = token.lastgroup, token[token.lastgroup or 0]
        if kind == "bracket" and re.match(r"[<>=hms]", text, re.IGNORECASE):
            return None
        if kind == "other" and _UNTOLD.match(text):
            return None
        if kind in ("general", "digits"):
            if number is not None:
                return None  # digits in two places
            number, pattern = len(texts), text if kind == "digits" else ""
            texts.append("")
        elif kind in ("text", "char", "other"):
            percents += kind == "other" and text == "%"
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
