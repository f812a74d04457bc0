"""Many workbooks at once: find them, recalculate each, go on past broken ones, sum up.

Raises :class:`~xl_appraisal.errors.BookError` for what concerns the whole run; what is wrong
with one workbook is its own outcome.
"""

from __future__ import annotations

from xl_appraisal.batch.job import Outcome, Task
from xl_appraisal.batch.run import Run, run_batch
from xl_appraisal.batch.search import find_tasks

__all__ = ["Outcome", "Run", "Task", "find_tasks", "run_batch"]
