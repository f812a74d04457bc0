"""Holds an import against what the maker of the file meant."""

from __future__ import annotations

from decimal import Decimal

from tests.department_files.generated import WINDOWS
from tests.department_files.made import Case, Line
from tests.importing.books import new_book, quarter
from xl_appraisal.hosts import MemoryHost
from xl_appraisal.model.errors import ImportFileError
from xl_appraisal.work.importing import plan_import
from xl_appraisal.work.importing.import_plan import ImportPlan
from xl_appraisal.work.importing.sheet_choice import SheetChoice


def wrong(case: Case) -> str:
    """What is not as it was meant, empty where all is."""
    host = new_book(WINDOWS)
    try:
        plan = _plan(host, case)
    except ImportFileError as error:
        if case.refused and case.refused in str(error):
            return ""
        return f"refused: {error}"
    if case.refused:
        return f"taken, though {case.refused} is wrong"
    second, figure = ("模块", "分值") if case.kind == "ledger" else ("姓名", "考核分")
    found: list[Line] = [
        (
            str(line.cells["窗口"]),
            str(line.cells[second]),
            line.cells[figure],  # type: ignore[misc]
            str(line.cells.get("日期", "")),
        )
        for line in plan.lines
    ]
    if sorted(map(_comparable, found)) != sorted(map(_comparable, case.lines)):
        return f"lines {found} instead of {case.lines}"
    report = "\n".join(plan.report)
    missing = [part for part in case.told if part not in report]
    if missing:
        return f"not told: {missing} in {report}"
    plan.write_to(host)
    case.allow_duplicates = False
    again = _plan(host, case)
    return f"the same file adds {again.changes}" if not again.changes_nothing else ""


def _plan(host: MemoryHost, case: Case) -> ImportPlan:
    given = {"ledgers": [case.path]} if case.kind == "ledger" else {"staff": [case.path]}
    return plan_import(
        quarter(host),
        choice=SheetChoice(case.sheets, case.all_sheets),
        allow_duplicates=case.allow_duplicates,
        **given,  # type: ignore[arg-type]
    )


def _comparable(line: Line) -> tuple[str, str, str, str]:
    figure = f"{line[2].normalize():f}" if isinstance(line[2], Decimal) else str(line[2])
    return line[0], line[1], figure, line[3]
