"""The writing of a TOML file: its mistakes told in Chinese, and on which line each value stands.

tomllib reads the values and keeps no lines.  But it can be asked what the first lines of a file
say: a value stands on the line with which it comes in (docs/decisions/0012-lines-of-a-notice.md).
"""

from __future__ import annotations

import pathlib
import re
import tomllib
from bisect import bisect_left
from contextlib import suppress
from decimal import Decimal
from functools import cache
from typing import Any

from xl_appraisal.model.fields import Path
from xl_appraisal.model.record import Record
from xl_appraisal.model.text_table import read_table

_MOST = 20
_AT = re.compile(r" \(at line (\d+), column \d+\)$| \(at end of document\)$")
_FULL_WIDTH = re.compile("[“”‘’，＝：；［］｛｝（）]")
_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'')
_CLOSERS = tuple(string + "]" * depth for depth in range(5) for string in ("", '"""', "'''"))
"""What may end a value that goes on below the line at which a text was cut off."""


class Located(Record):
    """One fault; ``line``, from 1, is ``None`` where it concerns the whole file."""

    line: int | None
    text: str

    def __str__(self) -> str:
        return f"第{self.line}行：{self.text}" if self.line else self.text


class Written(Record):
    """What can be read of a file: ``readable`` is the text with every faulty line emptied.

    ``keys`` are the names that stood on those lines.
    """

    faults: tuple[Located, ...]
    readable: str
    keys: frozenset[str]


def read_writing(text: str) -> Written:
    """Find the mistakes in the writing, going on after those that are of one line only."""
    lines = text.split("\n")
    faults: list[Located] = []
    keys: set[str] = set()
    while len(faults) < _MOST:
        fault = _first_fault("\n".join(lines))
        if fault is None:
            return Written(tuple(faults), "\n".join(lines), frozenset(keys))
        faults.append(fault)
        place = (fault.line or 1) - 1
        if not _stands_alone(lines[place]):
            break
        keys.add(lines[place].split("=")[0].strip())
        lines[place] = ""
    return Written(tuple(faults), "", frozenset(keys))


def _first_fault(text: str) -> Located | None:
    try:
        tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        said = str(error)
        at = _AT.search(said)
        line = int(at[1]) if at and at[1] else text.rstrip().count("\n") + 1
        return Located(line, _meaning(said, text.split("\n")[line - 1]))
    except (RecursionError, ArithmeticError, ValueError):
        return Located(1, "文件无法读取：括号套得太深，或数字太长。请检查数字和括号。")
    return None


def _meaning(said: str, line: str) -> str:
    known = read_table(pathlib.Path(__file__).with_name("toml_meanings.tsv"))
    meaning = next((chinese for pattern, chinese in known if re.match(pattern, said)), "写法有误")
    odd = "".join(dict.fromkeys(_FULL_WIDTH.findall(_STRINGS.sub("", line.split("#")[0]))))
    hint = f"；这一行有中文标点 {odd}，请改用英文半角的" if odd else ""
    shown = line.strip() if len(line.strip()) <= 40 else line.strip()[:40] + "…"
    return f"{meaning}{hint}。这一行是：{shown}"


def _stands_alone(line: str) -> bool:
    """Whether a line can be left out without harm to others: one value, brackets in pairs."""
    bare = _STRINGS.sub("", line)
    pairs = all(bare.count(a) == bare.count(b) for a, b in ("[]", "{}"))
    return pairs and '"""' not in line and not line.strip().startswith(("{", "[")) and "=" in line


class ValueLines:
    """The lines of a text that tomllib accepts."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._said = cache(self._said_by)

    def line_of(self, path: Path) -> int | None:
        """The line, from 1, of a value or of the nearest thing around it; ``None`` for the file."""
        counts = range(len(self._lines) + 1)
        for length in range(len(path), 0, -1):
            part = path[:length]
            if _holds(self._said(counts[-1]), part):
                return bisect_left(counts, True, key=lambda n: _holds(self._said(n), part))
        return None

    def _said_by(self, count: int) -> dict[str, Any]:
        """What the first lines say, or as many of them as can be read by themselves."""
        for number in range(count, 0, -1):
            start = "\n".join(self._lines[:number])
            for closer in _CLOSERS:
                with suppress(ValueError):
                    return tomllib.loads(f"{start}\n{closer}")
        return {}


def _holds(document: Any, path: Path) -> bool:
    for part in path:
        try:
            document = document[part]
        except (KeyError, IndexError, TypeError):
            return False
    return True
