"""Findings: what the product has to say about a workbook, short of an error.

A finding says where (sheet and cell), whom it concerns, what was found and what is allowed.
``error`` stops the score of the window it names, ``warning`` wants a person's eye, ``info``
only tells.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

from xl_appraisal.model.grid import a1
from xl_appraisal.model.record import Record

Severity: TypeAlias = Literal["error", "warning", "info"]
SEVERITY_NAMES: dict[Severity, str] = {"error": "错误", "warning": "提醒", "info": "说明"}
_ORDER: dict[Severity, int] = {"error": 0, "warning": 1, "info": 2}


class Place(NamedTuple):
    """Where a value stands: the sheet's name, row and column from 1; both 0 for no cell."""

    sheet: str
    row: int
    column: int

    @property
    def cell(self) -> str:
        """The cell's address such as ``N17``; empty for no cell."""
        return a1(self.row, self.column) if self.row else ""

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell}"


NOWHERE = Place("", 0, 0)


class Finding(Record):
    """One finding.  All fields are text for staff except ``code``, which never changes.

    ``window`` and ``item`` are empty where the finding concerns the whole table; ``remark`` is
    the number of the notice's remark that it rests on, if there is one.
    """

    severity: Severity
    code: str
    message: str
    sheet: str = ""
    cell: str = ""
    window: str = ""
    item: str = ""
    found: str = ""
    expected: str = ""
    remark: int | None = None

    @property
    def where(self) -> str:
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet


def in_order(findings: list[Finding]) -> tuple[Finding, ...]:
    """Errors first, then warnings, then information; within each as they were found."""
    return tuple(sorted(findings, key=lambda finding: _ORDER[finding.severity]))
