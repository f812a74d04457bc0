"""File names of slips: safe on Windows, network drives and Linux, each only once in a folder."""

from __future__ import annotations

import unicodedata

MOST_BYTES = 150
"""Of a window's name in UTF-8; with the rest a file name stays below the 255 that Linux takes."""

_UNSAFE = {ord(char): "_" for char in '\\/:*?"<>|'}


class FileNames:
    """Gives each window a file name that no other window of this run has.

    Names that differ in case or composition only are the same file to Windows and macOS.
    """

    def __init__(self, ending: str) -> None:
        self._ending = ending
        self._given: set[str] = set()

    def of(self, window: str) -> str:
        """The name for the next file of that window: ``公安出入境-2023年第1季度….docx``."""
        safe = safe_name(window)
        number = 1
        while True:
            mark = f"（{number}）" if number > 1 else ""
            name = f"{safe}{mark}{self._ending}"
            key = unicodedata.normalize("NFC", name).casefold()
            if key not in self._given:
                self._given.add(key)
                return name
            number += 1


def safe_name(text: str) -> str:
    """``text`` without what a file name must not hold, cut where it is too long."""
    cleaned = "".join(
        " " if char.isspace() else char
        for char in unicodedata.normalize("NFC", text).translate(_UNSAFE)
        if char.isspace() or unicodedata.category(char)[0] != "C"
    )
    cleaned = " ".join(cleaned.split()).lstrip(".~$ ").rstrip(". ")
    cut = cleaned.encode()[:MOST_BYTES].decode(errors="ignore").rstrip(". ")
    return cut or "未命名窗口"
