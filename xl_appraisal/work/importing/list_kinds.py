"""The lists that files are imported into: their fields, the words for them, what each needs."""

from __future__ import annotations

from collections.abc import Mapping

from xl_appraisal.book.sheets import LEDGER_TABLE, STAFF_TABLE, TableSheet
from xl_appraisal.model.record import Record
from xl_appraisal.work.importing.header_words import LEDGER_WORDS, STAFF_WORDS, by_word


class ListKind(Record):
    """A list: ``needed`` are groups of fields of which a file must have one each.

    ``lines`` and ``line`` are what staff call its rows; ``remedy`` is what to do where two
    columns mean the same.
    """

    table: TableSheet
    words: Mapping[str, tuple[str, ...]]
    needed: tuple[tuple[str, ...], ...]
    lines: str
    line: str
    remedy: str

    @property
    def sheet(self) -> str:
        return self.table.name

    @property
    def headers(self) -> dict[str, str]:
        """The headers of the fields that a file can have."""
        return {field: text for field, text in self.table.fields if field in self.words}

    @property
    def by_word(self) -> dict[str, str]:
        return by_word(self.words)


LEDGER_KIND = ListKind(
    LEDGER_TABLE,
    LEDGER_WORDS,
    (("window",), ("item", "module"), ("points", "count")),
    "明细",
    "笔",
    "请合并成一列（分值一律填正数，加或扣由项目、模块决定），或改名。",
)
STAFF_KIND = ListKind(
    STAFF_TABLE,
    STAFF_WORDS,
    (("window",), ("score",)),
    "人员考核",
    "行",
    "请只留一列，或改名。",
)
