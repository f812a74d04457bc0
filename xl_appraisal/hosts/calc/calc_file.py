"""The file of a workbook that is open in Calc: exchanged under it, and loaded again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uno


def file_of(document: Any) -> Path | None:
    """The file that the document came from or was last saved to."""
    url = document.URL
    return Path(uno.fileUrlToSystemPath(url)) if url.startswith("file:") else None


@contextmanager
def own_lock_aside(path: Path) -> Iterator[None]:
    """Our LibreOffice's lock file out of the way: the file is open here, and nowhere else."""
    lock = path.with_name(f".~lock.{path.name}#")
    aside = path.with_name(f".~saving.{path.name}#")
    was_there = lock.is_file()
    if was_there:
        lock.replace(aside)
    try:
        yield
    finally:
        if was_there:
            aside.replace(lock)


def mark_as_saved(document: Any) -> None:
    """Nothing is left to be saved; a chart that follows the cells counts by itself."""
    document.setModified(False)
    if not document.isModified():
        return
    sheets = document.Sheets
    for number in range(sheets.Count):
        charts = sheets.getByIndex(number).Charts
        for place in range(charts.Count):
            charts.getByIndex(place).EmbeddedObject.setModified(False)
    document.setModified(False)


def load_again(document: Any) -> None:
    """Show what is in the file now, without a question, as soon as the program has a moment.

    Nothing may wait for somebody after this: the workbook would go from under it.
    """
    mark_as_saved(document)
    frame = document.CurrentController.Frame
    context = uno.getComponentContext()
    parser = context.ServiceManager.createInstance("com.sun.star.util.URLTransformer")
    url = uno.createUnoStruct("com.sun.star.util.URL")
    url.Complete = ".uno:Reload"
    _, url = parser.parseStrict(url)
    later = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    later.Name, later.Value = "SynchronMode", False
    frame.queryDispatch(url, "_self", 0).dispatch(url, (later,))
