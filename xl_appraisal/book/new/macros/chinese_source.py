"""Chinese in VBA source: as code numbers, so that no machine's code page can spoil it.

A module's text is stored and shown in one 8-bit code page.  Code page 936 is right on most of
our machines, but Windows set to UTF-8 ("Beta: Unicode UTF-8") or to another language turns
its literals into nonsense.  Our own modules therefore hold ASCII only; the Chinese is written
in Python, and reaches VBA through ``FromCodes``, which calls ``ChrW`` for every four digits.
"""

from __future__ import annotations

PIECE = 48  # characters per literal: 4 digits each keep a line far below VBA's 1,023
_MAX_PIECES = 24  # line continuations VBA allows in one statement

DECODER = """\
Public Function FromCodes(ByVal codes As String) As String
    Dim position As Long
    Dim text As String
    For position = 1 To Len(codes) Step 4
        text = text & ChrW(CLng("&H" & Mid$(codes, position, 4)))
    Next position
    FromCodes = text
End Function
"""


def codes(text: str) -> str:
    """``text`` in UTF-16 code units, four hexadecimal digits each: ``核`` gives ``6838``."""
    return text.encode("utf-16-be").hex().upper()


def expression(text: str, indent: str = "        ") -> str:
    """A VBA expression whose value is ``text``, over as many lines as it needs.

    Raises :class:`ValueError` for a text longer than one VBA statement can hold.
    """
    pieces = [text[start : start + PIECE] for start in range(0, len(text), PIECE)] or [""]
    if len(pieces) > _MAX_PIECES:
        raise ValueError(f"text of {len(text)} characters does not fit one VBA statement")
    separator = f" & _\n{indent}"
    return separator.join(f'FromCodes("{codes(piece)}")' for piece in pieces)


def function(name: str, text: str) -> str:
    """A public VBA function without arguments that returns ``text``."""
    return f"Public Function {name}() As String\n    {name} = {expression(text)}\nEnd Function\n"
