"""The columns of a workbook by every header that a file may give them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xl_appraisal.book.read.name_index import numbered
from xl_appraisal.model.layout.layout import Column, Layout
from xl_appraisal.work.importing.header import Words
from xl_appraisal.work.importing.header_words import TABLE_WORDS, key, loose, position

_NUMBERED = re.compile(r"(?<=.)\(第[\d、,]+列\)")


class ColumnIndex(Words):
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

    def find(self, text: str) -> tuple[str, ...]:
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
