"""Commands that hold appraisals against each other and write no workbook: gap, diff, whatif."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from xl_appraisal.doors.command_line import FINE, STOPPED
from xl_appraisal.doors.command_line.console import (
    note,
    print_findings,
    print_json,
    print_table,
    say,
    step,
)
from xl_appraisal.doors.command_line.report_commands import appraised, exit_code, find_window
from xl_appraisal.hosts import FileHost
from xl_appraisal.model.errors import BookError
from xl_appraisal.work.desk import appraise_host

if TYPE_CHECKING:
    from xl_appraisal.work.comparing.changes import Comparison

_FIGURES = frozenset({1, 2, 4, 5})  # of a comparison's header: ranks and totals

_PUBLISHED = "published_differs"  # a trial is bound to differ from what was published


def gap(options: Namespace) -> int:
    """Print how far each window is from the next rank and the red flag."""
    from xl_appraisal.work.comparing import gap_text
    from xl_appraisal.work.comparing.gap import gaps

    done = appraised(options)
    found = gaps(done.quarter.book, done.appraisal)
    if options.window:
        name = find_window(done, options.window).window
        found = tuple(gap for gap in found if gap.window == name)
    if options.json:
        print_json({"quota": done.appraisal.quota, "windows": [gap.as_json() for gap in found]})
        return exit_code(done)
    print_table(gap_text.GAP_HEADER, map(gap_text.gap_row, found), left=(1, 4, 5))
    if options.window:
        for own in found:
            say()
            print_table(gap_text.CHANCE_HEADER, gap_text.chance_rows(own), left=(0, 1, 2, 6, 7))
    note(gap_text.NOTE)
    return exit_code(done)


def diff(options: Namespace) -> int:
    """Print what differs between two workbooks, and the inputs that make it differ."""
    from xl_appraisal.work.comparing.changes import compare, side

    with step("正在读取和计算"):
        sides = [
            appraise_host(FileHost(path), apply_rules=options.apply_rules)
            for path in (options.before, options.after)
        ]
    names = _distinct(options.before, options.after)
    before, after = (
        side(name, done.quarter, done.appraisal) for name, done in zip(names, sides, strict=True)
    )
    found = compare(before, after)
    if options.out:
        _write_comparison(Path(options.out), found)
        note(f"已生成 {options.out}")
    if options.json:
        print_json(found.as_json())
    else:
        print_comparison(found)
    return STOPPED if any(done.appraisal.stopped for done in sides) else FINE


def whatif(options: Namespace) -> int:
    """Print the ranking with some cells or rules changed beside the present one."""
    from xl_appraisal.work.comparing.changes import compare, side
    from xl_appraisal.work.comparing.whatif import overlay
    from xl_appraisal.work.desk import appraise_sheets

    if not options.set and not options.rule:
        raise BookError("没有要试的改动：请写 --set 窗口.项目=取值，或 --rule 编号=取值。")
    with step("正在读取和计算"):
        host = FileHost(options.book)
        now = appraise_host(host, apply_rules=options.apply_rules)
        sheets = overlay(now.quarter, host.grid, options.set, options.rule)
        tried = appraise_sheets(sheets, apply_rules=options.apply_rules)
    found = compare(
        side("现在", now.quarter, now.appraisal), side("试算", tried.quarter, tried.appraisal)
    )
    known = set(now.appraisal.findings)
    fresh = [f for f in tried.appraisal.findings if f not in known and f.code != _PUBLISHED]
    if options.json:
        findings = [finding.as_json() for finding in fresh]
        print_json(found.as_json(every=True) | {"findings": findings})
    else:
        print_comparison(found, every=True)
        print_findings(fresh)
        note("只是试算，工作簿没有改动。")
    return exit_code(tried)


def print_comparison(found: Comparison, *, every: bool = False) -> None:
    """The differences as a sentence, the windows as a table, then every differing input."""
    from xl_appraisal.work.comparing import changes_text as text

    say(f"{found.before} → {found.after}：{text.summary(found)}")
    rows = list(text.rows(found, every=every))
    if rows:
        print_table(text.HEADER, rows, left=text.TEXT_COLUMNS)
    why = list(text.why_rows(found))
    if why:
        say()
        print_table(text.WHY_HEADER, why, left=range(len(text.WHY_HEADER)))


def _distinct(before: str, after: str) -> tuple[str, str]:
    """File names, or whole paths where the names are the same."""
    names = Path(before).name, Path(after).name
    return names if names[0] != names[1] else (before, after)


def _write_comparison(path: Path, found: Comparison) -> None:
    from xl_appraisal.outputs.tables import Table, write_tables
    from xl_appraisal.work.comparing import changes_text as text

    title = f"{found.before} → {found.after}"
    why = "使结果不同的填写、明细和规则；位置是现在的单元格，已去掉的是原来的。"
    tables = [
        Table("变动", title, text.summary(found), text.HEADER, list(text.rows(found)), _FIGURES),
        Table("原因", title, why, text.WHY_HEADER, list(text.why_rows(found))),
    ]
    write_tables(path, tables)
