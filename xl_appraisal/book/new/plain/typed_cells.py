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
_BEST = 12  # decimals that shares are compared at


def quoted(text: str) -> str:
    """A text as a formula writes it."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def same_row(sheet: str, letters: str) -> str:
    """The cell of that column on the formula's own row, wherever rows were put in or sorted."""
    return f"INDEX({sheet}!${letters}:${letters},ROW())"


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


def read(cell: str, number: str) -> str:
    """``number`` where the cell holds one, an empty text for a blank, else :data:`BAD`."""
    bad = quoted(BAD)
    unread = (f"ISERROR({cell})", bad), (f"ISLOGICAL({cell})", bad)
    return cases(*unread, (f"ISNUMBER({cell})", number), (is_blank(cell), '""'), otherwise=bad)


def figure(cell: str, below: int, places: int = PLACES, scale: int = SCALE, sign: str = "") -> str:
    """A figure from 0 up to ``below`` with at most ``places`` decimals, times ``scale``.

    With ``-`` as its sign, one from 0 down.
    """
    fits = f"AND({sign}{cell}>=0,{sign}{cell}<{below},ROUND({cell},{places})={cell})"
    return read(cell, f"IF({fits},ROUND({cell}*{scale},0),{quoted(BAD)})")


def share(cell: str) -> str:
    """A share from 0 to 1 at twelve decimals."""
    fits = f"AND({cell}>=0,{cell}<=1)"
    return read(cell, f"IF({fits},ROUND({cell},{_BEST}),{quoted(BAD)})")


def flag(cell: str, ticks: str, crosses: str) -> str:
    """A tick as 1, a cross as 0; ``ticks`` and ``crosses`` are ranges of the texts for them."""
    key, bad = f"UPPER({name_key(cell)})", quoted(BAD)
    return cases(
        (f"ISERROR({cell})", bad),
        (f"ISLOGICAL({cell})", f"IF({cell},1,0)"),
        (is_blank(cell), '""'),
        (f"SUMPRODUCT(--EXACT({ticks},{key}))>0", "1"),
        (f"SUMPRODUCT(--EXACT({crosses},{key}))>0", "0"),
        otherwise=bad,
    )


def first_text(*texts: str) -> str:
    """The first of those texts that is not empty; texts are formulas of short length each."""
    return cases(*((f'{text}<>""', text) for text in texts))
