"""公布成绩 read: the published figures of each window, kept only to compare with."""

from __future__ import annotations

from collections.abc import Iterator

from xl_appraisal.book.read.lines_by_window import LinesByWindow
from xl_appraisal.book.read.list_sheets import ListRow, ListTable
from xl_appraisal.book.read.typed_values import Unreadable, read_number
from xl_appraisal.model.findings import Place
from xl_appraisal.model.notice.notice import Notice
from xl_appraisal.scoring import Given, Published


def read_published(lines: LinesByWindow, table: ListTable, notice: Notice) -> list[Published]:
    """The published figures of each window; what cannot be read is left out with a finding."""
    if table.missing:
        place = Place(table.grid.name, table.header_row, 1)
        lines.tell("published_header_missing", place, headers="、".join(table.missing))
    ids = {"rank": "rank", "total": "total"} | {module.name: module.id for module in notice.modules}
    published = []
    for row in table.rows():
        window = lines.window(row, "published")
        figures = dict(_figures(lines, row, window, ids))
        if window:
            published.append(Published(window, figures))
    return published


def _figures(
    lines: LinesByWindow, row: ListRow, window: str, ids: dict[str, str]
) -> Iterator[tuple[str, Given]]:
    for field, figure in ids.items():
        value = read_number(row[field], "公布的数值")
        if isinstance(value, Unreadable):
            lines.tell(f"{value.code}.figure", row.place(field), whose=window, value=value.found)
        elif value is not None:
            yield figure, Given(value, row.place(field))
