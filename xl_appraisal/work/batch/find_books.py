"""Which workbooks a batch is about, and where each is saved."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from xl_appraisal.files.disk import read_file
from xl_appraisal.files.file_error import XlsxError, explain
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.house_style import RESULT
from xl_appraisal.model.record import replace
from xl_appraisal.ooxml.zip_read import Archive
from xl_appraisal.work.batch.book_job import Task

SUMMARY = "批量计算汇总.xlsx"
"""The batch's own workbook, which is none of those to be computed."""
_BOOKS = {".xlsx", ".xlsm"}
_PROPERTIES = "docProps/core.xml"
_NOT_OURS = ("~$", ".")
"""Owner files of open workbooks, hidden and temporary files."""


def find_tasks(
    places: Sequence[Path], out: Path | None = None, *, apply_rules: bool = False
) -> list[Task]:
    """A task for every .xlsx and .xlsm in the folders and below, in the order of their paths.

    With ``out`` each workbook is saved below it under the path it has in its folder, with
    several folders under its path from what they have in common.  ``out`` itself and what
    the product makes of workbooks (annex, charts, comparison, year, summaries) are left out.
    Raises :class:`BookError` for a missing or unreadable folder, for no workbook at all, and
    where two would be saved under one name.
    """
    tasks: dict[Path, Task] = {}
    for place in places:
        if not place.exists():
            raise BookError(f"{place}：找不到这个文件夹。")
        for book in _books(place, out):
            tasks.setdefault(book.resolve(), Task(str(book), str(book), apply_rules))
    if out is not None:
        top = _top(places)
        tasks = {real: _elsewhere(task, real, out, top) for real, task in tasks.items()}
    if not tasks:
        raise BookError(f"{'、'.join(map(str, places))}：没有 .xlsx 或 .xlsm 工作簿。")
    _refuse_one_name(tasks.values())
    return list(tasks.values())


def _books(place: Path, out: Path | None) -> Iterator[Path]:
    if place.is_file():
        yield place
        return
    skipped = None if out is None else out.resolve()
    for folder, below, names in os.walk(place, onerror=_unreadable):
        here = Path(folder)
        below[:] = sorted(
            n for n in below if not n.startswith(".") and (here / n).resolve() != skipped
        )
        for name in sorted(names):
            if _is_book(name) and not _is_result(here / name):
                yield here / name


def _is_book(name: str) -> bool:
    is_workbook = Path(name).suffix.lower() in _BOOKS
    return is_workbook and not name.startswith(_NOT_OURS) and name != SUMMARY


def _is_result(path: Path) -> bool:
    """Whether an output of ours; what cannot be read is told of when it is computed."""
    try:
        return RESULT.encode() in Archive(read_file(str(path))[0]).read(_PROPERTIES)
    except XlsxError:
        return False


def _unreadable(error: OSError) -> None:
    raise BookError(f"{error.filename}：不能读取这个文件夹：{explain(error, '读取')}")


def _top(places: Sequence[Path]) -> Path:
    """The innermost folder that all places are in, a single folder itself.

    Raises :class:`BookError` for places on several drives.
    """
    folders = [place if place.is_dir() else place.parent for place in places]
    try:
        return Path(os.path.commonpath([_plain(folder) for folder in folders]))
    except ValueError as error:
        raise BookError("这些文件夹在不同的盘上，用 --out 时请分开处理。") from error


def _plain(path: Path) -> Path:
    """Absolute and without ``..``; links stay as they are named."""
    return Path(os.path.normpath(path.absolute()))


def _elsewhere(task: Task, real: Path, out: Path, top: Path) -> Task:
    target = out / _plain(Path(task.source)).relative_to(top)
    return task if target.resolve() == real else replace(task, target=str(target))


def _refuse_one_name(tasks: Iterable[Task]) -> None:
    targets: dict[str, str] = {}
    for task in tasks:
        key = os.path.normcase(Path(task.target).resolve())
        if key in targets:
            raise BookError(
                f"{targets[key]} 和 {task.source} 会存成同一个文件 {task.target}。"
                "请分开处理这两个文件夹，或换一个名称。"
            )
        targets[key] = task.source
