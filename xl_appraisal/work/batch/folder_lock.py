"""One batch at a time for each folder that keeps a record: two would mix up one record."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from xl_appraisal.files.lock import Taken, give_back, take
from xl_appraisal.files.os_faults import explain
from xl_appraisal.model.errors import BookError

NAME = ".批量计算进行中"


@contextlib.contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Hold the folder, which is made if need be; free again even if this process is killed.

    Raises :class:`BookError` where another batch holds it, or nothing can be written there.
    A network drive that knows no locks is used without: each workbook is still saved whole.
    """
    path = folder / NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = take(path)
    except Taken as error:
        raise BookError(
            f"{folder}：另一个批量计算正在进行。请等它完成，或用 --summary 另选一个文件夹。"
        ) from error
    except OSError as error:
        raise BookError(f"{folder}：不能写入这个文件夹：{explain(error, '写入')}") from error
    try:
        yield
    finally:
        give_back(handle, path)
