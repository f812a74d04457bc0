"""CSV and other delimited text as a grid of text cells; nothing in it is guessed silently."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path

from xl_appraisal.files.disk import read_bounded
from xl_appraisal.files.file_error import explain
from xl_appraisal.files.patience import patiently
from xl_appraisal.model import limits
from xl_appraisal.model.grid import Cell, Grid, Ref
from xl_appraisal.work.importing.header import DEEPEST
from xl_appraisal.work.importing.header_words import known_headers
from xl_appraisal.work.importing.source_sheet import refused

Record = tuple[int, list[str]]
"""The number of the line that a record starts on, and its fields."""

_DELIMITERS = (",", "\t", ";")
_WRONG_DELIMITERS = {"，": "全角逗号", "；": "全角分号", "、": "顿号", "|": "竖线"}
_AS_UTF8 = "请用 Excel/WPS 打开，另存为“CSV UTF-8”或 .xlsx 后再导入。"
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_FIGURE = re.compile(r"[+-]?\d[\d.]*[%分]?")  # what a line has, and no heading
_LINE_END = re.compile(r"\r\n|\r|\n")


def read_text_file(path: Path) -> Grid:
    """Read a delimited text file.

    Raises :class:`ImportFileError` with every fault, each with its line number.
    """
    text = _decode(path.name, _bytes(path))
    _check_lines(path.name, text)
    delimiter = max(_DELIMITERS, key=lambda sign: _fitness(text, sign))
    _check_delimiter(path.name, text, delimiter)
    records = list(_records(path.name, text, delimiter))
    faults = [*_too_large(records), *_too_wide(records)]
    if faults:
        raise refused(path.name, faults)
    cells: dict[Ref, Cell] = {}
    for row, (_, fields) in enumerate(records, 1):
        for column, field in enumerate(fields, 1):
            if field:
                cells[row, column] = Cell(field)
    return Grid(path.name, cells)


def _bytes(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise refused(path.name, ["没有这个文件，或它不是普通文件。请检查路径。"])
        with patiently(lambda: path.open("rb")) as file:
            data = read_bounded(file, path.stat().st_size, limits.MAX_TEXT_FILE_BYTES)
    except OSError as error:
        fault = f"读不出来：{explain(error, '读取')}"
        raise refused(path.name, [fault]) from error
    if len(data) > limits.MAX_TEXT_FILE_BYTES:
        most = limits.MAX_TEXT_FILE_BYTES // limits.MIB
        raise refused(path.name, [f"文件超过{most} MiB。请只保留要导入的内容。"])
    return data


# ── encoding ──


def _decode(name: str, data: bytes) -> str:
    """By its mark UTF-16 or UTF-8; else UTF-8, or GB18030 (GBK, GB2312) where it is not that."""
    if data.startswith(_UTF16):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise refused(name, [f"编码是 UTF-16，但读不出来。{_AS_UTF8}"]) from error
    marked = data.startswith(codecs.BOM_UTF8)
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if marked or _meant_as_utf8(data):
            raise refused(name, [_undecodable(data, error, "UTF-8")]) from error
    try:
        return data.decode("gb18030").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise refused(name, [_undecodable(data, error, "UTF-8 或 GB18030")]) from error


def _meant_as_utf8(data: bytes) -> bool:
    """Whether a file that is not UTF-8 is a damaged one: read as GB18030 it would be gibberish."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(character > "\x7f" for character in text) - bad
    return good > bad


def _undecodable(data: bytes, error: UnicodeDecodeError, encoding: str) -> str:
    before = data[: error.start].decode("latin-1")
    line = len(_LINE_END.findall(before)) + 1
    return f"第{line}行有不能识别的文字（按 {encoding} 编码读不出来）。{_AS_UTF8}"


# ── lines and fields ──


def _check_lines(name: str, text: str) -> None:
    faults = []
    for number, line in enumerate(_LINE_END.split(text), 1):
        if "\0" in line:
            faults.append(f"第{number}行含有空字符（NUL），文件已损坏或不是文本。{_AS_UTF8}")
        if len(line) > limits.MAX_LINE:
            faults.append(
                f"第{number}行有{len(line)}个字符，最多{limits.MAX_LINE}个。请检查是否缺少换行。"
            )
    if faults:
        raise refused(name, faults)


def _fitness(text: str, delimiter: str) -> tuple[int, int]:
    """How well a delimiter suits: known header words first, then fields of the first line."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[list[str]] = []
    with suppress(csv.Error):  # told when the records are read
        rows.extend(islice(reader, limits.SEARCHED_ROWS))
    first = _LINE_END.split(text.lstrip(), 1)[0]
    return _heading(rows)[0], first.count(delimiter)


def _heading(rows: Sequence[Sequence[str]]) -> tuple[int, slice]:
    """How many columns the best heading among the rows names, and its rows: few, far up."""
    known = [set() if any(map(_is_figure, row)) else known_headers(row) for row in rows]
    blocks = [
        (len(set().union(*known[top : top + size])), -size, -top)
        for size in range(1, DEEPEST + 1)
        for top in range(len(known))
    ]
    named, size, top = max(blocks, default=(0, 0, 0))
    return named, slice(-top, -top - size)


def _is_figure(field: str) -> bool:
    return _FIGURE.fullmatch(field.strip()) is not None


def _check_delimiter(name: str, text: str, delimiter: str) -> None:
    """Refuse a file whose header is told apart by another sign, a full-width comma above all."""
    if _fitness(text, delimiter)[0] > 1:
        return
    for sign, what in _WRONG_DELIMITERS.items():
        if _fitness(text, sign)[0] > 1:
            raise refused(
                name,
                [f"各栏之间用的是{what}“{sign}”，分不出栏。请改用半角逗号“,”，或另存为 .xlsx。"],
            )


def _records(name: str, text: str, delimiter: str) -> Iterator[Record]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    try:
        for number, fields in enumerate(reader, 1):
            if number > limits.MAX_ROWS:
                fault = f"超过{limits.MAX_ROWS}行。请分成几个文件导入。"
                raise refused(name, [fault])
            yield start, fields
            start = reader.line_num + 1
    except csv.Error as error:
        fault = (
            f"第{start}行：双引号没有成对，或引号后面还有文字。"
            "内容里有逗号、换行或引号时，整格用双引号括起，里面的每个引号写两个。"
        )
        if "field larger" in str(error):
            fault = f"第{start}行：一格的文字太长，最多{limits.MAX_TEXT_UNITS}个字符。"
        raise refused(name, [fault]) from error


def _too_large(records: list[Record]) -> Iterator[str]:
    for line, fields in records:
        if len(fields) > limits.MAX_COLUMNS:
            yield f"第{line}行有{len(fields)}栏，最多{limits.MAX_COLUMNS}栏。"
        for column, field in enumerate(fields, 1):
            if len(field) * 2 > limits.MAX_TEXT_UNITS and _units(field) > limits.MAX_TEXT_UNITS:
                yield (
                    f"第{line}行第{column}栏有{_units(field)}个字符，"
                    f"一格最多{limits.MAX_TEXT_UNITS}个。请缩短。"
                )


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _too_wide(records: list[Record]) -> Iterator[str]:
    """A row longer than its heading: a comma within a figure has moved all that follows it."""
    searched = records[: limits.SEARCHED_ROWS]
    named, heading = _heading([fields for _, fields in searched])
    if named < 2:
        return
    width = max(len(fields) for _, fields in searched[heading])
    for line, fields in records[heading.stop :]:
        while len(fields) > width and not fields[-1].strip():
            fields = fields[:-1]  # a comma too many at the end moves nothing
        if len(fields) > width:
            yield (
                f"第{line}行有{len(fields)}栏，表头只有{width}栏，后面的数值会错位。"
                "数值里的逗号（如 1,593）请去掉或整格加双引号；行末多余的逗号请删去。"
            )
