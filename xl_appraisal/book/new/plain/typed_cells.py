"""How formulas read what staff type: as a whole number of millionths, a blank, or not at all.

Spreadsheet programs compute in binary floats.  A figure is therefore taken in once, rounded to
the millionth that it stands for, and from there on only whole numbers are added, compared and
ranked: below 2**53 those are exact in every program.
"""

from __future__ import annotations

SCALE = 10**6
"""Millionths: what every figure is counted in."""
PLACES = 6
BAD = "!"
"""What stands in a helper cell for a content that is no figure; a blank gives an empty text."""
MOST_POINTS = 10_000
MOST_COUNT = 1_000_000
"""Figures from here on are refused: sums of thousands of them still stay below 2**53."""

_DROPPED = (" ", "\u3000", "\u00a0", "\u200b")
_FORMS = {"（": "(", "）": ")", "，": ",", "：": ":"}
BEST = 15
"""Decimals that shares are compared at: as many digits as a spreadsheet keeps."""
ROW = "§"
"""Stands for the row's number in a block's formulas."""
END = "|"
"""After each window's name in its helper cell, so that a blank is none."""


def quoted(text: str) -> str:
    """A text as a formula writes it."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def same_row(sheet: str, letters: str) -> str:
    """The cell of that column on the formula's own row, wherever rows were put in or sorted.

    By its number, as ``ROW()`` would be a list of one wherever a formula works on lists.
    """
    return f"INDEX({sheet}!${letters}:${letters},{ROW})"


def place_of(key: str, texts: str) -> str:
    """The place of a text in a column of texts, an error where it is not there.

    ``MATCH`` with its patterns switched off: the one search that every program reads alike.
    """
    for sign in "~*?":
        key = f'SUBSTITUTE({key},"{sign}","~{sign}")'
    return f"MATCH({key},{texts},0)"


def name_key(cell: str) -> str:
    """A name without spaces, its brackets half-width: how names are compared."""
    text = f'{cell}&""'
    for character in _DROPPED:
        text = f'SUBSTITUTE({text},"{character}","")'
    for wide, narrow in _FORMS.items():
        text = f'SUBSTITUTE({text},"{wide}","{narrow}")'
    return f"CLEAN({text})"


def is_blank(cell: str) -> str:
    """Whether nothing but spaces stands there."""
    return f'TRIM(SUBSTITUTE({cell},"\u3000"," "))=""'


def cases(*pairs: tuple[str, str], otherwise: str = '""') -> str:
    """The formula of the first condition that holds."""
    for condition, formula in reversed(pairs):
        otherwise = f"IF({condition},{formula},{otherwise})"
    return otherwise


def read(cell: str, number: str, blank: str = '""') -> str:
    """``number`` where the cell holds one, ``blank`` for a blank, else :data:`BAD`."""
    unread = f"IF(IFERROR({is_blank(cell)},FALSE),{blank},{quoted(BAD)})"
    return f"IF(ISNUMBER({cell}),{number},{unread})"


def figure(
    cell: str,
    below: int,
    places: int = PLACES,
    scale: int = SCALE,
    *,
    sign: str = "",
    unless: str = "",
    taken: str = "#",
    blank: str = '""',
) -> str:
    """A figure from 0 up to ``below`` with at most ``places`` decimals, times ``scale``.

    With ``-`` as its sign, one from 0 down.  ``unless`` is a condition under which a number is
    none all the same, ``taken`` how it is taken (``#``), ``blank`` what a blank cell stands for.
    """
    fits = f"{sign}{cell}>=0,{sign}{cell}<{below},ROUND({cell},{places})={cell}"
    fits += f",NOT({unless})" if unless else ""
    number = taken.replace("#", f"ROUND({cell}*{scale},0)")
    return read(cell, f"IF(AND({fits}),{number},{quoted(BAD)})", blank)


def may_be_percent(value: str, one: int = 1) -> str:
    """Whether a number where only whole ones belong may be a percent: 95 % is 0.95."""
    return f"AND({value}>0,{value}<{one})"


def share(cell: str, blank: str = '""') -> str:
    """A share from 0 to 1 at the digits that a spreadsheet keeps."""
    fits = f"AND({cell}>=0,{cell}<=1)"
    return read(cell, f"IF({fits},ROUND({cell},{BEST}),{quoted(BAD)})", blank)


def flag(cell: str, ticks: str, crosses: str, blank: str) -> str:
    """A tick as 1, a cross as 0; ``ticks`` and ``crosses`` are ranges of the texts for them."""
    key, bad = f"UPPER({name_key(cell)})", quoted(BAD)
    return cases(
        (f"ISERROR({cell})", bad),
        (f"ISLOGICAL({cell})", f"IF({cell},1,0)"),
        (is_blank(cell), blank),
        (f"ISNUMBER({place_of(key, ticks)})", "1"),
        (f"ISNUMBER({place_of(key, crosses)})", "0"),
        otherwise=bad,
    )


def countifs(*conditions: str) -> str:
    """How many rows there are of which all hold; each is a range, a comma, what is looked for."""
    return f"COUNTIFS({','.join(conditions)})"


def beyond(column: str, sign: str, own: str) -> str:
    """That condition, of figures greater (``>``) or not less (``>=``) than the row's own."""
    return f"{column},{quoted(sign)}&{own}"


def first_text(*texts: str) -> str:
    """The first of those texts that is not empty; texts are formulas of short length each."""
    return cases(*((f'{text}<>""', text) for text in texts))
