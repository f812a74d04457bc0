"""Pages as a new .xlsx: written whole, and never over what is there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from xl_appraisal.files.write_file import write_whole
from xl_appraisal.model.errors import BookError
from xl_appraisal.outputs.page import Page
from xl_appraisal.outputs.page_excel import pages_xlsx


def write_tables(path: Path, pages: Sequence[Page]) -> None:
    """Write the pages to a new file, a sheet each; it is written whole or not at all.

    Raises :class:`BookError` as :func:`check_new` and where the file cannot be written.
    """
    check_new(path)
    write_whole(path, pages_xlsx(pages))


def check_new(path: Path, endings: Sequence[str] = (".xlsx",)) -> None:
    """Raises :class:`BookError` where ``path`` cannot become a new file of one of these kinds."""
    if path.suffix.lower() not in endings:
        raise BookError(f"{path}：文件名应以 {' 或 '.join(endings)} 结尾。")
    if path.exists():
        raise BookError(f"{path}：同名文件已存在，没有改动。请换一个文件名，或先移走原文件。")
