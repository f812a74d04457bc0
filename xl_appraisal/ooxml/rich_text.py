"""Which elements a text may have, and which of them a person reads (CT_Rst, 18.4.4 to 18.4.8)."""

from __future__ import annotations


def is_rich_text(path: list[str]) -> bool:
    """Whether an element may stand there; ``path`` leads to it from below ``si`` or ``is``.

    What a run looks like may say anything.
    """
    match path:
        case ["t" | "r" | "rPh" | "phoneticPr"] | ["r" | "rPh", "t"] | ["r", "rPr", *_]:
            return True
    return False


def is_shown_text(path: list[str]) -> bool:
    """Whether characters there are read: of the text itself or a run, not of its pronunciation."""
    return path in (["t"], ["r", "t"])
