"""What staff are told where 栏目 and 名次表 disagree on how a column counts."""

from __future__ import annotations

from collections.abc import Iterator

from xl_appraisal.book.read.list_sheets import ListRow
from xl_appraisal.book.read.name_index import BY_ENTRY_NAME
from xl_appraisal.book.read.ranking_table import RankingTable
from xl_appraisal.book.read.typed_values import squeeze
from xl_appraisal.book.sheets import COLUMNS_TABLE, RANKING
from xl_appraisal.model.catalogue import finding
from xl_appraisal.model.findings import Finding, Place
from xl_appraisal.model.grid import column_name
from xl_appraisal.model.layout import Layout
from xl_appraisal.model.layout.layout import BY_ENTRY, KIND_NAMES
from xl_appraisal.model.notice.notice import Notice

_COUNTS = ("kind", "sign", "module", "rule", "measure")
"""What decides how a column's cells count."""


def changed_columns(
    layout: Layout, base: Layout, rows: dict[str, ListRow], notice: Notice
) -> Iterator[Finding]:
    """A word on every column that counts otherwise than the layout says: a slip here is silent."""
    headers = dict(COLUMNS_TABLE.fields)
    for column in layout.all_columns:
        old = base.by_id.get(column.id)
        for field in _COUNTS if old is not None and column.id in rows else ():
            was, now = (_shown(getattr(c, field), notice) for c in (old, column))
            if was == now:
                continue
            yield finding(
                "column_changed",
                rows[column.id].place(field),
                found=now,
                expected=was,
                column=column.id,
                header="/".join(column.header),
                field=headers[field],
            )


def _shown(value: str, notice: Notice) -> str:
    """A kind's or module's name as the sheet writes it, everything else as it is."""
    names: dict[str, str] = {BY_ENTRY: BY_ENTRY_NAME, "": "空"}
    names.update(KIND_NAMES.items())
    return names.get(value) or next((m.name for m in notice.modules if m.id == value), value)


def exchanged_columns(table: RankingTable, rows: dict[str, ListRow]) -> Iterator[Finding]:
    """Columns under whose id another column's header stands: two ids have changed places."""
    listed = {
        column_id: tuple(
            squeeze(part) for part in str(row["header"].value or "").split("/") if part
        )
        for column_id, row in rows.items()
    }
    owners = {header: column_id for column_id, header in listed.items()}
    for column_id, number in table.columns.items():
        header = tuple(squeeze(part) for part in table.header(number))
        owner = owners.get(header, column_id)
        if owner == column_id or listed.get(column_id) == header:
            continue
        yield finding(
            "column_exchanged",
            Place(RANKING, table.id_row, number),
            found=column_id,
            expected=owner,
            letter=column_name(number),
            header="/".join(header),
            row=table.id_row,
        )
