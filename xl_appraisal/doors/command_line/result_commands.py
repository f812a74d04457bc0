"""Commands that turn an appraisal into what is sent and shown: annex, slips, charts, paragraph."""

from __future__ import annotations

import datetime as dt
import time
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from xl_appraisal.doors.command_line.console import note, print_json, say, step
from xl_appraisal.doors.command_line.report_commands import appraised, exit_code
from xl_appraisal.hosts import FileHost
from xl_appraisal.model.errors import BookError
from xl_appraisal.work.desk import Appraised

_SMALL = "栏目多，A4 纸上整张印出字号不到8磅，不便阅读：请用 A3，或加 --blocks 分块。"
_EVERY = 1.0  # seconds between two lines of progress


def annex(options: Namespace) -> int:
    """Write the table to be published as one file."""
    from xl_appraisal.files.write_file import write_whole
    from xl_appraisal.outputs.annex import (
        PAPERS,
        annex_doubts,
        annex_file,
        annex_table,
        default_file,
        kind_of,
        readable_blocks,
    )

    out = Path(options.to or default_file(Path(options.book)))
    kind = kind_of(out)
    _refuse(out, [Path(options.book)], options.overwrite)
    host = FileHost(options.book)
    done = appraised(options, host)
    for sentence in annex_doubts(done.quarter, done.appraisal):
        note(f"[提醒] {sentence}")
    if options.paper == "A4" and not (options.blocks or options.used_columns):
        table = annex_table(done.quarter, done.appraisal)
        if len(readable_blocks(table, PAPERS["A4"].room)) > 1:
            note(f"[提醒] {_SMALL}")
    with step("正在生成名次表"):
        content = annex_file(
            done.quarter,
            done.appraisal,
            kind,
            paper=options.paper,
            in_blocks=options.blocks,
            used_only=options.used_columns,
            origin=_origin(host, done, options),
            seal=_seal(host, options),
            tell=lambda text: note(f"[提醒] {text}"),
        )
    write_whole(out, content)
    say(f"已生成 {out}")
    return exit_code(done)


def slips(options: Namespace) -> int:
    """Write a slip for every window and the index into a folder."""
    from xl_appraisal.outputs.slips.slip_maker import Earlier, SlipMaker
    from xl_appraisal.outputs.slips.slip_run import default_folder, write_slips

    host = FileHost(options.book)
    done = appraised(options, host)
    earlier = None
    if options.previous:
        before = appraised(options, FileHost(options.previous))
        earlier = Earlier(before.quarter, before.appraisal)
    folder = Path(options.out or default_folder(Path(options.book)))
    maker = SlipMaker(done.quarter, done.appraisal, earlier)
    written = write_slips(
        maker,
        folder,
        options.format,
        origin=_origin(host, done, options),
        seal=_seal(host, options),
        progress=_progress(),
        tell=lambda text: note(f"[提醒] {text}"),
    )
    for name in written.removed:
        say(f"已删去上次生成、这次没有的：{name}")
    say(f"已生成{len(written.files)}份加扣分明细和目录“{written.index}”，在 {folder}")
    if earlier and earlier.gone(done.appraisal):
        note(f"{earlier.name}有、本期没有的窗口：{'、'.join(earlier.gone(done.appraisal))}")
    return exit_code(done)


def charts(options: Namespace) -> int:
    """Write the workbook of charts."""
    from xl_appraisal.files.write_file import write_whole
    from xl_appraisal.outputs.charts_book import charts_workbook, default_file

    host = FileHost(options.book)
    out = Path(options.out or default_file(Path(options.book)))
    if out.suffix.lower() != ".xlsx":
        raise BookError(f"{out}：图表只能存为 .xlsx 文件。")
    _refuse(out, [Path(options.book), *map(Path, options.previous)], options.overwrite)
    done = appraised(options, host)
    earlier = [appraised(options, FileHost(path)) for path in options.previous]
    with step("正在画图"):
        content = charts_workbook(
            (done.quarter, done.appraisal),
            [(one.quarter, one.appraisal) for one in earlier],
            origin=_origin(host, done, options),
        )
    write_whole(out, content)
    say(f"已生成 {out}")
    return exit_code(done)


def paragraph(options: Namespace) -> int:
    """Print the paragraph for the notice's body, or its figures as JSON."""
    from xl_appraisal.outputs import paragraph as text

    done = appraised(options)
    sentence = text.paragraph(done.quarter.book, done.quarter.quarter, done.appraisal)
    if options.json:
        figures = text.summarise(done.appraisal).as_json()
        print_json({"quarter": done.quarter.quarter, **figures, "text": sentence})
    else:
        say(sentence)
    return exit_code(done)


def _seal(host: FileHost, options: Namespace) -> str:
    if not options.seal:
        return ""
    from xl_appraisal.work.closing.verify import seal_mark

    return seal_mark(host)


def _origin(host: FileHost, done: Appraised, options: Namespace) -> str:
    if not options.origin:
        return ""
    from xl_appraisal.outputs.drawing import origin_note

    return origin_note(host.name, done.quarter, host.grid, dt.datetime.now())


def _refuse(out: Path, books: list[Path], overwrite: bool) -> None:
    """Never replace a workbook that is read, nor any other file unasked."""
    if any(out.exists() and book.exists() and out.samefile(book) for book in books):
        raise BookError(f"{out}：这是要读取的工作簿，不能被替换。请换一个文件名。")
    if out.exists() and not overwrite:
        raise BookError(f"{out}：同名文件已存在，没有改动。请换一个文件名，或加 --overwrite。")


def _progress() -> Callable[[int, int], None]:
    """Tell on standard error how far it is, not more often than a person can read."""
    last = time.monotonic()

    def tell(done: int, total: int) -> None:
        nonlocal last
        if done == total or time.monotonic() - last >= _EVERY:
            last = time.monotonic()
            note(f"正在生成加扣分明细：{done}/{total}")

    return tell
