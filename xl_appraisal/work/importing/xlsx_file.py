"""Departments' .xlsx and .xlsm files, read by openpyxl from a clean copy of the parts needed."""

from __future__ import annotations

import datetime as dt
import io
import warnings
from typing import TYPE_CHECKING, Any

from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.model.grid import MAX_COLUMN, Cell, CellError, Grid, Ref
from xl_appraisal.ooxml.cell_values import number
from xl_appraisal.ooxml.part_xml import from_xstring
from xl_appraisal.work.importing.clean_package import (
    DAMAGED,
    LIBRARY_FAILS,
    CleanPackage,
    SheetPart,
)
from xl_appraisal.work.importing.source_sheet import SourceSheet

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


def read_xlsx(name: str, data: bytes) -> list[SourceSheet]:
    """The sheets of a workbook in order.  Raises :class:`XlsxError` for one that is refused."""
    import openpyxl

    try:
        package = CleanPackage(data)
        if not package.sheets:  # chart sheets alone
            return []
        clean = package.clean()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what openpyxl would not save; nothing is saved
            shown = openpyxl.load_workbook(io.BytesIO(clean), data_only=True)
            typed = openpyxl.load_workbook(io.BytesIO(clean)) if package.has_formulas else shown
        return [
            _sheet(name, *sheet)
            for sheet in zip(package.sheets, shown.worksheets, typed.worksheets, strict=True)
        ]
    except LIBRARY_FAILS as error:
        raise XlsxError(DAMAGED) from error


def _sheet(file: str, part: SheetPart, shown: Worksheet, typed: Worksheet) -> SourceSheet:
    cells: dict[Ref, Cell] = {}
    formats: dict[Ref, str] = {}
    for ref, cell in shown._cells.items():
        formula = typed._cells[ref].value if typed is not shown else None
        is_formula = typed is not shown and typed._cells[ref].data_type == "f"
        value = exact(cell.value, error=cell.data_type == "e")
        if value is None and not is_formula:
            continue
        text = getattr(formula, "text", formula)  # an array formula is an object of its own
        cells[ref] = Cell(value, str(text or "").removeprefix("=") if is_formula else None)
        if cell.number_format != "General":
            formats[ref] = cell.number_format
    columns = {
        column
        for wide in shown.column_dimensions.values()
        if wide.hidden
        for column in range(wide.min or 1, min(wide.max or 1, MAX_COLUMN) + 1)
    }
    return SourceSheet(
        file,
        Grid(part.name, cells, part.merges),
        not part.visible,
        frozenset(row for row, size in shown.row_dimensions.items() if size.hidden),
        frozenset(columns),
        formats,
    )


def exact(value: Any, *, error: bool = False) -> Any:
    """A reader's value as ours: figures as the exact decimals that their cells show."""
    if error:
        return CellError(value)
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        return number(repr(value))
    if isinstance(value, dt.timedelta):  # hours counted past 24: no figure of ours
        return str(value)
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date()
    if isinstance(value, dt.date | dt.time):
        return value
    return from_xstring(str(value)) or None
