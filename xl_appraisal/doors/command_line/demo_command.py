"""The demonstration: the published quarter from its inputs to its ranking."""

from __future__ import annotations

import tempfile
from argparse import Namespace
from pathlib import Path

from xl_appraisal.book.read.quarter import read_quarter_book
from xl_appraisal.doors.command_line.console import print_findings, say, step
from xl_appraisal.doors.command_line.report_commands import exit_code, print_ranking
from xl_appraisal.files.disk import read_file
from xl_appraisal.files.file_error import located
from xl_appraisal.files.write_file import write_whole
from xl_appraisal.hosts import FileHost
from xl_appraisal.model.errors import BookError
from xl_appraisal.work.desk import Appraised, recalculate

_DATA = Path(__file__).parents[2] / "demo_data"
_TABLE, _LEDGER = _DATA / "2023Q1-table.csv", _DATA / "2023Q1-ledger.csv"
_BOOK, _NATIVE_BOOK = "2023Q1.xlsx", "2023Q1-公式.xlsx"


def demo(options: Namespace) -> int:
    """Build the 2023 Q1 workbook from the published inputs, recalculate it and show it all."""
    out = Path("demo" if options.out is None else options.out)
    with tempfile.TemporaryDirectory() as folder, step("正在生成演示工作簿"):
        native = options.formulas == "native"
        made = [Path(folder) / (_NATIVE_BOOK if native else _BOOK), _TABLE, _LEDGER]
        done = make_demo(made[0], native=native)
        written = _place(made, out)
    print_ranking(done)
    say(_agreement(done))
    say()
    say("核对：")
    print_findings(done.appraisal.findings)
    say()
    say("写出的文件：")
    for path in written:
        say(f"  {path}")
    return exit_code(done)


def make_demo(book: Path, *, native: bool = False) -> Appraised:
    """Write the published quarter, computed, as the workbook ``book``; what came out."""
    from xl_appraisal.book.new import Room, build_workbook
    from xl_appraisal.model.rulebook import load_rulebook
    from xl_appraisal.work.importing import plan_import
    from xl_appraisal.work.importing.window_names import read_window_names

    rulebook = load_rulebook()
    names = read_window_names(_TABLE)
    room = Room.of(len(names)) if native else None
    build_workbook(book, rulebook, names, quarter=rulebook.layout.quarter, native=room)
    host = FileHost(book)
    plan_import(read_quarter_book(host.grid), [_TABLE], [_LEDGER]).write_to(host)
    done = recalculate(host)
    host.save(keep=False)
    return done


def _place(made: list[Path], out: Path) -> list[Path]:
    """Put the files into ``out``; a file there with other contents is somebody's work."""
    targets = [out / path.name for path in made]
    for source, target in zip(made, targets, strict=True):
        with located(path=str(target)):
            same = not target.exists() or read_file(str(target))[0] == source.read_bytes()
        if not same:
            raise BookError(f"{target}：已存在且内容不同，没有改动。请用 --out 换一个文件夹。")
    out.mkdir(parents=True, exist_ok=True)
    for source, target in zip(made, targets, strict=True):
        write_whole(target, source.read_bytes())
    return targets


def _agreement(done: Appraised) -> str:
    """How many windows come out as published, by the audit's own findings."""
    published = {entry.window for entry in done.quarter.published if entry.figures}
    differing = {f.window for f in done.appraisal.findings if f.code == "published_differs"}
    equal = len(published - differing)
    return f"与公布的成绩比对：{len(published)}个窗口中{equal}个的模块得分、总分、名次全部相同。"
