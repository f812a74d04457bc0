"""Ranking tables to import: planned, or refused."""

from __future__ import annotations

import pytest

from tests.importing.books import plan_tables, quarter
from xl_appraisal.hosts import MemoryHost
from xl_appraisal.model.errors import ImportFileError
from xl_appraisal.work.importing.import_plan import ImportPlan
from xl_appraisal.work.importing.source_sheet import SourceSheet


def plan(host: MemoryHost, grid: SourceSheet, *, overwrite: bool = False) -> ImportPlan:
    return plan_tables(quarter(host), [(grid, "来件.csv")], overwrite=overwrite)


def refusal(host: MemoryHost, grid: SourceSheet) -> str:
    with pytest.raises(ImportFileError) as caught:
        plan(host, grid)
    return str(caught.value)
