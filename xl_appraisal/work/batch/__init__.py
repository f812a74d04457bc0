"""Many workbooks at once: find them, recalculate each, go on past broken ones, sum up.

Raises :class:`~xl_appraisal.model.errors.BookError` for what concerns the whole run; what is wrong
with one workbook is its own outcome.
"""

from __future__ import annotations

from xl_appraisal.work.batch.batch_run import Run, run_batch
from xl_appraisal.work.batch.book_job import Outcome, Task
from xl_appraisal.work.batch.find_books import find_tasks

__all__ = ["Outcome", "Run", "Task", "find_tasks", "run_batch"]
