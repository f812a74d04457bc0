"""The files that staff mean when they name files and folders."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from xl_appraisal.work.importing.refusal import refused
from xl_appraisal.work.importing.source_files import SUFFIXES

Gathered = tuple[list[Path], list[str]]


def gather(paths: Iterable[str | Path], book: Path | None = None) -> Gathered:
    """The files named and those in the folders named, each once, and what was left aside.

    Of a folder the tables are taken, by name; its subfolders, other files and ``book`` itself
    are told.  Raises :class:`ImportFileError` for a folder without any.
    """
    files: dict[Path, Path] = {}
    told: list[str] = []
    for path in map(Path, paths):
        found = _in_folder(path, book, told) if path.is_dir() else [path]
        for file in found:
            files.setdefault(file.resolve(), file)
    return list(files.values()), told


def _in_folder(folder: Path, book: Path | None, told: list[str]) -> list[Path]:
    own = book.resolve() if book is not None else None
    taken: list[Path] = []
    left: list[str] = []
    for file in sorted(folder.iterdir()):
        if file.name.startswith((".", "~$")):  # marks of programs that have a file open
            continue
        suited = file.is_file() and file.suffix.lower() in SUFFIXES and file.resolve() != own
        if suited:
            taken.append(file)
        else:
            left.append(file.name + ("（文件夹）" if file.is_dir() else ""))
    if not taken:
        wanted = "、".join(SUFFIXES)
        raise refused(str(folder), [f"文件夹里没有可导入的文件（{wanted}）。请检查路径。"])
    told.append(f"文件夹 {folder.name}：读取{len(taken)}个文件。")
    if left:
        told.append(f"文件夹 {folder.name} 里没有读取：{'、'.join(left)}。")
    return taken
