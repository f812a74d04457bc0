"""Scoring: pure and exact, from evidence to an appraisal with a line for every change.

The stages are those of ``Stage`` in the notice: ``points``; the modules (``methods``);
``window_score`` (total); groups and who takes no part (``marks``); ranks (``standings``) and
awards (``elections``).  ``appraise`` runs them all and ``audit`` holds a published table against
the outcome.  No remark's number stands here: each comes from the notice.
"""

from __future__ import annotations

from xl_appraisal.scoring.appraise import Published, appraise_windows, audit
from xl_appraisal.scoring.evidence import Entry, Given, WindowEvidence
from xl_appraisal.scoring.result import Appraisal, Line, RankedWindow, WindowScore

__all__ = [
    "Appraisal",
    "Entry",
    "Given",
    "Line",
    "Published",
    "RankedWindow",
    "WindowEvidence",
    "WindowScore",
    "appraise_windows",
    "audit",
]
