"""Where the fields of our lists stand in a new workbook: nobody counts columns."""

from __future__ import annotations

from xl_appraisal.book.sheets import TableSheet
from xl_appraisal.model.grid import column_name


def place(table: TableSheet, field: str) -> int:
    """The number of a field's column, from 1."""
    return [name for name, _ in table.fields].index(field) + 1


def letter(table: TableSheet, field: str) -> str:
    """The letters of a field's column."""
    return column_name(place(table, field))
