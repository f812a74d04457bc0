"""What a number format makes of a figure: where people read something else than what is stored."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from xl_appraisal.model.exact import plain

_PLAIN = frozenset(("", "general", "g/通用格式", "@", "0", "0.00", "0.0", "0_ ", "0.00_ "))
_CURRENCY = re.compile(r"\[\$([^\]-]*)[^\]]*\]")  # [$¥-804] → ¥
_CONDITION = re.compile(r"\[[^\]]*\]")  # colours, conditions, locales
_FILLER = re.compile(r"_.|\*.")
_LITERAL = re.compile(r'"([^"]*)"?|[\\!](.)')
_SECTIONS = re.compile(r'((?:[^;"\\]|"[^"]*"?|\\.)*)(?:;|$)')
_DECIMALS = re.compile(r"\.([0#?]+)")
_SCALED = re.compile(r"[0#?],+(?![0#?,])")
_UNITS = re.compile(r"[分件次个名第人笔项\s()（）+\-,.]*")
_SIGNS = "¥￥$€£元"


def shown_otherwise(value: Decimal, code: str) -> str:
    """The text that a person reads where the format makes another figure of it, else ``""``.

    >>> shown_otherwise(Decimal("0.95"), "0%"), shown_otherwise(Decimal(3), '0.0"分"')
    ('95%', '')
    """
    if code.lower() in _PLAIN:
        return ""
    section = _section(value, code)
    literal = "".join(a or b for a, b in _LITERAL.findall(section))
    digits = _LITERAL.sub("", section)
    if not digits and not literal:
        return f"（隐藏）{plain(value)}"
    if "%" in digits:
        return f"{plain(_rounded(value.scaleb(2), digits))}%"
    if _SCALED.search(digits) or not _UNITS.fullmatch(literal) or set(_SIGNS) & set(digits):
        sign = "".join(sorted(set(_SIGNS) & set(digits)))
        scaled = "千" if _SCALED.search(digits) and not literal else ""
        return f"{sign}{plain(value)}{literal}{scaled}"
    return ""


def shown_rounded(value: Decimal, code: str) -> str:
    """The text that is shown where a format hides decimals of the figure, else ``""``.

    >>> shown_rounded(Decimal("2.5"), "0"), shown_rounded(Decimal("2.5"), "0.00")
    ('3', '')
    """
    if code.lower() in ("", "general", "g/通用格式", "@"):
        return ""
    digits = _LITERAL.sub("", _section(value, code))
    if not re.search("[0#?]", digits) or any(sign in digits.lower() for sign in "%e/"):
        return ""
    rounded = _rounded(value, digits)
    return plain(rounded) if rounded != value else ""


def _section(value: Decimal, code: str) -> str:
    """The part of the format that the figure's sign asks for, without colours and fillers."""
    code = _FILLER.sub("", _CONDITION.sub("", _CURRENCY.sub(r"\1", code)))
    parts = [match[1] for match in _SECTIONS.finditer(code)]
    parts = parts[:-1] if len(parts) > 1 and not parts[-1] and not code.endswith(";") else parts
    wanted = 1 if value < 0 else 2 if value == 0 else 0
    return parts[wanted] if wanted < len(parts) and parts[wanted] else parts[0]


def _rounded(value: Decimal, digits: str) -> Decimal:
    found = _DECIMALS.search(digits)
    places = Decimal(1).scaleb(-len(found[1]) if found else 0)
    return value.quantize(places, ROUND_HALF_UP) if abs(value) < 10**12 else value
