"""Mistakes in the writing of a TOML file, told in Chinese with their lines, several at once."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from pathlib import Path

from xl_appraisal.model.record import Record
from xl_appraisal.model.text_table import read_table

_MOST = 20
_AT = re.compile(r" \(at line (\d+), column \d+\)$| \(at end of document\)$")
_FULL_WIDTH = re.compile("[“”‘’，＝：；［］｛｝（）]")
_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'')


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
    except (RecursionError, ArithmeticError, ValueError) as error:
        return Located(1, f"文件无法读取（{type(error).__name__}）；请检查数字和嵌套的写法。")
    return None


def _meaning(said: str, line: str) -> str:
    known = read_table(Path(__file__).with_name("toml_meanings.tsv"))
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
