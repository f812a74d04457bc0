"""Departments' files taken into a quarter's workbook: all of it or nothing, and told in full."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from xl_appraisal.book.read.closing_events import refuse_closed
from xl_appraisal.book.read.quarter import Quarter
from xl_appraisal.work.importing.gather_files import by_kind, gather
from xl_appraisal.work.importing.import_plan import ImportPlan
from xl_appraisal.work.importing.list_import import plan_ledger, plan_ledgers, plan_staffs
from xl_appraisal.work.importing.source_files import read_table, read_window_names
from xl_appraisal.work.importing.table_import import plan_table, plan_tables

__all__ = [
    "ImportPlan",
    "by_kind",
    "gather",
    "plan_import",
    "plan_ledger",
    "plan_ledgers",
    "plan_staffs",
    "plan_table",
    "plan_tables",
    "read_table",
    "read_window_names",
]


def plan_import(
    quarter: Quarter,
    tables: Iterable[Path] = (),
    ledgers: Iterable[Path] = (),
    *,
    staff: Iterable[Path] = (),
    overwrite: bool = False,
    allow_duplicates: bool = False,
) -> ImportPlan:
    """Plan the import of ranking tables, ledgers and staff lists, all of them or nothing.

    Raises :class:`ImportFileError` with the faults of the first file that has any and
    :class:`BookError` for a workbook that is closed.
    """
    refuse_closed(quarter.rules.closed)
    plan = ImportPlan()
    table_grids = [(read_table(path), Path(path).name) for path in tables]
    ledger_grids = [(read_table(path, for_ledger=True), Path(path).name) for path in ledgers]
    staff_grids = [(read_table(path, for_staff=True), Path(path).name) for path in staff]
    if table_grids:
        plan = plan.merged(plan_tables(quarter, table_grids, overwrite=overwrite))
    if ledger_grids:
        ledger = plan_ledgers(quarter, ledger_grids, allow_duplicates=allow_duplicates)
        plan = plan.merged(ledger)
    if staff_grids:
        people = plan_staffs(quarter, staff_grids, allow_duplicates=allow_duplicates)
        plan = plan.merged(people)
    return plan
