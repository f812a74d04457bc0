"""The words that departments use in headers, kept as data, and how they are compared."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from xl_appraisal.book.read.name_index import numbered
from xl_appraisal.book.read.typed_values import squeeze
from xl_appraisal.model.layout.layout import Column, Layout

_DATA = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


def _words(*sections: str) -> Mapping[str, Sequence[str]]:
    sure = {field: names for section in sections for field, names in _DATA[section].items()}
    return {f: [*names, *_DATA["doubtful"].get(f, ())] for f, names in sure.items()}


LEDGER_WORDS = _words("every", "lists", "ledger")
STAFF_WORDS = _words("every", "lists", "staff")
TABLE_WORDS = _words("every", "table")
"""Fields of 加扣分明细 and 人员考核, and columns of 名次表, by every header they go by."""

_SURE = {"window": _DATA["every"]["window"], "reason": _DATA["ledger"]["reason"]}
"""What heads a field beyond doubt: beside it, 单位 or 备注 is something else."""

_FULL_MARK = re.compile(r"\((?:满分)?[\d.]*(?:分|次|件|个)?\)$", re.ASCII)
_SEPARATORS = re.compile(r"[/\\·・•|>\-–—]")
_POSITION = re.compile(r"(?:c|第)(\d{1,5})列?", re.ASCII)
_NUMBERED = re.compile(r"(?<=.)\(第[\d、,]+列\)")
_LONGEST = 200  # characters of a header; spares the cleaning of long texts


def key(text: str) -> str:
    """How headers are compared: without regard to case, width and spaces."""
    return squeeze(text).casefold()


def loose(text: str) -> str:
    """``key`` without a full mark or unit at the end and without what separates header rows.

    >>> loose("总分（120分）"), loose("领导重视 / 加分")
    ('总分', '领导重视加分')
    """
    return _SEPARATORS.sub("", _FULL_MARK.sub("", key(text))) if len(text) <= _LONGEST else ""


def position(text: str) -> int | None:
    """The number in ``c47`` or ``第47列``."""
    match = _POSITION.fullmatch(key(text)) if len(text) <= _LONGEST else None
    return int(match[1]) if match else None


def by_word(words: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The field of each word, by its ``loose`` form."""
    return {loose(word): field for field, names in words.items() for word in names}


_KNOWN = [by_word(words) for words in (LEDGER_WORDS, STAFF_WORDS, TABLE_WORDS)]


def known_headers(texts: Iterable[str]) -> set[str]:
    """The columns of some list or table that the texts of a row name."""
    found: set[str] = set()
    for text in texts:
        if len(text) > 40:  # no header; spares the cleaning of long texts
            continue
        word = loose(text)
        number = position(word)
        if number is not None:
            found.add(f"c{number}")
        found |= {fields[word] for fields in _KNOWN if word in fields}
    return found


def surest(field: str, columns: Mapping[int, str]) -> list[int]:
    """Those of several columns with headers of a field that may really be it."""
    known = _SURE.get(field, ())
    sure = [c for c, text in columns.items() if loose(text.rpartition("/")[2]) in known]
    return sure or list(columns)


def header_sign(text: str) -> str:
    """``+`` for a header of additions, ``-`` for one of deductions, else empty.

    >>> header_sign("扣分"), header_sign("加分（分）"), header_sign("加扣分"), header_sign("分值")
    ('-', '+', '', '')
    """
    adds, deducts = "加" in text or "奖" in text, "扣" in text or "减" in text
    return "" if adds == deducts else "+" if adds else "-"


Find: TypeAlias = Callable[[str], tuple[str, ...]]
"""The ids of fields or columns, ``window`` among them, that a header may mean, in order."""


def find_path(find: Find, path: Sequence[str]) -> tuple[str, ...]:
    """The ids that a header over several rows may mean: the whole of it, then its end."""
    ends = ("/".join(path[start:]) for start in range(len(path)))
    return next(filter(None, map(find, ends)), ())


def field_finder(words: Mapping[str, Sequence[str]]) -> Find:
    """Finds the fields of a list by the words for them."""
    fields = by_word(words)
    return lambda text: tuple(filter(None, [fields.get(loose(text))]))


class ColumnIndex:
    """Finds columns by id, header, label or position; the surer way of writing one wins."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self._exact: dict[str, set[str]] = {}
        self._loose: dict[str, set[str]] = {}
        for column in layout.all_columns:
            self._add(column)

    def _add(self, column: Column) -> None:
        whole = (column.id, self.layout.labels[column.id], "/".join(column.header))
        for name in whole:
            self._exact.setdefault(key(name), set()).add(column.id)
        for name in (*whole, *_endings(column), *TABLE_WORDS.get(column.id, ())):
            for variant in (name, _NUMBERED.sub("", key(name))):
                self._loose.setdefault(loose(variant), set()).add(column.id)

    def __call__(self, text: str) -> tuple[str, ...]:
        """The columns that a header may mean: none, one or several, in the layout's order."""
        for names, name in ((self._exact, key(text)), (self._loose, loose(text))):
            if name and name in names:
                return self._ordered(names[name])
        number = position(text)
        return self._ordered(numbered(self.layout.all_columns, number)) if number else ()

    def _ordered(self, found: set[str]) -> tuple[str, ...]:
        return tuple(sorted(found, key=lambda column: self.layout.positions[column]))


def _endings(column: Column) -> Iterator[str]:
    for start in range(1, len(column.header)):
        yield "/".join(column.header[start:])
