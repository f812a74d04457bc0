"""What files are imported into: the table and the two lists, the words for their columns."""

from __future__ import annotations

from xl_appraisal.book.sheets import LEDGER_TABLE, RANKING, STAFF_TABLE, TableSheet
from xl_appraisal.model.layout.layout import Layout
from xl_appraisal.model.record import Record
from xl_appraisal.work.importing.header import Header
from xl_appraisal.work.importing.header_words import (
    LEDGER_WORDS,
    STAFF_WORDS,
    ColumnIndex,
    Find,
    field_finder,
)


class SheetKind(Record):
    """Where a file's sheet may go: the workbook's sheet, the option, what its headers mean.

    ``needed`` are groups of fields of which a file must have one each.
    """

    sheet: str
    option: str
    find: Find
    needed: tuple[tuple[str, ...], ...]

    def is_complete(self, header: Header) -> bool:
        return all(any(name in header.columns for name in names) for names in self.needed)


class ListKind(SheetKind):
    """A list: ``lines`` and ``line`` are what staff call its rows.

    ``figures`` are the fields that hold a figure; ``remedy`` is what to do where two columns
    mean the same.
    """

    table: TableSheet
    fields: frozenset[str]
    figures: tuple[str, ...]
    lines: str
    line: str
    remedy: str

    @property
    def headers(self) -> dict[str, str]:
        """The headers of the fields that a file can have."""
        return {field: text for field, text in self.table.fields if field in self.fields}


LEDGER_KIND = ListKind(
    LEDGER_TABLE.name,
    "--ledger",
    field_finder(LEDGER_WORDS),
    (("window",), ("item", "module"), ("points", "count")),
    LEDGER_TABLE,
    frozenset(LEDGER_WORDS),
    ("points", "count"),
    "明细",
    "笔",
    "请合并成一列（分值一律填正数，加或扣由项目、模块决定），或改名。",
)
STAFF_KIND = ListKind(
    STAFF_TABLE.name,
    "--staff",
    field_finder(STAFF_WORDS),
    (("window",), ("score",)),
    STAFF_TABLE,
    frozenset(STAFF_WORDS),
    ("score",),
    "人员考核",
    "行",
    "请只留一列，或改名。",
)


def table_kind(layout: Layout) -> SheetKind:
    """名次表, whose columns are a quarter's."""
    return SheetKind(RANKING, "--table", ColumnIndex(layout), (("window",),))
