"""Commands that hold appraisals against each other: gap, diff, whatif, year."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from xl_appraisal.doors.command_line.console import (
    FINE,
    STOPPED,
    note,
    print_findings,
    print_json,
    print_pages,
    say,
    step,
)
from xl_appraisal.doors.command_line.report_commands import appraised, exit_code, find_window
from xl_appraisal.hosts import FileHost
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.period import Period, parse_period
from xl_appraisal.work.desk import appraise_host

if TYPE_CHECKING:
    from xl_appraisal.work.comparing.changes import Comparison

_PUBLISHED = "published_differs"  # a trial is bound to differ from what was published


def gap(options: Namespace) -> int:
    """Print how far each window is from the next rank and the red flag."""
    from xl_appraisal.outputs.comparison_pages import NOTE, chance_page, gap_page
    from xl_appraisal.work.comparing.gap import gaps

    done = appraised(options)
    found = gaps(done.quarter.book, done.appraisal)
    if options.window:
        name = find_window(done, options.window).window
        found = tuple(gap for gap in found if gap.window == name)
    if options.json:
        print_json({"quota": done.appraisal.quota, "windows": found})
        return exit_code(done)
    awards = done.quarter.book.notice.window_awards
    own = [chance_page(gap, awards) for gap in found if options.window]
    print_pages([gap_page(found, awards), *own])
    note(NOTE)
    return exit_code(done)


def diff(options: Namespace) -> int:
    """Print what differs between two workbooks, and the inputs that make it differ."""
    from xl_appraisal.work.comparing.changes import compare, side

    with step("正在读取和计算"):
        sides = [
            appraise_host(FileHost(path), apply_rules=options.apply_rules)
            for path in (options.before, options.after)
        ]
    before, after = map(side, _distinct(options.before, options.after), sides)
    found = compare(before, after)
    if options.out:
        from xl_appraisal.outputs.comparison_pages import comparison_pages
        from xl_appraisal.outputs.drawing import write_tables

        write_tables(Path(options.out), comparison_pages(found))
        note(f"已生成 {options.out}")
    if options.json:
        print_json(found)
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
    found = compare(side("现在", now), side("试算", tried))
    known = set(now.appraisal.findings)
    fresh = [f for f in tried.appraisal.findings if f not in known and f.code != _PUBLISHED]
    if options.json:
        print_json(found.as_json(every=True) | {"findings": fresh})
    else:
        print_comparison(found, every=True)
        print_findings(fresh)
        note("只是试算，工作簿没有改动。")
    return exit_code(tried)


def year(options: Namespace) -> int:
    """Print the year's summary, and write it where asked to; no given workbook is changed."""
    from xl_appraisal.outputs.drawing import check_new, write_tables
    from xl_appraisal.outputs.year_book import summary, summary_page, title, year_pages
    from xl_appraisal.work.year.summarise import summarise
    from xl_appraisal.work.year.year_model import GivenQuarter

    if options.out:
        check_new(Path(options.out))
    with step("正在读取和计算"):
        given = []
        for path in options.books:
            done = appraise_host(FileHost(path), apply_rules=options.apply_rules)
            book, appraisal = done.quarter.book, done.appraisal
            given.append(GivenQuarter(done.quarter.quarter, Path(path).name, book, appraisal))
        found = summarise(given, options.renamed, _whole(options.within))
    if options.out:
        write_tables(Path(options.out), year_pages(found))
        note(f"已生成 {options.out}")
    if options.json:
        print_json(found)
    else:
        say(f"{title(found)}：{summary(found)}")
        print_pages([summary_page(found)])
        for sentence in found.notes:
            say(f"· {sentence}")
    return STOPPED if any(one.appraisal.stopped for one in given) else FINE


def _whole(text: str | None) -> Period | None:
    """The longer period asked for.  Raises :class:`BookError` for what is none."""
    try:
        return parse_period(text) if text else None
    except ValueError as error:
        raise BookError(str(error)) from error


def print_comparison(found: Comparison, *, every: bool = False) -> None:
    """The differences as a sentence, the windows as a table, then every differing input."""
    from xl_appraisal.outputs.comparison_pages import comparison_pages

    windows, why = comparison_pages(found, every=every)
    say(f"{windows.title}：{windows.subtitle}")
    print_pages([windows, why])


def _distinct(before: str, after: str) -> tuple[str, str]:
    """File names, or whole paths where the names are the same."""
    names = Path(before).name, Path(after).name
    return names if names[0] != names[1] else (before, after)
