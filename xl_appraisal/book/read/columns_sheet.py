"""The workbook's own layout: the sheet 栏目, joined with the headers that stand on 名次表."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xl_appraisal.book.read.bound_columns import row_id
from xl_appraisal.book.read.column_findings import changed_columns, exchanged_columns
from xl_appraisal.book.read.list_sheets import ListRow, find_list
from xl_appraisal.book.read.name_index import BY_ENTRY_NAME
from xl_appraisal.book.read.ranking_table import RankingTable
from xl_appraisal.book.read.typed_values import Unreadable, read_text, squeeze
from xl_appraisal.book.sheets import COLUMNS, COLUMNS_TABLE, RANKING
from xl_appraisal.model.catalogue import finding
from xl_appraisal.model.errors import BookError, LayoutError
from xl_appraisal.model.findings import Finding, Place
from xl_appraisal.model.grid import Grid, column_name
from xl_appraisal.model.layout import Layout, build_layout
from xl_appraisal.model.layout.layout import BY_ENTRY, KIND_NAMES, NAME_STANDINGS
from xl_appraisal.model.notice.notice import Notice

_NEEDED = ("id", "kind", "sign", "module", "rule", "measure")
_NOT_PRINTED = {"否", "不", "×", "N", "NO", "FALSE"}


def read_layout(
    grid: Grid, table: RankingTable, notice: Notice, base: Layout
) -> tuple[Layout, tuple[Finding, ...]]:
    """The layout that the workbook carries, in the order of its columns on 名次表.

    ``base`` is the layout it was made from, for its id and quarter.  Raises :class:`BookError`
    with every fault where the sheet 栏目 cannot be used.
    """
    rows = _rows(grid)
    document: dict[str, Any] = {
        "layout": {"id": base.id, "notice": base.notice, "quarter": base.quarter},
        "column": [],
        "working": [],
    }
    for column_id, number in sorted(table.columns.items(), key=lambda item: item[1]):
        if column_id in rows:
            row = rows[column_id]
            printed = squeeze(_text(row, "printed")) not in _NOT_PRINTED
            column = _column(row, table.header(number), notice)
            document["column" if printed else "working"].append(column)
    try:
        layout = build_layout(f"工作表“{COLUMNS}”", document, notice)
    except LayoutError as error:
        raise BookError(str(error)) from error
    faults = list(_faults(layout, base, notice))
    if faults:
        raise BookError(str(LayoutError(f"工作表“{COLUMNS}”", faults)))
    return layout, (
        *_findings(table, rows),
        *exchanged_columns(table, rows),
        *changed_columns(layout, base, rows, notice),
    )


def _rows(grid: Grid) -> dict[str, ListRow]:
    """The rows of the sheet by column id."""
    listed = find_list(grid, COLUMNS_TABLE)
    headers = dict(COLUMNS_TABLE.fields)
    missing = [headers[f] for f in _NEEDED if listed is None or f not in listed.columns]
    if listed is None or missing:
        raise BookError(
            f"工作表“{COLUMNS}”缺少表头：{'、'.join(missing)}，无法知道各栏怎样计分。"
            "请补上后再计算。"
        )
    rows: dict[str, ListRow] = {}
    for row in listed.rows():
        column_id = row_id(_text(row, "id"), row.row)
        if column_id in rows:
            raise BookError(
                f"{row.place('id')}：栏目编号 {column_id or '（空）'} 与 "
                f"{rows[column_id].place('id').cell} 重复。请每个栏目只写一行。"
            )
        rows[column_id] = row
    return rows


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


def _column(row: ListRow, header: tuple[str, ...], notice: Notice) -> dict[str, Any]:
    kinds = {name: kind for kind, name in KIND_NAMES.items()}
    standings = {name: standing for standing, name in NAME_STANDINGS.items()}
    modules = {squeeze(module.name): module.id for module in notice.modules}
    modules[BY_ENTRY_NAME] = BY_ENTRY
    kind, standing, module = (squeeze(_text(row, f)) for f in ("kind", "standing", "module"))
    return {
        "id": row_id(_text(row, "id"), row.row),
        "header": list(header) or [part for part in _text(row, "header").split("/") if part],
        "kind": kinds.get(kind, kind),
        "sign": squeeze(_text(row, "sign")),
        "module": modules.get(module, module),
        "rule": _text(row, "rule"),
        "measure": _text(row, "measure"),
        "standing": standings.get(standing, standing or "unnamed"),
        "format": _raw(row, "number_format") or "General",
    }


def _text(row: ListRow, field: str) -> str:
    text = read_text(row[field])
    if isinstance(text, Unreadable):
        raise BookError(f"{row.place(field)}：{text.found}；应{text.expected}。")
    return text


def _raw(row: ListRow, field: str) -> str:
    """The text as it stands: a number format's trailing space means something."""
    value = row[field].value
    return value if type(value) is str else _text(row, field)


def _findings(table: RankingTable, rows: dict[str, ListRow]) -> list[Finding]:
    findings = []
    for column_id, row in rows.items():
        if column_id not in table.columns:
            header, place = _text(row, "header"), row.place("id")
            findings.append(finding("column_missing", place, column=column_id, header=header))
    for number in table.unknown_columns(rows):
        header = "/".join(table.header(number)) or "（无表头）"
        letter, place = column_name(number), Place(RANKING, table.id_row, number)
        findings.append(
            finding("column_unknown", place, item=header, letter=letter, row=table.id_row)
        )
    return findings
