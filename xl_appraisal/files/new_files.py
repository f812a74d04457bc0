"""New files (annexes, slips, summaries), each written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from xl_appraisal.files.disk import check_replaceable, replace_file
from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.model.errors import BookError


def write_whole(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path`` in one step; a file of that name keeps its mode and owner.

    At every moment the file is the old one or the new one.  Raises :class:`BookError` where the
    target is read-only or open in a spreadsheet program, its folder missing, or the disk full.
    """
    target = os.path.realpath(path)
    try:
        check_replaceable(target)
        replace_file(target, [data], _status(target))
    except XlsxError as error:
        raise BookError(str(error.at(path=str(path)))) from error


def _status(path: str) -> os.stat_result | None:
    try:
        return Path(path).stat()
    except OSError:
        return None
