"""Mistakes in the writing of a TOML file, told in Chinese with their lines, several at once."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal

from xl_appraisal.model.record import Record

_MOST = 20
_AT = re.compile(r" \(at line (\d+), column \d+\)$| \(at end of document\)$")
_FULL_WIDTH = re.compile("[“”‘’，＝：；［］｛｝（）]")
_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'')
_MEANINGS = (
    (r"Illegal character '\\n'", "引号没有成对"),
    (r"Illegal character", "引号里有不能用的字符"),
    (r"Expected '=' after a key", "名称后面应是等号“=”"),
    (r"Invalid value", "等号后面的值看不懂；文字要写在英文引号里"),
    (r"Expected newline or end of document", "值的后面多出了内容；比例和文字要写在英文引号里"),
    (r"Cannot overwrite a value|Duplicate inline table key", "同一个名称写了两次"),
    (r"Cannot declare|Cannot redefine|Cannot mutate", "这个名称前面已经用过，不能再定义成一组"),
    (r"Expected '\]\]?' at the end", "方括号没有成对"),
    (r"Unclosed array", "前面的方括号“[”没有配上“]”，或两项之间缺逗号"),
    (r"Unclosed inline table", "花括号“{”没有在同一行配上“}”，或两项之间缺逗号"),
    (
        r"Invalid initial character for a key part",
        "这里应写名称；前一个花括号要用“}”配上，最后一项后面不要逗号",
    ),
    (r"Unescaped '\\\\'", "引号里的反斜线“\\”要写成“\\\\”"),
    (r"Unterminated string", "引号一直没有结束"),
    (r"Invalid date or datetime", "日期写错了"),
    (r"Invalid statement", "看不懂这一行；名称只能用英文字母、数字、下划线"),
)


class WritingFault(Record):
    """A mistake that keeps the file from being read; ``line`` from 1, the last where unknown."""

    line: int
    text: str


class Written(Record):
    """What can be read of a file: ``readable`` is the text with every faulty line emptied.

    ``keys`` are the names that stood on those lines.
    """

    faults: tuple[WritingFault, ...]
    readable: str
    keys: frozenset[str]


def read_writing(text: str) -> Written:
    """Find the mistakes in the writing, going on after those that are of one line only."""
    lines = text.split("\n")
    faults: list[WritingFault] = []
    keys: set[str] = set()
    while len(faults) < _MOST:
        fault = _first_fault("\n".join(lines))
        if fault is None:
            return Written(tuple(faults), "\n".join(lines), frozenset(keys))
        line = lines[fault.line - 1]
        faults.append(fault)
        if not _stands_alone(line):
            break
        keys.add(line.split("=")[0].strip())
        lines[fault.line - 1] = ""
    return Written(tuple(faults), "", frozenset(keys))


def _first_fault(text: str) -> WritingFault | None:
    try:
        tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        said = str(error)
        at = _AT.search(said)
        line = int(at[1]) if at and at[1] else text.rstrip().count("\n") + 1
        return WritingFault(line, _meaning(said, text.split("\n")[line - 1]))
    except (RecursionError, ArithmeticError, ValueError) as error:
        return WritingFault(1, f"文件无法读取（{type(error).__name__}）；请检查数字和嵌套的写法。")
    return None


def _meaning(said: str, line: str) -> str:
    meaning = next(
        (chinese for pattern, chinese in _MEANINGS if re.match(pattern, said)), "写法有误"
    )
    odd = "".join(dict.fromkeys(_FULL_WIDTH.findall(_STRINGS.sub("", line.split("#")[0]))))
    hint = f"；这一行有中文标点 {odd}，请改用英文半角的" if odd else ""
    shown = line.strip() if len(line.strip()) <= 40 else line.strip()[:40] + "…"
    return f"{meaning}{hint}。这一行是：{shown}"


def _stands_alone(line: str) -> bool:
    """Whether a line can be left out without harm to others: one value, brackets in pairs."""
    bare = _STRINGS.sub("", line)
    pairs = all(bare.count(a) == bare.count(b) for a, b in ("[]", "{}"))
    return pairs and '"""' not in line and not line.strip().startswith(("{", "[")) and "=" in line
