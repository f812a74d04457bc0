"""The quarterly appraisal of a government service centre's windows, computed exactly.

For notebooks and scripts::

    import xl_appraisal as xa

    quarter = xa.load("2023Q1.xlsx")      # rules, windows, ledger, findings
    appraisal = xa.appraise(quarter)      # scores, ranks, red flags, a line behind every figure
    frame = xa.to_frame(appraisal)        # a pandas DataFrame, a row a window

Everything public is listed in ``__all__``; it is imported on first use, so that starting the
command line does not pay for what it does not need.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xl_appraisal.book.read.quarter import Quarter
    from xl_appraisal.doors.python_api import appraise, load, recalculate, to_frame
    from xl_appraisal.model.errors import AppraisalError
    from xl_appraisal.model.findings import Finding
    from xl_appraisal.model.rulebook import Rulebook, load_rulebook
    from xl_appraisal.scoring.result import Appraisal

__all__ = [
    "Appraisal",
    "AppraisalError",
    "Finding",
    "Quarter",
    "Rulebook",
    "appraise",
    "load",
    "load_rulebook",
    "recalculate",
    "to_frame",
]

_HOMES = {
    "Appraisal": "scoring.result",
    "AppraisalError": "model.errors",
    "Finding": "model.findings",
    "Quarter": "book.read.quarter",
    "Rulebook": "model.rulebook",
    "appraise": "doors.python_api",
    "load": "doors.python_api",
    "load_rulebook": "model.rulebook",
    "recalculate": "doors.python_api",
    "to_frame": "doors.python_api",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
