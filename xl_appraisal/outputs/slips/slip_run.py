"""All slips of a quarter into a folder, one at a time, with a covering index written last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path

from xl_appraisal.files.file_error import explain
from xl_appraisal.model.errors import BookError, Stopped
from xl_appraisal.model.notice.notice import Notice
from xl_appraisal.model.period import period_name
from xl_appraisal.model.record import Record
from xl_appraisal.outputs.drawing import Draw, Kind, drawing, refuse
from xl_appraisal.outputs.page import Block, CellValue, Heading, Page, Row, Table, Text, column
from xl_appraisal.outputs.paragraph import paragraph
from xl_appraisal.outputs.slips.slip_folder import SlipFolder, file_names
from xl_appraisal.outputs.slips.slip_maker import Earlier, SlipMaker, shown_total
from xl_appraisal.outputs.slips.slip_page import SIZE, slip_page
from xl_appraisal.scoring import RankedWindow
from xl_appraisal.scoring.outcome import places_gained

BATCH = 25
"""Documents that LibreOffice converts in one start; the other formats go one by one."""
INDEX = "00-加扣分明细目录"

_COLUMNS = (
    column("名次", 8, "centre"),
    column("窗口", 22),
    column("总分", 12, "figure"),
)
_REMINDED = column("提醒", 8, "centre")
_EARLIER = (column("原名次", 10, "centre"), column("名次变动", 12, "centre"))
_FILE = column("文件", 46)
_FEW = 20  # windows: the index of 25 takes one page in letters a point smaller


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
    seal: str = "",
    progress: Callable[[int, int], None] = lambda done, total: None,
    tell: Callable[[str], None] = refuse,
) -> Written:
    """Write one file for each window into ``folder``, then the index.

    ``origin`` is printed at the end of every file and ``seal`` at the foot of each page;
    ``progress`` is told how many of all are done, ``tell`` of characters that a PDF cannot show.
    Raises :class:`BookError`: before anything is written where a file there is not one of ours,
    and midway with how far it came; the folder then says itself that it is not complete.
    :class:`Stopped` likewise, where ``progress`` raises it or Ctrl+C is pressed.
    """
    ending = f"-{period_name(maker.quarter.quarter)}加扣分明细.{kind}"
    files = file_names((window.window for window in maker.appraisal.windows), ending)
    index = f"{INDEX}-{period_name(maker.quarter.quarter)}.{kind}"
    with drawing(kind, tell, seal) as draw:
        into = SlipFolder(folder, [*files, index])
        try:
            into.begin()
            _write_all(maker, into, files, draw, origin, progress)
            into.put(index, draw([[index_page(maker, files)]], origin)[0])
            removed = into.finish()
        except (Stopped, KeyboardInterrupt) as stop:
            raise Stopped(into.stopped()) from stop
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
    slips = zip(maker.slips(), files, strict=True)
    while batch := list(islice(slips, most)):
        drawn = draw([[slip_page(slip)] for slip, _ in batch], origin)
        for (_, file), data in zip(batch, drawn, strict=True):
            into.put(file, data)
        done += len(batch)
        progress(done, len(files))


def index_page(maker: SlipMaker, files: Sequence[str]) -> Page:
    """The index's page; ``files`` are the windows' files in rank order."""
    quarter, appraisal, earlier = maker.quarter, maker.appraisal, maker.earlier
    named, notice = period_name(quarter.quarter), quarter.book.notice
    findings = Counter(f.window for f in appraisal.findings if f.severity != "info")
    blocks: list[Block] = [Heading("一、总体情况")]
    blocks.append(Text(paragraph(quarter.book, quarter.quarter, appraisal)))
    if earlier and (gone := earlier.gone(appraisal)):
        told = f"{earlier.name}有、{notice.words.this}没有的窗口（撤销或已改名）"
        blocks.append(Text(f"{told}：{'、'.join(gone)}。"))
    reminded = sum(findings[window.window] > 0 for window in appraisal.windows)
    if reminded:
        blocks.append(
            Text(f"有{reminded}个窗口在“核对”表里还有错误或提醒（见“提醒”一栏），发送前请先核对。")
        )
    ending = _ending(files)
    odd = [f for w, f in zip(appraisal.windows, files, strict=True) if f != w.window + ending]
    rows = []
    for window, file in zip(appraisal.windows, files, strict=True):
        found = findings[window.window]
        cells: list[CellValue] = [
            _rank(window),
            f"{window.window}（{window.group}）" if window.group else window.window,
            shown_total(notice, window) or "未计分",
            *_outcome(window, notice),
            f"{found}条" if found else "",
        ]
        rows.append(Row((*cells, *_change(window, earlier), *((file,) if odd else ()))))
    outcome = [column(award.name, 14, "centre") for award in notice.window_awards]
    outcome += [column("等次", 10, "centre")] if notice.grades else []
    last = (*(_EARLIER if earlier else ()), *((_FILE,) if odd else ()))
    columns = (*_COLUMNS, *outcome, _REMINDED, *last)
    blocks.append(Heading(f"二、文件（共{len(rows)}份）"))
    if not odd:
        blocks.append(Text(f"文件名是窗口名称后接“{ending}”。"))
    size = SIZE if len(rows) <= _FEW else SIZE - 1
    blocks.append(Table(columns, tuple(rows), size=size))
    return Page(
        f"{named}窗口加扣分明细目录{notice.part}",
        f"由{notice.office}发送各部门前使用",
        tuple(blocks),
    )


def _ending(files: Sequence[str]) -> str:
    """What all names end with, the window's own being before the last dash."""
    endings = {"-" + name.rpartition("-")[2] for name in files}
    return endings.pop() if len(endings) == 1 else ""


def _outcome(window: RankedWindow, notice: Notice) -> list[CellValue]:
    """What the notice elects and grades windows to, if it does."""
    flags: list[CellValue] = [one.text for one in window.awards.values()]
    return [*flags, window.grade] if notice.grades else flags


def _change(window: RankedWindow, earlier: Earlier | None) -> list[CellValue]:
    """The rank of then and the movement since; nothing without an earlier quarter."""
    if earlier is None:
        return []
    before = earlier.before(window.window)
    if before is None:
        return ["新增", "—"]
    places = places_gained(before, window)
    if places is None:
        return [_rank(before), "—"]
    moved = f"{'升' if places > 0 else '降'}{abs(places)}位" if places else "不变"
    return [_rank(before), moved]


def _rank(window: RankedWindow) -> CellValue:
    return window.unranked or "—" if window.rank is None else window.rank
