"""Formulas between Excel's English form and the one that LibreOffice's interface speaks.

LibreOffice writes ``=SUM($名次表.A1:B2;{1;2|3;4})`` and names functions of an extension by their
programmatic names; Excel writes ``=SUM(名次表!A1:B2,{1,2;3,4})``.  Asking LibreOffice to print each
formula in Excel's way takes two calls a cell; its formulas of a block come in one.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_PLAIN_NAME = re.compile(r"[^\W\d][\w.]*")
_LIKE_A_CELL = re.compile(r"[A-Z]{1,3}\d+|R\d*C?\d*|C\d*", re.IGNORECASE)
_CELL = r"\$?[A-Z]{1,3}\$?\d+"
_GONE = r"(?:\$?[A-Z]{1,3}\$?\#REF!|\#REF!\$?(?:\d+|\#REF!))"  # a cell whose row or column went
_LINES = r"\$?[A-Z]{1,3}:\$?[A-Z]{1,3}|\$?\d+:\$?\d+"
_CELLS = rf"(?:{_GONE}(?::{_GONE})?|{_CELL}(?::{_CELL})?|{_LINES}|\#REF!)"
_COMMON = r"""
    (?P<text>"(?:[^"]|"")*")
  | (?P<truth>\b(?:TRUE|FALSE)\b(?:\(\))?)
  | (?P<table>\[(?:[^\[\]]|\[[^\[\]]*\])*\])
  | (?P<function>[^\W\d][\w.]*)(?=\s*\()
"""
_CALC = re.compile(
    _COMMON
    + rf"""
  | (?:'file:[^']*/(?P<book>[^'/]+)'\#)?
    \$?(?:'(?P<quoted>(?:[^']|'')+)'|(?P<sheet>[^\W\d]\w*))\.(?P<cells>{_CELLS})
    (?::\$?(?:'(?P<quoted2>(?:[^']|'')+)'|(?P<sheet2>[^\W\d]\w*))\.(?P<cells2>{_CELLS}))?
  | (?P<gone>{_GONE}(?::{_GONE})?)
  | (?P<error>\#[A-Z]+[/\w]*[!?]?)
  | (?P<word>\$?[\w.\\$]+)
  | (?P<sign>[;|~!{{}}])
""",
    re.VERBOSE,
)
_EXCEL = re.compile(
    _COMMON
    + r"""
  | (?:'(?P<quoted>(?:[^']|'')+)'|(?P<sheet>[^\W\d][\w.]*(?::[^\W\d][\w.]*)?))!
    (?P<cells>\$?[\w$]+(?::\$?[\w$]+)?|\#REF!)
  | (?P<error>\#[A-Z]+[/\w]*[!?]?)
  | (?P<space>(?<=[\w)])[ ]+(?=[\w$(']))
  | (?P<word>\$?[\w.\\$]+)
  | (?P<sign>[;,{}()])
""",
    re.VERBOSE,
)
_CALC_SIGNS = {";": ",", "~": ",", "!": " "}
_CALC_ARRAY = {";": ",", "|": ";"}
_EXCEL_ARRAY = {",": ";", ";": "|"}


def to_excel(formula: str, rename: Callable[[str], str] = str.upper) -> str:
    """A formula with its ``=`` as Excel would write it.

    ``rename`` gives a function's name in Excel for that in LibreOffice's interface.

    >>> to_excel("=SUM($'甲 乙'.A1:B2;{1;2|3;4})")
    "=SUM('甲 乙'!A1:B2,{1,2;3,4})"
    """
    if formula.startswith("{=") and formula.endswith("}"):
        formula = formula[1:-1]  # an array formula; Excel tells of that elsewhere
    inside = False

    def translated(match: re.Match[str]) -> str:
        nonlocal inside
        if match["function"]:
            return rename(match["function"])
        if match["cells"]:
            return _excel_place(match)
        if match["gone"]:
            return "#REF!"
        if match["truth"]:
            return match[0].removesuffix("()")
        sign = match["sign"]
        if not sign:
            return match[0]
        inside = sign == "{" or (inside and sign != "}")
        return (_CALC_ARRAY if inside else _CALC_SIGNS).get(sign, sign)

    return _CALC.sub(translated, formula)


def to_calc(formula: str, rename: Callable[[str], str] = str.upper) -> str:
    """The other way round.

    >>> to_calc("=SUM('甲 乙'!A1:B2,{1,2;3,4})")
    "=SUM($'甲 乙'.A1:B2;{1;2|3;4})"
    """
    nesting: list[str] = []
    after_function = False

    def translated(match: re.Match[str]) -> str:
        nonlocal after_function
        called, after_function = after_function, False
        if match["function"]:
            after_function = True
            name = re.sub(r"^(_xlfn\.|_xlws\.|_xll\.)+", "", match["function"], flags=re.I)
            return rename(name)
        if match["cells"]:
            return _calc_place(match)
        if match["truth"]:  # a bare one would become 1 or 0
            bare = match[0].removesuffix("()")
            return bare if nesting[-1:] == ["{"] else f"{bare}()"
        if match["space"]:
            return "!" if _between_references(formula, match) else match[0]
        return _calc_sign(match, nesting, called) if match["sign"] else match[0]

    return _EXCEL.sub(translated, formula)


def _calc_sign(match: re.Match[str], nesting: list[str], called: bool) -> str:
    """A comma joins areas in brackets of its own, and parts arguments in a function's."""
    sign = match["sign"]
    if sign in "({":
        nesting.append("f" if called else sign)
    elif sign in ")}" and nesting:
        nesting.pop()
    elif sign in ",;":
        around = nesting[-1] if nesting else "f"
        if around == "{":
            return _EXCEL_ARRAY[sign]
        return "~" if around == "(" else ";"
    return sign


_REFERENCE = r"\$?[A-Za-z]{1,3}\$?\d+"


def _between_references(formula: str, match: re.Match[str]) -> bool:
    """A space between two references asks for what they share; any other is only a space."""
    before, after = formula[: match.start()], formula[match.end() :]
    return bool(
        re.search(rf"(?<![\w.]){_REFERENCE}$", before) and re.match(rf"{_REFERENCE}(?!\w)", after)
    )


def _excel_place(match: re.Match[str]) -> str:
    sheet = (match["quoted"] or match["sheet"]).replace("''", "'")
    last = (match["quoted2"] or match["sheet2"] or "").replace("''", "'")
    cells = "#REF!" if "#REF!" in match["cells"] else match["cells"]
    if not last:
        return f"{_prefix(sheet, match['book'] or '')}!{cells}"
    cells = f"{cells}:{match['cells2']}" if match["cells2"] != cells else cells
    if last != sheet:
        joined = f"{sheet}:{last}".replace("'", "''")
        plain = _prefix(sheet) == sheet and _prefix(last) == last
        return f"{joined}!{cells}" if plain else f"'{joined}'!{cells}"
    return f"{_prefix(sheet)}!{cells}"


def _calc_place(match: re.Match[str]) -> str:
    name = (match["quoted"] or match["sheet"]).replace("''", "'")
    if "[" in name:
        raise NotImplementedError(f"formulas into other workbooks are not supported: {match[0]}")
    first, _, last = name.partition(":")
    start, _, end = match["cells"].partition(":")
    place = f"${_quoted(first)}.{start}"
    if last:
        return f"{place}:${_quoted(last)}.{end or start}"
    return f"{place}:{end}" if end else place


def _quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


def _prefix(sheet: str, book: str = "") -> str:
    """What stands before ``!``: quoted where Excel quotes it."""
    plain = _PLAIN_NAME.fullmatch(sheet) and not _LIKE_A_CELL.fullmatch(sheet)
    name = f"[{book}]{sheet}" if book else sheet
    if plain and (not book or _PLAIN_NAME.fullmatch(book)):
        return name
    return "'" + name.replace("'", "''") + "'"
