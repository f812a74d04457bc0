"""On which line of a TOML file each value stands: only for telling a clerk where to look.

tomllib reads the values and keeps no lines; nothing else is read from here.  See
docs/decisions/0012-lines-of-a-notice.md.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping

from xl_appraisal.model.fields import Path

_BLANK = " \t\r"
_ENDS = ",]}#\n"


def value_lines(text: str) -> dict[Path, int]:
    """Path → line from 1, for every key and list item of a text that tomllib accepts."""
    return _Scanner(text).scan()


def line_of(lines: Mapping[Path, int], path: Path) -> int | None:
    """The line of a value, or of the nearest thing around it; ``None`` for the file itself."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return None


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text + "\n"
        self._pos = 0
        self._breaks = [i for i, char in enumerate(text) if char == "\n"]
        self._lines: dict[Path, int] = {}
        self._last: dict[Path, int] = {}  # list of tables → the number of its latest

    def scan(self) -> dict[Path, int]:
        prefix: Path = ()
        while self._to_next():
            if self._text[self._pos] == "[":
                prefix = self._header()
            else:
                self._pair(prefix)
        return self._lines

    def _to_next(self) -> bool:
        """Past blanks, line ends and comments; whether anything is left."""
        while self._pos < len(self._text):
            char = self._text[self._pos]
            if char == "#":
                self._pos = self._text.index("\n", self._pos)
            elif char in _BLANK + "\n":
                self._pos += 1
            else:
                return True
        return False

    def _note(self, path: Path) -> None:
        self._lines.setdefault(path, bisect_right(self._breaks, self._pos - 1) + 1)

    def _header(self) -> Path:
        listed = self._text.startswith("[[", self._pos)
        start = self._pos
        self._pos += 2 if listed else 1
        keys = self._keys("]")
        self._pos = self._text.index("\n", self._pos)
        path: Path = ()
        for number, key in enumerate(keys, 1):
            path = (*path, key)
            if listed and number == len(keys):
                self._last[path] = self._last.get(path, -1) + 1
            if path in self._last:
                path = (*path, self._last[path])
        end, self._pos = self._pos, start
        self._note(path)
        self._pos = end
        return path

    def _keys(self, end: str) -> list[str]:
        """The parts of a dotted key; leaves the position behind ``end``."""
        parts: list[str] = []
        part = ""
        while (char := self._text[self._pos]) != end:
            if char in "\"'":
                start = self._pos + 1
                self._string()
                part += self._text[start : self._pos - 1]
                continue
            if char == ".":
                parts.append(part)
                part = ""
            elif char not in _BLANK:
                part += char
            self._pos += 1
        self._pos += 1
        return [*parts, part]

    def _pair(self, prefix: Path) -> None:
        start = self._pos
        path = (*prefix, *self._keys("="))
        end, self._pos = self._pos, start
        self._note(path)
        self._pos = end
        self._value(path)

    def _value(self, path: Path) -> None:
        while self._text[self._pos] in _BLANK:
            self._pos += 1
        char = self._text[self._pos]
        if char in "\"'":
            self._string()
        elif char == "[":
            self._array(path)
        elif char == "{":
            self._inline(path)
        else:
            while self._text[self._pos] not in _ENDS:
                self._pos += 1

    def _array(self, path: Path) -> None:
        self._pos += 1
        number = 0
        while self._to_next() and self._text[self._pos] != "]":
            if self._text[self._pos] == ",":
                self._pos += 1
                continue
            self._note((*path, number))
            self._value((*path, number))
            number += 1
        self._pos += 1

    def _inline(self, path: Path) -> None:
        self._pos += 1
        while self._to_next() and self._text[self._pos] != "}":
            if self._text[self._pos] == ",":
                self._pos += 1
            else:
                self._pair(path)
        self._pos += 1

    def _string(self) -> None:
        """Past a string of any of the four kinds."""
        quote = self._text[self._pos]
        triple = self._text.startswith(quote * 3, self._pos)
        end = quote * 3 if triple else quote
        self._pos += len(end)
        while not self._text.startswith(end, self._pos):
            self._pos += 2 if quote == '"' and self._text[self._pos] == "\\" else 1
        self._pos += len(end)
        while triple and self._text[self._pos] == quote:  # up to two quotes may end the content
            self._pos += 1
