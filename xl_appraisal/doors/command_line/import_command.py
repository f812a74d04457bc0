"""The command that takes departments' files in: import."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from xl_appraisal.book.read.quarter import read_quarter_book
from xl_appraisal.doors.command_line.console import note, print_json, print_table, say, step
from xl_appraisal.hosts import FileHost
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.exact import plain

if TYPE_CHECKING:
    from xl_appraisal.model.grid import Write
    from xl_appraisal.work.importing.import_plan import ImportPlan, PlannedLine

_WIDEST = 24  # characters of a text in the preview


def import_files(options: Namespace) -> None:
    """Import tables, ledgers and staff lists: all of it or nothing; or only show what would be."""
    from xl_appraisal.work.desk import check_what_came_in
    from xl_appraisal.work.importing import plan_import
    from xl_appraisal.work.importing.sheet_choice import SheetChoice
    from xl_appraisal.work.importing.source_files import gather

    if not (options.table or options.ledger or options.staff):
        raise BookError("没有要导入的文件：请写 --table、--ledger 或 --staff，后面跟文件。")
    book = Path(options.book)
    host = FileHost(book)
    ledgers, told = gather(options.ledger or (), book)
    staff, told_staff = gather(options.staff or (), book)
    with step("正在读取和核对要导入的内容"):
        plan = plan_import(
            read_quarter_book(host.grid),
            [Path(path) for path in options.table or ()],
            ledgers,
            staff=staff,
            overwrite=options.overwrite,
            allow_duplicates=options.allow_duplicates,
            choice=SheetChoice(tuple(options.sheet), options.all_sheets),
        )
    if not options.preview:
        plan.write_to(host)
        if not plan.changes_nothing:
            check_what_came_in(host)
        host.save(keep=options.backup)
    _show([*told, *told_staff], plan, options)


def _show(told: list[str], plan: ImportPlan, options: Namespace) -> None:
    if options.json:
        written = {sheet: len(cells) for sheet, cells in plan.changes.items()}
        print_json(
            {
                "written": not options.preview,
                "cells": written,
                "report": [*told, *plan.report],
                "lines": plan.lines,
            }
        )
        return
    for sentence in (*told, *plan.report):
        say(sentence)
    if options.preview:
        _print_lines(plan.lines)
        note("这是预览，什么都没有写入。确认后去掉 --preview 再运行。")
    else:
        note("没有新的内容。" if plan.changes_nothing else "已导入。接着用 recalc 重新计算。")


def _print_lines(lines: tuple[PlannedLine, ...]) -> None:
    """A table for each sheet: what becomes of each line, what is written, where it came from."""
    from xl_appraisal.work.importing.import_plan import OUTCOME_NAMES

    for sheet in dict.fromkeys(line.sheet for line in lines):
        own = [line for line in lines if line.sheet == sheet]
        headers = tuple(dict.fromkeys(header for line in own for header in line.cells))
        rows = [
            [
                OUTCOME_NAMES[line.outcome],
                "" if line.row is None else str(line.row),
                *(_short(line.cells.get(header)) for header in headers),
                line.source,
            ]
            for line in own
        ]
        say()
        say(f"“{sheet}”：")
        print_table(["结果", "行", *headers, "来源"], rows, left=range(len(headers) + 3))


def _short(value: Write) -> str:
    """A cell's text on one line."""
    from decimal import Decimal

    if value is None:
        return ""
    text = plain(value) if isinstance(value, Decimal) else " ".join(str(value).split())
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"
