"""Departments' files taken into a quarter's workbook: all of it or nothing, and told in full."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from xl_appraisal.importing.files import read_table, read_window_names
from xl_appraisal.importing.ledger import plan_ledger, plan_ledgers
from xl_appraisal.importing.plan import ImportPlan
from xl_appraisal.importing.table import plan_table, plan_tables
from xl_appraisal.workbook.quarter import Quarter

__all__ = [
    "ImportPlan",
    "plan_import",
    "plan_ledger",
    "plan_ledgers",
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
    overwrite: bool = False,
) -> ImportPlan:
    """Plan the import of ranking tables and ledgers in files, all of them or nothing.

    Raises :class:`ImportFileError` with the faults of the first file that has any.
    """
    plan = ImportPlan()
    table_grids = [(read_table(path), Path(path).name) for path in tables]
    ledger_grids = [(read_table(path, for_ledger=True), Path(path).name) for path in ledgers]
    if table_grids:
        plan = plan.merged(plan_tables(quarter, table_grids, overwrite=overwrite))
    if ledger_grids:
        plan = plan.merged(plan_ledgers(quarter, ledger_grids))
    return plan
