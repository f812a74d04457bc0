"""Commands that make or change a workbook: new, recalc."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from xl_appraisal.book.read.quarter import read_quarter_book
from xl_appraisal.book.read.rules_sheet import needed_period
from xl_appraisal.book.write.outcome_text import rewritten_text, title
from xl_appraisal.doors.command_line.console import note, print_findings, say, step
from xl_appraisal.doors.command_line.report_commands import exit_code, print_ranking
from xl_appraisal.doors.command_line.stopwatch import Stopwatch
from xl_appraisal.hosts import FileHost
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.gc_pause import paused_gc
from xl_appraisal.work.desk import recalculate

_SHOWN = 100  # windows that a recalculation prints; no centre has as many, and 名次表 has them all


def new(options: Namespace) -> None:
    """Make a new workbook; an existing file is never replaced."""
    from xl_appraisal.model.rulebook import load_rulebook
    from xl_appraisal.work.begin_quarter import build
    from xl_appraisal.work.importing.window_names import read_window_names

    out = _target(options)
    if last := vars(options)["from"]:  # a word of Python's own
        _new_from(last, out, options)
        return
    if options.add or options.drop:
        raise BookError("--add 和 --drop 只与 --from 一起用：在上一期的窗口上增减。")
    rulebook = load_rulebook(options.notice, options.layout)
    quarter = needed_period(options.quarter or rulebook.layout.quarter, rulebook.notice)
    names = read_window_names(Path(options.windows)) if options.windows else ()
    with step("正在生成工作簿"):
        build(out, rulebook, names, quarter, **_kind(options))
    _say_made(out, f"，{len(names)}个窗口" if names else "，窗口名称待填")


def _new_from(last: str, out: Path, options: Namespace) -> None:
    """The next quarter from the last one's workbook; ``out`` appears whole or not at all."""
    from xl_appraisal.book.new.carry_over import carry
    from xl_appraisal.work.begin_quarter import begin

    if options.notice or options.layout or options.windows:
        raise BookError(
            "--from 沿用上一期的通报、栏目和窗口，不能再写 --notice、--layout、--windows。"
            "窗口有增减的用 --add、--drop。"
        )
    with step("正在读取上一期的工作簿"):
        carried = carry(
            FileHost(last), options.quarter or "", options.add or (), options.drop or ()
        )
    with step("正在生成工作簿"):
        begin(out, carried, **_kind(options))
    _say_made(out)
    for sentence in carried.report:
        say(sentence)


def _target(options: Namespace) -> Path:
    out = Path(options.out)
    if out.suffix.lower() not in (".xlsx", ".xlsm"):
        raise BookError(f"{out}：文件名应以 .xlsm（带宏和按钮）或 .xlsx（不带宏）结尾。")
    if (options.standalone or options.reference) and out.suffix.lower() != ".xlsm":
        raise BookError(f"{out}：--standalone 和 --reference 只用于 .xlsm。")
    if options.formulas == "native" and out.suffix.lower() != ".xlsx":
        raise BookError(f"{out}：--formulas native 的工作簿没有宏，文件名应以 .xlsx 结尾。")
    if out.exists():
        raise BookError(f"{out}：同名文件已存在，没有改动。请换一个文件名，或先移走原文件。")
    return out


def _kind(options: Namespace) -> dict[str, Any]:
    bridge = "standalone" if options.standalone else "reference" if options.reference else "addin"
    return {"bridge": bridge, "native": options.formulas == "native"}


def _say_made(out: Path, rest: str = "") -> None:
    say(f"已生成 {out}：{title(read_quarter_book(FileHost(out).grid))}{rest}。")


@paused_gc(last=True)
def recalc(options: Namespace) -> int:
    """Recalculate a workbook in place, or into another file."""
    watch = Stopwatch()
    watch.begin("读取")
    host = FileHost(options.book)
    with step("正在重新计算"):
        done = recalculate(host, apply_rules=options.apply_rules, begin=watch.begin)
    watch.begin("保存")
    with step("正在保存"):
        host.save(options.out, keep=options.backup)
    times = watch.told(asked=options.times)
    print_ranking(done, most=_SHOWN)
    say()
    print_findings(done.appraisal.findings, most=20)
    if done.rewritten:
        say(rewritten_text(done.rewritten))
    say(f"已保存 {options.out or options.book}")
    if times:
        note(times)
    return exit_code(done)
