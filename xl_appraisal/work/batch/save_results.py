"""Results that come back as bytes, saved with the file engine's own care."""

from __future__ import annotations

import os

from xl_appraisal.files.disk import check_replaceable, read_file, replace_file
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.record import Record
from xl_appraisal.ooxml import XlsxError
from xl_appraisal.ooxml.replace_book import check_unchanged, replace_book
from xl_appraisal.work.batch.book_job import Task


class Opened(Record):
    """A workbook as it was read: its bytes, and what tells whether it changed meanwhile."""

    task: Task
    data: bytes
    status: os.stat_result

    def save(self, data: bytes) -> None:
        """Put the result in its place, whole or not at all.

        Raises :class:`BookError`: target open elsewhere or read-only, source changed since it
        was read, disk full.
        """
        source, target = map(os.path.realpath, (self.task.source, self.task.target))
        try:
            if target == source:
                if data != self.data:
                    replace_book(target, [data], self.status, keep=self.task.keep)
                return
            check_replaceable(target)
            check_unchanged(source, self.status)
            replace_file(target, [data], self.status)
        except XlsxError as error:
            raise BookError(str(error.at(path=self.task.target))) from error


def open_source(task: Task) -> Opened:
    """Read the workbook of a task; :class:`BookError` where it cannot be read."""
    try:
        return Opened(task, *read_file(task.source))
    except XlsxError as error:
        raise BookError(str(error.at(path=task.source))) from error
