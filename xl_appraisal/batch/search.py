"""Which workbooks a batch is about, and where each is saved."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from xl_appraisal.batch.job import Task
from xl_appraisal.errors import BookError

_BOOKS = {".xlsx", ".xlsm"}
_NOT_OURS = ("~$", ".")
"""Owner files of open workbooks, hidden and temporary files."""


def find_tasks(
    places: Sequence[Path], out: Path | None = None, *, apply_rules: bool = False
) -> list[Task]:
    """A task for every .xlsx and .xlsm in the folders and below, in the order of their paths.

    With ``out`` each workbook is saved below it under the path it has in its folder (with
    several folders, under the folder's name first); ``out`` itself is not searched.
    Raises :class:`BookError` for a missing folder, for no workbook at all, and where two would
    be saved under one name.
    """
    tasks: dict[Path, Task] = {}
    for place in places:
        if not place.exists():
            raise BookError(f"{place}：找不到这个文件夹。")
        for book in _books(place, out):
            target = book if out is None else _below(out, place, book, many=len(places) > 1)
            tasks.setdefault(book.resolve(), Task(str(book), str(target), apply_rules))
    if not tasks:
        raise BookError(f"{'、'.join(map(str, places))}：没有 .xlsx 或 .xlsm 工作簿。")
    _refuse_one_name(tasks.values())
    return list(tasks.values())


def _books(place: Path, out: Path | None) -> Iterator[Path]:
    if place.is_file():
        yield place
        return
    skipped = None if out is None else out.resolve()
    for folder, below, names in os.walk(place):
        here = Path(folder)
        below[:] = sorted(
            n for n in below if not n.startswith(".") and (here / n).resolve() != skipped
        )
        for name in sorted(names):
            if Path(name).suffix.lower() in _BOOKS and not name.startswith(_NOT_OURS):
                yield here / name


def _below(out: Path, place: Path, book: Path, *, many: bool) -> Path:
    if place.is_file():
        return out / book.name
    inside = book.relative_to(place)
    return out / place.resolve().name / inside if many else out / inside


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
