"""The hand-worked cases of other centres' schemes, typed into real workbooks as a clerk would."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl

from tests.command_line import Run
from tests.other_schemes import notice_of, notice_text
from tests.remark_cases import Case, all_cases
from xl_appraisal.book.sheets import ID_ROW, LEDGER, LEDGER_TABLE, RANKING, STAFF, STAFF_TABLE

SHARED = (
    "yinchuan-service",
    "yangdong-flag",
    "county-window-monthly",
    "county-chief-monthly",
    "public-unit-grades",
)
CODES = {"month": "2024-03", "quarter": "2024Q1", "half": "2024H1", "year": "2024"}
_WHOLE_TABLE = {"windows", "crowd", "totals", "settings"}


def alone(notice: str) -> list[Case]:
    """The cases of one window: they may all stand in one workbook."""
    return [case for case in all_cases(notice) if not case.table.keys() & _WHOLE_TABLE]


def filled(
    run: Callable[..., Run], folder: Path, notice: str, *, scored_only: bool = False
) -> tuple[Path, dict[str, Case]]:
    """A recalculated workbook of that scheme with a window for each case, and which is whose."""
    fit = [case for case in alone(notice) if not scored_only or case.table.get("total", "") != ""]
    cases = {f"例{number}": case for number, case in enumerate(fit, 1)}
    book = written(run, folder, notice, {name: case.table for name, case in cases.items()})
    assert run("recalc", book).code in (0, 1)  # cases without a score are told
    return book, cases


def written(
    run: Callable[..., Run],
    folder: Path,
    notice: str,
    windows: Mapping[str, Mapping[str, Any]],
    *options: str,
) -> Path:
    """A workbook of that scheme with those windows typed in, made by ``new`` with such options."""
    layout, book, names = (folder / name for name in ("栏目.toml", "新.xlsx", "窗口.txt"))
    names.write_text("\n".join(windows), encoding="utf-8")
    code = CODES[notice_of(notice_text(notice)).period]
    assert run("layout", "make", notice, layout, "--period", code).code == 0
    made = ("new", book, "--notice", notice, "--layout", layout, "--windows", names, *options)
    assert run(*made).code == 0
    workbook = openpyxl.load_workbook(book)
    for name, table in windows.items():
        _type(workbook, notice, name, table)
    workbook.save(book)
    return book


def columns(sheet: Any) -> dict[str, int]:
    """Column id → its number on 名次表."""
    return {str(c.value): c.column for c in sheet[ID_ROW] if c.value is not None}


def rows(sheet: Any, windows: Collection[str] = ()) -> dict[str, int]:
    """Window → its row: 例1, 例2 … and those of the names given."""
    window = columns(sheet)["window"]
    cells = (sheet.cell(row, window) for row in range(ID_ROW + 1, sheet.max_row + 1))
    named = ((str(cell.value), cell.row) for cell in cells)
    return {name: row for name, row in named if name.startswith("例") or name in windows}


def _type(workbook: Any, notice: str, name: str, table: Mapping[str, Any]) -> None:
    """Counts into their columns; what needs words or a module, or stands twice, into the lists."""
    sheet = workbook[RANKING]
    at, row = columns(sheet), rows(sheet, [name])[name]
    modules = {m.id: m.name for m in notice_of(notice_text(notice)).modules}
    for entry in table.get("entries", ()):
        column = at.get(entry.get("item", "").replace(".", "_"))
        cell = sheet.cell(row, column) if column and "points" not in entry else None
        if cell is not None and not isinstance(cell.value, int | float):
            cell.value = _figure(entry["count"])
            continue
        fields = {"window": name, "item": entry.get("item", "")}
        fields |= {"module": modules.get(entry.get("module", ""), "")}
        fields |= {key: _figure(entry[key]) for key in ("points", "count") if key in entry}
        add_line(workbook[LEDGER], LEDGER_TABLE, fields)
    for number, score in enumerate(table.get("staff", ()), 1):
        fields = {"window": name, "name": f"{name}第{number}人", "score": _figure(score)}
        add_line(workbook[STAFF], STAFF_TABLE, fields)
    for column_id, value in table.get("given", {}).items():
        sheet.cell(row, at[column_id]).value = _figure(value)


def add_line(sheet: Any, table: Any, fields: Mapping[str, object]) -> None:
    """A line below the last one that is written; an empty text leaves a blank."""
    places = {field: number for number, (field, _) in enumerate(table.fields, 1)}
    row = table.header_row + 1
    while sheet.cell(row, places["window"]).value is not None:
        row += 1
    for field, value in fields.items():
        sheet.cell(row, places[field]).value = None if value == "" else value


def _figure(value: object) -> float:
    return float(Decimal(str(value)))


def shown(sheet: Any, row: int, at: Mapping[str, int], ids: Sequence[str]) -> dict[str, str]:
    """What those columns show, as plain text; a text where it is no figure."""
    values = {one: sheet.cell(row, at[one]).value for one in ids}
    return {
        one: f"{Decimal(repr(value)).normalize():f}"
        if isinstance(value, int | float)
        else str(value)
        for one, value in values.items()
    }
