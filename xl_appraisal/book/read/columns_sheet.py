"""The workbook's own layout: the sheet 栏目, joined with the columns that stand on 名次表.

Staff may insert a column without writing an id into the hidden row: a row of 栏目 whose id stands
nowhere on 名次表 and a column there without an id belong together where the header of one is the
header of the other, and of no third.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from xl_appraisal.book.read.list_sheets import ListRow, needed_list
from xl_appraisal.book.read.name_index import BY_ENTRY_NAME
from xl_appraisal.book.read.ranking_table import RankingTable
from xl_appraisal.book.read.typed_values import Unreadable, read_text, squeeze, text_or_empty
from xl_appraisal.book.sheets import COLUMNS, COLUMNS_TABLE, RANKING
from xl_appraisal.model.errors import BookError, LayoutError
from xl_appraisal.model.findings import Finding, Place, finding
from xl_appraisal.model.grid import Grid, column_name, contents
from xl_appraisal.model.keeping import Kept
from xl_appraisal.model.layout import Layout, build_layout
from xl_appraisal.model.layout.layout import BY_ENTRY, KIND_NAMES, NAME_STANDINGS
from xl_appraisal.model.notice.notice import Notice
from xl_appraisal.model.record import replace

Rows = Mapping[str, ListRow]
"""The rows of 栏目 by column id."""

Headed: TypeAlias = tuple[tuple[str, int, tuple[str, ...]], ...]
"""The columns of 名次表 from the left: id, number, header."""

_MOST_KEPT = 5_000  # cells; a sheet of ours has a few hundred
_KEPT = Kept()
_NEEDED = ("id", "kind", "sign", "module", "rule", "measure")
_COUNTS = ("kind", "sign", "module", "rule", "measure")
"""What decides how a column's cells count."""
_KINDS = {name: kind for kind, name in KIND_NAMES.items()}
_STANDINGS = {name: standing for standing, name in NAME_STANDINGS.items()}
_NOT_PRINTED = {"否", "不", "×", "N", "NO", "FALSE"}


def read_layout(
    grid: Grid, table: RankingTable, notice: Notice, base: Layout
) -> tuple[RankingTable, Layout, list[Finding]]:
    """The table with every column known, and the layout in the order of its columns.

    ``base`` is the layout that the workbook was made from, for its id and quarter.  Raises
    :class:`BookError` with every fault where the sheet 栏目 cannot be used.
    """
    rows = _rows(grid)
    table, findings = _bound(table, rows)
    numbers = sorted(table.columns.items(), key=lambda item: item[1])
    headed = tuple((*column, table.header(column[1])) for column in numbers)
    if len(grid.cells) > _MOST_KEPT:
        layout = _layout(rows, headed, notice, base)
    else:
        of = notice, base
        layout = _KEPT.get(
            (contents(grid), headed), of, lambda: _layout(rows, headed, notice, base)
        )
    findings += [*_unmatched(table, rows, notice.words.this), *_exchanged(table, rows)]
    return table, layout, [*findings, *_changed(layout, base, rows, notice)]


def _layout(rows: Rows, headed: Headed, notice: Notice, base: Layout) -> Layout:
    document: dict[str, Any] = {
        "layout": {"id": base.id, "notice": base.notice, "quarter": base.quarter},
        "column": [],
        "working": [],
    }
    modules = {squeeze(module.name): module.id for module in notice.modules}
    modules[BY_ENTRY_NAME] = BY_ENTRY
    for column_id, _, header in headed:
        if column_id in rows:
            row = rows[column_id]
            printed = squeeze(_text(row, "printed")) not in _NOT_PRINTED
            column = _column(column_id, row, header, modules)
            document["column" if printed else "working"].append(column)
    try:
        layout = build_layout(f"工作表“{COLUMNS}”", document, notice)
    except LayoutError as error:
        raise BookError(str(error)) from error
    faults = list(_faults(layout, base, notice))
    if faults:
        raise BookError(str(LayoutError(f"工作表“{COLUMNS}”", faults)))
    return layout if layout != base else base


# ── 栏目 ──


def _rows(grid: Grid) -> Rows:
    refusal = f"工作表“{COLUMNS}”缺少表头：{{missing}}，无法知道各栏怎样计分。请补上后再计算。"
    rows: dict[str, ListRow] = {}
    for row in needed_list(grid, COLUMNS_TABLE, _NEEDED, refusal).rows():
        column_id = _text(row, "id") or f"row_{row.row}"
        if column_id in rows:
            raise BookError(
                f"{row.place('id')}：栏目编号 {column_id} 与 "
                f"{rows[column_id].place('id').cell} 重复。请每个栏目只写一行。"
            )
        rows[column_id] = row
    return rows


def _column(
    column_id: str, row: ListRow, header: tuple[str, ...], modules: Mapping[str, str]
) -> dict[str, Any]:
    kind, standing, module = (squeeze(_text(row, f)) for f in ("kind", "standing", "module"))
    shown = row["number_format"].value  # as it stands: a trailing space means something
    return {
        "id": column_id,
        "header": list(header) or [part for part in _text(row, "header").split("/") if part],
        "kind": _KINDS.get(kind, kind),
        "sign": squeeze(_text(row, "sign")),
        "module": modules.get(module, module),
        "rule": _text(row, "rule"),
        "measure": _text(row, "measure"),
        "standing": _STANDINGS.get(standing, standing or "unnamed"),
        "format": (shown if type(shown) is str else _text(row, "number_format")) or "General",
    }


def _text(row: ListRow, field: str) -> str:
    text = read_text(row[field])
    if isinstance(text, Unreadable):
        raise BookError(f"{row.place(field)}：{text.found}；应{text.expected}。")
    return text


def _path(header: Iterable[str]) -> tuple[str, ...]:
    """A header as headers are compared."""
    return tuple(squeeze(part) for part in header if part)


def _listed_path(row: ListRow) -> tuple[str, ...]:
    return _path(text_or_empty(row["header"]).split("/"))


# ── 栏目 and 名次表 ──


def _bound(table: RankingTable, rows: Rows) -> tuple[RankingTable, list[Finding]]:
    """The table with the columns that are known by their header alone, and a word on each."""
    waiting = {i: _listed_path(row) for i, row in rows.items() if i not in table.columns}
    if not waiting:
        return table, []
    columns, findings = dict(table.columns), []
    for number in sorted({*range(1, table.grid.last_column + 1)} - {*columns.values()}):
        path = _path(table.header(number))
        fitting = [i for i, header in waiting.items() if header and path[-len(header) :] == header]
        if len(fitting) == 1:
            columns[fitting[0]] = number
            words = {"item": "/".join(path), "column": fitting[0]}
            findings.append(_told("column_bound", table, number, **words))
            del waiting[fitting[0]]
    return replace(table, columns=columns), findings


def _unmatched(table: RankingTable, rows: Rows, this: str) -> Iterator[Finding]:
    """Rows without a column, and columns with data and without a row."""
    for column_id, row in rows.items():
        if column_id not in table.columns:
            header, place = _text(row, "header"), row.place("id")
            yield finding("column_missing", place, column=column_id, header=header, this=this)
    for number in table.unknown_columns(rows):
        header = "/".join(table.header(number)) or "（无表头）"
        yield _told("column_unknown", table, number, item=header)


def _exchanged(table: RankingTable, rows: Rows) -> Iterator[Finding]:
    """Columns under whose id another column's header stands: two ids have changed places."""
    listed = {column_id: _listed_path(row) for column_id, row in rows.items()}
    owners = {header: column_id for column_id, header in listed.items()}
    for column_id, number in table.columns.items():
        header = _path(table.header(number))
        owner = owners.get(header, column_id)
        if owner != column_id and listed.get(column_id) != header:
            words = {"found": column_id, "expected": owner, "header": "/".join(header)}
            yield _told("column_exchanged", table, number, **words)


def _told(name: str, table: RankingTable, number: int, **words: Any) -> Finding:
    place, row = Place(RANKING, table.id_row, number), table.id_row
    return finding(name, place, letter=column_name(number), row=row, **words)


# ── 栏目 and the layout that it was made from ──


def _faults(layout: Layout, base: Layout, notice: Notice) -> Iterator[str]:
    """Kinds that would let a computed figure count as typed."""
    figures = {"rank", "total", *(module.id for module in notice.modules)}
    figures |= {column.id for column in base.all_columns if column.kind == "computed"}
    names: dict[str, str] = dict(KIND_NAMES.items())
    for column in layout.all_columns:
        where = f"栏目 {column.id}（{'/'.join(column.header)}）：种类为{names[column.kind]}"
        if column.id in figures and column.kind != "computed":
            yield f"{where}；由程序计算的栏目应为{names['computed']}。"
        elif column.id == "window" and column.kind != "text":
            yield f"{where}；窗口名称应为{names['text']}。"


def _changed(layout: Layout, base: Layout, rows: Rows, notice: Notice) -> Iterator[Finding]:
    """A word on every column that counts otherwise than the layout says: a slip here is silent."""
    names = {module.id: module.name for module in notice.modules}
    names |= {BY_ENTRY: BY_ENTRY_NAME, "": "空"} | dict(KIND_NAMES.items())
    headers = dict(COLUMNS_TABLE.fields)
    for column in layout.all_columns:
        old = base.by_id.get(column.id)
        for field in _COUNTS if old is not None and column.id in rows else ():
            was, now = (
                names.get(value, value) for value in (getattr(old, field), getattr(column, field))
            )
            if was != now:
                place, header = rows[column.id].place(field), "/".join(column.header)
                words: dict[str, Any] = {"header": header, "field": headers[field]}
                yield finding(
                    "column_changed", place, found=now, expected=was, column=column.id, **words
                )
