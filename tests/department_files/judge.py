"""Holds an import against what the maker of the file meant."""

from __future__ import annotations

from decimal import Decimal

from tests.department_files.generated import WINDOWS, Case
from tests.importing.books import new_book, quarter
from xl_appraisal.model.errors import ImportFileError
from xl_appraisal.work.importing import plan_import
from xl_appraisal.work.importing.sheet_choice import SheetChoice


def wrong(case: Case) -> str:
    """What is not as it was meant, empty where all is."""
    book = quarter(new_book(WINDOWS))
    choice = SheetChoice(case.sheets, case.all_sheets)
    given = {"ledgers": [case.path]} if case.kind == "ledger" else {"staff": [case.path]}
    try:
        plan = plan_import(book, choice=choice, allow_duplicates=True, **given)  # type: ignore[arg-type]
    except ImportFileError as error:
        if case.refused and case.refused in str(error):
            return ""
        return f"refused: {error}"
    if case.refused:
        return f"taken, though {case.refused} is wrong"
    second, figure = ("模块", "分值") if case.kind == "ledger" else ("姓名", "考核分")
    found = [
        (str(line.cells["窗口"]), str(line.cells[second]), line.cells[figure])
        for line in plan.lines
    ]
    if sorted(map(_comparable, found)) != sorted(map(_comparable, case.lines)):
        return f"lines {found} instead of {case.lines}"
    report = "\n".join(plan.report)
    missing = [part for part in case.told if part not in report]
    return f"not told: {missing} in {report}" if missing else ""


def _comparable(line: tuple[str, str, object]) -> tuple[str, str, str]:
    figure = f"{line[2].normalize():f}" if isinstance(line[2], Decimal) else str(line[2])
    return line[0], line[1], figure
