"""All slips of a quarter into a folder, one at a time, with a covering index written last."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from xl_appraisal.files.os_faults import explain
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.quarter_name import quarter_name
from xl_appraisal.model.record import Record
from xl_appraisal.outputs.drawing import Draw, Kind, drawing, refuse
from xl_appraisal.outputs.slips.index_page import INDEX, index_page
from xl_appraisal.outputs.slips.slip_folder import FileNames, SlipFolder
from xl_appraisal.outputs.slips.slip_maker import Slip, SlipMaker
from xl_appraisal.outputs.slips.slip_page import slip_page

BATCH = 25
"""Documents that LibreOffice converts in one start; the other formats go one by one."""


class Written(Record):
    """What a run wrote into ``folder``: the index, the slips, and what it removed as outdated."""

    folder: Path
    index: str
    files: tuple[str, ...]
    removed: tuple[str, ...]


def default_folder(book: Path) -> Path:
    """Where the slips of a workbook go unless told otherwise: beside it."""
    return book.with_name(f"{book.stem}-加扣分明细")


def write_slips(
    maker: SlipMaker,
    folder: Path,
    kind: Kind,
    *,
    origin: str = "",
    progress: Callable[[int, int], None] = lambda done, total: None,
    tell: Callable[[str], None] = refuse,
) -> Written:
    """Write one file for each window into ``folder``, then the index.

    ``origin`` is printed at the end of every file; ``progress`` is told how many of all are
    done, ``tell`` of characters that a PDF cannot show.  Raises :class:`BookError`: before
    anything is written where a file there is not one of ours, and midway with how far it came;
    the folder then says itself that it is not complete.
    """
    ending = f"-{quarter_name(maker.quarter.quarter)}加扣分明细.{kind}"
    names = FileNames(ending)
    files = [names.of(window.window) for window in maker.appraisal.windows]
    index = f"{INDEX}-{quarter_name(maker.quarter.quarter)}.{kind}"
    with drawing(kind, tell) as draw:
        into = SlipFolder(folder, [*files, index])
        try:
            into.begin()
            _write_all(maker, into, files, draw, origin, progress)
            into.put(index, draw([[index_page(maker, files)]], origin)[0])
            removed = into.finish()
        except BookError as error:
            raise BookError(f"{error}\n{into.state()}") from error
        except OSError as error:
            raise BookError(f"{explain(error, '写入')}\n{into.state()}") from error
        return Written(folder, index, tuple(files), removed)


def _write_all(
    maker: SlipMaker,
    into: SlipFolder,
    files: Sequence[str],
    draw: Draw,
    origin: str,
    progress: Callable[[int, int], None],
) -> None:
    most = BATCH if into.names[-1].endswith(".pdf") else 1
    done = 0
    for batch in _batches(zip(maker.slips(), files, strict=True), most):
        drawn = draw([[slip_page(slip)] for slip, _ in batch], origin)
        for (_, file), data in zip(batch, drawn, strict=True):
            into.put(file, data)
        done += len(batch)
        progress(done, len(files))


def _batches(slips: Iterator[tuple[Slip, str]], most: int) -> Iterator[list[tuple[Slip, str]]]:
    while batch := list(islice(slips, most)):
        yield batch
