"""The Python door, for notebooks and scripts: load, appraise, look at it as a DataFrame."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from xl_appraisal.book.read.quarter import Quarter, read_quarter_book
from xl_appraisal.hosts import FileHost
from xl_appraisal.scoring import Appraisal
from xl_appraisal.work import desk

if TYPE_CHECKING:
    import pandas as pd


def load(path: str | Path) -> Quarter:
    """Read an appraisal workbook (.xlsx or .xlsm); nothing is written.

    Raises :class:`~xl_appraisal.AppraisalError` where it cannot be used.  What is wrong in
    single cells is in the findings of the appraisal.
    """
    return read_quarter_book(FileHost(path).grid)


def appraise(quarter: Quarter, *, apply_rules: bool = False) -> Appraisal:
    """Score, rank and elect.  ``apply_rules`` lets the notice's rules correct typed points."""
    return quarter.appraise(apply_rules=apply_rules)


def recalculate(
    path: str | Path, out: str | Path | None = None, *, apply_rules: bool = False
) -> Appraisal:
    """Recalculate a workbook in place, or into ``out``, and return the appraisal.

    Only the cells that change are written; the file is replaced whole or left as it was.
    Raises :class:`~xl_appraisal.AppraisalError` where it cannot be read or saved.
    """
    host = FileHost(path)
    done = desk.recalculate(host, apply_rules=apply_rules)
    host.save(out)
    return done.appraisal


def to_frame(appraisal: Appraisal, *, exact: bool = True) -> pd.DataFrame:
    """The ranking as a DataFrame: a row a window (the index) in rank order.

    Columns: ``rank``, each module id, ``total``, ``red_flag``, ``substituted``, ``vetoed``,
    and each further award's column.  Scores are :class:`~decimal.Decimal`, or floats (for charts
    only) where not ``exact``; a window without a score has missing values.
    """
    import pandas as pd

    modules = next((list(w.score.modules) for w in appraisal.windows if w.score.modules), [])
    rows = [
        {
            "rank": window.rank,
            **{module: window.score.modules.get(module) for module in modules},
            "total": window.total,
            "red_flag": window.red_flag,
            "substituted": window.substituted,
            "vetoed": window.vetoed,
            **{column: won.elected for column, won in [*window.awards.items()][1:]},
        }
        for window in appraisal.windows
    ]
    names = pd.Index([window.window for window in appraisal.windows], name="window")
    frame = pd.DataFrame(rows, index=names)
    if not frame.empty:
        frame["rank"] = frame["rank"].astype("Int64")
        if not exact:
            frame[[*modules, "total"]] = frame[[*modules, "total"]].astype(float)
    return frame
