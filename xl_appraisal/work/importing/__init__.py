"""Departments' files taken into a quarter's workbook: all of it or nothing, and told in full."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from xl_appraisal.book.read.closing_events import refuse_closed
from xl_appraisal.book.read.quarter import Quarter
from xl_appraisal.model.record import replace
from xl_appraisal.work.importing.header import Header
from xl_appraisal.work.importing.import_plan import ImportPlan
from xl_appraisal.work.importing.list_import import plan_lists
from xl_appraisal.work.importing.list_kinds import LEDGER_KIND, STAFF_KIND, table_kind
from xl_appraisal.work.importing.sheet_choice import SheetChoice, Suited, check_names, choose
from xl_appraisal.work.importing.source_files import read_file_sheets
from xl_appraisal.work.importing.source_sheet import SourceSheet, refused
from xl_appraisal.work.importing.table_import import plan_tables


def plan_import(
    quarter: Quarter,
    tables: Iterable[Path] = (),
    ledgers: Iterable[Path] = (),
    *,
    staff: Iterable[Path] = (),
    lists: Iterable[Path] = (),
    overwrite: bool = False,
    allow_duplicates: bool = False,
    choice: SheetChoice | None = None,
) -> ImportPlan:
    """Plan the import of ranking tables, ledgers and staff lists, all of them or nothing.

    ``lists`` are ledgers or staff lists, told apart by their headers.  ``choice`` says which
    sheets of a file are meant where several suit.  Raises :class:`ImportFileError` with the
    faults of the first file that has any and :class:`BookError` for a workbook that is closed.
    """
    refuse_closed(quarter.rules.closed)
    table = table_kind(quarter.book.layout)
    kinds = (LEDGER_KIND, STAFF_KIND, table)
    choice, met = choice or SheetChoice(), set[str]()
    taken: list[Suited] = []
    told: list[str] = []
    wanted = ((tables, [table]), (ledgers, [LEDGER_KIND]), (staff, [STAFF_KIND]),
              (lists, [LEDGER_KIND, STAFF_KIND]))  # fmt: skip
    for paths, own in wanted:
        others = [kind for kind in kinds if kind not in own]
        for path in paths:
            suited, left = choose(read_file_sheets(path), own, others, choice, met)
            if len(own) > 1 and any(not one.is_complete for one in suited):
                raise refused(Path(path).name, [_UNCLEAR])
            taken += suited
            told += left
    check_names(choice, met)
    plan = ImportPlan()
    if found := _of(taken, table):
        plan = plan_tables(quarter, found, overwrite=overwrite)
    for kind in (LEDGER_KIND, STAFF_KIND):
        if found := _of(taken, kind):
            made = plan_lists(quarter, kind, found, allow_duplicates=allow_duplicates)
            plan = plan.merged(made)
    return replace(plan, report=(*plan.report, *told))


_UNCLEAR = (
    "看表头分不清是加扣分明细还是人员考核分。明细要有窗口、项目或模块、分值或数量；"
    "人员考核要有窗口、姓名、考核分。请补全表头。"
)


def _of(taken: Sequence[Suited], kind: object) -> list[tuple[SourceSheet, Header | None]]:
    return [(one.sheet, one.header) for one in taken if one.kind is kind]
